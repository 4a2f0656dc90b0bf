"""The engine at work: the small cell in three languages, one of them from right to left."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest

from tests.pages import sample
from viche.engine import EngineError, LanguageSite, build
from viche.model.text import Text
from viche.resources import tree

LANGUAGES = ("uk", "en", "he")
THEME = tree("site", sample.CELL)
HOST = "http://site.invalid/"
# What makes a browser fetch something, by element.
_FETCHING = {"img": "src", "script": "src", "link": "href", "iframe": "src", "source": "src"}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Path:
    return sample.build(sample.sample(), tmp_path_factory.mktemp("engine"), root)


class _Page(HTMLParser):
    def __init__(self, file: Path) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.feed(file.read_text(encoding="utf-8"))
        self.ids = {attributes["id"] for _, attributes in self.elements if "id" in attributes}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def first(self, tag: str) -> dict[str, str]:
        return next(attributes for name, attributes in self.elements if name == tag)

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.elements if name == tag]


class _Words(HTMLParser):
    words = ""

    def handle_data(self, data: str) -> None:
        self.words += data


def _pages(site: Path) -> dict[str, _Page]:
    return {
        path.relative_to(site).as_posix(): _Page(path)
        for path in sorted(site.rglob("*.html"))
        if path.name != "404.html"
    }


def test_each_language_has_its_folder_its_language_and_its_direction(site: Path) -> None:
    for folder, language, direction in (
        ("", "uk", "ltr"),
        ("en/", "en", "ltr"),
        ("he/", "he", "rtl"),
    ):
        for name in ("index.html", "method/network.html", f"{sample.SESSION}/index.html"):
            page = _Page(site / folder / name)
            assert page.first("html")["lang"] == language
            assert page.first("html")["dir"] == direction


def test_prose_of_another_language_says_so(site: Path) -> None:
    page = _Page(site / "he" / "method" / "network.html")
    assert {"lang": "uk", "dir": "ltr"} in page.all("div")
    assert {"class": "fallback-note"} in page.all("p")


def test_the_switch_of_languages_stays_on_the_page(site: Path) -> None:
    pages = _pages(site)
    for name, page in pages.items():
        folder, _, path = name.partition("/")
        path = path if folder in LANGUAGES else name
        switch = {
            link["hreflang"]: unquote(urlsplit(urljoin(HOST + name, link["href"])).path[1:])
            for link in page.all("a")
            if "hreflang" in link
        }
        every = {"uk": path, "en": f"en/{path}", "he": f"he/{path}"}
        assert switch == {code: there for code, there in every.items() if there != name}
        assert switch.items() <= every.items()
        assert set(switch.values()) <= pages.keys()


def test_alternates_are_named_for_searchers(site: Path) -> None:
    links = _Page(site / "en" / "method" / "index.html").all("link")
    address = "https://hill.example/cell/"
    assert {"rel": "canonical", "href": f"{address}en/method/"} in links
    alternates = {link["hreflang"]: link["href"] for link in links if "hreflang" in link}
    assert alternates == {
        "uk": f"{address}method/",
        "x-default": f"{address}method/",
        "en": f"{address}en/method/",
        "he": f"{address}he/method/",
    }
    feeds = [link for link in links if link.get("type") == "application/rss+xml"]
    assert len(feeds) == (site / "en" / "feed.xml").is_file()
    sitemap = (site / "he" / "sitemap.xml").read_text(encoding="utf-8")
    default = f'hreflang="x-default" href="{address}method/"'
    assert default in sitemap
    assert f"<loc>{address}he/method/</loc>" in sitemap
    assert "lastmod" not in sitemap


def test_who_shows_a_link_elsewhere_is_told_what_it_leads_to(site: Path) -> None:
    metas = _Page(site / "he" / "method" / "index.html").all("meta")
    said = {meta["property"]: meta["content"] for meta in metas if "property" in meta}
    assert said["og:url"] == "https://hill.example/cell/he/method/"
    assert said["og:type"] == "article"
    assert said["og:locale"] == "he_IL"
    assert said["og:locale:alternate"] in {"uk_UA", "en_GB"}
    assert said["og:title"]
    assert said["og:description"]
    home = _Page(site / "index.html").all("meta")
    assert {"property": "og:type", "content": "website"} in home


def _made(tmp_path: Path, root: Path, front: dict[str, object], **fields: object) -> _Page:
    """One page in English with this front matter, made without the room ``pages``."""
    docs = tmp_path / "docs"
    docs.mkdir()
    page = f"---\n{json.dumps(front)}\n---\n\n# Title\n"
    (docs / "index.md").write_text(page, encoding="utf-8")
    for name in ("feed.xml", "img/share/site.png", "img/share/own.png", "sessions/all.ics"):
        (docs / name).parent.mkdir(parents=True, exist_ok=True)
        (docs / name).write_bytes(b"x")
    output = tmp_path / "site"
    made = LanguageSite("en", "English", docs, output, "https://hill.example/cell/", "Hill")
    settings = root / "mkdocs.yml"
    build([replace(made, **fields)], settings, THEME)  # type: ignore[arg-type]
    return _Page(output / "index.html")


def test_a_page_is_shared_with_its_picture_else_with_that_of_the_site(
    tmp_path: Path, root: Path
) -> None:
    for name, front in (("own", {"image": "img/share/own.png"}), ("site", {"title": "Title"})):
        (tmp_path / name).mkdir()
        metas = _made(tmp_path / name, root, dict(front)).all("meta")
        address = f"https://hill.example/cell/img/share/{name}.png"
        assert {"property": "og:image", "content": address} in metas


def test_events_are_told_to_searchers_and_cannot_break_out(tmp_path: Path, root: Path) -> None:
    events = [{"@type": "Event", "name": "</script><script>alert(1)</script>"}]
    page = _made(tmp_path, root, {"events": events})
    kinds = [script.get("type") for script in page.all("script")]
    assert kinds.count("application/ld+json") == 1
    text = (tmp_path / "site" / "index.html").read_text(encoding="utf-8")
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', text)
    assert found
    assert json.loads(found[1]) == events


def test_at_the_foot_stand_pages_files_and_where_the_page_comes_from(
    tmp_path: Path, root: Path
) -> None:
    front = {"source": "a.yaml", "changed": "1 May 2026", "changed_at": "2026-05-01"}
    footer = [("Press &amp; radio", "press.md"), ("Data", "data.csv")]
    page = _made(tmp_path, root, {**front, "edit": "https://git.example/a"}, footer=footer)
    links = [link["href"] for link in page.all("a")]
    for href in ("press.html", "data.csv", "feed.xml", "sessions/all.ics"):
        assert href in links
    assert {"href": "https://git.example/a", "rel": "edit"} in page.all("a")
    assert {"datetime": "2026-05-01"} in page.all("time")


def test_every_page_forbids_what_it_does_not_need(site: Path) -> None:
    """The policy, and that no page breaks it: browsers would leave out what does."""
    policies = set()
    for file in site.rglob("*.html"):
        page = _Page(file)
        policies |= {meta["content"] for meta in page.all("meta") if "http-equiv" in meta}
        assert "http-equiv" in page.elements[3][1], "it comes before all that it governs"
        for tag, attributes in page.elements:
            assert tag not in {"style", "base", "iframe", "object"}, file
            assert not [name for name in attributes if name == "style" or name.startswith("on")]
            if tag == "script" and attributes.get("type") != "application/ld+json":
                assert attributes.get("src"), file
    (policy,) = policies
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'; ")
    assert "unsafe" not in policy


def test_the_engine_adds_no_file_of_its_own(site: Path) -> None:
    styles_and_scripts = {
        file.name for ending in ("css", "js") for file in site.rglob(f"*.{ending}")
    }
    assert styles_and_scripts == {"viche.css", "viche.js", "colours.js", "lost.js", "search.js"}


def test_every_link_and_anchor_within_the_site_exists(site: Path) -> None:
    pages = _pages(site)
    for name, page in pages.items():
        for link in page.all("a") + page.all("img"):
            address = urlsplit(urljoin(HOST + name, link.get("href", link.get("src", ""))))
            if address.netloc != urlsplit(HOST).netloc or address.path.startswith("/kits/"):
                continue
            target = unquote(address.path[1:])
            assert (site / target).is_file(), (name, link)
            if address.fragment and target in pages:
                assert address.fragment in pages[target].ids, (name, link)


def test_papers_are_found_from_every_language(site: Path) -> None:
    for folder in ("", "en/", "he/"):
        name = f"{folder}sessions/{sample.SESSION}.html"
        papers = [
            urlsplit(urljoin(HOST + name, link["href"])).path
            for link in _Page(site / name).all("a")
            if link.get("href", "").endswith(".pdf")
        ]
        assert papers == [f"/kits/{sample.SESSION}/uk/booklets.pdf"]


def test_nothing_is_fetched_from_another_host(site: Path) -> None:
    for name, page in _pages(site).items():
        for tag, attribute in _FETCHING.items():
            for attributes in page.all(tag):
                if attributes.get("rel") in {"canonical", "alternate"}:
                    continue
                assert not urlsplit(attributes.get(attribute, "")).netloc, (name, attributes)
    for style in site.rglob("*.css"):
        for address in re.findall(r"url\(([^)]*)\)|@import\s*(\S+)", style.read_text("utf-8")):
            assert not any(part.strip("'\"").startswith(("http", "//")) for part in address)
    for script in site.rglob("*.js"):
        code = script.read_text(encoding="utf-8")
        assert not re.search(r"https?://[^\"'`\s]*\.js|unpkg|googleapis", code), script


def test_anchors_are_ascii(site: Path) -> None:
    for page in _pages(site).values():
        assert all(id.isascii() for id in page.ids)


def test_addresses_work_in_a_folder_without_a_server(site: Path) -> None:
    for name, page in _pages(site).items():
        for link in page.all("a"):
            address = urlsplit(link.get("href", ""))
            within = not address.netloc and not address.scheme
            assert not (within and address.path.endswith("/")), (name, link)
            assert not (within and address.path.startswith("/")), (name, link)


def test_what_is_said_of_links_is_said_in_the_page_s_language(site: Path) -> None:
    titles = {
        link.get("title")
        for folder in ("", "en/", "he/")
        for link in _Page(site / folder / "method" / "index.html").all("a")
        if link.get("class") == "headerlink"
    }
    assert titles == {"Посилання на цей розділ", "Link to this section", "קישור לסעיף הזה"}
    text = (site / "method" / "network.html").read_text(encoding="utf-8")
    assert re.search(r'class="skip" href="#viche:content">Перейти до тексту', text)


def test_a_host_s_only_page_of_lost_addresses_speaks_every_language(site: Path) -> None:
    page = _Page(site / "404.html")
    homes = {
        (link["hreflang"], link["href"]) for link in page.all("a") if link.get("class") == "button"
    }
    assert homes == {("uk", "/cell/"), ("en", "/cell/en/"), ("he", "/cell/he/")}
    assert {"class": "lost", "lang": "he", "dir": "rtl"} in page.all("div")


def test_the_notice_is_on_every_page(site: Path) -> None:
    for file in site.rglob("*.html"):
        assert "Це приклад." in (text := file.read_text(encoding="utf-8")) or "This is an" in text


def test_edit_links_are_on_pages(site: Path) -> None:
    edits = [link for link in _Page(site / "propose.html").all("a") if link.get("rel") == "edit"]
    assert [link["href"] for link in edits] == [
        "https://git.hill.example/cell/edit/draft/now/content/pages/uk/propose.md"
    ]


def test_the_same_pages_give_the_same_bytes(site: Path, tmp_path: Path, root: Path) -> None:
    again = sample.build(sample.sample(), tmp_path, root)

    def read(folder: Path) -> dict[str, bytes]:
        return {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in folder.rglob("*")
            if path.is_file()
        }

    first, second = read(site), read(again)
    assert first.keys() == second.keys()
    assert [name for name in first if first[name] != second[name]] == []


def test_a_failure_is_told_with_the_log_and_nothing_is_written(tmp_path: Path, root: Path) -> None:
    good, bad = tmp_path / "good", tmp_path / "bad"
    good.mkdir()
    (good / "index.md").write_text("# Title", encoding="utf-8")
    output = tmp_path / "site"

    def site_of(language: str, docs: Path) -> LanguageSite:
        below = output / language
        return LanguageSite(language, language, docs, below, "https://hill.example/", "Hill")

    with pytest.raises(EngineError) as raised:
        build([site_of("uk", good), site_of("en", bad)], root / "mkdocs.yml", THEME)
    assert list(raised.value.log) == ["en"]
    assert "bad" in str(raised.value)
    assert not output.exists()


ODD = {
    "address": "[a](http://[) ![b](http://[c) <http://[>\n\n[d][e]\n\n[e]: http://a\u2100b/",
    "section": "a <![b]> c\n\n<![if d]>",
    "indented": "\n".join("    " * depth + "- a" for depth in range(300)),
    "in one line": "- " * 2000 + "a",
    "numbered": "1. " * 1500 + "a",
    "boxes": '<div markdown="1">\n' * 400 + "a" + "</div>\n" * 400,
    "quoted": "> - " * 1000 + "a",
}


def test_no_prose_makes_the_engine_fail(tmp_path: Path, root: Path) -> None:
    docs = tmp_path / "docs"
    docs.mkdir()
    for name, prose in ODD.items():
        (docs / f"{name}.md").write_text(f"# Title\n\n{prose}\n\nThe end.\n", encoding="utf-8")
    output = tmp_path / "site"
    build(
        [LanguageSite("en", "English", docs, output, "https://hill.example/", "Hill")],
        root / "mkdocs.yml",
        THEME,
    )
    for name in ODD:
        assert "The end." in (output / f"{name}.html").read_text(encoding="utf-8")


def test_titles_cannot_break_out(tmp_path: Path, root: Path) -> None:
    hostile = "</title><script>alert(1)</script>"
    content = sample.sample()
    cell = content.cell.model_copy(
        update={
            "name": Text.model_validate(hostile),
            "description": Text.model_validate('"><script>alert(2)</script>'),
            "contact": '"><script>alert(3)</script>',
            "notice": Text.model_validate("<script>alert(4)</script>"),
        }
    )
    site = sample.build(replace(content, cell=cell), tmp_path, root)
    for file in site.rglob("*.html"):
        assert "<script>alert" not in file.read_text(encoding="utf-8"), file
    reader = _Words()
    reader.feed((site / "index.html").read_text(encoding="utf-8"))
    for number in range(1, 5):
        assert f"<script>alert({number})</script>" in reader.words


def _mkdocs(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "mkdocs", "build"],
        cwd=folder,
        env={"PYTHONPATH": str(Path(__file__).parents[2] / "generator"), "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("with_pages", [False, True])
def test_a_bare_mkdocs_build_leaves_our_sources_alone(
    with_pages: bool, tmp_path: Path, root: Path
) -> None:
    shutil.copy(root / "mkdocs.yml", tmp_path)
    source = tmp_path / "site" / "templates" / "home.md.j2"
    source.parent.mkdir(parents=True)
    source.write_text("ours", encoding="utf-8")
    if with_pages:
        docs = tmp_path / "build" / "pages" / "none"
        docs.mkdir(parents=True)
        (docs / "index.md").write_text("# Title", encoding="utf-8")
    result = _mkdocs(tmp_path)
    assert source.read_text(encoding="utf-8") == "ours"
    assert [path.name for path in (tmp_path / "site").iterdir()] == ["templates"]
    if not with_pages:
        assert result.returncode
        assert not (tmp_path / "build").exists()
