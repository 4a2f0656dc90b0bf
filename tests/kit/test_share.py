"""Pictures for those who pass on a link: of one size, light, always the same, whole."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from tests.kit.sample import NOWHERE, sample
from viche import resources
from viche.kit import share_pictures
from viche.model.share import Share
from viche.model.text import Localised
from viche.problems import ContentError

FILES = resources.tree("kit", NOWHERE)
SIGNS = sample()[0].programme.spheres
GROUND = (0xFD, 0xFC, 0xF9)
TITLES = {
    "uk": "Відкрита сесія про те, як управління, економіка, соціум та інфраструктура нашого міста "
    "дадуть раду наступній зимі 2027",
    "he": "מפגש פתוח על האופן שבו הניהול, הכלכלה, החברה והתשתיות של העיר שלנו יתמודדו יחד עם החורף "
    "הבא ועם כל מה שהוא יביא לכולנו",
    "en": "An open session on how governance, economy, society and the infrastructure of our city "
    "will get through the next winter",
}
ENDLESS = "Щ" * 160


def said(words: str, language: str = "uk") -> Localised:
    return Localised(words, language, fallback=False)


def share(title: str, language: str = "uk", *, signs: int = 2, lines: int = 2) -> Share:
    return Share(
        path="img/share/a.png",
        heading=said("Осередок", language),
        title=said(title, language),
        lines=tuple(said(f"{title[:90]} {line}", language) for line in range(lines)),
        signs=(SIGNS * 4)[:signs],
    )


def drawn(wanted: Share, language: str = "uk") -> bytes:
    (picture,) = share_pictures([wanted], language, FILES).values()
    return picture


def opened(picture: bytes) -> Image.Image:
    return Image.open(BytesIO(picture)).convert("RGB")


def inked(image: Image.Image, box: tuple[int, int, int, int]) -> bool:
    """Whether anything is drawn in a part of the picture."""
    part = image.crop(box)
    return ImageChops.difference(part, Image.new("RGB", part.size, GROUND)).getbbox() is not None


@pytest.mark.parametrize("language", TITLES)
@pytest.mark.parametrize("signs", [0, 2, 8])
def test_a_long_title_stays_inside_its_margins(language: str, signs: int) -> None:
    assert 115 <= len(TITLES[language]) <= 125
    picture = drawn(share(TITLES[language], language, signs=signs), language)
    image = opened(picture)
    assert image.size == (1200, 630)
    assert len(picture) < 60_000
    below_the_strip = 16
    for margin in (
        (0, below_the_strip, 60, 630),
        (1140, below_the_strip, 1200, 630),
        (0, below_the_strip, 1200, 50),
        (0, 600, 1200, 630),
    ):
        assert not inked(image, margin)


@pytest.mark.parametrize("title", [ENDLESS, "W" * 160, "слово " * 26, "a/b-c–d " * 20])
def test_no_title_is_so_odd_that_it_leaves_the_picture(title: str) -> None:
    image = opened(drawn(share(title.strip())))
    assert not inked(image, (1140, 16, 1200, 630))
    assert not inked(image, (0, 610, 1200, 630))


def test_a_short_title_is_large_and_a_long_one_small() -> None:
    heights = []
    for title in ("ННН", " ".join(["ННН"] * 40)):
        image = opened(drawn(share(title, lines=0, signs=0)))
        rows = [inked(image, (64, y, 90, y + 1)) for y in range(105, 400)]
        first = rows.index(True)
        heights.append(rows.index(False, first) - first)
    assert heights[0] > 1.5 * heights[1] > 20


@pytest.mark.parametrize(("language", "side"), [("uk", "left"), ("he", "right")])
def test_a_picture_begins_where_its_reader_does(language: str, side: str) -> None:
    image = opened(drawn(share("אבג" if language == "he" else "Абв", language, lines=0), language))
    title = {"left": (60, 100, 300, 300), "right": (900, 100, 1140, 300)}
    other = "left" if side == "right" else "right"
    assert inked(image, title[side])
    assert not inked(image, title[other])
    first = tuple(int(SIGNS[0].colour[at : at + 2], 16) for at in (1, 3, 5))
    assert image.getpixel((5 if side == "left" else 1195, 5)) == pytest.approx(first, abs=3)


def test_words_of_another_language_stand_at_the_readers_side_in_their_own_order() -> None:
    image = opened(drawn(share("Open session (2)", "en", lines=0), "he"))
    assert inked(image, (1000, 100, 1140, 300))
    assert not inked(image, (60, 100, 200, 300))


def test_the_same_words_give_the_same_bytes_alone_or_among_others() -> None:
    wanted = share("Сесія")
    other = Share("b.png", said("А"), said("Б"))
    both = share_pictures([other, wanted], "uk", FILES)
    assert [*both] == ["b.png", wanted.path]
    assert both[wanted.path] == drawn(wanted) == drawn(wanted)
    assert share_pictures([], "uk", FILES) == {}


def test_a_picture_has_one_ground_whatever_it_says() -> None:
    for title in ("Сесія", TITLES["uk"]):
        assert opened(drawn(share(title))).getpixel((600, 625)) == GROUND


def test_what_no_font_has_is_left_out_and_nothing_is_read_as_markup() -> None:
    odd = 'A 🎉 #let "b" \\ $x$ *c*\u202f<d>'
    assert drawn(share(odd, lines=0)) == drawn(share(odd.replace("🎉 ", ""), lines=0))


def test_a_fault_in_a_cells_own_template_is_told_with_its_place(tmp_path: Path) -> None:
    ours = FILES["share.typ"].read_text(encoding="utf-8")
    own = tmp_path / "share.typ"
    for text, code in (
        (f"{ours}\n#nothing", "kit-template-own"),
        (f"{ours}\n#pagebreak()\nMore", "kit-share"),
    ):
        own.write_text(text, encoding="utf-8")
        with pytest.raises(ContentError) as error:
            share_pictures([share("Сесія")], "uk", {**FILES, "share.typ": own})
        (problem,) = error.value.problems
        assert (problem.source, problem.code) == ("kit/share.typ", code)
