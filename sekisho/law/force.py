"""The text that governs a day, as known on a day; and where a measure stands then.

A block is a chain of texts: an amendment replaces the keys it gives from its `from` on, and an older
text never shines through a newer one. What a block does not say, its instrument says. Read at
(on, known): drop what was published after *known*; the last text whose `from` is not after *on* governs.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import numpy as np

from sekisho.dates import LAST_DAY, Moment, iso
from sekisho.law.rule import UNTIL, Rule, rule_of
from sekisho.model.measure import Condition, Outcome, Rank, State, Text
from sekisho.truth import NO, UNKNOWN, YES, Truth, Truths, between

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import numpy.typing as npt

    from sekisho.dates import AsOf
    from sekisho.law.register import Law
    from sekisho.model.measure import Block, Key
    from sekisho.truth import Index


@dataclass(frozen=True, slots=True)
class Times:
    """The two times of many rows.

    Attributes:
        days: the local day of each act.
        instants: its second since 1970, or `NO_INSTANT`.
        known: the day of knowledge.
    """

    days: npt.NDArray[np.int64]
    instants: npt.NDArray[np.int64]
    known: npt.NDArray[np.int64]

    def take(self, rows: Index) -> Times:
        """The times of these rows."""
        return Times(self.days[rows], self.instants[rows], self.known[rows])

    def distinct(self) -> tuple[Times, Index]:
        """Each pair of times once, and for each row which it has: a batch has few days."""
        code = np.zeros(len(self.days), np.intp)
        for column in (self.days, self.instants, self.known):
            if len(column) and (column != column[0]).any():
                there, own = np.unique(column, return_inverse=True)
                code = np.unique(code * len(there) + own, return_inverse=True)[1]
        _, first, code = np.unique(code, return_index=True, return_inverse=True)
        return self.take(first), code


NO_INSTANT = np.iinfo(np.int64).min


def since(times: Times, limit: Moment) -> Truths:
    """Is the act on or after *limit*? A bare day against an hour of that day is unknown."""
    reached = _reached(times, limit)
    if limit.instant is None:
        return between(reached, reached)
    hour = times.instants != NO_INSTANT
    return between(np.where(hour, reached, times.days > limit.day), reached)


def _reached(times: Times, limit: Moment) -> npt.NDArray[np.bool_]:
    """May the act be on or after *limit*?"""
    days = times.days >= limit.day
    if limit.instant is None:
        return days
    return np.where(times.instants != NO_INSTANT, times.instants >= limit.instant, days)


@dataclass(frozen=True, slots=True, eq=False)
class Governing:
    """A block's text for a stretch of days, as known over a stretch of days.

    Attributes:
        keys: every key in force: the block's own, and what it inherits.
        start: the `from` of the text that governs; None: no day is set.
        ahead: a `from` that is known but still lies ahead.
        rule: its condition, in parts.
    """

    block: Block
    keys: Mapping[str, Key]
    start: Moment | None
    until: int
    ahead: Moment | None
    rule: Rule

    @property
    def rank(self) -> Rank:
        """Its legal force."""
        return cast("Rank", self.keys["rank"])

    @property
    def outcome(self) -> Outcome:
        """What it answers where it holds; a flag answers `red-flag`."""
        return cast("Outcome", self.keys.get("outcome", Outcome.RED_FLAG))

    @property
    def actions(self) -> tuple[str, ...]:
        """The acts it is about."""
        return cast("tuple[str, ...]", self.keys.get("actions", ()))

    @property
    def by(self) -> int | None:
        """The last day of a removal deadline; LAST_DAY where no day is set."""
        by = self.keys.get("by")
        return by if isinstance(by, int) else LAST_DAY if by is not None else None

    @property
    def then(self) -> Outcome:
        """What follows the removal deadline."""
        return cast("Outcome", self.keys.get("then", Outcome.PROHIBITED))

    @property
    def title(self) -> str:
        """What it is called, with its last day where the title has a place for it."""
        last = "further notice" if self.until == LAST_DAY else iso(self.until)
        return self.word("title").replace(UNTIL, last)

    def word(self, key: str) -> str:
        """A key that holds words, or nothing."""
        return str(self.keys.get(key, ""))

    def section(self, key: str) -> Condition | None:
        """A section's condition, where it has one."""
        value = self.keys.get(key)
        return value if isinstance(value, Condition) else None

    def state(self, in_force: Truth, day: int) -> State:
        """Where it stands on a day, suspensions apart."""
        if self.rank is Rank.REPORT:
            return State.REPORTED
        if in_force is not NO:
            return State.IN_FORCE
        if self.ahead is not None or (self.start is not None and day < self.start.day):
            return State.UPCOMING
        return State.ENDED if self.start is not None else State.ANNOUNCED


def within(times: Times, start: Moment, last: int) -> Truths:
    """Is the act between a first moment and a last day?"""
    running = times.days <= last
    return np.minimum(since(times, start), between(running, running))


def suspends(derogation: Block) -> bool:
    """Does it suspend what it lifts, rather than permit it?"""
    return derogation.texts[0].keys.get("effect") == "suspends"


