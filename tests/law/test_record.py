"""Terms and events: what has to be kept, what happened, and on which day a reader sees it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sekisho.law.record import events_of, terms_of
from sekisho.law.register import Law
from sekisho.law.render import show
from tests.law.desk import as_of, block, instrument, load, measure, outcome

if TYPE_CHECKING:
    from pathlib import Path

SUSPENDED = block(
    "derogation",
    'id = "T/s"\nof = "T/m"\ntitle = "asleep"\ncites = "art. 2"\neffect = "suspends"\nwhen = "always"',
)
DEPOSIT = block(
    "term",
    'id = "T/deposit"\nof = "T/s"\ntitle = "ten million in escrow"\ncites = "art. 3"\n'
    "from = 2018-03-01\nby = 2018-05-31\nuntil = 2019-12-31",
)
FEE = block(
    "term", 'id = "T/fee"\nof = ["T", "T/s"]\ntitle = "a fee"\ncites = "art. 4"\npublished = 2018-02-01'
)
PAID = block("event", 'of = "T/deposit"\non = 2018-05-15\ntitle = "the escrow is filled"\ncites = "a notice"')
LOST = block(
    "event",
    'of = "T/s"\non = 2018-04-01\npublished = 2018-06-01\ntitle = "a complaint"\ncites = "a newspaper"',
)
TEXTS = (instrument(), measure(), SUSPENDED, DEPOSIT, FEE, PAID, LOST)


@pytest.fixture
def law(tmp_path: Path) -> Law:
    return load(tmp_path, *TEXTS)


def test_a_term_is_told_with_its_days(law: Law) -> None:
    found = terms_of(law, "T/s", as_of("2018-03-01"))
    assert [each.words for each in found] == [
        "ten million in escrow, by 2018-05-31, 2018-03-01 to 2019-12-31 (art. 3)",
        "a fee (art. 4)",
    ]
    assert [each.id for each in terms_of(law, "T", as_of("2018-03-01"))] == ["T/fee"]


def test_a_term_is_known_with_its_instrument_or_from_its_own_day(law: Law) -> None:
    known = {day: terms_of(law, "T/s", as_of("2018-03-01", day)) for day in ("2017-12-31", "2018-01-31")}
    assert [[each.id for each in found] for found in known.values()] == [[], ["T/deposit"]]
    assert [each.id for each in terms_of(law, "T/s", as_of("2018-03-01", "2018-02-01"))] == [
        "T/deposit",
        "T/fee",
    ]


@pytest.mark.parametrize(
    ("on", "known", "told"),
    [
        ("2018-03-31", None, []),
        ("2018-04-01", None, ["2018-04-01: a complaint (a newspaper)"]),
        ("2018-04-01", "2018-05-31", []),
        ("2018-05-14", "2018-06-01", ["2018-04-01: a complaint (a newspaper)"]),
        ("2018-05-15", "2018-05-14", []),
        ("2018-05-15", "2018-05-15", ["2018-05-15: the escrow is filled (a notice)"]),
        (
            "2018-06-01",
            None,
            ["2018-04-01: a complaint (a newspaper)", "2018-05-15: the escrow is filled (a notice)"],
        ),
    ],
)
def test_what_happened_by_a_day_as_known_on_a_day(
    law: Law, on: str, known: str | None, told: list[str]
) -> None:
    """What happened to a term happened to what lasts by it."""
    assert [each.words for each in events_of(law, "T/s", as_of(on, known))] == told


def test_a_reader_sees_them_beside_the_block(law: Law) -> None:
    page = show(law, "T", as_of("2018-06-01"))
    own = page[page.index("Exception T/s") :]
    assert "  on terms       ten million in escrow, by 2018-05-31" in own
    assert "  happened       2018-05-15: the escrow is filled (a notice)" in own
    assert "  条件           a fee (art. 4)" in show(law, "T", as_of("2018-06-01"), "ja")
    assert "happened" not in show(law, "T", as_of("2018-03-31"))


def test_neither_changes_an_answer(law: Law, tmp_path: Path) -> None:
    without = load(tmp_path, instrument(), measure(), SUSPENDED)
    for day in ("2018-02-01", "2018-04-01", "2018-06-01", "2021-01-01"):
        assert outcome(law, on=day) == outcome(without, on=day) == "no-rule"


def test_the_terms_of_zte_and_what_became_of_them() -> None:
    law = Law.load()
    asleep = "US-2018-ZTE-SUPERSEDE/suspended"
    terms = {each.id.partition("/")[2] for each in terms_of(law, asleep, as_of("2018-06-08"))}
    assert terms == {"escrow", "coordinator", "board"}
    told = [each.words for each in events_of(law, asleep, as_of("2018-07-12"))]
    assert told == ["2018-07-11: BIS and ZTE sign the escrow agreement (BIS, 11 July 2018, as reported)"]
    breach = events_of(law, "US-2017-ZTE-SETTLE/suspended", as_of("2018-04-15", "2018-04-16"))
    assert [each.on for each in breach] == [as_of("2018-04-15").on.day]
    assert "untruths" in breach[0].title
    assert not events_of(law, "US-2017-ZTE-SETTLE/suspended", as_of("2018-04-15", "2018-04-15"))
