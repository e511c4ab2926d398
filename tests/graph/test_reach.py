"""What owners lead to: every question of golden/ownership.txt, and what a line of it cannot ask."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from sekisho import dates
from sekisho.dates import FIRST_DAY, LAST_DAY, Interval
from sekisho.graph.company import World, company_of
from sekisho.graph.reach import ANY_DAY, NONE, Reach
from sekisho.model.case import Listed, Owner, Range, Row
from sekisho.model.entity import Entity, ListInfo, Listing, Ownership
from sekisho.model.match import Match
from sekisho.names.legal_form import Forms
from sekisho.store.base import gather
from sekisho.truth import UNKNOWN, YES, Truth

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sekisho.graph.company import Company
    from sekisho.graph.reach import Reached
    from sekisho.store.base import Store

GOLDEN = Path(__file__).parents[1] / "golden" / "ownership.txt"
NO_FORMS = Forms({}, {}, {}, {}, {})
WHEN = r"(\d{4}(?:-\d{2}(?:-\d{2})?)?)"
DAY = r"(\d{4}-\d{2}-\d{2})"
ENTRY = re.compile(rf"(.+) on (\S+)(?: from {DAY})?(?: until {DAY})?(?: known {DAY})?")
VOTES = re.compile(r"votes (.+?) *%")
HOLDS = re.compile(r"(case )?(.+) -> ([^:]+)(?:: *(.*))?")
STATED = re.compile(rf"case (.+) listed (\S+)(?: from {WHEN})?(?: until {WHEN})?")
QUESTION = re.compile(rf"\? (.+) (on|entered|under|share|was-under) (\S+) on {DAY}(?: known {DAY})? = (.+)")


@dataclass
class Sketch:
    """A world of the golden file, as its lines tell it."""

    title: str = ""
    listings: list[Listing] = field(default_factory=list)
    incomplete: dict[str, int] = field(default_factory=dict)
    believed: set[str] = field(default_factory=set)
    register: list[Ownership] = field(default_factory=list)
    owners: dict[str, list[Owner]] = field(default_factory=dict)
    persons: set[str] = field(default_factory=set)
    listed: dict[str, tuple[Listed, ...]] = field(default_factory=dict)
    maybe: dict[str, str] = field(default_factory=dict)
    questions: list[tuple[int, re.Match[str]]] = field(default_factory=list)

    def line(self, number: int, text: str) -> None:
        if (found := QUESTION.fullmatch(text)) is not None:
            self.questions.append((number, found))
        elif (found := STATED.fullmatch(text)) is not None:
            name, listed, since, until = found.groups()
            self.listed[name] = (*self.listed.get(name, ()), Listed(listed, when(since), when(until)))
        elif text.startswith("case ") and text.endswith(" not listed"):
            self.listed[text[len("case ") : -len(" not listed")]] = ()
        elif text.startswith("case ") and text.endswith(" is a person"):
            self.persons.add(text[len("case ") : -len(" is a person")])
        elif (found := HOLDS.fullmatch(text)) is not None:
            self._holds(*found.groups())
        elif " is incomplete" in text:
            name, _, since = text.partition(" is incomplete")
            self.incomplete[name] = dates.day(since.removeprefix(" since ")) if since else FIRST_DAY
        elif text.endswith(" believes the case"):
            self.believed.add(text.removesuffix(" believes the case"))
        elif " may be " in text:
            name, _, other = text.partition(" may be ")
            self.maybe[name] = other
        elif (found := ENTRY.fullmatch(text)) is not None:
            name, listed, since, until, known = found.groups()
            valid = Interval(
                dates.day(since) if since else FIRST_DAY, dates.day(until) if until else LAST_DAY
            )
            key, _, part = listed.partition(":")
            parts = (part,) if part else ()
            self.listings.append(
                Listing(name, key, name, parts, valid, dates.day(known) if known else FIRST_DAY)
            )
        else:
            pytest.fail(f"{GOLDEN.name}:{number}: nobody can read this line: {text}")

    def _holds(self, case: str | None, owner: str, owned: str, words: str | None) -> None:
        words = words or ""
        if case is None:
            votes, rest = None, []
            for word in words.split(","):
                if (told := VOTES.fullmatch(word.strip())) is not None:
                    votes = percent(told[1])
                else:
                    rest.append(word)
            share, control, since, until = stake(",".join(rest))
            self.register.append(Ownership(owner, owned, share, control, since, until, votes=votes))
            return
        share, control, since, until = stake(words)
        stated = self.owners.setdefault(owned, [])
        if owner != "nobody":
            stated.append(Owner(owner, None, share, control, since, until))

    def store(self) -> Store:
        names = {listing.entity for listing in self.listings} | set(self.maybe.values())
        names |= {name for each in self.register for name in (each.owner, each.asset)}
        lists = dict.fromkeys([listing.list for listing in self.listings] + list(self.incomplete))
        infos = [
            ListInfo(
                name,
                name,
                "official",
                name not in self.incomplete,
                self.incomplete.get(name, FIRST_DAY),
                believed=name in self.believed,
            )
            for name in lists
        ]
        entities = [Entity(name, "Company", (name,)) for name in sorted(names)]
        return gather(entities, NO_FORMS, self.listings, self.register, (), infos, {})

    def company(self, name: str) -> Company:
        told = dict.fromkeys([*self.owners, *self.persons, *self.listed])
        rows = {one: self._row(place, one) for place, one in enumerate(told)}
        company = company_of(rows.get(name, Row("", {"name": name})), World(rows, str))
        assert company is not None
        return company

    def _row(self, place: int, name: str) -> Row:
        owners = tuple(self.owners[name]) if name in self.owners else None
        facts = {"name": name} | ({"kinds": ("individual",)} if name in self.persons else {})
        return Row(f"parties[{place}]", facts, owners, self.listed.get(name))

    def reach(self) -> Reach:
        store = self.store()

        def resolve(company: Company) -> tuple[Match, ...]:
            name = company.name
            if name in self.maybe:
                return (Match(self.maybe[name], UNKNOWN, self.maybe[name], "a name that many bear"),)
            return (Match(name, YES, name, "same name"),) if name in store.entities else ()

        return Reach(store, resolve)


def when(text: str | None) -> Interval | None:
    return None if text is None else dates.interval(text)


def days(text: str) -> Interval:
    first, _, last = text.partition("..")
    return Interval(dates.interval(first).first, dates.interval(last or first).last)


def stake(words: str) -> tuple[Range | None, bool | None, Interval | None, Interval | None]:
    share = control = since = until = None
    for word in filter(None, (each.strip() for each in words.split(","))):
        if word.endswith("%"):
            share = percent(word[:-1].strip())
        elif word in ("control", "no control"):
            control = word == "control"
        elif word.startswith("from "):
            since = when(word.removeprefix("from "))
        elif word.startswith("until "):
            until = when(word.removeprefix("until "))
        else:
            pytest.fail(f"'{word}' says nothing of a holding")
    return share, control, since, until


def percent(text: str) -> Range:
    if text.startswith(">="):
        return Range(float(text[2:]), 100.0)
    if text.startswith("<="):
        return Range(0.0, float(text[2:]))
    low, _, high = text.partition("..")
    return Range(float(low), float(high or low))


def sketches(text: str) -> Iterator[Sketch]:
    sketch = Sketch()
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith("== "):
            yield sketch
            sketch = Sketch(line.removeprefix("== "))
        elif line.strip() and not line.startswith("#"):
            sketch.line(number, line.strip())
    yield sketch


WORLDS = [sketch for sketch in sketches(GOLDEN.read_text("utf-8")) if sketch.title]
QUESTIONS = [
    pytest.param(world, question, id=f"{number} {question[0][2:]}")
    for world in WORLDS
    for number, question in world.questions
]


def asked(world: Sketch, question: re.Match[str]) -> Reached:
    name, relation, listed, on, known, _ = question.groups()
    knew = dates.day(known) if known else LAST_DAY
    return world.reach().ask(relation, world.company(name), listed, dates.day(on), knew)


@pytest.mark.parametrize(("world", "question"), QUESTIONS)
def test_golden(world: Sketch, question: re.Match[str]) -> None:
    relation, expected = question[2], question[6]
    got = asked(world, question)
    if relation == "share":
        assert str(got.share) == expected
    elif relation in ("was-under", "entered"):
        assert got.last == ({"none": NONE, "unknown": ANY_DAY}.get(expected) or days(expected))
    else:
        assert got.truth.word == expected


@pytest.mark.parametrize(("world", "question"), QUESTIONS)
def test_an_unknown_says_what_would_settle_it_and_a_yes_says_why(
    world: Sketch, question: re.Match[str]
) -> None:
    relation, listed, got = question[2], question[3], asked(world, question)
    if relation in ("on", "under"):
        assert bool(got.needs) == (got.truth is UNKNOWN)
        if got.truth is YES:
            assert (got.steps[-1].kind, got.steps[-1].name.partition(":")[0]) == (
                "list",
                listed.partition(":")[0],
            )
    if relation == "share":
        assert bool(got.needs) == (got.share.low != got.share.high)
    if relation in ("was-under", "entered") and got.last == ANY_DAY:
        assert got.needs


@pytest.mark.parametrize("world", WORLDS, ids=lambda world: world.title)
def test_between_turning_days_no_answer_changes(world: Sketch) -> None:
    reach = world.reach()
    for name, relation, listed in sorted({(q[1], q[2], q[3]) for _, q in world.questions}):
        company = world.company(name)
        turning = [day for day in reach.turning_days(company) if FIRST_DAY < day < LAST_DAY]
        for first, following in pairwise([FIRST_DAY, *turning, LAST_DAY]):
            days = {first, (first + following) // 2, following - 1}
            answers = {reach.ask(relation, company, listed, day, LAST_DAY) for day in days}
            assert len({(a.truth, a.share, a.last) for a in answers}) == 1, dates.iso(first)


def world_of(text: str) -> Sketch:
    (_, sketch) = sketches(f"== a world\n{text}")
    return sketch


def ask(world: Sketch, relation: str, name: str, listed: str = "L", on: str = "2020-01-01") -> Reached:
    return world.reach().ask(relation, world.company(name), listed, dates.day(on), LAST_DAY)


def test_the_path_goes_from_the_company_upwards_to_the_entry() -> None:
    world = world_of(
        "Top on L from 2018-08-13\n"
        "Top -> Middle: 60 %, from 2011\n"
        "case Middle -> Low: 75 %, control, until 2022-12\n"
    )
    steps = ask(world, "under", "Low").steps
    assert [(step.kind, step.name) for step in steps] == [
        ("owner", "Middle"),
        ("owner", "Top"),
        ("list", "L"),
    ]
    assert "75 %" in steps[0].detail
    assert "controls" in steps[0].detail
    assert steps[0].detail.endswith("until 2022-12")
    assert "case" in steps[0].source
    assert steps[1].detail.endswith("from 2011")
    assert "2018-08-13" in steps[2].detail
    assert ask(world, "share", "Low").steps[1:] == steps


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("A on L\nB on L\ncase A -> Low: 30 %\ncase B -> Low: 25 %", ("55 %", "30 % of A + 25 % of B")),
        ("A on L\ncase A -> Low: 45..55 %\ncase C -> Low: 10 %", ("45..55 %", "45..55 % of A")),
        ("A on L\ncase A -> V: 60 %\ncase V -> Low: 60 %\ncase C -> Low: 40 %", ("60 %", "60 % of V")),
        (
            "A on L\ncase A -> V: 45..55 %\ncase V -> Low: 60 %",
            ("0..60 %", "60 % of V perhaps"),
        ),
        (
            "A on L\nA -> Low: 30 %\nC -> Low: 20 %",
            ("30..80 %", "30 % of A + up to 50 % whose owners nobody tells"),
        ),
    ],
)
def test_a_share_says_how_it_was_added_up(text: str, words: tuple[str, str]) -> None:
    first, *rest = ask(world_of(text), "share", "Low").steps
    assert (first.kind, first.name, first.detail) == ("share", *words)
    assert rest[-1].kind == "list"


def test_of_many_holders_some_are_named() -> None:
    lines = [f"H{number} on L\ncase H{number} -> Low: 1 %" for number in range(40)]
    detail = ask(world_of("\n".join(lines)), "share", "Low").steps[0].detail
    assert detail.startswith("1 % of H0 + ")
    assert detail.endswith(" + 28 more")


def test_a_past_owner_has_a_path_too() -> None:
    world = world_of("Top on L\ncase Top -> Mother: 100 %, until 2019-06-30\ncase Mother -> Low: 100 %\n")
    assert [step.name for step in ask(world, "was-under", "Low").steps] == ["Mother", "Top", "L"]


def test_the_shortest_path_is_shown() -> None:
    world = world_of("Top on L\ncase Top -> A: 100 %\ncase A -> Low: 60 %\ncase Top -> Low: 50 %\n")
    assert [step.name for step in ask(world, "under", "Low").steps] == ["Top", "L"]


@pytest.mark.parametrize(
    ("text", "needs"),
    [
        ("Top on L", ("owners",)),
        ("Top on L\ncase Top -> Low: 20 %", ("owners[0].control",)),
        ("Top on L\ncase Clean -> Low: 1 %\ncase Top -> Low: 60 %, until 2020", ("owners[1].until",)),
        ("Top on L\ncase Top -> Low: 60 %, from 2020", ("owners[0].from",)),
        ("Top on L\ncase Top -> Low: 30 %, from 2020", ("owners[0].control", "owners[0].from")),
        ("Top on L\nTop -> Low: 20 %\ncase nobody -> Low", ("owners",)),
        ("L is incomplete\ncase nobody -> Low", ("listed",)),
        ("L is incomplete", ("listed", "owners")),
        ("L is incomplete\ncase Low not listed", ("listed", "owners")),
        ("Top on L\nLow may be Top\ncase nobody -> Low", ("name",)),
        ("Top on L\nTo may be Top\ncase To -> Low: 60 %", ("parties[To].name",)),
        ("Top on L\ncase Mid -> Low: 60 %\ncase Top -> Mid: 20 %", ("parties[1].owners[0].control",)),
        ("Top on L\ncase Mid -> Low: 60 %\nTop -> Mid: 20 %", ("parties[Mid].owners",)),
    ],
)
def test_needs_name_what_is_open(text: str, needs: tuple[str, ...]) -> None:
    assert ask(world_of(text), "under", "Low", on="2020-06-01").needs == needs


@pytest.mark.parametrize("relation", ["under", "share", "was-under"])
def test_cross_holdings_of_many_end(relation: str) -> None:
    names = [f"House {number}" for number in range(40)]
    lines = [f"case {one} -> {two}: 2 %, no control" for one in names for two in names if one != two]
    world = world_of("\n".join(["Top on L", "case Top -> House 39: 60 %", *lines]))
    got = ask(world, relation, "House 0")
    assert got.share == Range(2.0, 2.0) if relation == "share" else got.truth is not YES


def test_a_chain_of_a_thousand_ends_at_its_end() -> None:
    lines = [f"case House {number + 1} -> House {number}: 100 %" for number in range(1000)]
    world = world_of("\n".join(["Top on L", "case Top -> House 1000: 50 %", *lines]))
    assert ask(world, "under", "House 0").truth is YES
    assert ask(world, "share", "House 0").share == Range(100.0, 100.0)


def test_what_is_asked_first_does_not_matter() -> None:
    world = world_of(
        "Top on L\ncase Top -> A: 50 %\ncase B -> A: 50 %\n"
        "case A -> B: 50 %\ncase C -> B: 50 %\ncase B -> C: 60 %\n"
    )
    company = {name: world.company(name) for name in "ABC"}
    day = dates.day("2020-01-01")
    fresh = {
        (relation, name): world.reach().ask(relation, company[name], "L", day, LAST_DAY)
        for relation in ("under", "share", "was-under")
        for name in "ABC"
    }
    for order in ("ABC", "CBA", "BCA"):
        reach = world.reach()
        for name in order:
            for relation in ("share", "under", "was-under"):
                assert reach.ask(relation, company[name], "L", day, LAST_DAY) == fresh[relation, name]


def test_forgetting_changes_nothing() -> None:
    world = world_of("Top on L\ncase Top -> Low: 60 %\n")
    reach, company, day = world.reach(), world.company("Low"), dates.day("2020-01-01")
    before = reach.ask("under", company, "L", day, LAST_DAY)
    reach.forget()
    assert reach.ask("under", company, "L", day, LAST_DAY) == before


def test_every_truth_is_asked_for_in_the_golden_file() -> None:
    answered = {question[6] for world in WORLDS for _, question in world.questions}
    assert {truth.word for truth in Truth} <= answered
