"""Names asked for: what is mistyped of a legal form goes, and what only looks like one stays."""

from __future__ import annotations

import pytest

from sekisho.match.asked import Asked
from sekisho.match.compare import tools
from sekisho.match.query import Query
from sekisho.match.roster import Bearer, Roster
from sekisho.names.analyse import Kind

ROSTER = Roster.build([Bearer("volna", "Company", ("Volna Optics",))], tools()[0])
FORM = 1 << Kind.FORM


def laid(name: str) -> tuple[str, bool]:
    """The letters that are compared, and whether a word of the name was taken for a legal form."""
    asked = Asked.of([Query(name)], ROSTER)
    own = asked.spellings
    marks = own.marks[own.starts[0] : own.starts[1]]
    return own.texts[0], bool((marks & FORM).any())


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Volna Optics Limtied", "volnaoptics"),
        ("Volna Optics Liabilty", "volnaoptics"),
        ("Volna Optics Corporaton", "volnaoptics"),
    ],
)
def test_a_legal_form_with_one_slip_is_one(name: str, letters: str) -> None:
    assert laid(name) == (letters, True)


@pytest.mark.parametrize("name", ["Volna Optics Disability", "Volna Optics Liabitly"[:-2] + "xy"])
def test_two_slips_make_another_word(name: str) -> None:
    text, formed = laid(name)
    assert text == name.lower().replace(" ", "")
    assert not formed


def test_a_trade_may_have_two_slips() -> None:
    asked = Asked.of([Query("Volna Tecnolgies")], ROSTER)
    marks = asked.spellings.marks[asked.spellings.starts[0] : asked.spellings.starts[1]].tolist()
    assert marks[1] & 1 << Kind.DESCRIPTOR
