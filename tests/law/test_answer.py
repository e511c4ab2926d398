"""One case: what decided, under what, what is still to be asked in which order, and the tree of reasons."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from sekisho.law.answer import answer, answers
from sekisho.law.columns import Batch
from sekisho.law.explain import TOLD
from sekisho.model.decision import Decision, Finding, Told
from sekisho.truth import NO, UNKNOWN, YES
from tests.law.desk import as_of, block, case, decision, instrument, load, measure

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from pathlib import Path

    from sekisho.law.register import Law

SOME = (
    '[target]\n"a router" = "item.class is router"\n[target."a part".some.component]\n'
    '"Huawei" = "component.maker.under.huawei is yes"\n'
    '"essential" = "component.essential is yes"'
)
MILD = '[target]\n"in 5G" = "use.network is 5g"'


def made(
    law: Law, data: Mapping[str, object] | None = None, on: str = "2020-01-01", name: str = "T"
) -> Decision:
    found = decision(law, data, on, name=name)
    assert found is not None
    return found


def walk(finding: Finding) -> Iterator[Finding]:
    yield finding
    for child in finding.children:
        yield from walk(child)


def derogation(key: str, test: str, title: str, of: str = '"T/m"') -> str:
    return block(
        "derogation", f'id = "{key}"\nof = {of}\ntitle = "{title}"\ncites = "x"\n[when]\n"x" = "{test}"'
    )


def test_the_first_of_the_strictest_decides(tmp_path: Path) -> None:
    law = load(
        tmp_path,
        instrument(),
        measure("T/mild", outcome="review"),
        measure("T/one", 'notice = "presumption of denial"\ncertainty = "high"\nunverified = ["the day"]'),
        measure("T/two"),
    )
    found = made(law)
    assert (found.measure, found.outcome, found.state, found.under, found.needs) == (
        "T/one",
        "prohibited",
        "in force",
        (),
        (),
    )
    assert found.citation.cites == "art. 1"
    assert (found.citation.notice, found.citation.certainty) == ("presumption of denial", "high")
    assert (found.citation.rank, found.citation.unverified) == ("statute", ("the day",))


def test_unknown_names_the_strictest_that_is_open(tmp_path: Path) -> None:
    law = load(tmp_path, instrument(), measure("T/mild", outcome="review"), measure("T/strict"))
    found = made(law, {"action": "buy"})
    assert (found.outcome, found.measure) == ("unknown", "T/strict")


def test_under_names_all_that_permit(tmp_path: Path) -> None:
    law = load(
        tmp_path,
        instrument(),
        measure(),
        derogation("T/a", "use.part is core", "the core"),
        derogation("T/b", "use.network is 5g", "5G"),
        derogation("T/c", "use.site is sensitive", "a site"),
        instrument("U").replace('actions = ["buy"]\n', ""),
        derogation("U/d", "use.purpose is other", "general licence"),
    )
    use = {"part": "core", "network": "5g", "site": "ordinary", "purpose": "other"}
    data = {"action": "buy", "item": {"class": "router"}, "use": use}
    found = made(law, data)
    assert (found.outcome, found.measure, found.under) == (
        "permitted",
        "T/m",
        ("the core", "5G", "general licence"),
    )
    general = made(law, data, name="U")
    assert (general.outcome, general.under) == ("permitted", ("general licence",))
    assert general.instrument == "U"


def test_needs_are_in_the_order_of_the_text_and_only_where_open(tmp_path: Path) -> None:
    law = load(tmp_path, instrument(more='[binds]\n"in Japan" = "actor.country is jp"'), measure(target=SOME))
    assert made(law, {"action": "buy"}).needs == ("actor.country", "item.class", "item.components")
    assert made(law, {}).needs == ("action", "actor.country", "item.class", "item.components")
    told = {"action": "buy", "actor": {"country": "jp"}, "item": {"class": "router"}}
    assert made(law, told).needs == ("item.components",)
    # A no elsewhere makes every question idle.
    assert made(law, {"action": "buy", "actor": {"country": "us"}}).needs == ()


def test_needs_of_elements_are_asked_of_those_elements(tmp_path: Path) -> None:
    law = load(tmp_path, instrument(), measure(target=SOME))
    huawei = {"name": "a", "maker.under.huawei": True, "components": []}
    other = {"name": "b", "maker.under.huawei": False}
    unnamed = {"name": "c", "essential": True, "components": [{"name": "d", "manufacturer": "X"}]}
    data = {"action": "buy", "item": {"class": "router", "components": [huawei, other, unnamed]}}
    assert made(law, data).needs == (
        "item.components[0].essential",
        "item.components[2].manufacturer",
        "item.components[2].components[0].maker.under.huawei",
        "item.components[2].components[0].essential",
        "item.components[1].components",
        "item.components[2].components[0].components",
    )


def test_needs_of_what_a_party_uses(tmp_path: Path) -> None:
    target = (
        '[target."u".some.party]\n"supplies" = "party.role is supplier"\n'
        '[target."u".some.party."it".some.party-use]\n"r" = "party-use.class is router"'
    )
    law = load(tmp_path, instrument(), measure(target=target))
    parties = [{"role": "parent"}, {"role": "supplier"}]
    assert made(law, {"action": "buy", "parties": parties}).needs == ("parties[1].uses",)
    assert made(law, {"action": "buy"}).needs == ("parties",)


def test_needs_of_an_authorisation(tmp_path: Path) -> None:
    when = (
        '[when."one".some.authorisation]\n"kind" = "authorisation.kind is waiver"\n'
        '"valid" = "authorisation.valid is yes"'
    )
    held = block("derogation", f'id = "T/d"\nof = "T/m"\ntitle = "a waiver"\ncites = "x"\n{when}')
    law = load(tmp_path, instrument(), measure(), held)
    router = {"action": "buy", "item": {"class": "router"}}
    assert made(law, router).needs == ("authorisations",)
    partial = made(law, router | {"authorisations": [{"kind": "waiver", "from": "2020"}]})
    assert partial.needs == ("authorisations[0].from", "authorisations[0].until")
    assert made(law, router | {"authorisations": [{"until": "2019"}]}).needs == ()


def test_flags_ask_nothing_and_advice_lists_what_it_would_ask(tmp_path: Path) -> None:
    flag = block("flag", f'id = "T/f"\ncites = "look"\n{MILD}')
    law = load(tmp_path, instrument(), measure(), flag)
    switch = made(law, {"action": "buy", "item": {"class": "switch"}})
    assert (switch.outcome, switch.needs) == ("no-rule", ())
    raised = made(law, {"action": "buy", "use": {"network": "5g"}})
    assert (raised.outcome, raised.measure, raised.needs) == ("red-flag", "T/f", ("item.class",))
    advice = load(tmp_path, instrument(rank="guidance"), measure(outcome="advised-against"))
    silent = made(advice, {"action": "buy"})
    assert (silent.outcome, silent.measure, silent.needs) == ("no-rule", None, ("item.class",))


def test_what_is_certain_asks_nothing_milder(tmp_path: Path) -> None:
    law = load(tmp_path, instrument(), measure(), measure("T/n", outcome="review", target=MILD))
    assert made(law).needs == ()


# --- readings ---


def test_readings_stand_beside_the_answer(tmp_path: Path) -> None:
    press = block("reading", f'id = "T/r"\nname = "press"\noutcome = "prohibited"\ncites = "a paper"\n{MILD}')
    law = load(tmp_path, instrument(), measure(outcome="review"), press)

    def ask(data: Mapping[str, object], *names: str) -> tuple[Decision, tuple[Decision, ...]]:
        batch = Batch([case(data)], as_of("2020-01-01"), law.facts)
        found, readings = answer(law, batch, 0, "T", frozenset(names))
        assert found is not None
        return found, readings

    router = {"action": "buy", "item": {"class": "router"}}
    found, (reading,) = ask(router | {"use": {"network": "5g"}})
    assert (found.outcome, found.reading) == ("review", "")
    assert (reading.measure, reading.outcome, reading.reading, reading.citation.cites) == (
        "T/r",
        "prohibited",
        "press",
        "a paper",
    )
    assert reading.explain().truth is YES
    _, (reading,) = ask(router)
    assert (reading.outcome, reading.needs) == ("unknown", ("use.network",))
    assert ask(router | {"use": {"network": "4g"}})[1] == ()
    adopted, beside = ask(router | {"use": {"network": "5g"}}, "press")
    assert (adopted.outcome, adopted.measure, beside) == ("prohibited", "T/r", ())


def test_what_the_press_reported_is_shown_where_it_would_bite(tmp_path: Path) -> None:
    press = block("reading", f'id = "T/r"\nname = "press"\noutcome = "prohibited"\ncites = "x"\n{MILD}')
    law = load(tmp_path, instrument(rank="report"), press)
    found = made(law, {"action": "buy", "use": {"network": "5g"}})
    assert (found.outcome, found.state, found.measure, found.latent) == ("no-rule", "reported", "T/r", True)
    quiet = made(law, {"action": "buy", "use": {"network": "4g"}})
    assert (quiet.latent, quiet.measure) == (False, None)


# --- states and notes ---


def test_a_measure_that_has_ended_is_not_shown(tmp_path: Path) -> None:
    law = load(tmp_path, instrument(more="until = 2018-12-31\n"), measure())
    ended = made(law)
    assert (ended.outcome, ended.latent, ended.measure, ended.state) == ("no-rule", False, None, "ended")
    upcoming = made(law, on="2017-06-01")
    assert (upcoming.latent, upcoming.measure, upcoming.state) == (True, "T/m", "upcoming")


@pytest.mark.parametrize(("country", "latent"), [("jp", True), ("us", False)])
def test_a_note_is_shown_where_it_is_about_the_act(country: str, latent: bool, tmp_path: Path) -> None:
    more = 'note = "nothing was enacted"\n[binds]\n"in Japan" = "actor.country is jp"'
    law = load(tmp_path, instrument(more=more))
    found = made(law, {"action": "buy", "actor": {"country": country}})
    assert (found.outcome, found.measure, found.latent) == ("no-rule", None, latent)
    assert found.citation.notice == "nothing was enacted"


def test_only_some_measures_are_looked_at(tmp_path: Path) -> None:
    law = load(tmp_path, instrument(), measure(), measure("T/n", outcome="review"))
    batch = Batch([case()], as_of("2020-01-01"), law.facts)
    for only, expected in (({"T/n"}, "review"), ({"T"}, "prohibited"), ({"T/m", "T/n"}, "prohibited")):
        found, _ = answer(law, batch, 0, "T", frozenset(), frozenset(only))
        assert found is not None
        assert found.outcome == expected
    assert answer(law, batch, 0, "T", frozenset(), frozenset({"V"})) == (None, ())


# --- the tree ---


def test_the_finding_is_the_rule_with_its_truths(tmp_path: Path) -> None:
    law = load(
        tmp_path, instrument(), measure(target=SOME), derogation("T/d", "use.part is core", "the core")
    )
    parts = [
        {"name": "a", "maker.under.huawei": True, "essential": True, "components": []},
        {"name": "b", "maker.under.huawei": False, "components": []},
    ]
    data = {"action": "buy", "item": {"class": "router", "components": parts}, "use": {"part": "ran"}}
    tree = made(law, data).explain()
    assert (tree.condition.label, tree.truth) == ("T", YES)
    (clause,) = tree.children
    assert clause.condition.label == "T/m (prohibited; art. 1)"
    labels = [child.condition.label for child in clause.children]
    assert labels == [
        "in force from 2018-01-01",
        "the act",
        "whose goods, or to whom",
        "no exception holds (1 looked at)",
    ]
    (some,) = [each for each in walk(tree) if each.condition.op == "some"]
    assert (some.note, [child.address for child in some.children]) == (
        "1 yes, 1 no",
        ["item.components[0]", "item.components[1]"],
    )
    leaves = {each.condition.label: each for each in walk(some.children[0])}
    assert leaves["essential"].evidence == (Told("item.components[0].essential", True),)
    core = next(each for each in walk(tree) if each.condition.op == "derogation")
    assert (core.condition.label, core.truth) == ("the core", NO)


@pytest.mark.parametrize(
    ("item", "note"),
    [
        ({}, "not told"),
        ({"components": []}, "none given"),
        ({"components": [{"name": "a"}]}, "1 unknown, and not all told"),
        ({"components": [{"name": "a", "essential": False}]}, "1 no, and not all told"),
    ],
)
def test_some_says_how_many(item: Mapping[str, object], note: str, tmp_path: Path) -> None:
    law = load(tmp_path, instrument(), measure(target=SOME))
    tree = made(law, {"action": "buy", "item": {"class": "router", **item}}).explain()
    (some,) = [each for each in walk(tree) if each.condition.op == "some"]
    assert some.note == note


@pytest.mark.parametrize("bad", [(), (0,), (123, 700), range(400, 900)])
def test_of_very_many_elements_those_that_decide_are_told_and_all_are_counted(
    bad: Collection[int], tmp_path: Path
) -> None:
    law = load(tmp_path, instrument(), measure(target=SOME))
    parts = [
        {"name": f"p{n}", "maker.under.huawei": n in bad, "essential": True, "components": []}
        for n in range(1_000)
    ]
    tree = made(law, {"action": "buy", "item": {"class": "router", "components": parts}}).explain()
    (some,) = [each for each in walk(tree) if each.condition.op == "some"]
    told = [each.address for each in some.children]
    assert (len(told), some.left) == (TOLD, 1_000 - TOLD)
    assert some.truth is max(child.truth for child in some.children)
    decide = [f"item.components[{n}]" for n in bad][:TOLD]
    assert [each.address for each in some.children if each.truth is YES] == decide
    assert told == sorted(told, key=lambda each: int(each[16:-1])), "in the order of the case"
    counted = f"{len(bad)} yes, {1_000 - len(bad)} no" if bad else "1000 no"
    assert some.note == counted


def test_the_tree_shows_what_holds_or_may_hold_strictest_first(tmp_path: Path) -> None:
    law = load(
        tmp_path,
        instrument(),
        measure("T/a", outcome="review"),
        measure("T/b", target=MILD),
        measure("T/c", target='[target]\n"a switch" = "item.class is switch"'),
    )
    tree = made(law).explain()
    assert [child.condition.label.split()[0] for child in tree.children] == ["T/a", "T/b"]
    assert [child.truth for child in tree.children] == [YES, UNKNOWN]
    nothing = made(law, {"action": "sell"}).explain()
    assert len(nothing.children) == 3
    assert nothing.truth is NO


def test_a_definition_stands_in_the_tree(tmp_path: Path) -> None:
    covered = block("definition", 'id = "T/c"\ncites = "x"\n[means]\n"a router" = "it.class is router"')
    law = load(tmp_path, instrument(), measure(target='[target]\n"covered" = "item meets T/c"'), covered)
    tree = made(law).explain()
    meets = next(each for each in walk(tree) if each.condition.label == "covered")
    assert [child.condition.label for child in meets.children[0].children or meets.children] == ["a router"]
    assert next(each for each in walk(tree) if each.condition.label == "a router").evidence == (
        Told("item.class", "router"),
    )


def test_a_permission_says_under_what(tmp_path: Path) -> None:
    law = load(tmp_path, instrument(), measure(), derogation("T/d", "use.part is core", "the core"))
    tree = made(law, {"action": "buy", "item": {"class": "router"}, "use": {"part": "core"}}).explain()
    assert (tree.children[0].truth, tree.children[0].note) == (YES, "the core")


# --- together ---


def test_cases_of_days_under_several_texts_are_answered_together_as_alone(tmp_path: Path) -> None:
    amendment = 'of = "{}"\ncites = "x"\npublished = 2020-01-01\nfrom = 2020-01-01\n[{}]\n"{}" = "{}"'
    law = load(
        tmp_path,
        instrument(),
        block("definition", 'id = "T/c"\ncites = "x"\n[means]\n"a router" = "it.class is router"'),
        block("amendment", amendment.format("T/c", "means", "or a camera", "it.class is camera")),
        measure(target='[target]\n"covered equipment" = "item meets T/c"'),
        derogation("T/x", "use.network is 5g", "of old"),
        block("amendment", amendment.format("T/x", "when", "of late", "use.network is 4g")),
    )
    told = [
        ({"action": "buy", "item": {"class": thing}, **use}, on)
        for on in ("2021-06-01", "2019-06-01", "2017-06-01", "2020-01-01")
        for thing in ("router", "camera")
        for use in ({"use": {"network": "5g"}}, {"use": {"network": "4g"}}, {})
    ]
    cases, times = [case(data) for data, _ in told], [as_of(on) for _, on in told]
    together = answers(law, Batch(cases, times, law.facts), np.arange(len(told)), "T", frozenset())
    outcomes = set()
    for one, time, (found, _) in zip(cases, times, together, strict=True):
        alone, _ = answer(law, Batch([one], [time], law.facts), 0, "T", frozenset())
        assert found == alone
        assert found is not None
        assert alone is not None
        assert found.explain() == alone.explain()
        outcomes.add((found.outcome.value, found.needs))
    assert outcomes == {
        ("prohibited", ()),
        ("permitted", ()),
        ("unknown", ("use.network",)),
        ("no-rule", ()),
    }
