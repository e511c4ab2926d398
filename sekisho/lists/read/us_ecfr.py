"""The Entity List as the Code of Federal Regulations has it: a table in an appendix, in XML.

One row, one entity; but a country stands in its first row only, and a cell of the table holds the name, its
aliases on lines that begin with a dash, the addresses, and now and then several affiliates under a heading.
Columns are the table's headings; of the cell *Entity* there are also `Entity.name`, `Entity.aliases`,
`Entity.address` and `Entity.of` (whose affiliate it is). Invariants: the cell itself is always kept whole;
where a name ends and an address begins is a matter of words, in `SUFFIXES`, and never of position alone.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from sekisho.errors import Location
from sekisho.lists.read.row import Row, checked, refused
from sekisho.lists.read.xml import Element, elements

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from sekisho.lists.source import Source

COUNTRY, ENTITY = "Country", "Entity"
LONG = 16
"""The appendix is one element: so many times the longest row."""

SUFFIXES = r"""(?:
    ltd|limited|inc|incorporated|llc|l\.l\.c|llp|lp|co|company|corp|corporation|plc|gmbh|ag|kg|bv|b\.v|nv|n\.v|sa|s\.a|
    s\.a\.s|sas|sarl|s\.a\.r\.l|srl|s\.r\.l|spa|s\.p\.a|sdn|bhd|pte|pvt|pty|private|jsc|ojsc|cjsc|pjsc|ao|oao|ooo|zao|
    pao|fze|fzco|fzc|fz|fz-llc|dmcc|est|kft|oy|ab|as|a\.s|d\.o\.o|s\.r\.o|k\.k|kk|ltda|cia|jr|sr|ii|iii|iv|
    \w*\ssirketi
)\b\.?"""
"""What stands behind a comma and still belongs to the name."""

_COMMA = re.compile(rf",\s+(?!{SUFFIXES})", re.IGNORECASE | re.VERBOSE)
_ALIAS = re.compile(r"[\s,]*\b(?:a\.k\.a|f\.k\.a|d\.b\.a)\.?,?\s*(?:the\s+following\b.*)?$", re.IGNORECASE)
_INLINE = re.compile(r"[\s,]*\b([afd]\.[kb]\.a\.?),?\s+(?!the\s+following)", re.IGNORECASE)
_DASH = re.compile(r"\s*[—–-]\s*")
_TAIL = re.compile(r"[\s;,.]*(?:\band\b)?[\s;,]*$", re.IGNORECASE)
_RUN_ON = re.compile(
    r"(?<=\.)\s+(?=\d|(?:No|Room|Rm|Floor|Bldg|Building|Block|Unit|Suite|P\.?\s?O|Flat|Office|Level|House|Plot|Street|"
    r"Sector|Ul|St|Apt|Shop|Tower|Villa|Lot)\b)",
    re.IGNORECASE,
)
_HEAD = re.compile(
    r"^(?:the\s+following\s+(?P<count>[\w-]+)\s+)?(?:affiliated\s+entit(?:y|ies)|subordinate\s+institut\w+|"
    r"subsidiar(?:y|ies))(?:\s+of\s+(?P<of>.+?))?\s*:\s*$",
    re.IGNORECASE,
)
_WORDS = """
    one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
    eighteen nineteen twenty
"""
_NUMBERS = {word: number for number, word in enumerate(_WORDS.split(), 1)}
_RESERVED = re.compile(r"^\W*(?:reserved)?\W*$", re.IGNORECASE)
_ADDRESSES = re.compile(r";\s*(?:and\s+)?")


class Party(NamedTuple):
    """One entity of a cell."""

    name: str
    aliases: tuple[str, ...]
    addresses: tuple[str, ...]
    of: str


def rows(files: Mapping[str, Path], source: Source) -> Iterator[Row]:
    """The entities of the appendix whose number is the format's `row`."""
    path, wanted, limit = files["main"], source.format.row, source.checks.max_field
    found = False
    for appendix in elements(path, ("DIV9",), limit * LONG):
        if appendix.attributes.get("N", "").casefold() == wanted.casefold():
            found = True
            yield from _appendix(appendix, path.name, limit)
    if not found:
        raise refused(
            Location(path.name), f"there is no '{wanted}'", "take title 15, or part 744, of the eCFR"
        )


class Group:
    """Whose affiliates the next rows are: a heading above them says so, for as many as it says."""

    def __init__(self) -> None:
        self._of = self._last = ""
        self._left = 0

    def heads(self, line: str) -> bool:
        """Is this a heading? Then it is kept."""
        found = _HEAD.match(line)
        if found is None:
            return False
        if found["of"] or not self._of:
            self._of = found["of"] or self._last
        count = (found["count"] or "").lower()
        self._left = max(self._left, int(count) if count.isdecimal() else _NUMBERS.get(count, 1))
        return True

    def next(self) -> str:
        """The party that the next row is an affiliate of; empty: of none."""
        if self._left == 0:
            self._of = ""
        self._left = max(0, self._left - 1)
        return self._of

    def seen(self, name: str) -> None:
        """A party that stands for itself."""
        self._last = name if not self._of else self._last

    @property
    def last(self) -> str:
        """The last of them."""
        return self._last


