"""What all documents and values of the model share.

Scalars arrive from the YAML source as the text that was written; here each field's type decides
what that text means. So ``no`` stays a word where a word is wanted, ``10:30`` is a time where a
time is wanted, and ``010`` is refused where a number is wanted.
"""

from __future__ import annotations

import datetime as dt
import re
import zoneinfo
from calendar import monthrange
from collections.abc import Callable, Hashable, Iterable
from typing import Annotated, Any, LiteralString
from urllib.parse import quote, urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    PrivateAttr,
    StringConstraints,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import PydanticCustomError


class Value(BaseModel):
    """Base of everything in the model: frozen, and without fields that nobody knows."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Document(Value):
    """A value that fills a file. Its ``id`` is the file's name, its ``source`` the file's path.

    Both come from the loader, as validation context ``{"id": …, "source": …}``; the path is
    relative to the cell's folder and uses forward slashes.
    """

    _id: str = PrivateAttr(default="")
    _source: str = PrivateAttr(default="")

    def model_post_init(self, context: Any) -> None:
        """Take the id and the source that the loader gives."""
        if context:
            self._id = context["id"]
            self._source = context["source"]

    @property
    def id(self) -> str:
        """The name of the file, without its ending."""
        return self._id

    @property
    def source(self) -> str:
        """The file's path inside the cell's folder."""
        return self._source


def _refuse(code: LiteralString, **params: object) -> PydanticCustomError:
    """An error whose type is the code of our own message."""
    return PydanticCustomError(code, code, params)


def _pattern(regex: str, code: LiteralString) -> Callable[[str], str]:
    compiled = re.compile(regex)

    def check(value: str) -> str:
        if not compiled.fullmatch(value):
            raise _refuse(code, value=value)
        return value

    return check


def _number(value: Any) -> Any:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if not isinstance(value, str) or not re.fullmatch(r"-?[0-9]{1,9}", value):
        raise _refuse("not-a-number", value=value)
    if str(int(value)) != value:
        raise _refuse("leading-zero", value=value, plain=int(value))
    return int(value)


def _at_least(least: int) -> Callable[[int], int]:
    def check(value: int) -> int:
        if value < least:
            raise _refuse("too-small", value=value, least=least)
        return value

    return check


def _time(value: Any) -> Any:
    if isinstance(value, dt.time):
        return value
    match = re.fullmatch(r"([0-9]{1,2}):([0-9]{2})", value) if isinstance(value, str) else None
    if not match or int(match[1]) > 23 or int(match[2]) > 59:
        raise _refuse("not-a-time", value=value)
    return dt.time(int(match[1]), int(match[2]))


def _date(value: Any) -> Any:
    if isinstance(value, dt.date):
        return value
    if not isinstance(value, str) or not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        raise _refuse("not-a-date", value=value)
    year, month, day = map(int, value.split("-"))
    if year < dt.MINYEAR or not 1 <= month <= 12:
        raise _refuse("not-a-date", value=value)
    last = monthrange(year, month)[1]
    if not 1 <= day <= last:
        raise _refuse("no-such-day", value=value, last=f"{value[:8]}{last}")
    return dt.date(year, month, day)


def _is_web_address(value: str) -> bool:
    try:
        parts = urlsplit(value)
        valid = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
    return valid and not re.search(r"[\s<>\"'`\\{}|^]", value)


def _meant_address(value: str) -> str:
    """``value`` with what begins an address, where it begins with its host; else nothing."""
    meant = f"https://{value}"
    return meant if _HOST_FIRST.fullmatch(value) and _is_web_address(meant) else ""


def _web_address(value: str) -> str:
    if not _is_web_address(value):
        raise _refuse("not-an-address", value=value, near=_meant_address(value))
    return value


def _public_address(value: str) -> str:
    """The address as QR codes and links hold it: its host in small letters, a slash at its end.

    Whatever else would be changed is refused, for people must know the address that is printed.
    """
    if not _is_web_address(value):
        meant = _meant_address(value)
        raise _refuse("not-an-address", value=value, near=meant and _canonical(meant))
    address, parts = _canonical(value), urlsplit(value)
    start = len(parts.scheme) + 3 + len(parts.netloc)
    given = f"{parts.scheme}://{parts.netloc.lower()}{value[start:].removesuffix('/')}/"
    if given != address:
        raise _refuse("not-a-public-address", value=value, near=address)
    return address


def _canonical(value: str) -> str:
    """A web address as the public one may be written; nothing where its host can't be."""
    parts = urlsplit(value)
    try:
        host = (parts.hostname or "").encode("idna").decode("ascii")
    except UnicodeError:
        host = ""
    if not _HOST.fullmatch(host):
        return ""
    port = f":{parts.port}" if parts.port is not None else ""
    steps = [step for step in parts.path.split("/") if step not in {"", ".", "..", "index.html"}]
    path = "".join(f"/{quote(step, safe='%~:@!$&+,;=()*-._')}" for step in steps)
    return f"{parts.scheme}://{host}{port}{path}/"


