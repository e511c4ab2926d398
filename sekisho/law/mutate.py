"""Single errors planted in the law, in memory: what would no example miss?

A date is moved by 31 days, a limit by 1, a yes is flipped, a clause or section dropped, an outcome made
stricter or milder by one word. The cases of the examples do not depend on the law, so their columns are
laid out once; of the law only the planted text is built anew, and only the answers that rest on it are asked.
Ids name block, text and clause, never a line: they stay when the file moves.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple, cast

from sekisho.dates import Moment, iso
from sekisho.law.assemble import in_order
from sekisho.law.examples import answers, lay_out, unmet_needs
from sekisho.law.read import WRITABLE
from sekisho.law.uses import SECTIONS, Uses
from sekisho.model.measure import Block, Condition, Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sekisho.errors import Location
    from sekisho.law.examples import Examples
    from sekisho.law.register import Law
    from sekisho.model.measure import Instrument, Key, Test, Text

DAYS = 31
DAY = 86_400
"""Seconds."""
LIMITS = ("at-least", "above", "below")


class Mutant(NamedTuple):
    """One planted error.

    Attributes:
        at: the line it is planted in.
        what: what it says instead.
        id: block, text, key or clause, and change: `US-889A | from | +31`.
    """

    at: Location
    what: str
    id: str


class Report(NamedTuple):
    """What the examples caught: how many errors were planted, and those that no example misses."""

    total: int
    survivors: tuple[Mutant, ...]

    @property
    def caught(self) -> float:
        """The share that is caught; 1 where nothing was planted."""
        return 1 - len(self.survivors) / self.total if self.total else 1.0


class _Change(NamedTuple):
    """A text with an error in it: the key and clauses that lead there, what it says, the line if known."""

    where: tuple[str, ...]
    delta: str
    text: Text
    at: Location | None = None


@dataclass(frozen=True, slots=True)
class _Turn:
    """A condition with an error in it."""

    where: tuple[str, ...]
    delta: str
    condition: Condition | None
    at: Location | None


def survivors(law: Law, examples: Examples) -> Report:
    """Plant every error and ask the examples."""
    uses, parts = Uses(law), _Parts(law, examples)
    total, left = 0, []
    for mutant, owner, planted in _planted(law):
        total += 1
        ids = [owner.id] if isinstance(owner, Block) else [block.id for block in owner.blocks]
        if not _caught(planted, parts.of(uses.answering(ids))):
            left.append(mutant)
    return Report(total, tuple(left))


def _caught(planted: Law, examples: Examples) -> bool:
    only = frozenset(question.instrument for question in examples.questions)
    got = answers(planted, examples, only) if only else []
    if any(one is not question.outcome for one, question in zip(got, examples.questions, strict=True)):
        return True
    return any(unmet_needs(planted, examples))


class _Parts:
    """The examples of some instruments, laid out once for each set."""

    def __init__(self, law: Law, examples: Examples) -> None:
        self._law = law
        self._examples = examples
        self._parts: dict[frozenset[str], Examples] = {}

    def of(self, instruments: frozenset[str]) -> Examples:
        if instruments not in self._parts:
            asked = tuple(each for each in self._examples.questions if each.instrument in instruments)
            self._parts[instruments] = lay_out(self._law, asked)
        return self._parts[instruments]


def _planted(law: Law) -> Iterator[tuple[Mutant, Block | Instrument, Law]]:
    lines = {block.at: block for block in law.raw}
    for instrument in law.instruments.values():
        owners: list[Block | Instrument] = [instrument]
        owners += [block for block in instrument.blocks if block.kind != "note"]
        for owner in owners:
            for place, text in enumerate(owner.texts):
                name = owner.id if not place else f"{owner.id} @ {text.start} / {iso(text.published or 1)}"
                for change in _changes(law, owner, text):
                    raw = lines.get(text.at)
                    at = change.at or (text.at if raw is None else raw.line(change.where[0]))
                    where = " > ".join(part for part in change.where if part)
                    mutant = Mutant(at, f"{where}: {change.delta}", f"{name} | {where} | {change.delta}")
                    yield mutant, owner, _with(law, owner, place, change.text)


def _with(law: Law, owner: Block | Instrument, place: int, text: Text) -> Law:
    """The law with one text replaced; what does not rest on it keeps its calendar."""
    texts = (*owner.texts[:place], text, *owner.texts[place + 1 :])
    if place:
        texts = (texts[0], *in_order(texts[1:]))
    if not isinstance(owner, Block):
        gone = {block.id for block in owner.blocks}
        instruments = {**law.instruments, owner.id: replace(owner, texts=texts)}
        return replace(law, instruments=instruments, cache=_kept(law, gone))
    block = replace(owner, texts=texts)
    lifting = {
        target: tuple(block if other.id == block.id else other for other in law.lifting[target])
        for target in block.lifts
    }
    home = law.instruments[block.instrument]
    blocks = tuple(block if other.id == block.id else other for other in home.blocks)
    return replace(
        law,
        instruments={**law.instruments, home.id: replace(home, blocks=blocks)},
        blocks={**law.blocks, block.id: block},
        lifting={**law.lifting, **lifting},
        cache=_kept(law, {block.id, *block.lifts}),
    )


def _kept(law: Law, gone: set[str]) -> dict[tuple[str, int, int], object]:
    return {key: value for key, value in law.cache.items() if key[0] not in gone}


def _changes(law: Law, owner: Block | Instrument, text: Text) -> Iterator[_Change]:
    yield from _moved(text)
    yield from _reworded(text)
    for key, value in text.keys.items():
        if isinstance(value, Condition):
            if key in SECTIONS and _another_remains(law, owner, text, key):
                left = {name: each for name, each in text.keys.items() if name != key}
                yield _Change((key,), "dropped", replace(text, keys=left), value.at)
            for turn in _turned(value):
                turned = replace(text, keys={**text.keys, key: cast("Key", turn.condition)})
                yield _Change((key, *turn.where), turn.delta, turned, turn.at)


def _moved(text: Text) -> Iterator[_Change]:
    """Every date of a text, a month earlier and later."""
    for days in (-DAYS, DAYS):
        if text.start is not None:
            start = _shifted(text.start, days)
            yield _Change(
                ("from",), f"{days:+}", replace(text, start=start, keys={**text.keys, "from": start})
            )
        for key in ("until", "by"):
            day = text.keys.get(key)
            if isinstance(day, int):
                yield _Change((key,), f"{days:+}", replace(text, keys={**text.keys, key: day + days}))
        if text.published is not None:
            yield _Change(("published",), f"{days:+}", replace(text, published=text.published + days))


def _shifted(moment: Moment, days: int) -> Moment:
    instant = None if moment.instant is None else moment.instant + days * DAY
    return Moment(moment.day + days, instant, iso(moment.day + days) + moment.text[10:])


def _reworded(text: Text) -> Iterator[_Change]:
    """Every outcome, one word stricter and one milder."""
    for key in ("outcome", "then"):
        outcome = text.keys.get(key)
        if isinstance(outcome, Outcome):
            words = WRITABLE[key]
            place = words.index(outcome)
            for other in (*words[max(0, place - 1) : place], *words[place + 1 : place + 2]):
                yield _Change((key,), other, replace(text, keys={**text.keys, key: Outcome(other)}))


def _another_remains(law: Law, owner: Block | Instrument, text: Text, key: str) -> bool:
    """Does a clause still test something when it loses a section?"""
    own = set(SECTIONS) & set(text.keys) - {key}
    if isinstance(owner, Block):
        return bool(own or set(SECTIONS) & set(law.instruments[owner.instrument].texts[0].keys))
    clauses = [block for block in owner.blocks if block.kind in ("measure", "flag", "reading")]
    return bool(own) or all(set(SECTIONS) & set(block.texts[0].keys) for block in clauses)


def _turned(condition: Condition) -> Iterator[_Turn]:
    """Every condition that differs in one place."""
    if condition.test is not None:
        for delta, test in _retested(condition.test):
            yield _Turn((), delta, replace(condition, test=test), condition.at)
    many = condition.op in ("all", "any") and len(condition.children) > 1
    for place, child in enumerate(condition.children):
        before, after = condition.children[:place], condition.children[place + 1 :]
        if many:
            yield _Turn((child.label,), "dropped", replace(condition, children=(*before, *after)), child.at)
        for turn in _turned(child):
            children = (*before, cast("Condition", turn.condition), *after)
            yield _Turn(
                (child.label, *turn.where), turn.delta, replace(condition, children=children), turn.at
            )


def _retested(test: Test) -> Iterator[tuple[str, Test]]:
    """A test with its limit or date moved, or its yes flipped."""
    value = test.value[0] if test.value else None
    if test.operator in LIMITS and isinstance(value, float):
        for step in (-1, 1):
            yield f"{step:+}", replace(test, value=(value + step,))
    elif isinstance(value, Moment) and test.operator in ("before", "since"):
        for days in (-DAYS, DAYS):
            yield f"{days:+}", replace(test, value=(_shifted(value, days),))
    elif test.operator == "is" and value in ("yes", "no"):
        other = "no" if value == "yes" else "yes"
        yield f"is {other}", replace(test, value=(other,))
