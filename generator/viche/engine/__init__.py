"""The engine that turns Markdown into a website: an adapter, so that an heir can take its place.

It runs MkDocs once for each language, all of them side by side, each in a folder of
its own, and only then puts the sites together. It knows files and addresses, nothing of the domain.
"""

from viche.engine.mkdocs import Engine, EngineError, build
from viche.engine.site import LanguageSite, surroundings

__all__ = ["Engine", "EngineError", "LanguageSite", "build", "surroundings"]