def _timezone(value: str) -> str:
    if value not in zoneinfo.available_timezones():
        raise _refuse("not-a-timezone", value=value)
    return value


_HOST_FIRST = re.compile(r"(?!www\.?$)[\w-]+(\.[\w-]+)+(:[0-9]+)?(/[^\s<>\"'`\\{}|^]*)?")
"""An address that begins with its host: ``example.org/cell/``."""

_HOST = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*")

_ID = r"[a-z][a-z0-9]*(-[a-z0-9]+)*"
_LETTER = r"[A-Z]"
_LETTERS = r"[A-Z][A-Z0-9]{0,2}"
_COLOUR = r"#[0-9A-Fa-f]{6}"


def _described(pattern: str) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "pattern": f"^{pattern}$"})


Word = Annotated[str, StringConstraints(min_length=1)]
Id = Annotated[str, AfterValidator(_pattern(_ID, "not-an-id")), _described(_ID)]
Letter = Annotated[str, AfterValidator(_pattern(_LETTER, "not-a-letter")), _described(_LETTER)]
Letters = Annotated[str, AfterValidator(_pattern(_LETTERS, "not-letters")), _described(_LETTERS)]
Colour = Annotated[str, AfterValidator(_pattern(_COLOUR, "not-a-colour")), _described(_COLOUR)]
Count = Annotated[
    int,
    BeforeValidator(_number),
    AfterValidator(_at_least(0)),
    WithJsonSchema({"type": "integer", "minimum": 0}),
]
Positive = Annotated[
    int,
    BeforeValidator(_number),
    AfterValidator(_at_least(1)),
    WithJsonSchema({"type": "integer", "minimum": 1}),
]
Clock = Annotated[
    dt.time,
    BeforeValidator(_time),
    WithJsonSchema({"type": "string", "pattern": "^([01]?[0-9]|2[0-3]):[0-5][0-9]$"}),
]
Date = Annotated[
    dt.date,
    BeforeValidator(_date),
    WithJsonSchema({"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}),
]
WebAddress = Annotated[str, AfterValidator(_web_address)]
PublicAddress = Annotated[str, AfterValidator(_public_address)]
TimeZone = Annotated[str, AfterValidator(_timezone)]


class Range(Value):
    """From ``min`` to ``max``, both included."""

    min: Count
    max: Count

    @model_validator(mode="after")
    def _ordered(self) -> Range:
        if self.max < self.min:
            raise _refuse("range-reversed", min=self.min, max=self.max)
        return self

    def __contains__(self, value: int) -> bool:
        return self.min <= value <= self.max


def repeated(values: Iterable[Hashable]) -> list[int]:
    """The indices of the values that stood before already."""
    seen: set[Hashable] = set()
    again = []
    for index, value in enumerate(values):
        if value in seen:
            again.append(index)
        seen.add(value)
    return again
