"""The guard's sentences: the same in both languages, and one for every code."""

from __future__ import annotations

import re
from pathlib import Path

import yaml

from viche.problems import MESSAGE_LANGUAGES

PACKAGE = Path(__file__).parents[2] / "generator" / "viche"
CATALOGUES = {
    language: yaml.safe_load(
        (PACKAGE / "messages" / language / "guard.yaml").read_text(encoding="utf-8")
    )
    for language in MESSAGE_LANGUAGES
}


def test_both_languages_say_the_same() -> None:
    english, ukrainian = (CATALOGUES[language] for language in ("en", "uk"))
    assert english.keys() == ukrainian.keys()
    for code, sentences in english.items():
        assert sentences.keys() == ukrainian[code].keys() == {"what", "remedy"}
        for key, sentence in sentences.items():
            fields = [sorted(re.findall(r"{\w+}", said[code][key])) for said in CATALOGUES.values()]
            assert fields[0] == fields[1], (code, sentence)


def test_every_code_has_a_sentence_and_every_sentence_a_code() -> None:
    rooms = [*(PACKAGE / "guard").glob("*.py"), PACKAGE / "load/private.py"]
    rooms.append(PACKAGE / "load/tables.py")
    source = "".join(file.read_text(encoding="utf-8") for file in rooms)
    codes = re.findall(r'"((?:private|leak|guard|link|anchor|foreign|id|qr|page)-[a-z-]+)"', source)
    assert set(codes) == set(CATALOGUES["en"])
