"""Single values as people type them: e-mails, phones, ages, names."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata

from viche.load.answers.vocabulary import open_ended

EMAIL = re.compile(r"[\w.+%'-]+@[\w-]+(?:\.[\w-]+)+")
PHONE = re.compile(r"\+?\(?\d(?:[\s().\-‐‑–/]{0,3}\d){7,14}(?!\d)")

AGE_GROUPS = ((18, 24), (25, 34), (35, 44), (45, 59), (60, 0))
"""Years from and to, both included; 0 is open. Whoever is younger keeps their years."""

_FIRST_BIRTH_YEAR, _OLDEST = 1900, 120
_SERIALS = range(3_000, 60_000)
"""What a spreadsheet stores for a date between 1908 and 2064."""

_SCIENTIFIC = re.compile(r"([0-9])(?:[.,]([0-9]+))?[EeЕе]\+?([0-9]{1,2})")
_SEVERAL = re.compile(r"[,;/\n]|\b(?:або|или|lub|or)\b")
_NUMBER = re.compile(r"[0-9]+")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


class ValueProblem(Exception):
    """A value that can't be used; ``code`` says why."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


def clean(text: str) -> str:
    """``text`` on one line, without what nobody sees and with single spaces."""
    text = "".join(
        " " if unicodedata.category(char) in {"Cc", "Zs", "Zl", "Zp"} else char
        for char in _INVISIBLE.sub("", unicodedata.normalize("NFC", text))
    )
    return " ".join(text.split())


def name(text: str) -> str:
    """A person's name; empty if ``text`` can't be one.

    It never begins with a sign from which a spreadsheet would make a formula.
    """
    text = clean(text).lstrip("=+-@'*•.,; \t")
    letters = sum(char.isalpha() for char in text)
    return text if letters >= 2 and "@" not in text and len(text) <= 100 else ""


def email(text: str) -> str:
    """The e-mail address in ``text``.

    Raises:
        ValueProblem: there is none.
    """
    if match := EMAIL.search(clean(text)):
        return match.group().strip(".'").lstrip("+-%")
    raise ValueProblem("roster-email")


def phone(text: str) -> str:
    """The first phone number in ``text``, with hyphens and without a plus.

    So a spreadsheet that opens our file leaves it alone: of +380671234567 it would make a number,
    and save six digits of it.

    Raises:
        ValueProblem: there is none, or a spreadsheet has cut its digits already.
    """
    text = clean(text)
    if match := _SCIENTIFIC.fullmatch(text):
        digits, more = match[1] + (match[2] or ""), int(match[3])
        if not 8 <= more <= 14 or len(digits) < more - 1:
            raise ValueProblem("roster-phone-cut")
        return _hyphenated(digits.ljust(more + 1, "0")[: more + 1])
    text = re.sub(r"\.0$", "", text)
    for piece in (*_SEVERAL.split(text), text):
        if match := PHONE.search(piece):
            digits = re.sub(r"\D", "", match.group())
            if len(digits) <= 15:
                return _hyphenated(digits)
    if re.fullmatch(r"[0-9][0-9 -]{3,8}[0-9]", text):
        return text  # a number within the town
    raise ValueProblem("roster-phone")


def _hyphenated(digits: str) -> str:
    """``067 123-45-67``, ``38067 123-45-67``; as Poles write it: ``48 600-700-800``."""
    digits = digits.removeprefix("00")
    if len(digits) == 9 and not digits.startswith("0"):
        return "-".join((digits[:3], digits[3:6], digits[6:]))
    if len(digits) == 11 and digits.startswith("48"):
        return f"48 {_hyphenated(digits[2:])}"
    return f"{digits[:-7]} {digits[-7:-4]}-{digits[-4:-2]}-{digits[-2:]}".strip()


def is_contact(text: str) -> bool:
    """Whether an e-mail address or a phone number stands in ``text``."""
    return bool(EMAIL.search(text) or PHONE.search(text))


def phone_key(written: str) -> str | None:
    """What stays of a phone number in all its spellings: its last nine digits.

    Israeli numbers on land lines have eight digits after the trunk zero.
    """
    digits = re.sub(r"\D", "", written)
    if not 8 <= len(digits) <= 15:
        return None
    digits = digits.removeprefix("00")
    if digits.startswith("972"):
        digits = digits[3:]
    digits = digits.lstrip("0")
    return digits[-9:] if len(digits) >= 8 else None


def age_group(text: str, day: dt.date) -> str:
    """The age group of whoever gives ``text`` as their age, year or date of birth.

    A band of the form's own is kept as it is, whatever its limits. ``day`` is the session's.

    Raises:
        ValueProblem: it is none of these.
    """
    text = clean(text)
    if stored := re.fullmatch(r"([0-9]+)\.[0-9]+", text):  # a date with its time, in a spreadsheet
        text = stored[1]
    if text in map(_shown, AGE_GROUPS):
        return text
    if (born := _birthday(text, day)) is not None:
        return _group(day.year - born.year - ((day.month, day.day) < (born.month, born.day)))
    numbers = [int(number) for number in _NUMBER.findall(text[:60])]
    if len(numbers) == 2 and numbers[0] < numbers[1] <= _OLDEST:
        return f"{numbers[0]}–{numbers[1]}"
    if len(numbers) != 1:
        raise ValueProblem("roster-age")
    (number,) = numbers
    if number in _SERIALS and text.isdecimal():
        return age_group((dt.date(1899, 12, 30) + dt.timedelta(number)).isoformat(), day)
    if _FIRST_BIRTH_YEAR <= number <= day.year:
        return _group(day.year - number)
    if number <= _OLDEST and open_ended(text):
        return text[:30]
    return _group(number)


def _birthday(text: str, day: dt.date) -> dt.date | None:
    """The date that ``text`` begins with; a slash may have the month first, as in America."""
    if match := re.match(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?![0-9])", text):
        year, month, date = map(int, match.groups())
    elif match := re.match(r"([0-9]{1,2})([./-])([0-9]{1,2})\2([0-9]{4}|[0-9]{2})(?![0-9])", text):
        date, month, year = int(match[1]), int(match[3]), int(match[4])
        if month > 12 and match[2] == "/":
            date, month = month, date
        if year < 100:
            year += 2000 if 2000 + year <= day.year else 1900
    else:
        return None
    try:
        return dt.date(year, month, date)
    except ValueError:
        return None


def _group(years: int) -> str:
    """The group of somebody of so many years."""
    if not 0 <= years <= _OLDEST:
        raise ValueProblem("roster-age")
    for group in AGE_GROUPS:
        if group[0] <= years and (years <= group[1] or not group[1]):
            return _shown(group)
    return str(years)


def _shown(group: tuple[int, int]) -> str:
    return f"{group[0]}–{group[1]}" if group[1] else f"{group[0]}+"
