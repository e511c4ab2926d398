"""The lives of measures: what each was, when, as known on a day.

Invariants: the spans of a life do not overlap and come in their order; a day in none of them is one on which
the measure was nothing to reckon with: not published yet, or ended.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sekisho.dates import ALWAYS, FIRST_DAY, LAST_DAY, AsOf, Interval, Moment
from sekisho.law.force import governs, standing
from sekisho.law.overview import aligned, outcome_words, own_words
from sekisho.model.measure import Outcome, State

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from sekisho.law.force import Governing
    from sekisho.law.register import Law
    from sekisho.model.measure import Block, Instrument


class Span(NamedTuple):
    """A stretch of days in which a measure stood the same.

    Attributes:
        words: the outcome in words; of a removal, by when and what follows.
    """

    days: Interval
    outcome: Outcome
    words: str
    state: State

    def __str__(self) -> str:
        told = f"{self.words}, {self.state}"
        return told if self.days == ALWAYS else f"{told} {self.days.words}"


class Life(NamedTuple):
    """What a measure was, when.

    Attributes:
        block: its id.
        instrument: that of its instrument.
        country: the jurisdiction, as a two-letter code.
        certainty: of its text, in the register's own words.
        unverified: what nobody has confirmed.
    """

    block: str
    instrument: str
    country: str
    spans: tuple[Span, ...]
    certainty: str = ""
    unverified: tuple[str, ...] = ()

    @property
    def doubted(self) -> bool:
        """Does the register tell a certainty that is not high, first of all?"""
        return bool(self.certainty) and not self.certainty.startswith("high")

    @property
    def doubts(self) -> str:
        """The certainty, and what is not confirmed, in words."""
        told = f"certainty: {self.certainty or 'not told'}"
        return "; not confirmed: ".join((told, *self.unverified))


def lives(law: Law, known: int, country: str = "", only: Collection[str] | None = None) -> list[Life]:
    """The life of every measure that was something by a day of knowledge, the earliest first.

    Args:
        law: the register.
        known: the day of knowledge.
        country: of the instruments to look at; empty: of all.
        only: ids of the measures to look at; None: of all.
    """
    told = []
    now = AsOf(Moment(known), known)
    for block in law.blocks.values():
        own = own_words(law, law.instruments[block.instrument], now)
        if block.kind != "measure" or own is None or (country and own.word("country") != country):
            continue
        spans = tuple(_spans(law, block, known)) if only is None or block.id in only else ()
        if spans:
            text = governs(law, block, now) or own
            unverified = text.keys.get("unverified")
            doubts = tuple(map(str, unverified)) if isinstance(unverified, tuple) else ()
            where, certainty = own.word("country"), text.word("certainty")
            told.append(Life(block.id, block.instrument, where, spans, certainty, doubts))
    return sorted(told, key=lambda life: (life.spans[0].days.first, life.block))


def timeline(told: Iterable[Life]) -> str:
    """The same as text, one line a measure; behind it the certainty, where that is not high."""
    lines = [
        (
            life.block,
            "; ".join(map(str, life.spans)),
            f"(certainty: {life.certainty})" if life.doubted else "",
        )
        for life in told
    ]
    return "\n".join(aligned([(name, f"{spans} {doubt}".rstrip()) for name, spans, doubt in lines]))


def wordings(law: Law, block: Block, known: int) -> Iterator[Interval]:
    """The stretches in which one wording of a block governs, as known on a day, in their order."""
    read: list[tuple[int, Governing | None]] = []
    for day in sorted(turns(law, block)):
        governing = governs(law, block, AsOf(Moment(day), known))
        if not read or not _same(read[-1][1], governing):
            read.append((day, governing))
    ends = [day - 1 for day, _ in read[1:]]
    for (day, governing), last in zip(read, [*ends, LAST_DAY], strict=True):
        if governing is not None:
            yield Interval(day, last)


def _same(one: Governing | None, other: Governing | None) -> bool:
    """Do two texts say the same? That a day has come on which it begins is no change of the text."""
    return one is other or (one is not None and other is not None and one.keys == other.keys)


def turns(law: Law, block: Block) -> set[int]:
    """Every day on which something may change for a block, and the first of all days."""
    days = {FIRST_DAY}
    lifting = law.lifting.get(block.id, ())
    owners: list[Block | Instrument] = [block, *lifting]
    owners += [law.instruments[each.instrument] for each in (block, *lifting)]
    for text in (text for owner in owners for text in owner.texts):
        days |= {text.published} if text.published is not None else set()
        if text.start is not None:
            # One that begins at an hour leaves a bare day open, and settles on the next.
            days |= {text.start.day, text.start.day + (text.start.instant is not None)}
        for key in ("until", "by"):
            last = text.keys.get(key)
            days |= {last + 1} if isinstance(last, int) and last < LAST_DAY else set()
    return days


def _spans(law: Law, block: Block, known: int) -> Iterator[Span]:
    stood: list[tuple[int, tuple[Outcome, str, State] | None]] = []
    for day in sorted(turns(law, block)):
        now = _stood(law, block, day, known)
        if not stood or stood[-1][1] != now:
            stood.append((day, now))
    ends = [day - 1 for day, _ in stood[1:]]
    for (day, was), last in zip(stood, [*ends, LAST_DAY], strict=True):
        if was is not None:
            yield Span(Interval(day, last), *was)


def _stood(law: Law, block: Block, day: int, known: int) -> tuple[Outcome, str, State] | None:
    """What a block was on a day; None: nothing."""
    as_of = AsOf(Moment(day), known)
    governing = governs(law, block, as_of)
    if governing is None:
        return None
    state = standing(law, governing, as_of)
    if state is State.ENDED or (state is State.UPCOMING and day < _readable(law, governing)):
        return None
    outcome = governing.then if governing.by is not None and day > governing.by else governing.outcome
    words = str(outcome) if outcome is not governing.outcome else outcome_words(governing)
    return outcome, words, state


def _readable(law: Law, governing: Governing) -> int:
    """The day from which it could be read that a rule is to begin."""
    instrument = law.instruments[governing.block.instrument]
    first = governing.block.texts[0].published or instrument.texts[0].published or FIRST_DAY
    begins = governing.ahead or governing.start
    texts = (*governing.block.texts, *instrument.texts)
    return min((text.published or first for text in texts if text.start == begins), default=first)
