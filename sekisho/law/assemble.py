"""Blocks to a register: amendments joined to what they amend, derogations to what they lift.

Definitions are joined to those who use them. What names nothing, or leads back to itself, is a problem.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from sekisho.errors import Problem, meant
from sekisho.law.facts import Facts
from sekisho.law.read import RawBlock, Reader
from sekisho.law.record import RECORDED, events, faults, terms
from sekisho.law.register import FACTS, Law, digest_of, texts_of, walk
from sekisho.model.measure import Block, Instrument, Kind, Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from sekisho.errors import Location
    from sekisho.model.measure import Key

KINDS: Mapping[str, Kind] = {
    "measure": "measure",
    "flag": "flag",
    "reading": "reading",
    "derogation": "derogation",
    "definition": "definition",
}


def assemble(
    root: Path, *, examples: bool = False, texts: Mapping[str, bytes] | None = None
) -> tuple[Law, list[Problem]]:
    """Read a folder of law, whatever is wrong with it.

    Args:
        root: the folder with `facts.toml`.
        examples: read the examples too.
        texts: the bytes of its files by name, where they are read already.

    Returns:
        The law as far as it could be read, and all problems.

    Raises:
        LawError: `facts.toml` itself cannot be read.
    """
    texts = texts_of(root) if texts is None else texts
    facts = Facts.read(texts[FACTS])
    reader = Reader(facts, examples=examples)
    raw = [block for name, text in texts.items() if name != FACTS for block in reader.read(text, name)]
    assembler = _Assembler(raw, reader.problems)
    instruments, blocks, lifting = assembler.assemble()
    law = Law(
        facts,
        instruments,
        blocks,
        lifting,
        digest_of(texts),
        terms(raw),
        events(raw),
        root,
        tuple(raw),
    )
    return law, [*reader.problems, *references(law), *faults(law)]


def _is_note(raw: RawBlock, blocks: Mapping[str, Block]) -> bool:
    """Is it an instrument without a clause that says why there is none, and of whom?"""
    own = (block for block in blocks.values() if block.instrument == raw.keys.get("id"))
    return (
        raw.kind == "instrument"
        and {"note", "actions"} <= set(raw.keys)
        and all(b.kind == "definition" for b in own)
    )


def _note(raw: RawBlock) -> Block:
    key = str(raw.keys["id"])
    return Block(key, "note", key, (Text(None, None, {}, raw.at),), raw.at)


class _Assembler:
    """Joins blocks, amendments and derogations."""

    def __init__(self, raw: list[RawBlock], problems: list[Problem]) -> None:
        self._raw = raw
        self._problems = problems
        self._amendments: dict[str, list[RawBlock]] = {}
        self._owners: dict[str, RawBlock] = {}

    def assemble(self) -> tuple[dict[str, Instrument], dict[str, Block], dict[str, tuple[Block, ...]]]:
        for block in self._raw:
            if block.kind == "amendment":
                for target in _ids(block.keys.get("of")):
                    self._amendments.setdefault(target, []).append(block)
            elif block.kind not in ("example", *RECORDED) and isinstance(block.keys.get("id"), str):
                self._own(block)
        for target, amendments in self._amendments.items():
            if target not in self._owners:
                hint = meant(target, self._owners)
                for amendment in amendments:
                    self._refuse(
                        amendment.line("of"), f"an amendment of '{target}', which does not exist", hint
                    )
        blocks = {
            key: self._block(block) for key, block in self._owners.items() if block.kind != "instrument"
        }
        blocks |= {key: _note(block) for key, block in self._owners.items() if _is_note(block, blocks)}
        instruments = {
            key: Instrument(
                key,
                self._texts(block, key),
                tuple(b for b in blocks.values() if b.instrument == key),
                block.at,
            )
            for key, block in self._owners.items()
            if block.kind == "instrument"
        }
        lifting: dict[str, tuple[Block, ...]] = {}
        for derogation in blocks.values():
            for target in derogation.lifts:
                lifting[target] = (*lifting.get(target, ()), derogation)
        return instruments, blocks, lifting

    def _own(self, block: RawBlock) -> None:
        key = str(block.keys.get("id"))
        if key in self._owners:
            message = f"'{key}' is written twice; it stands already at {self._owners[key].at}"
            self._refuse(block.line("id"), message, "give each block an id of its own")
            return
        self._owners[key] = block

    def _block(self, raw: RawBlock) -> Block:
        key = str(raw.keys["id"])
        lifts = _ids(raw.keys.get("of"))
        return Block(key, KINDS[raw.kind], raw.instrument, self._texts(raw, key), raw.at, lifts)

    def _texts(self, raw: RawBlock, key: str) -> tuple[Text, ...]:
        texts = [_text(raw)]
        later = [_text(amendment) for amendment in self._amendments.get(key, ())]
        later = in_order(later)
        for one, other in itertools.pairwise(later):
            if one.start == other.start and one.published == other.published:
                self._refuse(
                    other.at, f"two amendments of '{key}' with the same from and published", "join them"
                )
        return (*texts, *later)

    def _refuse(self, at: Location, message: str, hint: str) -> None:
        self._problems.append(Problem(at, message, hint))


def in_order(amendments: Iterable[Text]) -> list[Text]:
    """Amendments as they come into force; of the same day, as they were published."""
    return sorted(amendments, key=_order)


def _order(text: Text) -> tuple[int, int, int]:
    day, instant = (0, 0) if text.start is None else (text.start.day, text.start.instant or 0)
    return day, instant, text.published or 0


def _text(raw: RawBlock) -> Text:
    published, start = raw.keys.get("published"), raw.keys.get("from")
    keys = {key: value for key, value in raw.keys.items() if key not in ("id", "of", "published")}
    return Text(
        published if isinstance(published, int) else None,
        None if start is None or isinstance(start, str | int) else start,  # type: ignore[arg-type]  # `read` gives a moment for `from`, and nothing else
        keys,
        raw.at,
    )


def _ids(value: Key | None) -> tuple[str, ...]:
    return tuple(value) if isinstance(value, tuple) else ()


def references(law: Law) -> Iterator[Problem]:
    """What names a definition or a block that is not there, or leads back to itself."""
    uses: dict[str, set[str]] = {block.id: set(block.lifts) for block in law.blocks.values()}
    liftable = [key for key, block in law.blocks.items() if block.kind not in ("definition", "note")]
    definitions = [key for key, block in law.blocks.items() if block.kind == "definition"]
    for block in law.blocks.values():
        for target in block.lifts:
            if target not in liftable:
                message = f"'{block.id}' lifts '{target}', which is no measure, flag, reading or derogation"
                yield Problem(block.at, message, meant(target, liftable))
    for owner, condition in law.conditions():
        for node in walk(condition):
            if node.test is not None and node.test.operator == "meets":
                target = str(node.test.value[0])
                uses.setdefault(owner, set()).add(target)
                if target not in definitions and node.at is not None:
                    yield Problem(node.at, f"there is no definition '{target}'", meant(target, definitions))
    for start in uses:
        if _leads_back(start, uses):
            hint = "break the circle of derogations or definitions"
            yield Problem(law.blocks[start].at, f"'{start}' leads back to itself", hint)


def _leads_back(start: str, uses: Mapping[str, set[str]]) -> bool:
    seen: set[str] = set()
    todo = list(uses[start])
    while todo:
        key = todo.pop()
        if key == start:
            return True
        if key not in seen:
            seen.add(key)
            todo.extend(uses.get(key, ()))
    return False
