"""An inventory against the law: who made each device, which measures bite, until when, and the shares.

Invariants: a maker that only signs tell never decides, it raises a red flag with what would bite if a person
confirmed it; where any sign points to a maker that would be caught, the device is flagged, whoever else is
taken to have made it; an unknown maker is `unknown`, never `no-rule`. Devices that differ in nothing the law
asks are put to it once.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from sekisho.dates import LAST_DAY, iso
from sekisho.errors import InputError, counted
from sekisho.formats.case import CaseReader
from sekisho.formats.keys import shape_of
from sekisho.formats.notes import Notes
from sekisho.graph.company import Company, begun, running
from sekisho.law.force import governs
from sekisho.memory import collector_at_rest
from sekisho.model.case import Case, Range
from sekisho.model.decision import Basis
from sekisho.model.measure import Outcome
from sekisho.model.survey import Bite, Judged, Survey
from sekisho.screen.named import query_of
from sekisho.screen.shares import FACT, caps, shares
from sekisho.truth import NO
from sekisho.version import __version__

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from sekisho.assets.weigh import Assets
    from sekisho.dates import AsOf
    from sekisho.model.case import Value
    from sekisho.model.decision import Answer, Decision
    from sekisho.model.device import Attribution, Device
    from sekisho.model.survey import Share
    from sekisho.screen.run import Screener

T = TypeVar("T")
CHUNK = 4096
"""Devices judged at a time: what a progress bar moves by."""
BITES = frozenset(Outcome) - {Outcome.NO_RULE, Outcome.PERMITTED, Outcome.UNKNOWN}
"""What a maker answers to that must not be overlooked."""
USED = "use"
"""The act that is asked about where the owner's case names none: going on using what is installed."""


class Made(NamedTuple):
    """A device, who made it, and under whom it is counted."""

    device: Device
    own: Attribution
    group: str


class Question(NamedTuple):
    """What the law is asked about a device: its maker, its own facts, and the share of its group."""

    maker: str
    facts: tuple[tuple[str, str], ...]
    share: tuple[float, float] | None


class Verdict(NamedTuple):
    """What the law answers to a question."""

    outcome: Outcome
    bites: tuple[Bite, ...]
    listed: bool

    @property
    def is_caught(self) -> bool:
        """Would this maker be a matter for the law, if confirmed?"""
        return self.listed or self.outcome in BITES

    def of(self, maker: str, asked: str) -> Verdict:
        """The same about another maker of whom no more is known: only what is to be asked names him."""
        if maker == asked:
            return self
        return self._replace(bites=tuple(_renamed(bite, maker, asked) for bite in self.bites))


