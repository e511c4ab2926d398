"""Keeps licences and what was drawn on them as statements of an archive: a past day knows its own past only.

Invariants: all of them are one source and one list, `licences`; a licence or drawing that is told again
replaces what was told before, which stays in the history; a snapshot is added for each.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from typing import TYPE_CHECKING

from sekisho import dates
from sekisho.dates import ALWAYS, FIRST_DAY, LAST_DAY, Interval
from sekisho.errors import UsageError
from sekisho.model.licence import Account, Amount, Drawing, Licence
from sekisho.model.statement import saying
from sekisho.store.writer import Retrieval

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from sekisho.model.statement import Said
    from sekisho.store.engine import Archive

LIST = "licences"
"""Source and list of every licence."""
SCHEMA = "License"
"""As FollowTheMoney calls it."""
DRAWING = "LicenseUse"
"""Ours: FollowTheMoney knows no use of a licence."""
_MANY = ("actions", "parties", "classes", "eccns", "destinations")
_NUMBERS = ("quantity", "value")


def accounts(archive: Archive, known: int, upto: int | None = None) -> tuple[Account, ...]:
    """Every licence on file on a day of knowledge with what had been drawn on it, by number."""
    told: dict[tuple[str, str], dict[str, str]] = {}
    for statement, _ in archive.statements(known, (LIST,), upto):
        told.setdefault((statement.schema, statement.entity_id), {})[statement.prop] = statement.value
    drawings: dict[str, list[Drawing]] = {}
    for (schema, _), each in told.items():
        if schema == DRAWING:
            drawings.setdefault(each["licence"], []).append(_drawing(each))
    licences = (_licence(each) for (schema, _), each in told.items() if schema == SCHEMA)
    return tuple(
        Account(each, tuple(sorted(drawings.get(each.number, ()), key=lambda own: (own.day, own.case))))
        for each in sorted(licences, key=lambda each: each.number)
    )


def keep(archive: Archive, change: Callable[[Mapping[str, Account]], Account], day: int, at: str) -> Account:
    """Change one account, within the writer's lock: of two persons who draw at once, both count.

    Args:
        archive: the store.
        change: from all accounts by number to the one that is new or another; what it raises changes nothing.
        day: the day of knowledge.
        at: the instant, ISO 8601 in UTC.

    Raises:
        UsageError: *day* is before the last change.
        StoreError: the store cannot be written; nothing was changed.
    """
    with archive.write() as writer:
        standing = {each.licence.number: each for each in accounts(archive, LAST_DAY - 1)}
        changed = change(standing)
        standing[changed.licence.number] = changed
        said = [each for account in standing.values() for each in _said(account)]
        digest = hashlib.sha256("".join(each.statement.id for each in said).encode()).hexdigest()
        writer.replace(Retrieval(LIST, (LIST,), at, digest, SCHEMA), said, day, lambda: len(standing))
    return changed


def added(licence: Licence) -> Callable[[Mapping[str, Account]], Account]:
    """A change that adds a licence, or tells one that is there anew; what was drawn on it stays."""

    def change(standing: Mapping[str, Account]) -> Account:
        known = standing.get(licence.number)
        return Account(licence, known.drawings if known else ())

    return change


def drawn(drawing: Drawing) -> Callable[[Mapping[str, Account]], Account]:
    """A change that notes a drawing; it is refused where the licence is not there or would be exceeded."""

    def change(standing: Mapping[str, Account]) -> Account:
        account = _there(standing, drawing.licence)
        others = tuple(each for each in account.drawings if each.case != drawing.case)
        after = Account(account.licence, (*others, drawing))
        for left in (after.quantity_left, after.value_left):
            if left is not None and left.figure < 0:
                over = f"{-left.figure:g} {left.unit}"
                raise UsageError(f"licence {drawing.licence} would be exceeded by {over}")
        return after

    return change


def revoked(number: str, day: int) -> Callable[[Mapping[str, Account]], Account]:
    """A change that notes that the authority revoked a licence from a day on."""

    def change(standing: Mapping[str, Account]) -> Account:
        account = _there(standing, number)
        return replace(account, licence=replace(account.licence, revoked=day))

    return change


def _there(standing: Mapping[str, Account], number: str) -> Account:
    if number not in standing:
        raise UsageError(f"there is no licence '{number}' on file; see `sekisho licence list`")
    return standing[number]


def _said(account: Account) -> Iterator[Said]:
    own = account.licence
    say = saying(f"licence/{own.number}", SCHEMA, LIST, ALWAYS, None)
    for name in ("number", "kind", "issuer"):
        yield say(name, getattr(own, name))
    for name in _MANY:
        if values := getattr(own, name):
            yield say(name, json.dumps(values, ensure_ascii=False))
    for name in _NUMBERS:
        if (amount := getattr(own, name)) is not None:
            yield say(name, json.dumps([float(amount.figure), amount.unit], ensure_ascii=False))
    yield from (say(name, dates.iso(day)) for name, day in _days(own))
    for each in account.drawings:
        yield from _drawn(each)


def _days(own: Licence) -> Iterable[tuple[str, int]]:
    if own.valid.first != FIRST_DAY:
        yield "from", own.valid.first
    if own.valid.last != LAST_DAY:
        yield "until", own.valid.last
    if own.revoked is not None:
        yield "revoked", own.revoked


def _drawn(drawing: Drawing) -> Iterator[Said]:
    case = hashlib.sha1(drawing.case.encode("utf-8", "surrogatepass"), usedforsecurity=False).hexdigest()
    say = saying(f"licence/{drawing.licence}/{case}", DRAWING, LIST, ALWAYS, None)
    yield say("licence", drawing.licence)
    yield say("case", drawing.case)
    yield say("day", dates.iso(drawing.day))
    yield say("by", drawing.by)
    for name in _NUMBERS:
        yield say(name, repr(float(getattr(drawing, name))))


def _licence(told: Mapping[str, str]) -> Licence:
    first = dates.day(told["from"]) if "from" in told else FIRST_DAY
    last = dates.day(told["until"]) if "until" in told else LAST_DAY
    actions, parties, classes, eccns, destinations = (
        tuple(json.loads(told.get(name, "[]"))) for name in _MANY
    )
    quantity, value = (Amount(*json.loads(told[name])) if name in told else None for name in _NUMBERS)
    return Licence(
        told["number"],
        told["kind"],
        told["issuer"],
        Interval(first, last),
        actions=actions,
        parties=parties,
        classes=classes,
        eccns=eccns,
        destinations=destinations,
        quantity=quantity,
        value=value,
        revoked=dates.day(told["revoked"]) if "revoked" in told else None,
    )


def _drawing(told: Mapping[str, str]) -> Drawing:
    quantity, value = (float(told[name]) for name in _NUMBERS)
    return Drawing(told["licence"], told["case"], dates.day(told["day"]), quantity, value, told.get("by", ""))
