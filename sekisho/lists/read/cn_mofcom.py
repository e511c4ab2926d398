"""Announcements of China's Ministry of Commerce, as pages: one party that is listed, one row.

The ministry publishes no list, only announcements; a file is one page, or several one after the other.
Each begins with 【发布文号】 and 【发文日期】; the parties stand numbered in the annex, with a Chinese name,
the English one in brackets and an address or none, or, where there are few, in the sentence between 将 and
列入. Columns: `number`, `date`, `title`, `list`, `item`, `name_zh`, `name_en`, `address`.

Invariants: an announcement that says how many it lists, and of whom fewer or more are found, refuses the
file; so does one that ends, suspends or changes an earlier one, for what it changes is not in it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from sekisho.errors import Location
from sekisho.lists.read.html import lines
from sekisho.lists.read.row import Row, checked, refused

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from sekisho.lists.source import Source

COLUMNS = ("number", "date", "title", "list", "item", "name_zh", "name_en", "address")
LISTS = ("不可靠实体清单", "出口管制管控名单", "关注名单")
HINT = "read the announcement, and see docs/reference/sources.md"
_NUMBER = re.compile(r"【发布文号】\s*(.+)")
_DATE = re.compile(r"【发文日期】\s*(\d{4})年(\d{1,2})月(\d{1,2})日")
_FIELD = re.compile(r"【[^】]{2,8}】")
_CHANGE = re.compile(r"(暂停|停止|移出|移除|取消|恢复|调整|变更)")
_COUNT = re.compile(r"(\d+)\s*[家个]")
_ITEM = re.compile(r"(\d{1,3})\s*[.．、]\s*(\S.*)")
_NAMES = re.compile(r"(?P<zh>[^（(]*?)\s*[（(](?P<en>.*)[）)]\s*[。；;，,]?")
_IN_SENTENCE = re.compile(r"([^（）]+)（([^（）]*(?:（[^（）]*）[^（）]*)*)）")
_BEFORE = re.compile(r"^[、，和及以\s]+|^.{1,30}的(?:美国|日本|欧盟|台湾地区)?")
"""What stands before a name in a sentence: a comma, or what the party did."""
_SENTENCE = re.compile(r"决定将(.+?)列入")
_ADDRESS = re.compile(r"地\s*址\s*[:：]\s*(.+)")


class _Page(NamedTuple):
    """One announcement: its lines, from the one with its number."""

    number: str
    date: str
    title: str
    lines: list[tuple[int, str]]


class _Party(NamedTuple):
    """One that is listed."""

    line: int
    item: str
    zh: str
    en: str
    address: str


def rows(files: Mapping[str, Path], source: Source) -> Iterator[Row]:
    """The parties of every announcement of the main file."""
    path, limit = files["main"], source.checks.max_field
    pages = list(_pages(lines(path, source.format.encoding), path.name))
    if not pages:
        hint = "a page of one has 【发布文号】 and 【发文日期】"
        raise refused(Location(path.name), "no announcement is in it", hint)
    for page in pages:
        listed = _list_of(page, path.name)
        for party in _parties(page, path.name):
            place = Location(path.name, party.line)
            cells = (
                page.number,
                page.date,
                page.title,
                listed,
                party.item,
                party.zh,
                party.en,
                party.address,
            )
            values = {
                name: (checked(cell, limit, place, name),) if cell else ()
                for name, cell in zip(COLUMNS, cells, strict=True)
            }
            yield Row(place, values)


def _pages(text: list[tuple[int, str]], name: str) -> Iterator[_Page]:
    """The announcements, each from its own number to the next one's."""
    starts = [at for at, (_, line) in enumerate(text) if _NUMBER.search(line)]
    for start, end in zip(starts, [*starts[1:], len(text)], strict=False):
        line, first = text[start]
        found = _NUMBER.search(first)
        number = _FIELD.split(found[1])[0].strip() if found else ""
        head = " ".join(each for _, each in text[start : start + 8])
        date = _DATE.search(head)
        if date is None:
            raise refused(Location(name, line), f"'{number}' has no 【发文日期】", HINT)
        day = f"{date[1]}-{int(date[2]):02}-{int(date[3]):02}"
        yield _Page(number, day, _title(text[:start]), text[start:end])


def _title(before: list[tuple[int, str]]) -> str:
    """The line above the fields: the nearest that names a list."""
    for _, line in reversed(before[-12:]):
        if any(word in line for word in LISTS):
            return line
    return ""


def _list_of(page: _Page, name: str) -> str:
    """The list that an announcement puts parties on."""
    place = Location(name, page.lines[0][0])
    change = _CHANGE.search(page.title)
    if change:
        raise refused(place, f"'{page.number}' changes an earlier one ({change[1]})", HINT)
    found = next((word for word in LISTS if word in page.title), "")
    if not found:
        raise refused(place, f"the title of '{page.number}' names no list", f"known are {'、'.join(LISTS)}")
    return found


def _parties(page: _Page, name: str) -> list[_Party]:
    """Whom it lists; as many as it says."""
    found = _numbered(page.lines) or _in_sentence(page.lines)
    said = _COUNT.search(page.title) or _COUNT.search(_sentence(page.lines)[1])
    place = Location(name, page.lines[0][0])
    if not found:
        raise refused(place, f"'{page.number}' names nobody", HINT)
    if said and int(said[1]) != len(found):
        raise refused(place, f"'{page.number}' lists {said[1]}, and {len(found)} are found", HINT)
    return found


def _numbered(text: list[tuple[int, str]]) -> list[_Party]:
    """The lines of the annex that count up from one."""
    found: list[_Party] = []
    for line, words in text:
        item = _ITEM.fullmatch(words)
        if item and int(item[1]) == len(found) + 1 and (names := _NAMES.match(item[2])):
            rest = item[2][names.end() :]
            address = _ADDRESS.search(rest)
            where = address[1].strip() if address else ""
            found.append(_Party(line, item[1], names["zh"].strip(), names["en"].strip(), where))
        elif found and (address := _ADDRESS.match(words)) and not found[-1].address:
            found[-1] = found[-1]._replace(address=address[1].strip())
    return found


def _sentence(text: list[tuple[int, str]]) -> tuple[int, str]:
    """The sentence that lists them."""
    for line, words in text:
        if found := _SENTENCE.search(words):
            return line, found[1]
    return 0, ""


def _in_sentence(text: list[tuple[int, str]]) -> list[_Party]:
    """Those named in the sentence itself."""
    line, words = _sentence(text)
    found = _IN_SENTENCE.findall(words)
    return [
        _Party(line, str(at), _BEFORE.sub("", zh).strip(), en.strip(), "")
        for at, (zh, en) in enumerate(found, 1)
    ]
