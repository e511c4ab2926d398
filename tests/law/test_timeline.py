"""The lives of measures: what each was, when, as known on a day."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from sekisho import dates
from sekisho.dates import LAST_DAY, AsOf, Interval, Moment
from sekisho.law.force import governs, standing
from sekisho.law.timeline import Life, lives, timeline
from sekisho.model.measure import State
from tests.law.desk import block, instrument, load, measure

if TYPE_CHECKING:
    from pathlib import Path

    from sekisho.law.register import Law


def test_a_line_for_each_measure(tmp_path: Path) -> None:
    off = block(
        "derogation",
        (
            'id = "T/off"\nof = "T/b"\ntitle = "off"\ncites = "x"\neffect = "suspends"\n'
            'when = "always"\nfrom = 2019-01-01\nuntil = 2019-12-31'
        ),
    )
    milder = block("amendment", 'of = "T/a"\npublished = 2019-06-01\nfrom = 2019-07-01\noutcome = "review"')
    gap = [
        block("amendment", 'of = "T/c"\npublished = 2018-06-01\nfrom = 2018-06-30\nuntil = 2018-06-30'),
        block("amendment", 'of = "T/c"\npublished = 2019-01-01\nfrom = 2019-03-01\nuntil = 2019-03-31'),
    ]
    law = load(
        tmp_path,
        instrument()
        + measure("T/a")
        + measure("T/b", "from = 2018-02-01")
        + measure("T/c", "from = 2017-02-01"),
        off + milder + "".join(gap),
        instrument("N", since="") + measure("N/m"),
    )
    assert timeline(lives(law, LAST_DAY)).split("\n") == [
        "N/m  prohibited, announced",
        (
            "T/c  prohibited, in force 2017-02-01 to 2018-06-30; "
            "prohibited, upcoming 2019-01-01 to 2019-02-28; prohibited, in force 2019-03-01 to 2019-03-31"
        ),
        "T/a  prohibited, in force 2018-01-01 to 2019-06-30; review, in force from 2019-07-01",
        (
            "T/b  prohibited, upcoming 2018-01-01 to 2018-01-31; "
            "prohibited, in force 2018-02-01 to 2018-12-31; "
            "prohibited, suspended 2019-01-01 to 2019-12-31; prohibited, in force from 2020-01-01"
        ),
    ]
    assert "T/a  prohibited, in force from 2018-01-01" in timeline(lives(law, dates.day("2019-05-31")))
    assert timeline(lives(law, dates.day("2000-01-01"))) == ""


def test_a_measure_is_upcoming_from_the_day_it_could_be_read(tmp_path: Path) -> None:
    law = load(tmp_path, instrument(published="2017-06-01") + measure("T/a"))
    assert timeline(lives(law, LAST_DAY)) == (
        "T/a  prohibited, upcoming 2017-06-01 to 2017-12-31; prohibited, in force from 2018-01-01"
    )


def test_what_follows_a_removal_day_is_told_from_the_day_after(tmp_path: Path) -> None:
    removal = 'by = 2027-12-31\nthen = "prohibited"'
    law = load(tmp_path, instrument() + measure("T/a", removal, outcome="remove-by"))
    (life,) = lives(law, LAST_DAY)
    assert [(span.days.words, str(span.outcome), span.words) for span in life.spans] == [
        ("2018-01-01 to 2027-12-31", "remove-by", "remove-by 2027-12-31, then prohibited"),
        ("from 2028-01-01", "prohibited", "prohibited"),
    ]


def test_only_the_measures_of_a_jurisdiction(law: Law) -> None:
    assert {life.country for life in lives(law, LAST_DAY, "jp")} == {"jp"}
    assert timeline(lives(law, LAST_DAY, "zz")) == ""


@settings(deadline=None)  # a busy machine is no fault
@given(day=st.integers(dates.day("2012-01-01"), dates.day("2030-12-31")))
def test_every_day_reads_as_the_calendar_has_it(law: Law, day: int) -> None:
    for life in lives(law, LAST_DAY):
        as_of = AsOf(Moment(day), LAST_DAY)
        governing = governs(law, law.blocks[life.block], as_of)
        spans = [span for span in life.spans if day in span.days]
        assert len(spans) <= 1
        if spans and governing is not None:
            assert spans[0].state is standing(law, governing, as_of)
        if not spans and governing is not None:
            assert standing(law, governing, as_of) in (State.ENDED, State.UPCOMING)


def test_the_spans_of_a_life_do_not_overlap(law: Law) -> None:
    def apart(life: Life) -> bool:
        days: list[Interval] = [span.days for span in life.spans]
        return all(one.last < other.first for one, other in pairwise(days))

    assert all(apart(life) for life in lives(law, LAST_DAY))


def test_what_is_less_than_certain_is_marked_and_its_doubts_are_told(tmp_path: Path) -> None:
    text = instrument() + measure("T/m", 'certainty = "medium: from the press"\nunverified = ["the day"]\n')
    (life,) = lives(load(tmp_path, text), LAST_DAY)
    assert life.doubted
    assert life.doubts == "certainty: medium: from the press; not confirmed: the day"
    assert timeline([life]).endswith("(certainty: medium: from the press)")
