"""Days, instants, partial dates: what is read, and what is refused."""

from __future__ import annotations

import datetime as dt

import pytest

from sekisho import dates
from sekisho.dates import ALWAYS, AsOf, Interval, Moment


def test_an_interval_is_closed() -> None:
    year = dates.interval("2018")
    assert dates.day("2018-01-01") in year
    assert dates.day("2018-12-31") in year
    assert dates.day("2019-01-01") not in year
    assert dates.FIRST_DAY in ALWAYS
    assert dates.LAST_DAY in ALWAYS


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2018", "2018-01-01", "2018-12-31"),
        ("2018-02", "2018-02-01", "2018-02-28"),
        ("2020-02", "2020-02-01", "2020-02-29"),
        ("2018-12-10", "2018-12-10", "2018-12-10"),
    ],
)
def test_a_partial_date_is_the_run_of_its_days(text: str, first: str, last: str) -> None:
    assert dates.interval(text) == Interval(dates.day(first), dates.day(last))


def test_a_run_of_days_in_words() -> None:
    first, last = dates.day("2016-03-08"), dates.day("2017-03-29")
    assert Interval(first, last).words == "2016-03-08 to 2017-03-29"
    assert Interval(first=first).words == "from 2016-03-08"
    assert Interval(last=last).words == "until 2017-03-29"
    assert ALWAYS.words == "without limit"


def test_a_date_is_itself() -> None:
    assert dates.interval(dt.date(2018, 12, 10)) == dates.interval("2018-12-10")


@pytest.mark.parametrize(
    "text",
    ["", "18", "2018-1", "2018-00", "2018-13", "2018-02-30", "2018-01-00", "0000", "2018-12-10T10:00", "x"],
)
def test_no_partial_date(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        dates.interval(text)


def test_a_day_is_written_as_it_is_read() -> None:
    assert dates.iso(dates.day("2018-12-10")) == "2018-12-10"
    for text in ("2018", "2018-12", "2018-12-10"):
        assert str(dates.interval(text)) == text
    assert str(Interval(dates.day("2018-12-01"), dates.day("2018-12-30"))) == "2018-12-01..2018-12-30"
    assert str(Interval(dates.day("2018-12-31"), dates.day("2019-01-31"))) == "2018-12-31..2019-01-31"
    assert str(Moment(dates.day("2018-12-10"))) == "2018-12-10"
    assert (
        str(AsOf(dates.moment("2018-12-10"), dates.day("2018-12-11"))) == "2018-12-10 as known on 2018-12-11"
    )


def test_an_instant_has_a_local_day_and_an_offset() -> None:
    moment = dates.moment("2019-05-16T16:15:00-04:00")
    assert moment.day == dates.day("2019-05-16")
    assert moment.instant == int(dt.datetime(2019, 5, 16, 20, 15, tzinfo=dt.UTC).timestamp())
    assert str(moment) == "2019-05-16T16:15:00-04:00"
    assert dates.moment(dt.datetime(2019, 5, 16, 20, 15, tzinfo=dt.UTC)).instant == moment.instant


def test_a_bare_day_has_no_instant() -> None:
    assert (
        dates.moment("2019-05-16") == dates.moment(dt.date(2019, 5, 16)) == Moment(737195, None, "2019-05-16")
    )


@pytest.mark.parametrize("text", ["2019-05", "2019-02-30", "2019-05-16T16:15:00", "soon", ""])
def test_no_moment(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        dates.moment(text)


def test_today_is_a_day() -> None:
    assert dates.day("2020-01-01") < dates.today() < dates.LAST_DAY


def test_an_instant_is_in_utc_to_the_second() -> None:
    told = dt.datetime.strptime(dates.instant(), "%Y-%m-%dT%H:%M:%S%z")
    assert told.tzinfo == dt.UTC
    assert abs(dt.datetime.now(dt.UTC) - told) < dt.timedelta(minutes=1)  # noqa: TID251  # the other clock
