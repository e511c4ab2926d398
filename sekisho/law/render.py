"""The law as text for a reader: an instrument as it reads on a day, with its prose, its rules, its dates.

Plain strings, in the words of the file. The rules shown are the trees that are asked; nothing is told a
second time. Examples are left out.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sekisho.dates import AsOf, iso
from sekisho.law.force import governs, standing
from sekisho.law.overview import (
    ANSWERING,
    Row,
    listing,
    outcome_words,
    own_words,
    row_of,
    title_of,
    width_of,
)
from sekisho.law.rule import LABELS
from sekisho.law.uses import SECTIONS
from sekisho.model.measure import Block, Condition

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sekisho.law.register import Law
    from sekisho.model.measure import Instrument, Text

__all__ = ["listing", "show"]

_WORDS_ONLY = ("words used elsewhere", "他で用いる用語")
HEADS: Mapping[str, tuple[str, str]] = {
    "issuer": ("issued by", "制定者"),
    "country": ("country", "国"),
    "rank": ("rank", "効力の種類"),
    "reported": ("reported", "報道"),
    "announced": ("announced", "発表"),
    "signed": ("signed", "署名"),
    "published": ("published", "公表"),
    "from": ("from", "発効"),
    "until": ("until", "終了"),
    "state": ("state", "状態"),
    "actions": ("acts", "行為"),
    "outcome": ("outcome", "結論"),
    "name": ("read by", "読み手"),
    "notice": ("notice", "注意"),
    "cites": ("cites", "根拠"),
    "certainty": ("certainty", "確かさ"),
    "unverified": ("not confirmed", "未確認"),
    "reviewed": ("reviewed", "確認者"),
    "note": ("note", "注記"),
    "of": ("lifts", "解除の対象"),
    "effect": ("effect", "効果"),
    "lifted": ("lifted by", "解除するもの"),
    "texts": ("texts", "改正の経過"),
}
OPS: Mapping[str, tuple[str, str]] = {
    "all": ("all of these", "次のすべて"),
    "any": ("one of these", "次のいずれか"),
    "not": ("not", "次に当たらない"),
    "some": ("some", "いずれかの"),
    "always": ("always", "常に"),
}
KINDS: Mapping[str, tuple[str, str]] = {
    "measure": ("Measure", "規制"),
    "flag": ("Red flag", "要注意"),
    "reading": ("Reading", "解釈"),
    "derogation": ("Exception", "例外"),
    "definition": ("Definition", "定義"),
}
_BLOCK = re.compile(r"^```toml[ \t]+(\S+)[^\n]*\n(.*?)^```[ \t]*\n?", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^(?=#{1,6} )", re.MULTILINE)
_DEEPEST = 7
"""Below every heading."""


def show(law: Law, instrument: str, as_of: AsOf, language: str = "en") -> str:
    """An instrument as it reads on a day, as known on a day, with the prose of its file.

    Args:
        law: the register.
        instrument: its id.
        as_of: the two times.
        language: `en` or `ja`; clauses without Japanese are shown as they are written.
    """
    found = law.instruments[instrument]
    row = row_of(law, found, as_of)
    if row is None:
        return f"{instrument}: nothing of it was published by {iso(as_of.known)}"
    page = _Page(law, as_of, 0 if language == "en" else 1)
    parts = ["\n".join(page.head(found, title_of(found, as_of, language), row))]
    pieces = _told(list(_pieces(law, found)))
    parts += (piece if isinstance(piece, str) else "\n".join(page.block(piece)) for piece in pieces)
    return "\n\n".join(parts)


def _pieces(law: Law, instrument: Instrument) -> Iterator[str | Block]:
    """The prose of an instrument, parted at its headings, and its blocks, in the order of the file."""
    path = law.root / instrument.at.file
    text = path.read_text("utf-8") if path.exists() else ""
    blocks = {block.at.line: block for block in instrument.blocks if block.kind != "note"}
    if not text:
        yield from blocks.values()
        return
    last, here, nothing_yet = 0, False, True
    for fence in (*_BLOCK.finditer(text), None):
        prose = text[last : len(text) if fence is None else fence.start()]
        line = 0 if fence is None else text.count("\n", 0, fence.start()) + 1
        before, after = prose, ""
        if fence is not None and fence[1] == "instrument":
            before, after = ("", prose) if nothing_yet else _parted(prose)
        yield from _HEADING.split(before.strip()) if here else ()
        if fence is None:
            return
        if fence[1] == "instrument":
            here, nothing_yet = line == instrument.at.line, False
            yield from _HEADING.split(after.strip()) if here else ()
        if line in blocks:
            yield blocks[line]
        last = fence.end()


def _parted(prose: str) -> tuple[str, str]:
    """Prose above an instrument: what ends the one before, and, from its heading on, what opens this one."""
    heading = _HEADING.search(prose)
    cut = heading.start() if heading is not None else len(prose)
    return prose[:cut], prose[cut:]


def _told(pieces: Sequence[str | Block]) -> list[str | Block]:
    """The pieces without empty ones, and without headings under which nothing is left to read."""
    told: list[str | Block] = []
    below = 0
    for piece in reversed(pieces):
        text = piece.strip() if isinstance(piece, str) else "a block"
        depth = len(text) - len(text.lstrip("#"))
        alone = depth and "\n" not in text
        if text and not (alone and below <= depth):
            told.insert(0, text if isinstance(piece, str) else piece)
            below = depth or _DEEPEST
    return told


class _Page:
    """Writes blocks in one language, for one day."""

    def __init__(self, law: Law, as_of: AsOf, tongue: int) -> None:
        self._law = law
        self._as_of = as_of
        self._tongue = tongue

    def head(self, instrument: Instrument, title: str, row: Row) -> Iterator[str]:
        """Who issued what, when, and where it stands."""
        own = own_words(self._law, instrument, self._as_of)
        keys = {} if own is None else dict(own.keys)
        yield f"{instrument.id}: {title}"
        lines = {"state": f"{row.state or _WORDS_ONLY[self._tongue]} ({self._as_of})"}
        lines |= {"from": row.since} if row.since else {}
        published = instrument.texts[0].published
        lines |= {} if published is None else {"published": iso(published)}
        yield from self._keys(keys, lines)
        yield from self._texts(instrument.texts)
        for section in SECTIONS:
            yield from self._section(section, keys.get(section))

    def block(self, block: Block) -> Iterator[str]:
        """A rule: what it is, what it answers, its dates, its tree."""
        governing = governs(self._law, block, self._as_of)
        kind = KINDS[block.kind][self._tongue]
        if governing is None:
            yield f"{kind} {block.id}: not published by {iso(self._as_of.known)}"
            return
        title = governing.word("title") if block.kind == "derogation" else ""
        yield f"{kind} {block.id}" + (f": {title}" if title else "")
        own = {key for text in block.texts for key in text.keys}
        keys = {key: value for key, value in governing.keys.items() if key in own}
        lines = (
            {} if block.kind == "definition" else {"state": str(standing(self._law, governing, self._as_of))}
        )
        if block.kind in ANSWERING:
            lines["outcome"] = outcome_words(governing)
        lifting = [other.id for other in self._law.lifting.get(block.id, ())]
        lines |= {key: ", ".join(ids) for key, ids in (("of", block.lifts), ("lifted", lifting)) if ids}
        yield from self._keys(keys, lines)
        yield from self._texts(block.texts)
        for section in (*SECTIONS, "when", "means"):
            yield from self._section(section, keys.get(section))

    def _keys(self, keys: Mapping[str, object], lines: Mapping[str, str]) -> Iterator[str]:
        for key in HEADS:
            if key in lines:
                yield self._line(key, lines[key])
            elif key == "unverified" and isinstance(keys.get(key), tuple):
                yield from (self._line(key, sentence) for sentence in _words(keys[key]))
            elif key in keys and key not in ("of", "outcome", "state"):
                yield self._line(key, _value(keys[key]))

    def _line(self, key: str, value: str) -> str:
        head = HEADS[key][self._tongue]
        return f"  {head}{' ' * max(1, 15 - width_of(head))}{value}"

    def _texts(self, texts: Sequence[Text]) -> Iterator[str]:
        """The amendments, as a dated list; those not yet known are left out."""
        for text in texts[1:]:
            if (text.published or 0) <= self._as_of.known:
                changed = ", ".join(
                    key for key in text.keys if key not in ("from", "certainty", "ja", "unverified")
                )
                published = "" if text.published is None else f" (published {iso(text.published)})"
                yield self._line("texts", f"from {text.start}{published}: {changed or 'dates only'}")

    def _section(self, name: str, condition: object) -> Iterator[str]:
        if isinstance(condition, Condition):
            yield f"  {LABELS[name][self._tongue]}{self._joined(condition)}"
            yield from self._tree(condition.children, 2)

    def _tree(self, conditions: Iterable[Condition], depth: int) -> Iterator[str]:
        for condition in conditions:
            label = (condition.ja if self._tongue else "") or condition.label
            if condition.test is not None:
                yield f"{'  ' * depth}{label}  [{condition.test.text}]"
                continue
            if label or condition.op != "all":
                joined = self._joined(condition) if label else OPS[condition.op][self._tongue]
                yield f"{'  ' * depth}{label}{joined}{'' if label else self._over(condition)}"
            inner = condition.children
            yield from self._tree(inner, depth + 1 if label or condition.op != "all" else depth)

    def _joined(self, condition: Condition) -> str:
        """How the clauses under a heading are joined; all of them is what a reader takes for granted."""
        if condition.op == "all":
            return ""
        return f" — {OPS[condition.op][self._tongue]}{self._over(condition)}"

    def _over(self, condition: Condition) -> str:
        return f" {condition.over}" if condition.over else ""


def _words(value: object) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()


def _value(value: object) -> str:
    if isinstance(value, int):
        return iso(value)
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    if isinstance(value, dict):
        return f"{value.get('on')}, {value.get('by')}, {value.get('against')}"
    return str(value)
