"""Which text governs a day, as known on a day; and the state of a measure there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from sekisho import dates
from sekisho.law.force import NO_INSTANT, Calendar, Times, calendar, governs, standing
from tests.law.desk import as_of, block, decision, instrument, load, measure, outcome

if TYPE_CHECKING:
    from pathlib import Path

    from sekisho.law.register import Law

SWITCH: dict[str, object] = {"action": "buy", "item": {"class": "switch"}}


def amendment(of: str, since: str, body: str = "", published: str | None = None) -> str:
    return block("amendment", f'of = "{of}"\npublished = {published or since}\nfrom = {since}\n{body}')


def line(law: Law, *days: str, known: str | None = None) -> list[str]:
    return [outcome(law, on=day, known=known) for day in days]


def states(law: Law, *days: str, known: str | None = None) -> list[str]:
    found = [decision(law, on=day, known=known) for day in days]
    return ["" if each is None else str(each.state) for each in found]


def test_first_and_last_day(tmp_path: Path) -> None:
    law = load(tmp_path, instrument(more="until = 2018-12-31\n"), measure())
    days = ("2017-12-31", "2018-01-01", "2018-12-31", "2019-01-01")
    assert line(law, *days) == ["no-rule", "prohibited", "prohibited", "no-rule"]
    assert states(law, *days) == ["upcoming", "in force", "in force", "ended"]


def test_a_chain_of_extensions(tmp_path: Path) -> None:
    law = load(
        tmp_path,
        instrument(more="until = 2018-03-31\n"),
        measure(),
        amendment("T", "2018-03-20", "until = 2018-06-30"),
        amendment("T", "2018-06-20", "until = 2018-09-30"),
    )
    assert line(law, "2018-03-31", "2018-04-01", "2018-07-01", "2018-09-30", "2018-10-01") == [
        *["prohibited"] * 4,
        "no-rule",
    ]
    # As known before it was extended, it ends: nobody knows the future.
    assert line(law, "2018-04-01", known="2018-03-19") == ["no-rule"]
    assert line(law, "2018-04-01", "2018-07-01", known="2018-03-20") == ["prohibited", "no-rule"]


def test_a_title_with_a_place_for_the_last_day_names_the_day_of_its_extension(tmp_path: Path) -> None:
    exception = 'id = "T/e"\nof = "T/m"\ntitle = "licence, to {until}"\ncites = "art. 2"\nwhen = "always"'
    law = load(
        tmp_path,
        instrument(),
        measure(),
        block("derogation", f"{exception}\nuntil = 2018-03-31"),
        amendment("T/e", "2018-03-20", "until = 2018-06-30"),
        amendment("T/e", "2018-06-20", 'until = "open"'),
    )
    found = [decision(law, on=day) for day in ("2018-03-19", "2018-03-20", "2018-06-20")]
    assert [each.under for each in found if each is not None] == [
        ("licence, to 2018-03-31",),
        ("licence, to 2018-06-30",),
        ("licence, to further notice",),
    ]


def test_an_end_that_is_lifted(tmp_path: Path) -> None:
    law = load(
        tmp_path,
        instrument(more="until = 2018-03-31\n"),
        measure(),
        amendment("T", "2018-03-01", 'until = "open"'),
    )
    assert line(law, "2030-01-01") == ["prohibited"]


def test_an_early_end(tmp_path: Path) -> None:
    law = load(
        tmp_path,
        instrument(more="until = 2025-03-13\n"),
        measure(),
        amendment("T", "2018-07-13", "until = 2018-07-13"),
    )
    assert line(law, "2018-07-12", "2018-07-13", "2018-07-14") == ["prohibited", "prohibited", "no-rule"]
    assert line(law, "2018-07-14", "2025-03-13", "2025-03-14", known="2018-07-12") == [
        "prohibited",
        "prohibited",
        "no-rule",
    ]


def test_a_gap_in_which_the_older_text_does_not_shine_through(tmp_path: Path) -> None:
    law = load(
        tmp_path,
        instrument(),
        measure(),
        amendment("T/m", "2018-06-01", "until = 2018-06-30"),
        amendment("T/m", "2018-09-01", 'until = "open"\n[target]\n"a switch" = "item.class is switch"'),
    )
    assert line(law, "2018-06-30", "2018-07-01", "2018-09-01") == ["prohibited", "no-rule", "no-rule"]
    assert [outcome(law, SWITCH, day) for day in ("2018-08-31", "2018-09-01")] == ["no-rule", "prohibited"]
    assert states(law, "2018-05-01", "2018-07-01", "2018-09-01") == ["in force", "upcoming", "in force"]


def test_a_new_text_replaces_a_whole_section(tmp_path: Path) -> None:
    law = load(
        tmp_path,
        instrument(more='[binds]\n"in Japan" = "actor.country is jp"'),
        measure(),
        amendment("T/m", "2019-01-01", 'outcome = "review"\n[target]\n"a switch" = "item.class is switch"'),
    )
    assert line(law, "2018-12-31", "2019-01-01") == ["unknown", "no-rule"]
    actor = {"actor": {"country": "jp"}}
    assert [outcome(law, SWITCH | actor, day) for day in ("2018-12-31", "2019-01-01")] == [
        "no-rule",
        "review",
    ]


def test_an_amendment_of_the_instrument_amends_what_its_blocks_inherit(tmp_path: Path) -> None:
    law = load(
        tmp_path,
        instrument(),
        measure("T/m"),
        measure("T/own", 'actions = ["sell"]', outcome="review"),
        amendment("T", "2019-01-01", 'actions = ["buy", "deploy"]'),
    )
    deploy = {"action": "deploy", "item": {"class": "router"}}
    sell = {"action": "sell", "item": {"class": "router"}}
    assert [outcome(law, deploy, day) for day in ("2018-12-31", "2019-01-01")] == ["no-rule", "prohibited"]
    # Its own key is not touched.
    assert [outcome(law, sell, day) for day in ("2018-12-31", "2019-01-01")] == ["review", "review"]
    assert outcome(law, deploy | {"item": {"class": "switch"}}, "2019-01-01") == "no-rule"


def test_a_repeal_of_the_instrument_does_not_reach_a_block_with_its_own_end(tmp_path: Path) -> None:
    law = load(
        tmp_path,
        instrument(),
        measure("T/own", "until = 2020-12-31"),
        amendment("T", "2019-06-30", "until = 2019-06-30"),
    )
    assert line(law, "2019-07-01", "2020-12-31", "2021-01-01") == ["prohibited", "prohibited", "no-rule"]


def test_nothing_is_known_before_it_was_published(tmp_path: Path) -> None:
    law = load(tmp_path, instrument(since="from = 2018-04-15", published="2018-04-16"), measure())
    assert decision(law, on="2018-04-15", known="2018-04-15") is None
    assert outcome(law, on="2018-04-15", known="2018-04-16") == "prohibited"


def test_a_block_published_later_than_its_instrument(tmp_path: Path) -> None:
    law = load(tmp_path, instrument(), measure("T/m", "published = 2019-05-01\nfrom = 2019-06-01"))
    assert decision(law, on="2019-06-01", known="2019-04-30") is None
    assert outcome(law, on="2019-06-01", known="2019-05-01") == "prohibited"


def test_upcoming_and_announced(tmp_path: Path) -> None:
    law = load(
        tmp_path,
        instrument(since=""),
        measure(),
        amendment("T", "2019-06-01", published="2019-02-01"),
    )
    assert states(law, "2019-01-01", "2030-01-01", known="2019-01-31") == ["announced", "announced"]
    assert states(law, "2019-05-31", "2019-06-01", known="2019-02-01") == ["upcoming", "in force"]
    assert line(law, "2019-05-31", "2019-06-01", known="2019-01-31") == ["no-rule", "no-rule"]
    announced = decision(law, on="2019-01-01", known="2019-01-31")
    assert announced is not None
    assert (announced.latent, announced.measure) == (True, "T/m")


def test_an_hour_on_a_bare_day_is_unknown(tmp_path: Path) -> None:
    law = load(tmp_path, instrument(since="from = 2019-05-16T16:15:00-04:00"), measure())
    assert line(law, "2019-05-15", "2019-05-16", "2019-05-17") == ["no-rule", "unknown", "prohibited"]
    assert line(law, "2019-05-16T16:14:59-04:00", "2019-05-16T16:15:00-04:00") == ["no-rule", "prohibited"]
    found = decision(law, on="2019-05-16")
    assert found is not None
    assert (found.needs, found.state) == (("date",), "in force")


def test_two_texts_of_one_day_in_the_order_of_publication(tmp_path: Path) -> None:
    law = load(
        tmp_path,
        instrument(),
        measure(),
        amendment("T/m", "2019-01-01", 'outcome = "review"', "2018-12-01"),
        amendment("T/m", "2019-01-01", 'outcome = "licence-required"', "2018-11-01"),
    )
    assert line(law, "2019-01-01") == ["review"]
    assert line(law, "2019-01-01", known="2018-11-15") == ["licence-required"]


# --- suspension ---

SUSPENDED = 'id = "T/off"\nof = "T/m"\ntitle = "off"\ncites = "x"\neffect = "suspends"\nwhen = "always"\n'


def test_a_suspension_lapses_by_itself(tmp_path: Path) -> None:
    off = block("derogation", SUSPENDED + "from = 2019-01-01\nuntil = 2019-12-31")
    law = load(tmp_path, instrument(), measure(), off)
    days = ("2018-12-31", "2019-01-01", "2019-12-31", "2020-01-01")
    assert line(law, *days) == ["prohibited", "no-rule", "no-rule", "prohibited"]
    assert states(law, *days) == ["in force", "suspended", "suspended", "in force"]
    suspended = decision(law, on="2019-06-01")
    assert suspended is not None
    assert (suspended.latent, suspended.measure) == (True, "T/m")


def test_a_suspended_order_that_is_activated(tmp_path: Path) -> None:
    law = load(
        tmp_path,
        instrument(),
        measure(),
        block("derogation", SUSPENDED),
        amendment("T/off", "2020-06-30", "until = 2020-06-30"),
    )
    assert line(law, "2018-01-01", "2020-06-30", "2020-07-01") == ["no-rule", "no-rule", "prohibited"]
    assert states(law, "2017-12-31", "2020-06-30", "2020-07-01") == ["upcoming", "suspended", "in force"]


def test_a_suspension_may_be_of_some_acts_only(tmp_path: Path) -> None:
    off = SUSPENDED.replace('when = "always"', '[when]\n"for the 4G network" = "use.network is 4g"')
    law = load(tmp_path, instrument(), measure(), block("derogation", off))
    router = {"action": "buy", "item": {"class": "router"}}
    assert outcome(law, router | {"use": {"network": "4g"}}) == "no-rule"
    assert outcome(law, router | {"use": {"network": "5g"}}) == "prohibited"
    assert outcome(law, router) == "unknown"


def test_a_report_is_reported(tmp_path: Path) -> None:
    reading = block(
        "reading",
        (
            'id = "T/r"\nname = "press"\noutcome = "prohibited"\ncites = "a paper"\n[target]\n'
            '"a router" = "item.class is router"'
        ),
    )
    law = load(tmp_path, instrument(rank="report"), reading)
    assert states(law, "2017-12-31", "2020-01-01") == ["reported", "reported"]


@pytest.mark.parametrize("kind", ["derogation", "definition"])
def test_exceptions_and_definitions_inherit_dates_only(kind: str, tmp_path: Path) -> None:
    bodies = {
        "derogation": 'id = "T/x"\nof = "T/m"\ntitle = "t"\ncites = "x"\n[when]\n"4G" = "use.network is 4g"',
        "definition": 'id = "T/x"\ncites = "x"\n[means]\n"a router" = "it.class is router"',
    }
    binds = '[binds]\n"in Japan" = "actor.country is jp"'
    law = load(tmp_path, instrument(more=binds), measure(), block(kind, bodies[kind]))
    with_binds = Calendar(law, law.blocks["T/m"])._work_out(10**6, set())
    without = Calendar(law, law.blocks["T/x"])._work_out(10**6, set())
    assert with_binds is not None
    assert without is not None
    assert with_binds.section("binds") is not None
    assert without.section("binds") is None
    assert (without.word("title"), without.actions) == ("t" if kind == "derogation" else "", ())
    assert calendar(law, law.blocks["T/x"]) is calendar(law, law.blocks["T/x"])


# --- one text, one day ---


def stands(law: Law, on: str, known: str | None = None) -> str:
    times = as_of(on, known)
    governing = governs(law, law.blocks["T/m"], times)
    return "" if governing is None else str(standing(law, governing, times))


def test_where_a_text_stands_whatever_the_case(tmp_path: Path) -> None:
    off = block("derogation", SUSPENDED + "from = 2019-01-01\nuntil = 2019-12-31")
    law = load(tmp_path, instrument(more="until = 2020-12-31\n"), measure(), off)
    days = ("2017-12-31", "2018-01-01", "2019-01-01", "2019-12-31", "2020-01-01", "2021-01-01")
    assert [stands(law, day) for day in days] == [
        "upcoming",
        "in force",
        "suspended",
        "suspended",
        "in force",
        "ended",
    ]
    assert stands(law, "2019-06-01", known="2017-12-31") == ""


def test_a_suspension_that_hangs_on_the_case_is_apart(tmp_path: Path) -> None:
    some = SUSPENDED.replace('when = "always"', '[when]\n"for the 4G network" = "use.network is 4g"')
    permits = block("derogation", SUSPENDED.replace('effect = "suspends"\n', "").replace("T/off", "T/may"))
    law = load(tmp_path, instrument(), measure(), block("derogation", some), permits)
    assert stands(law, "2019-06-01") == "in force"


def test_an_announced_text_stands_nowhere_yet(tmp_path: Path) -> None:
    assert stands(load(tmp_path, instrument(since=""), measure()), "2019-06-01") == "announced"


def test_a_batch_has_each_pair_of_times_once() -> None:
    told = [
        ("2020-01-01", 9),
        ("2020-01-02", 9),
        ("2020-01-01", 9),
        ("2020-01-01", 8),
        ("2020-01-01T10:00:00Z", 9),
    ]
    on = [dates.moment(day) for day, _ in told]
    instants = [NO_INSTANT if each.instant is None else each.instant for each in on]
    times = Times(
        np.array([each.day for each in on]), np.array(instants), np.array([known for _, known in told])
    )
    moments, moment = times.distinct()
    assert len(moments.days) == len(set(told))
    again = moments.take(moment)
    for column in ("days", "instants", "known"):
        assert getattr(again, column).tolist() == getattr(times, column).tolist()
    empty, nowhere = times.take(np.array([], np.intp)).distinct()
    assert (len(empty.days), len(nowhere)) == (0, 0)
