"""Pictures for those who pass on a link: drawn anew only where they would say something new."""

from __future__ import annotations

from collections.abc import Mapping

from viche import pages
from viche.cli import fingerprint
from viche.cli.job import PAGES, Job
from viche.cli.state import Made
from viche.labels import Labels


class Shares:
    """Draws the pictures of one run, and remembers what each was drawn from."""

    def __init__(self, job: Job, before: Mapping[str, Made]) -> None:
        """Pictures of the pages ``before`` are taken over, if these lie unchanged in ``build/``."""
        self._files = job.kit_files
        self._old = job.build / PAGES
        self._manner = (fingerprint.of_program(), fingerprint.of_files(job.kit_files))
        made = before.get(PAGES)
        intact = made is not None and made.outputs == fingerprint.of_folder(self._old)
        self._before = made.drafts if made and intact else {}
        self.drafts: dict[str, str] = {}
        """By picture, the fingerprint of what it was drawn from."""

    def draw(self, publication: pages.Publication, labels: Labels) -> dict[str, bytes]:
        """The pictures of one language by path.

        Raises:
            ContentError: a cell's own template or font is at fault.
        """
        language, stale, pictures = labels.language, [], dict[str, bytes]()
        for share in pages.shares(publication, labels):
            name = f"{language}/{share.path}"
            self.drafts[name] = fingerprint.of_texts([*self._manner, name, repr(share)])
            if self._before.get(name) == self.drafts[name]:
                pictures[share.path] = (self._old / name).read_bytes()
            else:
                stale.append(share)
        if not stale:
            return pictures
        from viche import kit  # a run that draws nothing has no need of it

        return pictures | kit.share_pictures(stale, language, self._files)
