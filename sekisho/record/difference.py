"""What has changed since a case was decided: outcome, decisions with their paths, and what they rest on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sekisho.record.replay import basis_changes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_TOLD = ("outcome", "measure", "state", "latent", "under", "needs", "cites", "certainty", "notice")
"""What of a decision is compared, besides its paths."""
_KINDS = {
    "engine": "sekisho",
    "law": "law",
    "makers": "owners and makers",
    "marks": "parts",
    "words": "names",
    "match": "names",
    "judgements": "judgements",
    "licences": "licences",
}
"""What a part of the basis is; every other one is a list, or a table of owners."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A case as it was decided, and as it is decided now.

    Attributes:
        then: the outcome then.
        now: the outcome now.
        known: the two days of knowledge.
        decisions: what each instrument answers otherwise, in lines.
        listed: who stands on a list now (`+`), or no longer (`-`).
        held: what the licences on file say otherwise, likewise.
        basis: what the answers rest on and is another: what it is, its name, then and now.
    """

    then: str
    now: str
    known: tuple[str, str]
    decisions: tuple[str, ...]
    listed: tuple[str, ...]
    held: tuple[str, ...]
    basis: tuple[tuple[str, str, str, str], ...]


def difference(then: Mapping[str, Any], now: Mapping[str, Any]) -> Difference:
    """Compare two answers to a case, as `docs/reference/output.md` describes them."""
    basis = basis_changes(then["basis"], now["basis"])
    return Difference(
        then["outcome"],
        now["outcome"],
        (then["as_of"]["known"], now["as_of"]["known"]),
        tuple(_decisions(then["decisions"], now["decisions"])),
        tuple(_moved(map(_listed, then["listed"]), map(_listed, now["listed"]))),
        tuple(_moved(map(_held, then["held"]), map(_held, now["held"]))),
        tuple((_KINDS.get(name, "list or owners"), name, old, new) for name, old, new in basis),
    )


def _decisions(then: Iterable[Mapping[str, Any]], now: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    old, new = ({each["instrument"]: each for each in some} for some in (then, now))
    for name in dict.fromkeys([*old, *new]):
        before, after = old.get(name), new.get(name)
        if before is None or after is None:
            one = after or before or {}
            yield f"{'+' if before is None else '-'} {one['measure'] or name}: {one['outcome']}"
            continue
        changes = [
            f"{key} {_words(before[key])} → {_words(after[key])}"
            for key in _TOLD
            if before[key] != after[key]
        ]
        paths = list(_moved(map(path_line, before["paths"]), map(path_line, after["paths"])))
        if changes or paths:
            yield f"{after['measure'] or name}: " + ("; ".join(changes) or "another path")
            yield from (f"  {each}" for each in paths)


def _moved(then: Iterable[str], now: Iterable[str]) -> Iterator[str]:
    old, new = dict.fromkeys(then), dict.fromkeys(now)
    yield from (f"- {each}" for each in old if each not in new)
    yield from (f"+ {each}" for each in new if each not in old)


def path_line(path: Mapping[str, Any]) -> str:
    """A path in a line: from the case to the list."""
    steps = (step["name"] + (f" ({step['detail']})" if step["detail"] else "") for step in path["steps"])
    return " → ".join(steps)


def _listed(found: Mapping[str, str]) -> str:
    return f"{found['name']} ({found['path']}) on {found['list']} as {found['entry']}"


def _held(held: Mapping[str, Any]) -> str:
    return f"licence {held['number']}: {held['covers']}" + "".join(f"; {why}" for why in held["why"])


def _words(value: object) -> str:
    return (", ".join(map(str, value)) if isinstance(value, list) else str(value or "")) or "none"
