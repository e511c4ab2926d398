"""Statements to a view: the entities, listings and holdings that match and graph read.

Invariants: no listing is lost, whatever its party is called or however often it is stated; a category names
no party and is never matched; what is not of a party (addresses, relations, documents) is nobody. Who left a
list was on it until the day before the snapshot that no longer had him, unless that one has another entry for
him on the same list: then the publisher corrected what it had said.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from sekisho.dates import FIRST_DAY, LAST_DAY, Interval
from sekisho.lists.share import share, within
from sekisho.model.case import Range
from sekisho.model.entity import Entity, Identifier, Listing, Ownership
from sekisho.names.numbers import fault
from sekisho.store.row import Row

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from sekisho.model.statement import Said
    from sekisho.store.row import Gone

LISTING, HOLDING, SEAT, CATEGORY = "Sanction", "Ownership", "Directorship", "Category"
NOBODY = frozenset((
    LISTING, HOLDING, "Directorship", "Membership", "Employment", "Representation", "Succession", "Family",
    "Associate", "UnknownLink", "Debt", "Payment", "Occupancy", "Position", "Identification", "Passport",
    "Address", "Security", "CryptoWallet", "BankAccount", "Document", "Article", "Mention", "Documentation",
    "ContractAward", "Contract", "EconomicActivity", "Similar", "ProjectParticipant", "Interval", "Value",
))  # fmt: skip
"""Schemata of FollowTheMoney that stand for no party and for nothing that could be listed."""

STRONG = ("name", "alias", "previousName")
"""Names that identify, the one to call a party by first."""
WEAK = ("weakAlias", "abbreviation")
HOME = ("jurisdiction", "mainCountry", "country", "nationality")
"""What tells where somebody is, the surest first."""
CITES = ("authorityId", "program")
EDGE = frozenset((
    "entity", "owner", "asset", "percentage", "votes", "control", "sinceWithin", "untilWithin", "saidBy",
    "director", "organization",
))  # fmt: skip
NUMBERS = {
    "leiCode": "lei", "uscCode": "uscc", "registrationNumber": "registration", "ogrnCode": "registration",
    "taxNumber": "tax", "innCode": "tax", "vatCode": "tax", "imoNumber": "imo", "mmsi": "mmsi",
    "ticker": "ticker",
}  # fmt: skip
"""What tells a party apart whatever it is called, with the scheme under which that is compared."""
PROPS = (*STRONG, *WEAK, *HOME, *CITES, *EDGE, *NUMBERS, "entry")
"""All that a view is made of."""
NO_SHARE = Range(0.0, 0.0)


class View(NamedTuple):
    """What a pile of statements amounts to."""

    entities: tuple[Entity, ...]
    listings: tuple[Listing, ...]
    ownerships: tuple[Ownership, ...]
    marks: tuple[Identifier, ...] = ()


class _Span(NamedTuple):
    """That somebody is listed, and when."""

    entity: str
    list: str
    valid: Interval
    known: int
    certainty: str = ""


@dataclass(slots=True)
class _Draft:
    """What is stated of one id so far.

    Attributes:
        source: the list that said it first.
        ends: the first and last day on which it holds.
        said: the values of each property.
        spans: of a listing, whom it lists.
    """

    schema: str
    source: str
    ends: tuple[int, int]
    said: dict[str, list[str]] = field(default_factory=dict)
    spans: list[_Span] = field(default_factory=list)


def rows_of(said: Iterable[Said], source: str) -> Iterator[Row]:
    """The statements of a file given by hand, known from the publisher's own day, where it gives one."""
    for statement, since in ((each.statement, each.since) for each in said):
        yield Row(
            source,
            statement.entity_id,
            statement.schema,
            statement.prop,
            statement.value,
            statement.list,
            statement.valid.first,
            statement.valid.last,
            since or FIRST_DAY,
        )


class Past(Protocol):
    """What had been said of parties and was said no more."""

    def gone(self, props: Iterable[str], of: Collection[str] | None = None) -> Iterable[Gone]:
        """All that was said of some properties, of these entities only or of any."""


def view(
    batches: Iterable[Sequence[tuple[Any, ...]]],
    silent: Collection[tuple[str, str]] = (),
    past: Past | None = None,
) -> View:
    """Put statements together by whom they are about.

    Args:
        batches: tuples of the form of `Row`; those of one id need not stand together.
        silent: pairs of a source and a list for which another source speaks.
        past: who was on a list before; None: nobody was.
    """
    drafts: dict[str, _Draft] = {}
    taught: set[tuple[str, str, int]] = set()
    for batch in batches:
        for source, entity, schema, prop, value, listed, first, last, since, snapshot in batch:
            if silent and (source, listed) in silent:
                continue
            draft = drafts.get(entity)
            if draft is None:
                draft = drafts[entity] = _Draft(schema, listed, (first, last))
            if prop == "entity":
                taught.add((value, listed, snapshot))
                draft.spans.append(_Span(value, listed, Interval(first, last), since))
            elif prop in draft.said:
                draft.said[prop].append(value)
            else:
                draft.said[prop] = [value]
    if past is not None:
        _Ended(past, silent).added(drafts, taught)
    entities = {key: _entity(key, each) for key, each in drafts.items() if each.schema not in NOBODY}
    listings, holdings = _listings(drafts, entities), _holdings(drafts, entities)
    marks = (mark for key in entities for mark in _marks(key, drafts[key]))
    return View(tuple(entities.values()), tuple(listings), tuple(holdings), tuple(marks))