def _appendix(appendix: Element, name: str, limit: int) -> Iterator[Row]:
    headings: list[str] = []
    country = ""
    group = Group()
    for line in _below(appendix, "TR"):
        cells = [each for each in line.children if each.tag in {"TD", "TH"}]
        texts = [_lines(cell) for cell in cells]
        place = Location(name, line.line)
        if all(cell.tag == "TH" for cell in cells):
            headings = [" ".join(text) for text in texts]
            if not {COUNTRY, ENTITY} <= set(headings):
                raise refused(place, f"the columns are {', '.join(headings)}", "has the layout changed?")
            continue
        if len(cells) != len(headings):
            raise refused(place, f"the row has {len(cells)} cells, not {len(headings)}", "look at the file")
        row = dict(zip(headings, texts, strict=True))
        country = " ".join(row[COUNTRY]).rstrip(". ") or country
        whole = " ".join(row[ENTITY])
        if group.heads(whole) or _RESERVED.match(whole):
            continue
        plain = {key: (checked(" ".join(value), limit, place, key),) for key, value in row.items()}
        for party in parties(row[ENTITY], group.next(), group.last):
            group.seen(party.of or party.name)
            yield Row(place, {**plain, COUNTRY: (country,), **_columns(party)})


def _columns(party: Party) -> dict[str, tuple[str, ...]]:
    return {
        f"{ENTITY}.name": (party.name,),
        f"{ENTITY}.aliases": party.aliases,
        f"{ENTITY}.address": party.addresses,
        f"{ENTITY}.of": (party.of,) if party.of else (),
    }


def parties(lines: list[str], of: str = "", last: str = "") -> Iterator[Party]:
    """The entities of a cell: one, and those below a heading for its affiliates.

    Args:
        lines: of the cell.
        of: whose affiliate a heading in a row above says it is.
        last: the party of the row above, whose affiliates stand in a cell that begins with the heading.
    """
    groups: list[list[str]] = [[]]
    for line in lines:
        if _HEAD.match(line):
            groups.append([])
        else:
            groups[-1].append(line)
    first = ""
    for number, group in enumerate(groups):
        for each in [group] if number == 0 else _members(group):
            whose = of if number == 0 else first or last
            if each and (party := _party(each, whose)):
                first = party.name if number == 0 else first
                yield party


def _members(group: list[str]) -> list[list[str]]:
    """The affiliates below a heading: each on a line of its own, unless a line belongs to an alias above."""
    if any(_ALIAS.search(line) for line in group):
        return [group]
    return [[_DASH.sub("", line, count=1) if _DASH.match(line) else line] for line in group]


def _party(lines: list[str], of: str) -> Party | None:
    name, rest = _name(lines[0])
    aliases: list[str] = []
    while mark := _INLINE.match(rest):
        alias, rest = _name(rest[mark.end() :])
        aliases.append(alias)
    addresses = [rest] if rest else []
    for line in lines[1:]:
        if _DASH.match(line):
            alias, *run_on = _RUN_ON.split(_DASH.sub("", line, count=1), maxsplit=1)
            aliases.append(_TAIL.sub("", alias) + ("." if _ends_in_suffix(alias) else ""))
            addresses += run_on
        else:
            addresses.append(line)
    inline = _INLINE.split(name)
    aliases = [*inline[2::2], *aliases]
    where = _ADDRESSES.split(" ".join(addresses))
    found = tuple(text for each in where if (text := _TAIL.sub("", each.strip())))
    return Party(inline[0], tuple(filter(None, aliases)), found, of) if inline[0] else None


def _name(line: str) -> tuple[str, str]:
    """The name in the first line, and what follows it on that line."""
    mark = _ALIAS.search(line)
    if mark is not None:
        return line[: mark.start()].strip(" ,"), ""
    comma = _COMMA.search(line)
    if comma is None:
        return _TAIL.sub("", line) + ("." if _ends_in_suffix(line) else ""), ""
    return line[: comma.start()].strip(), line[comma.end() :].strip()


def _ends_in_suffix(text: str) -> bool:
    """Does a full stop at the end belong to the name: `Co., Ltd.`?"""
    return re.search(rf"\b{SUFFIXES}[\s;,]*(?:and)?\s*$", text, re.IGNORECASE | re.VERBOSE) is not None and (
        "." in text.rstrip(" ;,and")[-1:]
    )


def _lines(cell: Element) -> list[str]:
    """The text of a cell, line by line as its breaks have it; the digits of footnotes stand apart."""
    text = "".join(_pieces(cell))
    return [line for each in text.split("\n") if (line := " ".join(each.split()))]


def _pieces(element: Element) -> Iterator[str]:
    for each in element.content:
        if isinstance(each, str):
            yield each.replace("\n", " ")
        elif each.tag.lower() in {"br", "p"}:
            yield "\n"
            yield from _pieces(each)
        elif each.tag.lower() in {"sup", "su"}:
            yield " "
            yield from _pieces(each)
        else:
            yield from _pieces(each)


def _below(element: Element, tag: str) -> Iterator[Element]:
    """The elements of a name inside, at any depth, in their order."""
    for each in element.children:
        if each.tag == tag:
            yield each
        else:
            yield from _below(each, tag)