class Surveyor:
    """Puts inventories to the law."""

    def __init__(
        self,
        screener: Screener,
        assets: Assets,
        owner: Case | None,
        as_of: AsOf,
        registries: Iterable[str] = (),
    ) -> None:
        """Prepare.

        Args:
            screener: the law and the store, ready to answer.
            assets: what tells makers.
            owner: a case that says whose network it is, what for, and what is done; None: nobody told.
            as_of: the two times, where the case gives none.
            registries: what the assets were told beside the tables that ship.
        """
        self._screener = screener
        self._assets = assets
        self._owned = owner is not None
        self._template = owner or Case("device", {})
        if "action" not in self._template.facts:
            self._template = replace(self._template, facts={**self._template.facts, "action": USED})
        on, known = self._template.on or as_of.on, self._template.known
        self._as_of = replace(as_of, on=on, known=as_of.known if known is None else known)
        self._store = screener.knowledge.store.at(self._as_of.known)
        self._registries = tuple(registries)
        self._verdicts: dict[Question, Verdict] = {}
        self._strangers: dict[Question, Question] = {}
        self._facts: dict[tuple[tuple[str, str], ...], dict[str, Value]] = {}
        self._groups: dict[str, str] = {}

    def survey(
        self, devices: Sequence[Device], moved: Callable[[str, int], object] = lambda _phase, _count: None
    ) -> Survey:
        """Judge the devices of a network together.

        Args:
            devices: all of it; the shares are of these.
            moved: is told how many more devices are attributed, or judged.

        Raises:
            InputError: a device has a fact that the case format does not have.
        """
        with collector_at_rest():
            return self._survey(devices, moved)

    def _survey(self, devices: Sequence[Device], moved: Callable[[str, int], object]) -> Survey:
        self._check(devices)
        made: list[Made] = []
        for chunk in _chunks(devices):
            made += (self._made(device) for device in chunk)
            moved("attributed", len(chunk))
        counted = [
            (self._function(device), group, bool(own.entity), bool(device.maker))
            for device, own, group in made
        ]
        found = shares(counted)
        by_group = {(each.function, each.group): each for each in found}
        judged: list[Judged] = []
        for some in _chunks(made):
            asked = [tuple(self._questions(each, by_group)) for each in some]
            self._ask(question for each in asked for question in each)
            judged += (self._judge(each, questions) for each, questions in zip(some, asked, strict=True))
            moved("judged", len(some))
        basis = Basis(__version__, self._screener.law.digest, self._store.hashes)
        limits = caps(self._screener.law, self._screener.only)
        return Survey(tuple(judged), found, limits, self._as_of, basis, self._registries, self._owned)

    def _made(self, device: Device) -> Made:
        own = self._assets.attribute(device, self._as_of.on.day)
        return Made(device, own, self.group(own))

    def group(self, own: Attribution) -> str:
        """The maker under which a device is counted: the one that controls its maker, if the table has it."""
        if not own.entity:
            return own.maker
        if own.entity not in self._groups:
            self._groups[own.entity] = self._group(own.entity)
        return self._groups[own.entity]

    def _group(self, entity: str) -> str:
        way = [entity]
        while (above := self._controller(way[-1])) is not None and above not in way:
            way.append(above)
        if above is not None:  # those who control each other are one group, whoever of them is asked about
            ring = way[way.index(above) :]
            turn = ring.index(min(ring)) + 1
            way += ring[turn:] + ring[:turn]
        makers = filter(None, map(self._assets.makers.of_entity.get, reversed(way)))
        return next((each.name for each in makers), way[-1])

    def _controller(self, entity: str) -> str | None:
        """Who controls an entity, or may: a month or year that straddles the day counts."""
        day = self._as_of.on.day
        for each in self._store.owners_of(entity, self._as_of.known):
            if each.control and min(begun(each.since, day), running(each.until, day)) is not NO:
                return each.owner
        return None

    # --- what is asked -------------------------------------------------------------------------------

    def _questions(self, made: Made, found: Mapping[tuple[str, str], Share]) -> Iterator[Question]:
        """The questions about a device: its maker first, then everybody else whom a sign points to."""
        device, own, _ = made
        facts = tuple(sorted(device.facts.items()))
        names = [self._called(own.maker, "" if device.maker else own.entity)] if own.maker else []
        weighty = (*own.against, own.maker)
        names += (
            self._called(sign.maker, sign.entity)
            for sign in own.signs
            if sign.entity or (sign.weight > 0 and sign.maker in weighty)
        )
        for number, name in enumerate(dict.fromkeys(names)):
            yield Question(name, facts, None if number else self._share(made, found))

    def _called(self, maker: str, entity: str) -> str:
        """The name by which the law is asked: of a company of the corpus its own, which is known."""
        return self._store.entities[entity].names[0] if entity else maker

    def _share(self, made: Made, found: Mapping[tuple[str, str], Share]) -> tuple[float, float] | None:
        """What share a device's group has of its function; None: its function or its maker is not told."""
        device, own, group = made
        function = self._function(device)
        share = found.get((function, group)) if function and own.entity else None
        if share is None or FACT in self._template.facts:
            return None
        return (share.low if device.maker else share.likely), share.high

    def _function(self, device: Device) -> str:
        """Network and part of a device; empty where neither is told."""
        told = (
            device.facts.get(name) or str(self._template.facts.get(name, ""))
            for name in ("use.network", "use.part")
        )
        return " ".join(filter(None, told))

    def _ask(self, questions: Iterable[Question]) -> None:
        """Put what was not asked yet to the law, together."""
        new = [each for each in dict.fromkeys(questions) if each not in self._verdicts]
        stand_ins = self._stand_ins(new)
        asked = [each for each in dict.fromkeys(stand_ins) if each not in self._verdicts]
        cases = [self._case(each, number) for number, each in enumerate(asked)]
        for question, answer in zip(asked, self._screener.answers(cases, self._as_of), strict=True):
            self._verdicts[question] = self._verdict(answer)
        for question, stand_in in zip(new, stand_ins, strict=True):
            self._verdicts[question] = self._verdicts[stand_in].of(question.maker, stand_in.maker)

    def _stand_ins(self, questions: Sequence[Question]) -> list[Question]:
        """For each question the one that is asked: of makers whom nothing knows, the first stands for all."""
        knowledge = self._screener.knowing(self._as_of.known)
        makers = {each.maker: Company(each.maker, None) for each in questions}
        knowledge.index.prepare(map(query_of, makers.values()))
        known = {
            name
            for name, company in makers.items()
            if knowledge.resolve(company) or knowledge.companies.row_of(self._template, company)
        }
        return [
            each if each.maker in known else self._strangers.setdefault(each._replace(maker=""), each)
            for each in questions
        ]

    def _case(self, question: Question, number: int) -> Case:
        facts: dict[str, Value] = {**self._template.facts, **self._facts[question.facts]}
        facts["item.manufacturer"] = question.maker
        if question.share is not None:
            facts[FACT] = Range(*question.share)
        return replace(self._template, id=f"device {number}", facts=facts)

    def _check(self, devices: Sequence[Device]) -> None:
        """Read the facts of the devices, each combination once, and refuse what is none."""
        reader = CaseReader(shape_of(self._screener.law.facts))
        problems = []
        for device in devices:
            key = tuple(sorted(device.facts.items()))
            if key in self._facts:
                continue
            nested: dict[str, dict[str, str]] = {}
            for name, value in key:
                table, _, rest = name.partition(".")
                nested.setdefault(table, {})[rest] = value
            notes = Notes(device.at.file, device.at.line, device.at.path)
            case = reader.read(nested, notes, device.id)
            problems += notes.problems
            self._facts[key] = dict(case.facts) if case is not None else {}
        if problems:
            raise InputError(f"the inventory cannot be judged: {counted(len(problems), 'problem')}", problems)

    # --- what is answered ----------------------------------------------------------------------------

    def _verdict(self, answer: Answer) -> Verdict:
        bites = tuple(self._bite(each) for each in answer.decisions if each.outcome is not Outcome.NO_RULE)
        return Verdict(answer.outcome, bites, any(each.path.startswith("item") for each in answer.listed))

    def _bite(self, decision: Decision) -> Bite:
        by = ""
        if decision.measure is not None and decision.outcome is Outcome.REMOVE_BY:
            governing = governs(self._screener.law, self._screener.law.blocks[decision.measure], self._as_of)
            last = None if governing is None else governing.by
            by = "" if last is None else "no day" if last == LAST_DAY else iso(last)
        measure = decision.measure or decision.instrument
        return Bite(measure, decision.outcome, decision.state, decision.citation.cites, by, decision.needs)

    def _judge(self, made: Made, asked: Sequence[Question]) -> Judged:
        device, own, group = made
        answered = [(each.maker, self._verdicts[each]) for each in asked]
        if device.maker:
            return _stated(made, *answered)
        caught = next((each for each in answered if each[1].is_caught), None)
        if caught is not None:
            name, verdict = caught
            why = f"signs point to {name}; if that is confirmed: {verdict.outcome}"
            return Judged(device, own, group, Outcome.RED_FLAG, verdict.bites, why=why)
        if not own.maker:
            return Judged(device, own, group, Outcome.UNKNOWN, why=own.why)
        name, verdict = answered[0]
        why = f"the maker is inferred, not stated; if it is {name}: {verdict.outcome}"
        return Judged(device, own, group, Outcome.UNKNOWN, verdict.bites, why=why)


