"""What search engines are told: read from the pages as they stand, against the rules of Google.

The rules are those of “Event (Event, …) structured data” and “Site name (WebSite) structured data”
in Google's documentation for developers, written here as a schema.
"""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from selectolax.lexbor import LexborHTMLParser

from tests.pages.sample import SESSION, build, rendered, sample

ADDRESS = {"type": "string", "pattern": "^https://[^\\s]+$"}
WORDS = {"type": "string", "minLength": 1}
ORGANISATION = {
    "type": "object",
    "required": ["@type", "name"],
    "properties": {"@type": {"const": "Organization"}, "name": WORDS, "url": ADDRESS},
}
EVENT = {
    "type": "object",
    "required": [
        *("@context", "@type", "name", "startDate", "endDate", "location", "description"),
        *("eventStatus", "eventAttendanceMode", "organizer", "image", "url"),
    ],
    "properties": {
        "@context": {"const": "https://schema.org"},
        "@type": {"const": "Event"},
        "name": WORDS,
        "description": WORDS,
        "startDate": {"pattern": "^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d[+-]\\d\\d:\\d\\d$"},
        "endDate": {"pattern": "^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d[+-]\\d\\d:\\d\\d$"},
        "eventStatus": {"const": "https://schema.org/EventScheduled"},
        "location": {
            "required": ["@type", "name", "address"],
            "properties": {
                "@type": {"const": "Place"},
                "name": WORDS,
                "address": {
                    "required": ["@type", "streetAddress"],
                    "properties": {"@type": {"const": "PostalAddress"}, "streetAddress": WORDS},
                },
            },
        },
        "organizer": {"type": "array", "minItems": 1, "items": ORGANISATION},
        "image": {"type": "array", "minItems": 1, "items": ADDRESS},
        "inLanguage": {"type": "array", "items": {"pattern": "^[a-z]{2}$"}},
        "isAccessibleForFree": {"type": "boolean"},
        "url": ADDRESS,
    },
}
SITE = {
    "type": "object",
    "required": ["@context", "@type", "name", "url"],
    "properties": {"@type": {"const": "WebSite"}, "url": ADDRESS, "publisher": ORGANISATION},
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = Path(__file__).parents[2]
    return build(sample(), tmp_path_factory.mktemp("site"), root)


def things(page: Path) -> list[dict[str, Any]]:
    scripts = LexborHTMLParser(page.read_text("utf-8")).css("script[type='application/ld+json']")
    return [thing for script in scripts for thing in json.loads(script.text())]


@pytest.mark.parametrize("folder", ["", "en/", "he/"])
def test_the_page_of_a_session_tells_of_one_event(site: Path, folder: str) -> None:
    (event,) = things(site / folder / f"sessions/{SESSION}.html")
    Draft202012Validator(EVENT).validate(event)
    begins, ends = (dt.datetime.fromisoformat(event[key]) for key in ("startDate", "endDate"))
    assert begins.astimezone(dt.UTC) == dt.datetime(2027, 1, 30, 7, 30, tzinfo=dt.UTC)
    assert ends - begins == dt.timedelta(minutes=90)
    here = f"https://hill.example/cell/{folder}"
    assert event["url"] == f"{here}sessions/{SESSION}.html"
    assert event["image"] == [f"{here}img/share/session-{SESSION}.png"]


def test_its_organisers_have_addresses_where_they_have_any(site: Path) -> None:
    (event,) = things(site / f"en/sessions/{SESSION}.html")
    together, cell = event["organizer"]
    assert together == {"@type": "Organization", "name": "Together (NGO)"}
    assert cell["url"] == "https://hill.example/cell/"


@pytest.mark.parametrize("folder", ["", "en/", "he/"])
def test_the_home_page_tells_whose_site_it_is(site: Path, folder: str) -> None:
    (found,) = things(site / folder / "index.html")
    Draft202012Validator(SITE).validate(found)
    assert found["url"] == f"https://hill.example/cell/{folder}"


def test_the_page_and_its_event_show_the_same_picture(site: Path) -> None:
    page = site / f"he/sessions/{SESSION}.html"
    (event,) = things(page)
    shown = LexborHTMLParser(page.read_text("utf-8")).css_first("meta[property='og:image']")
    assert shown is not None
    assert event["image"] == [shown.attributes["content"]]


def test_a_closed_cell_tells_of_no_event() -> None:
    page = rendered(sample(closed=True), "en")[f"sessions/{SESSION}.md"]
    assert isinstance(page, str)
    assert "events: []\n" in page
    assert "streetAddress" not in page
