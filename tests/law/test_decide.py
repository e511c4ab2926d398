"""Clauses to the answer of an instrument: the strictest wins, unknown flags and unknown advice are silent."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sekisho.law.columns import Batch
from sekisho.law.decide import asked_of, decide, judge, reported
from sekisho.law.evaluate import scope_of
from sekisho.model.measure import BY_STRICTNESS, OUTCOMES, Outcome
from sekisho.truth import NO
from tests.law.desk import as_of, block, case, instrument, load, measure, outcome

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from sekisho.law.register import Law

STRICT = '[target]\n"a router" = "item.class is router"'
MILD = '[target]\n"in 5G" = "use.network is 5g"'


def flag(key: str = "T/f", section: str = MILD) -> str:
    return block("flag", f'id = "{key}"\ncites = "look"\n{section}')


def reading(name: str, word: str, key: str = "T/r", section: str = MILD) -> str:
    return block("reading", f'id = "{key}"\nname = "{name}"\noutcome = "{word}"\ncites = "x"\n{section}')


def derogation(of: str, key: str = "T/d", test: str = "use.part is core", title: str = "a core part") -> str:
    body = f'id = "{key}"\nof = {of}\ntitle = "{title}"\ncites = "x"\n[when]\n"x" = "{test}"'
    return block("derogation", body)


def buy(**parts: Mapping[str, object]) -> dict[str, object]:
    return {"action": "buy", **parts}


def test_the_ten_words_are_ordered() -> None:
    assert [each.strictness for each in OUTCOMES] == list(range(9, -1, -1))
    assert [each.strictness for each in BY_STRICTNESS] == list(range(10))
    assert OUTCOMES[0] is Outcome.PROHIBITED
    assert OUTCOMES[-1] is Outcome.NO_RULE


@pytest.mark.parametrize(
    ("item", "network", "expected"),
    [
        ("router", "5g", "prohibited"),
        ("switch", "5g", "review"),
        ("switch", "4g", "no-rule"),
        ("router", None, "prohibited"),
        # A stricter measure is open: nothing milder than that is certain.
        (None, "5g", "review"),
        ("switch", None, "unknown"),
        (None, "4g", "unknown"),
        (None, None, "unknown"),
    ],
)
def test_the_strictest_true_clause_wins(
    item: str | None, network: str | None, expected: str, tmp_path: Path
) -> None:
    law = load(tmp_path, instrument(), measure(), measure("T/n", outcome="review", target=MILD))
    told = {"item": {"class": item}} if item else {}
    assert outcome(law, buy(**told, **({"use": {"network": network}} if network else {}))) == expected


def test_other_acts_are_no_business_of_it(tmp_path: Path) -> None:
    law = load(tmp_path, instrument(), measure())
    router = {"item": {"class": "router"}}
    assert outcome(law, {"action": "export", **router}) == "no-rule"
    assert outcome(law, router) == "unknown"


def test_an_act_that_only_a_later_text_is_about_is_asked(tmp_path: Path) -> None:
    later = 'of = "T/m"\ncites = "x"\npublished = 2020-01-01\nfrom = 2020-01-01\nactions = ["buy", "export"]'
    law = load(tmp_path, instrument(), measure(), block("amendment", later))
    exported = {"action": "export", "item": {"class": "router"}}
    assert outcome(law, exported, on="2019-12-31") == "no-rule"
    assert outcome(law, exported, on="2020-01-01") == "prohibited"
    assert [each.acts for each in asked_of(law, frozenset())] == [frozenset({"buy", "export"})]


def test_a_flag(tmp_path: Path) -> None:
    law = load(tmp_path, instrument(), measure(), flag())
    switch = {"class": "switch"}
    assert outcome(law, buy(item=switch, use={"network": "5g"})) == "red-flag"
    # Raised by knowledge, never by the lack of it.
    assert outcome(law, buy(item=switch)) == "no-rule"
    # It is the answer where measures are open,
    assert outcome(law, buy(use={"network": "5g"})) == "red-flag"
    # and gives way to what is certain and stricter.
    assert outcome(law, buy(item={"class": "router"}, use={"network": "5g"})) == "prohibited"


def test_advice(tmp_path: Path) -> None:
    law = load(tmp_path, instrument(rank="guidance"), measure(outcome="advised-against"))
    assert outcome(law) == "advised-against"
    assert outcome(law, buy()) == "no-rule"


def test_a_government_binds_its_own(tmp_path: Path) -> None:
    binds = '[binds]\n"the administration" = "actor.kinds has government"'
    law = load(tmp_path, instrument(more=binds, rank="policy"), measure())
    router = {"class": "router"}
    assert outcome(law, buy(actor={"kinds": ["central-government"]}, item=router)) == "prohibited"
    assert outcome(law, buy(actor={"kinds": ["private-company"]}, item=router)) == "no-rule"


def test_a_reading_counts_only_where_it_is_adopted(tmp_path: Path) -> None:
    law = load(tmp_path, instrument(), measure(outcome="review"), reading("press", "prohibited"))
    data = buy(item={"class": "router"}, use={"network": "5g"})
    assert outcome(law, data) == "review"
    assert outcome(law, data, readings=("press",)) == "prohibited"
    assert outcome(law, data, readings=("as-law",)) == "review"
    # An adopted reading that is open is open.
    unknown = buy(item={"class": "switch"})
    assert outcome(law, unknown) == "no-rule"
    assert outcome(law, unknown, readings=("press",)) == "unknown"


def test_a_report_has_no_force(tmp_path: Path) -> None:
    law = load(tmp_path, instrument(rank="report"), reading("press", "prohibited", section=STRICT))
    assert outcome(law) == "no-rule"
    assert outcome(law, readings=("press",)) == "prohibited"


def test_a_deadline(tmp_path: Path) -> None:
    texts = [
        measure("T/open", 'by = "open"', outcome="remove-by", target='[target]\n"o" = "use.part is ran"'),
        measure("T/a", "by = 2019-12-31", outcome="remove-by"),
        measure("T/b", 'by = 2019-12-31\nthen = "capped"', outcome="remove-by", target=MILD),
    ]
    law = load(tmp_path, instrument(), *texts)
    days = ("2019-12-31", "2020-01-01")
    assert [outcome(law, on=day) for day in days] == ["remove-by", "prohibited"]
    switch = {"class": "switch"}
    five, ran = (
        buy(item=switch, use={"network": "5g"}),
        buy(item=switch, use={"network": "4g", "part": "ran"}),
    )
    assert [outcome(law, five, day) for day in days] == ["remove-by", "capped"]
    assert outcome(law, ran, "2030-01-01") == "remove-by"


# --- exceptions ---


@pytest.mark.parametrize(
    ("item", "part", "expected"),
    [
        ("router", "core", "permitted"),
        ("router", "ran", "prohibited"),
        ("router", None, "unknown"),
        ("switch", "core", "no-rule"),
        (None, "ran", "unknown"),
        # The act may go ahead either way, and still it is not known whether it is caught.
        (None, "core", "no-rule"),
    ],
)
def test_an_exception(item: str | None, part: str | None, expected: str, tmp_path: Path) -> None:
    law = load(tmp_path, instrument(), measure(), derogation('"T/m"'))
    told = {"item": {"class": item}} if item else {}
    assert outcome(law, buy(**told, **({"use": {"part": part}} if part else {}))) == expected


def test_an_exception_is_out_of_force_before_and_after(tmp_path: Path) -> None:
    dated = derogation('"T/m"').replace("[when]", "from = 2019-01-01\nuntil = 2019-12-31\n[when]")
    law = load(tmp_path, instrument(), measure(), dated)
    data = buy(item={"class": "router"}, use={"part": "core"})
    days = ("2018-12-31", "2019-01-01", "2019-12-31", "2020-01-01")
    assert [outcome(law, data, day) for day in days] == ["prohibited", "permitted", "permitted", "prohibited"]


def test_what_is_not_excepted_is_stricter(tmp_path: Path) -> None:
    law = load(
        tmp_path, instrument(), measure(), measure("T/n", outcome="review", target=MILD), derogation('"T/m"')
    )
    data = buy(item={"class": "router"}, use={"part": "core", "network": "5g"})
    assert outcome(law, data) == "review"


def general_licence(since: str = "from = 2019-01-01") -> str:
    return instrument("U", since=since, published="2019-01-01").replace('actions = ["buy"]\n', "")


def test_a_general_licence_answers_beside_what_it_lifts(tmp_path: Path) -> None:
    law = load(tmp_path, instrument(), measure(), general_licence(), derogation('"T/m"', "U/d"))
    core, ran = ({"item": {"class": "router"}, "use": {"part": part}} for part in ("core", "ran"))
    assert [outcome(law, buy(**core), name=name) for name in "TU"] == ["permitted", "permitted"]
    assert [outcome(law, buy(**ran), name=name) for name in "TU"] == ["prohibited", "no-rule"]
    assert [outcome(law, buy(**core), "2018-06-01", name=name) for name in "TU"] == ["prohibited", "no-rule"]
    # It does not permit what nothing forbids.
    caught = buy(item={"class": "switch"}, use={"part": "core"})
    assert [outcome(law, caught, name=name) for name in "TU"] == ["no-rule", "no-rule"]


def test_under_a_suspension_even_a_licence_holder_has_no_rule(tmp_path: Path) -> None:
    off = block(
        "derogation",
        'id = "T/off"\nof = "T/m"\ntitle = "off"\ncites = "x"\neffect = "suspends"\nwhen = "always"',
    )
    law = load(tmp_path, instrument(), measure(), off, derogation('"T/m"'))
    assert outcome(law, buy(item={"class": "router"}, use={"part": "core"})) == "no-rule"


def test_a_suspension_silences_flags_and_readings(tmp_path: Path) -> None:
    off = block(
        "derogation",
        (
            'id = "T/off"\nof = ["T/f", "T/r"]\ntitle = "off"\ncites = "x"\neffect = "suspends"\n'
            '[when]\n"x" = "use.part is core"'
        ),
    )
    law = load(tmp_path, instrument(), flag(), reading("press", "prohibited"), off)
    loud, silent = ({"network": "5g", "part": part} for part in ("ran", "core"))
    assert [outcome(law, buy(use=use)) for use in (loud, silent)] == ["red-flag", "no-rule"]
    adopted = [outcome(law, buy(use=use), readings=("press",)) for use in (loud, silent)]
    assert adopted == ["prohibited", "no-rule"]


def licence(test: str) -> str:
    return block(
        "derogation",
        f'id = "T/d"\nof = "T/m"\ntitle = "a licence held"\ncites = "x"\n[when."one".some.authorisation]\n'
        f'"kind" = "authorisation.kind is export-licence"\n"{test}" = "authorisation.valid is yes"',
    )


@pytest.mark.parametrize(
    ("held", "expected"),
    [
        (None, "unknown"),
        ([], "licence-required"),
        ([{"kind": "export-licence"}], "permitted"),
        ([{"kind": "waiver"}], "licence-required"),
        ([{"kind": "export-licence", "revoked": "2019-12-31"}], "licence-required"),
        ([{"kind": "export-licence", "from": "2020"}], "unknown"),
    ],
)
def test_a_licence_held(held: object, expected: str, tmp_path: Path) -> None:
    law = load(tmp_path, instrument(), measure(outcome="licence-required"), licence("valid"))
    told = {} if held is None else {"authorisations": held}
    assert outcome(law, {"action": "buy", "item": {"class": "router"}, **told}) == expected


# --- the board ---


def board(law: Law, data: Mapping[str, object], only: frozenset[str] = frozenset()) -> dict[str, str]:
    found = decide(law, Batch([case(data)], as_of("2020-01-01"), law.facts), frozenset(), only)
    return {name: str(BY_STRICTNESS[found.codes[row, 0]]) for row, name in enumerate(found.instruments)}


def test_only_some_are_asked(tmp_path: Path) -> None:
    other = instrument("V") + measure("V/m", outcome="review")
    law = load(
        tmp_path,
        instrument() + measure() + measure("T/n", outcome="review", target=MILD),
        general_licence() + derogation('"T/m"', "U/d"),
        other,
    )
    data = buy(item={"class": "router"}, use={"part": "core", "network": "5g"})
    assert board(law, data) == {"T": "review", "U": "permitted", "V": "review"}
    assert board(law, data, frozenset({"V"})) == {"V": "review"}
    assert board(law, data, frozenset({"T/m"})) == {"T": "permitted"}
    assert board(law, data, frozenset({"U"})) == {"U": "permitted"}


def test_the_overall_answer_is_the_strictest(tmp_path: Path) -> None:
    law = load(tmp_path, instrument() + measure(outcome="review"), instrument("V") + measure("V/m"))
    found = decide(law, Batch([case(), case(buy())], as_of("2020-01-01"), law.facts))
    assert [str(BY_STRICTNESS[code]) for code in found.overall] == ["prohibited", "unknown"]
    assert decide(law, Batch([], [], law.facts)).overall.tolist() == []


def test_words_alone_are_not_reported(tmp_path: Path) -> None:
    words = block("definition", 'id = "W/d"\ncites = "x"\n[means]\n"r" = "it.class is router"')
    law = load(tmp_path, instrument("W") + words, instrument() + measure())
    assert reported(law) == ("T",)


def test_the_board_shows_what_would_bite_but_for_its_state(tmp_path: Path) -> None:
    law = load(tmp_path, instrument(), measure(), reading("press", "prohibited"))
    cases = [
        case(),
        case(buy(item={"class": "switch"}, use={"network": "5g"})),
        case(buy(item={"class": "switch"}, use={"network": "4g"})),
    ]
    found = decide(law, Batch(cases, as_of("2017-12-31"), law.facts))
    assert found.codes.tolist() == [[0, 0, 0]]
    assert found.shown.tolist() == [[True, True, False]]


def test_a_clause_that_cannot_hold_asks_nothing_more(tmp_path: Path) -> None:
    law = load(tmp_path, instrument(), measure(), derogation('"T/m"'))
    batch = Batch([case(buy(item={"class": "switch"}))], as_of("2020-01-01"), law.facts)
    assert not list(judge(law.blocks["T/m"], scope_of(law, batch)))
    (kept,) = judge(law.blocks["T/m"], scope_of(law, batch), keep=True)
    assert (kept.truths.tolist(), len(kept.parts), len(kept.permits)) == ([NO], 3, 1)
