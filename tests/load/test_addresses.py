"""The public address, as people write it: understood, or answered with the one that is meant."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from viche.load import load
from viche.problems import Problem, explain

BASE = Path(__file__).parent / "base"


def given(cell: Path, address: str) -> tuple[str | None, list[Problem]]:
    """The public address that the program takes from ``address``, and what it says of it."""
    shutil.copytree(BASE, cell, dirs_exist_ok=True)
    file = cell / "content/cell.yaml"
    text = file.read_text(encoding="utf-8")
    assert "address: https://sample.example/\n" in text
    quoted = address.replace("'", "''")
    file.write_text(
        text.replace("address: https://sample.example/\n", f"address: '{quoted}'\n"),
        encoding="utf-8",
    )
    result = load(cell)
    found = [each for each in result.problems if each.field == "address"]
    return (result.content.cell.address if result.content else None), found


@pytest.mark.parametrize(
    ("address", "taken"),
    [
        ("https://example.org", "https://example.org/"),
        ("https://example.org/", "https://example.org/"),
        ("HTTPS://Example.ORG/Cell", "https://example.org/Cell/"),
        ("https://example.org/cell/", "https://example.org/cell/"),
        ("https://xn--80ahw.example:8443/a%20b/~x", "https://xn--80ahw.example:8443/a%20b/~x/"),
    ],
)
def test_understood(tmp_path: Path, address: str, taken: str) -> None:
    assert given(tmp_path, address) == (taken, [])


@pytest.mark.parametrize(
    ("address", "code", "near"),
    [
        ("example.org/cell", "not-an-address", "https://example.org/cell/"),
        ("example.org/cell?x=1", "not-an-address", "https://example.org/cell/"),
        ("Example.org/a/index.html#b", "not-an-address", "https://example.org/a/"),
        ("example.org:99999/", "not-an-address", ""),
        ("exa_mple.org", "not-an-address", ""),
        ("осередок.example", "not-an-address", "https://xn--d1abavqdlg.example/"),
        ("//example.org/", "not-an-address", ""),
        ("ftp://example.org/", "not-an-address", ""),
        ("javascript:alert(1)", "not-an-address", ""),
        ("https://", "not-an-address", ""),
        ("https://[::1", "not-an-address", ""),
        ("https://example.org:99999/", "not-an-address", ""),
        ("https://example.org/?page=1", "not-a-public-address", "https://example.org/"),
        ("https://example.org/a/#b", "not-a-public-address", "https://example.org/a/"),
        ("https://me:secret@example.org/", "not-a-public-address", "https://example.org/"),
        ("https://:secret@example.org/", "not-a-public-address", "https://example.org/"),
        ("https://example.org/a/../b//", "not-a-public-address", "https://example.org/a/b/"),
        ("https://example.org/index.html", "not-a-public-address", "https://example.org/"),
        ("https://осередок.example/", "not-a-public-address", "https://xn--d1abavqdlg.example/"),
        (
            "https://example.org/місто/",
            "not-a-public-address",
            "https://example.org/%D0%BC%D1%96%D1%81%D1%82%D0%BE/",
        ),
        ("https://exa_mple..org/", "not-a-public-address", ""),
    ],
)
def test_answered_with_what_is_meant(tmp_path: Path, address: str, code: str, near: str) -> None:
    taken, (problem,) = given(tmp_path, address)
    assert taken is None
    assert (problem.code, problem.params["near"]) == (code, near)
    if near:
        assert given(tmp_path / "again", near) == (near, [])


def test_an_address_that_is_missing_is_shown(tmp_path: Path) -> None:
    shutil.copytree(BASE, tmp_path, dirs_exist_ok=True)
    file = tmp_path / "content/cell.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("address: https://sample.example/\n", ""), encoding="utf-8")
    (problem,) = (each for each in load(tmp_path).problems if each.field == "address")
    assert "“address: https://example.org/”" in explain(problem, "en")[1]


@pytest.mark.parametrize(
    "host", ["localhost:8000", "127.0.0.1", "192.168.1.5", "server", "a.local"]
)
def test_an_address_that_nobody_else_knows(tmp_path: Path, host: str) -> None:
    """It is good enough to try the site, so it is only a warning."""
    taken, (problem,) = given(tmp_path, f"http://{host}/")
    assert taken == f"http://{host}/"
    assert (problem.code, problem.severity) == ("address-local", "warning")
