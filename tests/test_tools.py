"""A test whose tool is missing is skipped with a reason, and fails under CI."""

from __future__ import annotations

import pytest

SUITE = """
import pytest

@pytest.mark.browser
def test_page(): pass

def test_print(pdftoppm): pass
"""


@pytest.fixture
def suite(pytester: pytest.Pytester, request: pytest.FixtureRequest) -> pytest.Pytester:
    """A small suite with our conftest, on a machine that has no tools at all."""
    conftest = request.config.rootpath / "tests" / "conftest.py"
    pytester.makeconftest(conftest.read_text(encoding="utf-8"))
    pytester.makeini("[pytest]\nmarkers = browser")
    pytester.makepyfile(SUITE)
    return pytester


@pytest.mark.parametrize(("ci", "outcome"), [("", "skipped"), ("true", "errors")])
def test_missing_tool(
    suite: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, ci: str, outcome: str
) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setenv("CI", ci)

    result = suite.runpytest("-ra")

    result.assert_outcomes(**{outcome: 2})
    for package in ("chromium", "poppler-utils"):
        result.stdout.fnmatch_lines([f"*sudo apt install {package})*"])
