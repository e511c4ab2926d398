"""Open Contracting Data Standard 1.1: releases and records to cases, a contract or an award each.

A contract is one act, and an award that no contract is of is one; a tender buys nothing yet. What the
standard has no field for, such as who made an item, is taken from the extension for attributes of items where
it is used, and is otherwise not known. Nothing is taken for something else: a supplier is no maker, and what
kind of body a buyer is, is asked.

Invariants: what comes out is in the words of the case format and is read as any case is; a record is read as
its compiled release, for a single release of it says what was changed, not what holds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeAlias

from sekisho.formats.classes import class_of
from sekisho.law.facts import COUNTRIES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sekisho.formats.notes import Notes


UNDONE: Final = frozenset(("cancelled", "unsuccessful"))
"""States of an award or contract of which nothing is bought."""
SCHEMES: Final = {"CPV": "cpv", "UNSPSC": "unspsc", "HS": "hs"}
"""Classifications that the table of classes knows, by their names in OCDS."""
ATTRIBUTES: Final = ("manufacturer", "brand", "origin", "model")
"""Names of attributes (extension `itemAttributes`) that a case has a place for."""
NUMBERS: Final = {"XI-LEI": "lei", "JP-JCN": "corporate-number"}
"""Schemes of org-id.guide that are identifiers by which companies are told apart here."""
_DAY: Final = len("2018-12-10")
_CODE: Final = 2

Table: TypeAlias = "dict[str, Any]"


def cases_in(data: Table, notes: Notes) -> Iterator[tuple[str, Table]]:
    """The cases of a package, release or record, each with its path, in the words of the case format.

    Args:
        data: what `parts.is_ocds` says yes to.
        notes: takes what cannot be read; there is at least one case, or something is noted.
    """
    found = 0
    for path, release in _releases(data, notes):
        for place, case in _of_release(release):
            found += 1
            yield f"{path}.{place}" if path else place, case
    if not found and not notes.problems:
        notes.refuse(
            None, "there is no award and no contract in it", "a tender buys nothing yet: wait for its award"
        )


def _releases(data: Table, notes: Notes) -> Iterator[tuple[str, Table]]:
    """The releases that say what holds."""
    if isinstance(data.get("records"), list):
        for place, record in enumerate(data["records"]):
            yield from _compiled(record, f"records[{place}]", notes)
    elif isinstance(data.get("releases"), list) and "compiledRelease" not in data:
        for place, release in enumerate(data["releases"]):
            if isinstance(release, dict):
                yield f"releases[{place}]", release
            else:
                notes.refuse((None, f"releases[{place}]"), "a release has to be a table", "see the standard")
    elif "compiledRelease" in data or ("ocid" in data and "tag" not in data and "date" not in data):
        yield from _compiled(data, "", notes)
    else:
        yield "", data


def _compiled(record: object, path: str, notes: Notes) -> Iterator[tuple[str, Table]]:
    compiled = record.get("compiledRelease") if isinstance(record, dict) else None
    if isinstance(compiled, dict):
        yield f"{path}.compiledRelease".lstrip("."), compiled
        return
    place = (None, path) if path else None
    notes.refuse(
        place, "the record has no compiledRelease", "compile it first (ocdsmerge), or give its releases"
    )


def _of_release(release: Table) -> Iterator[tuple[str, Table]]:
    awards = {str(each.get("id")): each for each in _tables(release, "awards")}
    contracts = list(_tables(release, "contracts"))
    signed = {str(each.get("awardID")) for each in contracts}
    for place, contract in enumerate(contracts):
        if contract.get("status") not in UNDONE:
            award = awards.get(str(contract.get("awardID")), {})
            yield f"contracts[{place}]", _case(release, f"contracts/{contract.get('id')}", contract, award)
    for place, (name, award) in enumerate(awards.items()):
        if name not in signed and award.get("status") not in UNDONE:
            yield f"awards[{place}]", _case(release, f"awards/{award.get('id')}", {}, award)


def _case(release: Table, name: str, contract: Table, award: Table) -> Table:
    parties = {str(each.get("id")): each for each in _tables(release, "parties")}
    tender = _table(release, "tender")
    buyer = _table(release, "buyer") or _with_role(parties.values(), "buyer")
    items = next(filter(None, ([*_tables(each, "items")] for each in (contract, award, tender))), [])
    case: Table = {"id": f"{release.get('ocid', 'ocds')}/{name}", "action": "buy"}
    if date := _date(release, tender, contract, award):
        case["date"] = date
    if buyer:
        case["actor"] = {
            key: value for key, value in _company(buyer, parties).items() if key != "identifiers"
        }
    suppliers = [_company(each, parties) for each in _tables(award, "suppliers")]
    if suppliers:
        case["parties"] = [{"role": "supplier", **each} for each in suppliers]
    title = next((each["title"] for each in (contract, award, tender) if _said(each.get("title"))), "")
    if item := _whole(items, title, _table(contract, "value") or _table(award, "value")):
        case["item"] = item
    return case


def _date(release: Table, tender: Table, contract: Table, award: Table) -> str:
    """The day from which a procurement counts: that on which its procedure began, where it is told.

    The day is taken as it is written: many publishers write midnight for an hour that they do not know.
    """
    told = (
        _table(tender, "tenderPeriod").get("startDate"),
        award.get("date"),
        contract.get("dateSigned"),
        release.get("date"),
    )
    return next((each[:_DAY] for each in told if isinstance(each, str) and each.strip()), "")


def _company(reference: Table, parties: Mapping[str, Table]) -> Table:
    """An organisation by its reference: name, country and numbers, as far as they are told."""
    party = parties.get(str(reference.get("id")), {})
    identifier = _table(party, "identifier") or _table(reference, "identifier")
    company: Table = {}
    names = (identifier.get("legalName"), party.get("name"), reference.get("name"))
    if name := next(filter(_said, names), None):
        company["name"] = name
    scheme = str(identifier.get("scheme", ""))
    address = _table(party, "address") or _table(reference, "address")
    written = (address.get("country"), address.get("countryName"), scheme.partition("-")[0])
    codes = (each.lower() for each in written if isinstance(each, str) and len(each) == _CODE)
    if country := next((each for each in codes if each in COUNTRIES), None):
        company["country"] = country
    if scheme in NUMBERS and _said(identifier.get("id")):
        company["identifiers"] = {NUMBERS[scheme]: identifier["id"]}
    return company


def _whole(items: Sequence[Table], title: str, value: Table) -> Table:
    """What is bought: the one item; of several, the purchase with each as a part."""
    things = [_thing(each) for each in items]
    if len(things) == 1:
        whole, quantity = things[0], items[0].get("quantity")
        if _is_number(quantity):
            whole["quantity"] = quantity
            if _said(unit := _table(items[0], "unit").get("name")):
                whole["unit"] = unit
    else:
        whole = {"components": things} if things else {}
        if classes := {each.get("class") for each in things}:
            only = classes.pop()
            whole |= {"class": only} if only and not classes else {}
    if title:
        whole.setdefault("name", title)
    if _is_number(value.get("amount")) and _said(value.get("currency")):
        whole |= {"value": value["amount"], "currency": value["currency"]}
    return whole


def _thing(item: Table) -> Table:
    told = {
        each["name"].strip().lower(): each.get("value")
        for each in _tables(item, "attributes")
        if _said(each.get("name"))
    }
    thing: Table = {key: told[key] for key in ATTRIBUTES if _said(told.get(key))}
    model = thing.pop("model", None)
    if model is not None:
        thing["identifiers"] = {"model": model}
    origin = thing.pop("origin", "").lower()
    if origin in COUNTRIES:
        thing["origin"] = origin
    name = item.get("description") or _table(item, "classification").get("description")
    if _said(name):
        thing["name"] = name
    if found := _class(item):
        thing["class"] = found
    return thing


def _class(item: Table) -> str | None:
    """The class of an item: by its classification, else by the others, where these agree."""
    for codes in ([_table(item, "classification")], list(_tables(item, "additionalClassifications"))):
        found = {
            class_of(SCHEMES[each["scheme"]], str(each.get("id", "")))
            for each in codes
            if each.get("scheme") in SCHEMES
        } - {None}
        if found:
            return found.pop() if len(found) == 1 else None
    return None


def _with_role(parties: Iterable[Table], role: str) -> Table:
    """The one party with a role; of several nobody knows which is meant."""
    found = [each for each in parties if role in (each.get("roles") or ())]
    return found[0] if len(found) == 1 else {}


def _table(data: Mapping[str, Any], key: str) -> Table:
    found = data.get(key)
    return found if isinstance(found, dict) else {}


def _tables(data: Mapping[str, Any], key: str) -> Iterator[Table]:
    found = data.get(key)
    return (each for each in (found if isinstance(found, list) else ()) if isinstance(each, dict))


def _said(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