class _Ended:
    """The listings that ended without another in their place, and whom they listed."""

    def __init__(self, past: Past, silent: Collection[tuple[str, str]]) -> None:
        self._past = past
        self._silent = silent

    def added(self, drafts: dict[str, _Draft], taught: set[tuple[str, str, int]]) -> None:
        """Add them to what is said; *taught* are the listings of now, by the snapshot that taught them."""
        edges = self._gone(("entity",))
        taught = taught | {(each.row.value, each.row.list, each.row.snapshot) for each in edges}
        ended: dict[str, list[_Span]] = {}
        for row, gone, day in edges:
            until = min(row.last, day - 1)
            if row.first <= until and (row.value, row.list, gone) not in taught:
                why = "" if until == row.last else f"gone from the list by snapshot {gone}"
                span = _Span(row.value, row.list, Interval(row.first, until), day, why)
                ended.setdefault(row.entity, []).append(span)
        wanted = {*ended, *(span.entity for spans in ended.values() for span in spans)} - drafts.keys()
        self._recall(drafts, wanted)
        for key, spans in ended.items():
            drafts[key].spans.extend(spans)

    def _recall(self, drafts: dict[str, _Draft], wanted: Collection[str]) -> None:
        """Of whom nothing is said any more: what was, until the last of it went."""
        said = self._gone(PROPS, wanted) if wanted else []
        last: dict[str, int] = {}
        for row, gone, _ in said:
            last[row.entity] = max(last.get(row.entity, 0), gone)
        for row, gone, _ in said:
            if gone == last[row.entity]:
                draft = drafts.get(row.entity)
                if draft is None:
                    draft = drafts[row.entity] = _Draft(row.schema, row.list, (row.first, row.last))
                draft.said.setdefault(row.prop, []).append(row.value)

    def _gone(self, props: Iterable[str], of: Collection[str] | None = None) -> list[Gone]:
        found = self._past.gone(props, of)
        return [each for each in found if (each.row.source, each.row.list) not in self._silent]


def _entity(key: str, draft: _Draft) -> Entity:
    if draft.schema == CATEGORY:  # it bears words, not a name: nothing may be matched with it
        return Entity(key, draft.schema, (), source=draft.source)
    said = draft.said
    names = [name for prop in STRONG if prop in said for name in said[prop]]
    weak = [name for prop in WEAK if prop in said for name in said[prop]]
    return Entity(
        key,
        draft.schema,
        tuple(dict.fromkeys(names)),
        _country(draft),
        tuple(dict.fromkeys(weak)),
        source=draft.source,
    )


def _marks(key: str, draft: _Draft) -> Iterator[Identifier]:
    """The numbers of a party; one that its own check digit contradicts is left out: it is nobody's."""
    for prop, scheme in NUMBERS.items():
        for number in dict.fromkeys(draft.said.get(prop, ())):
            if not fault(scheme, number):
                yield Identifier(scheme, number, key, draft.source)


def _country(draft: _Draft) -> str | None:
    """Where somebody is, if that is one place: of several addresses none tells."""
    for prop in HOME:
        found = draft.said.get(prop)
        if found is not None:
            return found[0] if len(set(found)) == 1 else None
    return None


def _listings(drafts: dict[str, _Draft], entities: dict[str, Entity]) -> Iterator[Listing]:
    for draft in drafts.values():
        if draft.schema != LISTING:
            continue
        cites = next((draft.said[prop][0] for prop in CITES if prop in draft.said), "")
        # Two rows with one number are one listing with two entries; each is said.
        entries = tuple(dict.fromkeys(draft.said.get("entry", ())))
        for span in dict.fromkeys(draft.spans):
            if span.entity in entities:
                for entry in entries or (_called(drafts[span.entity], span.entity),):
                    yield Listing(
                        span.entity, span.list, entry, (), span.valid, span.known, cites, span.certainty
                    )


def _called(draft: _Draft, key: str) -> str:
    return next((name for prop in (*STRONG, *WEAK) for name in draft.said.get(prop, ())), key)


def _holdings(drafts: dict[str, _Draft], entities: dict[str, Entity]) -> Iterator[Ownership]:
    """Who holds whom; a seat on the board is no share, and whether it is control is to be asked."""
    for draft in drafts.values():
        if draft.schema not in (HOLDING, SEAT):
            continue
        owners, assets = ("owner", "asset") if draft.schema == HOLDING else ("director", "organization")
        for owner in draft.said.get(owners, ()):
            for asset in draft.said.get(assets, ()):
                # A chain of owners is told by their names.
                if all(each in entities and entities[each].names for each in (owner, asset)):
                    yield _holding(draft, owner, asset)


def _holding(draft: _Draft, owner: str, asset: str) -> Ownership:
    def one(prop: str) -> str:
        return next(iter(draft.said.get(prop, ())), "")

    seat = draft.schema == SEAT
    said = (draft.source, one("saidBy"), "director" if seat else "")
    return Ownership(
        owner,
        asset,
        NO_SHARE if seat else _percent(one("percentage")),
        {"yes": True, "no": False}.get(one("control")),
        _end(one("sinceWithin"), draft.ends[0], FIRST_DAY),
        _end(one("untilWithin"), draft.ends[1], LAST_DAY),
        ": ".join(each for each in said if each),
        votes=_percent(one("votes")),
    )


def _end(text: str, day: int, open_: int) -> Interval | None:
    """The first or the last day, as exactly as it is known."""
    if text:
        return within(text)
    return None if day == open_ else Interval(day, day)


def _percent(text: str) -> Range | None:
    """A share as it is written, in FollowTheMoney files too; None: it is none."""
    try:
        return share(text)
    except ValueError:
        return None
