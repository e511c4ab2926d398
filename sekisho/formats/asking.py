"""What is still to be asked, in plain words: from the address of a need to its question.

The wording is that of `facts.toml`; the name of the element asked about is filled in.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from sekisho.law.facts import Facts

LANGUAGES = ("en", "ja")

_ELEMENTS: Mapping[str, str] = {
    "parties": "party",
    "owners": "party",
    "components": "component",
    "authorisations": "authorisation",
}
_ENTRY = re.compile(r"([a-z]+)\[([^\[]*)\]$")
_SAME = {"authorisation.until": "authorisation.from", "authorisation.revoked": "authorisation.from"}


def question(need: str, facts: Facts, language: str, name: Callable[[str], str]) -> str:
    """How a need is asked.

    Args:
        need: an address in the case: `item.components[0].essential`.
        facts: the wording.
        language: `en` or `ja`.
        name: what an address is called.
    """
    address, element, attr = _split(need)
    entry = _ENTRY.search(address)
    # A company without an entry of its own is known by its name: `parties[Foo Co., Ltd.].owners`.
    stated = entry is not None and entry[1] == "parties" and not entry[2].isdecimal()
    called = entry[2] if entry is not None and stated else name(address)
    for key in _keys(element, attr):
        if (key in facts.told or key in facts.asks) and (
            asked := facts.question(key, language, name=called)
        ) != key:
            return asked
    ref = facts.refer(f"{element}.{attr}" if element else need)
    derived = facts.derived.get(ref.relation)
    if derived is None:
        return need
    if address == "item" and ref.subject not in ("", "item"):
        called = name(ref.subject)
    wording = derived.question.get(language) or derived.question.get("en") or need
    return wording.replace("{name}", called).replace("{list}", ref.list)


def _split(need: str) -> tuple[str, str, str]:
    """The address of the element asked about, the kind of element, and what is asked of it."""
    address, bracket, attr = need.rpartition("].")
    if not bracket:
        head = need.partition(".")[0]
        return head if head in ("item", "actor") else "", "", need
    address += "]"
    entry = _ENTRY.search(address)
    if entry is None:
        return address, "", need
    if entry[1] == "uses":
        return address, "actor-use" if address.startswith("actor.") else "party-use", attr
    return address, _ELEMENTS.get(entry[1], ""), attr


def _keys(element: str, attr: str) -> Iterator[str]:
    key = f"{element}.{attr}" if element else attr
    yield key
    if key in _SAME:
        yield _SAME[key]
    if element.endswith("-use"):
        yield f"use-entry.{attr}"
        yield f"it.{attr}"
        yield f"component.{attr}"