class Calendar:
    """When which text of a block governs: its texts and its instrument's, cut into stretches of time."""

    def __init__(self, law: Law, block: Block) -> None:
        """Lay out the texts of *block*."""
        instrument = law.instruments[block.instrument]
        self._block = block
        self._suspending = [each for each in law.lifting.get(block.id, ()) if suspends(each)]
        self._permitting = [each for each in law.lifting.get(block.id, ()) if not suspends(each)]
        self._base = instrument.texts[0].published or 0
        first = block.texts[0].published or self._base
        self._texts = [(text.published or first, True, text) for text in block.texts]
        self._texts += [(text.published or self._base, False, text) for text in instrument.texts]
        self._published = np.array(sorted({published for published, _, _ in self._texts}), np.int64)
        self._starts = tuple({text.start: None for _, _, text in self._texts if text.start is not None})
        self._first = first
        self._cache: dict[int, Governing | None] = {}

    def stretches(self, times: Times) -> Iterator[tuple[Governing | None, Index]]:
        """Every text that governs some of the rows, with those rows; None: nothing was published yet."""
        return self.split(self.codes(times), np.arange(len(times.days)))

    def codes(self, times: Times) -> Index:
        """For each of some times, a number for the text that governs it."""
        code = np.searchsorted(self._published, times.known, "right")
        for start in self._starts:
            code = code * 2 + _reached(times, start)
        return code

    def split(self, codes: Index, times: Index) -> Iterator[tuple[Governing | None, Index]]:
        """Rows by the texts that govern them.

        Args:
            codes: numbers of texts, for each of some times.
            times: for each row, the place of its time among these.
        """
        values = sorted(set(codes.tolist()))
        if len(values) == 1 and len(times):
            yield self._governing(values[0]), np.arange(len(times))
            return
        own = codes[times]
        for value in values:
            rows = (own == value).nonzero()[0]
            if len(rows):
                yield self._governing(value), rows

    def _governing(self, code: int) -> Governing | None:
        if code not in self._cache:
            known = code >> len(self._starts)
            bits = reversed(range(len(self._starts)))
            reached = {start for start, bit in zip(self._starts, bits, strict=True) if code >> bit & 1}
            self._cache[code] = self._work_out(int(self._published[known - 1]) if known else 0, reached)
        return self._cache[code]

    def _work_out(self, known: int, reached: set[Moment]) -> Governing | None:
        if known < self._first:
            return None
        visible = [(own, text) for published, own, text in self._texts if published <= known]
        keys: dict[str, Key] = {}
        dated: list[Text] = []
        for ours in (False, True):
            texts = [text for own, text in visible if own is ours]
            for text in texts[:1] + [text for text in texts[1:] if text.start in reached]:
                given = text.keys if ours else {k: v for k, v in text.keys.items() if self._inherits(k)}
                keys |= given
                dated.append(text)
        start, until = keys.get("from"), keys.get("until")
        coming = [text.start for _, text in visible if text.start is not None and text.start not in reached]
        return Governing(
            self._block,
            keys,
            start if isinstance(start, Moment) else None,
            until if isinstance(until, int) else LAST_DAY,
            min(coming, key=lambda moment: moment.day, default=None),
            rule_of(self._block, keys, self._suspending, self._permitting),
        )

    def _inherits(self, key: str) -> bool:
        if self._block.kind in ("derogation", "definition"):
            return key in ("from", "until", "rank", "certainty")
        return key != "title"


def calendar(law: Law, block: Block) -> Calendar:
    """The calendar of a block, laid out once."""
    key = (block.id, 0, 0)
    if key not in law.cache:
        law.cache[key] = Calendar(law, block)
    return cast("Calendar", law.cache[key])


def times_of(as_of: AsOf) -> Times:
    """One question's times, as columns of one row."""
    instant = NO_INSTANT if as_of.on.instant is None else as_of.on.instant
    return Times(np.array([as_of.on.day]), np.array([instant]), np.array([as_of.known]))


def governs(law: Law, block: Block, as_of: AsOf) -> Governing | None:
    """The text of a block that governs a day, as known on a day; None: nothing was published yet."""
    return next(iter(calendar(law, block).stretches(times_of(as_of))))[0]


def standing(law: Law, governing: Governing, as_of: AsOf) -> State:
    """Where a text stands on a day; suspensions that hang on the case are apart, those of always count."""
    state = governing.state(_within(governing, as_of), as_of.on.day)
    if state is not State.IN_FORCE:
        return state
    for derogation in law.lifting.get(governing.block.id, ()):
        lifted = governs(law, derogation, as_of) if suspends(derogation) else None
        if lifted is not None and lifted.rule.acts.op == "always" and _within(lifted, as_of) is YES:
            return State.SUSPENDED
    return state


def _within(governing: Governing, as_of: AsOf) -> Truth:
    if governing.start is None:
        return NO
    return truth_at(within(times_of(as_of), governing.start, governing.until), 0)


def truth_at(truths: Truths, row: int) -> Truth:
    """One row of a column as a truth."""
    return (NO, UNKNOWN, YES)[int(truths[row])]
