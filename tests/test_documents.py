"""README, CONTRIBUTING and their kin: what they point at is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
NAMES = [document.relative_to(ROOT).as_posix() for document in DOCUMENTS]


def anchors(document: Path) -> set[str]:
    """The anchors that GitHub gives to a document's headings."""
    headings = re.findall(r"^#+ (.+)$", document.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def without_code(text: str) -> str:
    return re.sub(r"^```.*?^```$|`[^`]*`", "", text, flags=re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("document", DOCUMENTS, ids=NAMES)
def test_links_lead_somewhere(document: Path) -> None:
    text = without_code(document.read_text(encoding="utf-8"))
    lost = []
    for link in re.findall(r"\]\(([^)\s]+)\)", text):
        path, _, anchor = link.partition("#")
        if "://" in link or path == "../../issues/new/choose":
            continue  # other sites, and the host's own pages
        target = (document.parent / path) if path else document
        if not target.exists() or (anchor and anchor not in anchors(target)):
            lost.append(link)
    assert lost == []


def test_both_readmes_show_the_same_files_commands_and_pictures() -> None:
    english, ukrainian = (
        (ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "README.uk.md")
    )

    def shape(text: str) -> list[str]:
        code = re.findall(r"^```sh\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
        commands = [line.partition("#")[0].strip() for block in code for line in block.splitlines()]
        links = [link for link in re.findall(r"\]\(([^)\s]+)\)", text) if "README" not in link]
        pages = [re.sub("/pages/(en|uk)/", "/pages/", link) for link in links]
        pages = [re.sub("^#.*", "#", link) for link in pages]  # a heading has its own name in each
        return [re.sub("<.*?>", "<>", part) for part in commands] + pages

    assert shape(english) == shape(ukrainian)
    assert english.count("\n## ") == ukrainian.count("\n## ")
    assert english.count("\n|") == ukrainian.count("\n|")


def test_makefile_has_every_target_that_is_named() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):(?!=)", makefile, re.MULTILINE))
    for name in ("README.md", "README.uk.md", "CONTRIBUTING.md"):
        named = set(re.findall(r"`make ([a-z]+)`", (ROOT / name).read_text(encoding="utf-8")))
        assert named <= targets
        assert named


def test_every_decision_is_listed() -> None:
    folder = ROOT / "docs" / "decisions"
    records = sorted(path.name for path in folder.glob("*.md") if path.name != "README.md")
    index = (folder / "README.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| \[[^]]+\]\(([^)]+)\)", index, re.MULTILINE) == records
