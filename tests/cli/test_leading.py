"""Where the codes of posters, invitations and releases lead, once the site is built."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.cells import SESSION, make_cell, viche
from tests.kit.sample import order
from viche.kit.cards import routes_address, session_address
from viche.load import load


def test_the_pages_of_the_session_are_where_its_codes_lead(built_once: Path) -> None:
    content = load(built_once).content
    assert content is not None
    (language,) = content.cell.languages
    wanted = order(content.meeting(SESSION), content.cell, language)
    for address in (session_address(wanted), f"{routes_address(wanted)}index.html"):
        assert address.startswith(content.cell.address)
        assert (built_once / "build/site" / address.removeprefix(content.cell.address)).is_file()


@pytest.mark.parametrize("host", ["https://forms.example/", "https://lipogrod.example/"])
def test_codes_and_pages_may_lead_to_the_form_that_the_session_names(
    root: Path, tmp_path: Path, host: str
) -> None:
    """On another host, or on the cell's own: it is no page of the site in any case."""
    cell = make_cell(root, tmp_path / "cell", ("invitation",))
    session = cell / f"content/programmes/city/sessions/{SESSION}.yaml"
    signing = f"\nregistration: {{address: {host}sign-up}}\n"
    session.write_text(session.read_text(encoding="utf-8") + signing, encoding="utf-8")
    assert viche(cell, "build") == 0
    (text,) = cell.glob(f"build/kits/{SESSION}/*/invitation.txt")
    assert f"{host}sign-up" in text.read_text(encoding="utf-8")
    page = cell / f"build/site/sessions/{SESSION}.html"
    assert f'href="{host}sign-up"' in page.read_text(encoding="utf-8")
