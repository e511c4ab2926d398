"""Rows to statements, by the columns of a declaration and by nothing else.

Invariants: ids are made of raw values, never of cleaned ones; every column of every row is used or ignored,
and an unknown one refuses the file; days of a listing are of the listing, never of the entity. The same
statement may come twice, where rows repeat each other: whoever keeps them keeps one.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, NamedTuple

from sekisho.dates import ALWAYS, FIRST_DAY, LAST_DAY, Interval
from sekisho.errors import InputError, Location, Problem, counted
from sekisho.lists.clean import UNREAD, date
from sekisho.lists.column import Found, Lookups, Reader, first_of
from sekisho.lists.layout import Layout
from sekisho.lists.part import props_of
from sekisho.lists.props import NAMES
from sekisho.model.statement import saying

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sekisho.lists.read import Row
    from sekisho.lists.source import Source
    from sekisho.model.statement import Said

MOST = 50
"""Problems, and warnings, that are told of one file."""

_DIGITS = 24


NAMELESS = "if it may say nothing of anybody, leave it out by source.only"
PLANS = 1024
"""Ways to fill in a row that are remembered."""


class _Plan(NamedTuple):
    """The readers of columns that have values."""

    entity: list[Reader]
    listing: list[Reader]
    days: list[Reader]


class Mapper:
    """Says what rows mean, and counts.

    Attributes:
        rows: read so far.
        entities: the ids of those they are about.
        warnings: what was odd but does not refuse the file.
    """

    def __init__(self, source: Source) -> None:
        self.rows = 0
        self.entities: set[str] = set()
        self.warnings: list[Problem] = []
        self._source = source
        self._problems: list[Problem] = []
        self._layout = Layout(source)
        lookups = _lookups(source)
        self._entity = [Reader(column, lookups) for column in source.entity.columns]
        self._listing = [Reader(column, lookups) for column in source.listing.columns]
        self._plans: dict[tuple[str, ...], _Plan] = {}
        self._entry = "entry" not in {prop for column in source.listing.columns for prop in props_of(column)}
        fixed = {"authority": source.about.publisher.name, **source.listing.fixed}
        given = {prop for column in source.listing.columns for prop in props_of(column)}
        self._ours = [Found(prop, text, text) for prop, text in source.entity.fixed.items()]
        self._theirs = [Found(prop, text, text) for prop, text in fixed.items() if prop not in given]

    def said(self, rows: Iterable[Row]) -> Iterator[Said]:
        """The statements of all rows, as they come.

        Raises:
            InputError: at the latest at the end: rows that cannot be read, or columns nobody named.
        """
        for row in rows:
            self.rows += 1
            self._layout.check(row)
            if self._is_wanted(row):
                yield from self._row(row)
            if len(self._problems) >= MOST:
                break
        if not self._problems:
            self._problems.extend(self._layout.unseen())
        if self._problems:
            message = f"{self._source.id} is refused: {counted(len(self._problems), 'problem')}"
            raise InputError(message, self._problems)

    def _is_wanted(self, row: Row) -> bool:
        only = self._source.only
        return all(any(map(each.holds, row.values.get(each.column) or ("",))) for each in only)

    def _row(self, row: Row) -> Iterator[Said]:
        listed = self._list(row)
        if listed is None:
            return
        plan = self._plan(row)
        found = [each for reader in plan.entity for each in reader.found(row)]
        valid, since = self._validity(row, plan.days)
        theirs = [each for each in found if each.listing]
        theirs += [each for reader in plan.listing for each in reader.found(row)]
        theirs += self._theirs
        schema = self._source.entity.schema
        if not isinstance(schema, str):
            schema = schema.of(first_of(row, schema.column))
        for digest, ours in self._apart(row, [each for each in found if not each.listing]):
            identity = f"{self._source.id}/{digest}"
            entry = f"{identity}/{self._digest(row, self._source.listing.id, listed)}"
            self.entities.add(identity)
            name = next((each.raw for each in ours if each.prop == "name"), "") if self._entry else ""
            about = [Found("entity", identity, identity), *([Found("entry", name, name)] if name else [])]
            yield from self._stated(ours, (identity, schema, listed), ALWAYS, since, row)
            yield from self._stated(about + theirs, (entry, "Sanction", listed), valid, since, row)

    def _apart(self, row: Row, found: list[Found]) -> Iterator[tuple[str, list[Found]]]:
        """The entities of a row, each by the hash of its raw id, with what is said of it."""
        entity = self._source.entity
        found += self._ours
        if not entity.apart:
            digest = self._digest(row, entity.id)
            if digest is not None:
                yield digest, found
            return
        names = [each for each in found if each.prop == "name"]
        shared = [each for each in found if each.prop not in NAMES] if len(names) > 1 else found
        if not names:
            self._problems.append(Problem(row.place, "the row has no name", NAMELESS))
        raws = [name.raw for name in names]
        for number, name in enumerate(names):
            before = raws[:number].count(name.raw)  # a lookup makes several of one
            digest = self._digest(row, entity.id, f"{name.raw}#{before}" if before else name.raw)
            if digest is not None:
                yield digest, shared if shared is found else [name, *shared]

    def _stated(
        self, found: list[Found], about: tuple[str, str, str], valid: Interval, since: int | None, row: Row
    ) -> list[Said]:
        """The statements about one entity or listing; the same property of the same value once."""
        say, stated = saying(*about, valid, since), []
        seen: set[tuple[str, str]] = set()
        times: dict[tuple[str, str], int] = {}
        for prop, value, raw, lang, _ in found:
            said = prop, value
            if said in seen:
                continue
            seen.add(said)
            # One published text may give several values of a property: they are told apart by their order.
            text = said if raw == value else (prop, raw)
            number = times.get(text, 0)
            times[text] = number + 1
            hashed = f"{raw}#{number}" if number else raw
            stated.append(say(prop, value, hashed, None if raw == value else raw, lang or None))
            if prop == UNREAD and len(self.warnings) < MOST:
                hint = "correct it by a [[lookup]]; a country may be added to corpus/words/countries.toml"
                self.warnings.append(Problem(row.place, f"'{value}' cannot be read", hint, warning=True))
        return stated

    def _list(self, row: Row) -> str | None:
        """The list a row is of; None: of none, or it is refused."""
        choice = self._source.list
        if not choice.column:
            return choice.other
        value = first_of(row, choice.column)
        found = choice.of(value)
        if found == "refuse":
            hint = 'add it to source.list.values, or say other = "ignore"'
            self._problems.append(Problem(row.place, f"no list is declared for '{value}'", hint))
        return None if found in {"refuse", "ignore"} else found

    def _digest(self, row: Row, columns: tuple[str, ...], more: str = "") -> str | None:
        raw = ["\x1e".join(row.values.get(column) or ()) for column in columns]
        if not any(raw) and not more:
            hint = f"each row has {' or '.join(columns)}"
            self._problems.append(Problem(row.place, "the row has nothing to tell it by", hint))
            return None
        raw.append(more)
        return hashlib.sha1("\x1f".join(raw).encode(), usedforsecurity=False).hexdigest()[:_DIGITS]

    def _plan(self, row: Row) -> _Plan:
        """The columns that say something in this row: most rows of a file are filled in alike."""
        filled = tuple(name for name, values in row.values.items() if values)
        plan = self._plans.get(filled)
        if plan is None:
            if len(self._plans) >= PLANS:
                self._plans.clear()
            there = frozenset(filled)
            entity = [reader for reader in self._entity if not there.isdisjoint(reader.names)]
            listing = [reader for reader in self._listing if not there.isdisjoint(reader.names)]
            plan = _Plan(entity, listing, [reader for reader in listing if reader.column.days])
            self._plans[filled] = plan
        return plan

    def _validity(self, row: Row, days: Iterable[Reader]) -> tuple[Interval, int | None]:
        """When the listing holds, and since when it is public."""
        first, last, since = FIRST_DAY, LAST_DAY, LAST_DAY + 1
        starts: list[int] = []
        ends: list[int] = []
        for reader in days:
            column = reader.column
            for raw in reader.raw(row):
                when = date(column.clean, raw)
                if when is None:
                    hint = "2019-05-16, or May 16, 2019; 5/16/2019 needs clean = 'date-mdy'"
                    at = Location(row.place.file, row.place.line, column.name)
                    self._problems.append(Problem(at, f"'{raw}' is no date", hint))
                    continue
                if "from" in column.days:
                    starts.append(when.first)
                if "to" in column.days:
                    ends.append(when.last)
                if "since" in column.days:
                    since = min(since, when.first)
        first, last = min(starts, default=first), max(ends, default=last)
        if last < first:
            message = (
                f"the listing ends on {Interval(last, last)}, before it begins on {Interval(first, first)}"
            )
            self.warnings.append(Problem(row.place, message, "its end is left out", warning=True))
            last = LAST_DAY
        return Interval(first, last), since if since <= LAST_DAY else None


def _lookups(source: Source) -> Lookups:
    found: Lookups = {}
    for lookup in source.lookups:
        for raw in lookup.match:
            found.setdefault(lookup.column, {})[raw] = lookup.value
    return found