def _renamed(bite: Bite, maker: str, asked: str) -> Bite:
    """What a measure says, with what it needs asked of another maker."""
    return replace(bite, needs=tuple(need.replace(f"[{asked}]", f"[{maker}]") for need in bite.needs))


def _stated(made: Made, first: tuple[str, Verdict], *others: tuple[str, Verdict]) -> Judged:
    """A device whose maker is stated: that decides, and what its signs say otherwise is a red flag."""
    device, own, group = made
    verdict = first[1]
    caught = next((each for each in others if each[1].is_caught), None)
    if caught is None or verdict.outcome.strictness >= Outcome.RED_FLAG.strictness:
        return Judged(device, own, group, verdict.outcome, verdict.bites, confirmed=True)
    name, other = caught
    why = f"stated as {own.maker}, but signs point to {name}; if that is confirmed: {other.outcome}"
    bites = (*verdict.bites, *other.bites)
    return Judged(device, own, group, Outcome.RED_FLAG, bites, confirmed=True, why=why)


def counts(judged: Iterable[Judged]) -> Counter[Outcome]:
    """How many devices have each outcome."""
    return Counter(each.outcome for each in judged)


def _chunks(items: Sequence[T]) -> Iterator[list[T]]:
    remaining = iter(items)
    while chunk := list(islice(remaining, CHUNK)):
        yield chunk
