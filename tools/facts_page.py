"""Writes docs/reference/facts.md: every fact, its question in two languages, and the values it may have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Table = dict[str, Any]  # a table of TOML


def page(data: Table, source: str) -> str:
    """The whole page.

    Args:
        data: the file of facts.
        source: its name, for whoever would change the page.
    """
    facts: Table = data.get("fact", {})
    groups, derived, asks = (data.get(key, {}).items() for key in ("group", "derived", "ask"))
    lines = [
        "# Facts",
        "",
        f"<!-- Written by `make docs` from {source}: change that file, not this page. -->",
        "",
        "Every fact a law may test, and the question sekisho asks when it is missing and matters.",
        "`{name}` stands for the element that is asked about, `{list}` for the list.",
        "How a case states facts: [case format](case-format.md). How a law tests them:",
        "[law format](law-format.md).",
        "",
        f"{len(facts)} facts are stated, {len(derived)} worked out; {len(groups)} groups name their values.",
        "",
        "## Facts of a case",
    ]
    for name, fact in facts.items():
        lines += ["", f"### `{name}`", "", *_fact(fact)]
    lines += ["", "## Groups of values", "", "A test names a group wherever it may name a value.", ""]
    rows = [
        (f"`{name}`", _link(group.get("of", "")), _words(group.get("values", ()))) for name, group in groups
    ]
    lines += _rows(("group", "of", "values"), rows)
    lines += ["", "## Facts that are worked out", ""]
    lines += ["*x* is a company or a thing, *L* a list: `party.on.us-entity-list`, `item.sign.s889`.", ""]
    keys = ("of", "type", "en", "ja")
    rows = [(f"`{name}`", *(fact.get(key, "") for key in keys)) for name, fact in derived]
    lines += _rows(("fact", "of a", "type", "question", "質問"), rows)
    lines += ["", "## Other questions", "", "What no test names, but an answer may depend on.", ""]
    rows = [(f"`{name}`", ask.get("en", ""), ask.get("ja", "")) for name, ask in asks]
    lines += _rows(("about", "question", "質問"), rows)
    return "\n".join(lines) + "\n"


def _fact(fact: Table) -> Iterator[str]:
    yield from (f"{fact.get('en', '')}<br>", fact.get("ja", ""), "")
    if "same" in fact:
        yield f"Type and values of {_link(fact['same'])}."
        return
    kind = f"Type: {fact.get('type')}"
    match fact.get("values"):
        case "country":
            yield f"{kind}; a country code, ISO 3166-1 alpha-2 in lower case, or `eu`."
        case "any":
            yield f"{kind}; free text."
        case list(values) if means := fact.get("means"):
            yield from (f"{kind}; of these values:", "")
            yield from _rows(("value", "meaning"), [(f"`{value}`", means.get(value, "")) for value in values])
        case list(values):
            yield f"{kind}; of these values: {_words(values)}."
        case _:
            yield f"{kind}."


def _rows(header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(header)} |"
    yield f"| {' | '.join('---' for _ in header)} |"
    for row in rows:
        yield f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |"


def _words(values: Iterable[str]) -> str:
    return ", ".join(f"`{value}`" for value in values)


def _link(fact: str) -> str:
    return f"[`{fact}`](#{fact.replace('.', '')})"
