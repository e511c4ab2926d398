"""A few lines about an entity, shown in a frame beside the row that it may be."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from sekisho.service.reconcile.words import DATASETS
from sekisho.service.yente.schemata import label
from sekisho.service.yente.whole import MIDNIGHT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sekisho.service.yente.view import View
    from sekisho.service.yente.whole import Whole

POLICY = "default-src 'none'; frame-ancestors *; base-uri 'none'; form-action 'none'"
"""It is text, loads nothing, and may be shown in the frame of any page: that is what it is for."""
SHOWN = (
    "alias", "weakAlias", "country", "jurisdiction", "nationality", "birthDate", "topics",
    "registrationNumber", "leiCode", "address",
)  # fmt: skip
FEW = 5
"""Values of a property that are shown."""
NOTE = "That nobody fits clears nobody."


def preview(whole: Whole, view: View, day: int) -> str:
    """The page of an entity; every value is text to it, whoever wrote it."""
    lines = "".join(
        f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in _lines(whole, view, day)
    )
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(whole.caption)}</title>'
        f"</head><body><h1>{escape(whole.caption)}</h1><p>{escape(label(whole.schema))}</p>"
        f"<dl>{lines}</dl><p><small>{NOTE}</small></p></body></html>"
    )


def _lines(whole: Whole, view: View, day: int) -> Iterator[tuple[str, str]]:
    told = view.told(whole, day)
    yield label(DATASETS), ", ".join(told["datasets"]) or "none on this day"
    for prop in SHOWN:
        values = told["properties"].get(prop, ())
        if values:
            more = len(values) - FEW
            yield label(prop), "; ".join(values[:FEW]) + (f"; and {more} more" if more > 0 else "")
    if told["last_change"]:
        yield "Last change", told["last_change"].removesuffix(MIDNIGHT)
