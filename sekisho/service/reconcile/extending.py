"""What is fetched of rows that were matched: the values of properties, and those around them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from sekisho.lists import ftm
from sekisho.service.reconcile.words import DATASETS, is_property, prop_of
from sekisho.service.yente.nesting import MOST, neighbours
from sekisho.service.yente.refusals import RefusedError
from sekisho.service.yente.schemata import label

if TYPE_CHECKING:
    from sekisho.service.reconcile.shapes import Extension, PropertyWanted
    from sekisho.service.yente.view import View
    from sekisho.service.yente.whole import Whole

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def extended(extension: Extension, view: View, day: int) -> dict[str, Any]:
    """The values of some properties of some entities; of whom nothing is known, none.

    Raises:
        RefusedError: there is no such property.
    """
    wanted = {}
    for each in extension.properties:
        if not is_property(prop_of(each.id)):
            raise RefusedError(f"there is no property '{each.id}'; see extend/property?type=LegalEntity")
        wanted[each.id] = each
    keys = {asked: view.find(asked) for asked in extension.ids}
    wholes = view.wholes([key for key in keys.values() if key is not None])
    rows = {}
    for asked, key in keys.items():
        whole = wholes.get(key or "")
        rows[asked] = {
            name: [] if whole is None else _values(each, whole, view, day) for name, each in wanted.items()
        }
    meta = [{"id": name, "name": label(prop_of(name))} for name in wanted]
    return {"meta": meta, "rows": rows}


def _values(wanted: PropertyWanted, whole: Whole, view: View, day: int) -> list[dict[str, Any]]:
    prop = prop_of(wanted.id)
    if prop == DATASETS:
        lists = whole.lists | view.listed(whole.key, day)
        return _limited([{"str": each} for each in sorted(map(ftm.dataset, lists))], wanted)
    around = dict(neighbours(whole, view)).get(prop)
    if around is not None:
        others = view.wholes(around[:MOST])
        told = [(ftm.ident(key), others[key].caption if key in others else key) for key in around[:MOST]]
        return _limited([{"id": each, "name": name} for each, name in told], wanted)
    values = list(whole.properties.get(prop, ()))
    if prop == "topics":
        values = list(dict.fromkeys((*values, *view.topics(whole.key, day))))
    return _limited([_value(whole.schema, prop, each) for each in values], wanted)


def _value(schema: str, prop: str, value: str) -> dict[str, Any]:
    """A value; a whole day is one to OpenRefine, too."""
    if ftm.kind(schema, prop) == "date" and _DAY.fullmatch(value):
        return {"date": f"{value}T00:00:00Z"}
    return {"str": value}


def _limited(values: list[dict[str, Any]], wanted: PropertyWanted) -> list[dict[str, Any]]:
    limit = wanted.settings.get("limit")
    try:
        most = int(str(limit or 0))
    except ValueError:
        most = 0
    return values[:most] if most > 0 else values
