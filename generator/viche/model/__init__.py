"""The domain, as frozen types. One module a subject; no files, no labels, no printing."""
