"""What changed in the law between two days."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sekisho import dates
from sekisho.dates import AsOf
from sekisho.law.diff import changes, told
from tests.law.desk import block, instrument, load, measure

if TYPE_CHECKING:
    from pathlib import Path

    from sekisho.law.register import Law

MILDER = block("amendment", 'of = "T/a"\npublished = 2019-06-01\nfrom = 2019-07-01\noutcome = "review"')
LIFTED = block(
    "derogation", 'id = "T/off"\nof = "T/b"\ntitle = "off"\ncites = "x"\nwhen = "always"\nfrom = 2019-01-01'
)


def at(day: str, known: str = "") -> AsOf:
    return AsOf(dates.moment(day), dates.day(known or day))


def small(tmp_path: Path) -> Law:
    return load(tmp_path, instrument() + measure("T/a") + measure("T/b"), LIFTED + MILDER)


def test_what_a_measure_was_and_is_and_the_keys_that_are_others(tmp_path: Path) -> None:
    (outcome, *_) = changed = list(changes(small(tmp_path), at("2018-12-31"), at("2019-07-01")))
    assert [each.block for each in changed] == ["T/a", "T/off"]
    assert (outcome.before, outcome.after) == ("prohibited, in force", "review, in force")
    assert outcome.keys == ("outcome",)


def test_an_amendment_is_seen_when_it_is_known(tmp_path: Path) -> None:
    law = small(tmp_path)
    late = at("2019-07-01", "2019-05-31")
    assert not [each for each in changes(law, at("2019-05-31"), late) if each.block == "T/a"]


def test_a_block_comes_from_nothing(tmp_path: Path) -> None:
    (first, *_) = changes(small(tmp_path), at("2017-01-01"), at("2018-01-01"))
    assert (first.before, first.after) == ("-", "prohibited, in force")


def test_nothing_between_a_day_and_itself(law: Law) -> None:
    assert told(changes(law, at("2020-01-01"), at("2020-01-01"))) == "nothing changed"


def test_only_what_concerns_the_one_who_asks(tmp_path: Path) -> None:
    law = small(tmp_path)
    asked = [
        each.block
        for each in changes(law, at("2018-12-31"), at("2019-07-01"), lambda text: text.block.id == "T/a")
    ]
    assert asked == ["T/a"]
