"""What a group works on: guides, questions and directions, in networks of every kind."""

from __future__ import annotations

import pytest

from tests.kit.sample import Data, kit, made, order, sample, words
from viche.model.cell import Cell
from viche.model.content import Meeting
from viche.problems import ContentError

GUIDE = {"question": "Що буде?", "test": "Чи це видно?", "good": "Ось так."}


def _vision(data: Data, question: str = "Кому стане краще?") -> None:
    values = [
        {"id": "people", "letter": "P", "name": "Люди", "question": question},
        {"id": "assets", "letter": "A", "name": "Майно"},
    ]
    index = {"id": "index", "numbered": True}
    axes = [{"id": "sphere"}, {"id": "direction", "values": values}, index]
    data["networks"] = [{"id": "vision", "title": "Візія", "axes": axes}]
    data["stages"][0]["network"] = "vision"


def _lenses(data: Data) -> None:
    data["directions"] = {
        "economy": [
            {"id": "money", "name": "Гроші й землі"},
            {"id": "work", "name": "Робота й навички", "lens": "people", "hint": "Хто працює?"},
        ]
    }


def _booklet(made: tuple[Meeting, Cell], seat: str, language: str = "uk") -> str:
    return words(kit(*made, language, (seat,))[0].data)


@pytest.mark.parametrize(
    ("language", "label"),
    [("uk", "Ваш напрям: 2. Робота й навички"), ("en", "Your direction: 2.")],
)
def test_a_direction_with_a_lens_is_the_subject_of_one_group(language: str, label: str) -> None:
    made = sample(programme=_vision, protocol=_lenses)
    said = _booklet(made, "E-P-1", language)
    assert label in said
    assert "Хто працює?" in said
    assert "Гроші й землі" not in said
    assert said.count("Робота й навички") == 2  # the task, and the rows of the one table


def test_without_its_lens_a_group_has_all_directions() -> None:
    made = sample(programme=_vision, protocol=_lenses)
    said = _booklet(made, "E-A-1")
    assert "Ваш напрям" not in said
    assert said.count("Робота й навички") == said.count("Гроші й землі") == 2


def test_a_lens_means_nothing_in_another_network() -> None:
    said = _booklet(sample(protocol=_lenses), "E-S-1")
    assert "Ваш напрям" not in said
    assert "Гроші й землі" in said


def test_a_value_of_an_own_axis_has_a_question_or_a_guide() -> None:
    said = _booklet(sample(programme=_vision), "E-P-1")
    assert "Кому стане краще?" in said
    made = sample(programme=_vision, protocol=lambda data: data.update(guides={"people": GUIDE}))
    said = _booklet(made, "E-P-1")
    assert "Кому стане краще?" not in said
    assert "Що буде?" in said
    assert "Як перевірити: Чи це видно?" in said
    said = _booklet(made, "E-A-1")  # neither guide nor question: the protocol's title instead
    assert "Що буде?" not in said
    assert "Протокол" in said


def test_a_sphere_may_have_a_guide_beside_its_parts() -> None:
    made = sample(protocol=lambda data: data.update(guides={"economy": GUIDE}))
    said = _booklet(made, "E-S-1")
    assert said.index("На що спертися?") < said.index("Що буде?")
    assert "Що буде?" not in _booklet(made, "G-S-1")


def test_what_does_not_fit_is_found_in_the_programme() -> None:
    long = "непереривнодовгесловобезжодногопробілу" * 2
    made = sample(programme=lambda data: _vision(data, long))
    with pytest.raises(ContentError) as error:
        kit(*made, seats=("E-P-1",))
    (problem,) = error.value.problems
    where = "networks[1].axes[2].values[1].question"
    assert (problem.code, problem.source, problem.field) == (
        "kit-word",
        "content/programme.yaml",
        where,
    )


@pytest.mark.parametrize("named", [True, False])
def test_the_book_of_the_day_knows_where_a_network_has_its_names(named: bool) -> None:
    """An axis without a name of its own is called as its network."""

    def change(data: Data) -> None:
        _vision(data)
        network = data["networks"][0]
        network["title"] = "Візія \N{THUMBS UP SIGN}"
        if named:
            network["axes"][1]["name"] = "Вісь \N{THUMBS UP SIGN}"

    with pytest.raises(ContentError) as error:
        made("director", order(*sample(programme=change)))
    fields = {it.field for it in error.value.problems if it.source == "content/programme.yaml"}
    assert "networks[1].title" in fields
    assert ("networks[1].axes[2].name" in fields) == named
    assert "networks" not in fields


def test_letters_to_tick_are_explained_where_the_network_has_them() -> None:
    def ticks(data: Data) -> None:
        columns = data["steps"][0]["sections"][0]["columns"]
        columns[1]["choices"] = ["P", "A"]

    said = _booklet(sample(programme=_vision, protocol=ticks), "E-P-1")
    assert "P Люди A Майно" in said
