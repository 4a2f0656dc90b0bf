"""Every page before the Nu checker of HTML, which is what the standard's own authors use."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

CHECKER = Path("node_modules/vnu-jar/build/dist/vnu.jar")
"""Where ``npm install --prefix .venv vnu-jar`` puts it, in the environment of the tests."""


@pytest.fixture(scope="module")
def checker() -> Path:
    """The checker; without it, or without Java, the test is skipped, or fails under CI."""
    path = Path(sys.prefix) / CHECKER
    if path.is_file() and shutil.which("java"):
        return path
    reason = (
        "this test needs Java and the Nu checker of HTML "
        f"(npm install --prefix {Path(sys.prefix).name} vnu-jar)"
    )
    if os.environ.get("CI"):
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


def test_every_page_is_valid(site: Path, example: Path, checker: Path) -> None:
    assert found(checker, site) == []
    assert found(checker, example) == []


def found(checker: Path, site: Path) -> list[str]:
    """What is wrong with the pages of a folder, and where."""
    options = ["--format", "json", "--skip-non-html"]
    command: list[str | Path] = ["java", "-Xss4m", "-jar", checker, *options, site]
    said = subprocess.run(command, capture_output=True, check=False).stderr
    messages = json.loads(said)["messages"]
    return [
        f"{message['url'].partition(site.as_posix())[2]}: {message['message']}"
        for message in messages
        if (message["type"] != "info" or message.get("subType") == "warning")
        # It reads a folder, where nothing is 'self' to it. Browsers do watch over the policy.
        and "violates Content Security Policy" not in message["message"]
    ]


def test_a_fault_is_found(tmp_path: Path, checker: Path) -> None:
    """The checker does look at the pages of a folder."""
    page = "<!doctype html><html lang=uk><title>x</title><p id=a><p id=a>"
    (tmp_path / "index.html").write_text(page)
    assert any("Duplicate ID" in said for said in found(checker, tmp_path))
