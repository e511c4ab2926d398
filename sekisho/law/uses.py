"""Which part of the law rests on which: clauses on definitions and exceptions, answers on blocks.

Names that lead nowhere are passed over here; the check reports them.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sekisho.law.register import walk
from sekisho.model.measure import Condition

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sekisho.errors import Location
    from sekisho.law.facts import Fact
    from sekisho.law.register import Law
    from sekisho.model.measure import Block, Instrument, Text

SECTIONS = ("binds", "covers", "target")
"""What a clause asks, and its instrument may ask in its place."""


def owners(law: Law) -> list[Instrument | Block]:
    """Everything that has texts: the instruments, then the blocks."""
    return [*law.instruments.values(), *law.blocks.values()]


def conditions(texts: Iterable[Text]) -> Iterator[Condition]:
    """The conditions that some texts give."""
    for text in texts:
        yield from (value for value in text.keys.values() if isinstance(value, Condition))


def named(condition: Condition) -> Iterator[str]:
    """The definitions that a condition asks."""
    for node in walk(condition):
        if node.test is not None and node.test.operator == "meets":
            yield str(node.test.value[0])


def inherited(law: Law, block: Block) -> Iterator[Condition]:
    """The sections that the instrument gives in a clause's place."""
    if block.kind in ("derogation", "definition") or block.instrument not in law.instruments:
        return
    own = block.texts[0].keys
    for text in law.instruments[block.instrument].texts:
        values = (text.keys.get(key) for key in SECTIONS if key not in own)
        yield from (value for value in values if isinstance(value, Condition))


def conditions_under(law: Law, block: Block) -> Iterator[Condition]:
    """Every condition a block rests on: its own, those it inherits, those of exceptions and definitions."""
    seen = {block.id}
    todo = [block]
    while todo:
        one = todo.pop(0)
        rests_on = list(law.lifting.get(one.id, ()))
        for condition in (*conditions(one.texts), *inherited(law, one)):
            yield condition
            rests_on += [law.blocks[name] for name in named(condition) if name in law.blocks]
        todo += [other for other in rests_on if other.id not in seen]
        seen.update(other.id for other in rests_on)


def asked_by(law: Law, instrument: str) -> dict[str, Fact]:
    """The facts that the rules of an instrument ask, by their names, in the order of the text."""
    asked: dict[str, Fact] = {}
    own = law.instruments[instrument]
    rules = [*conditions(own.texts), *(each for block in own.blocks for each in conditions_under(law, block))]
    for node in (node for rule in rules for node in walk(rule)):
        fact = None if node.test is None else law.facts.lookup(node.test.fact)
        if node.test is not None and fact is not None:
            ref = node.test.fact
            name = ref.attr if ref.element == "case" else f"{ref.element}.{ref.attr}"
            asked.setdefault(name, fact)
    return asked


class Places:
    """Where the keys of each text stand."""

    def __init__(self, law: Law) -> None:
        """Remember the blocks as they stand."""
        self._raw = {block.at: block for block in law.raw}

    def of(self, text: Text | Block, *keys: str) -> Location:
        """The line of the first of *keys* that the text gives; of its fence where it gives none."""
        given = next((key for key in keys if key in self.written(text)), None)
        return text.at if given is None else self._raw[text.at].line(given)

    def written(self, text: Text | Block) -> frozenset[str]:
        """The keys that stand there, be they right or wrong."""
        return frozenset(self._raw[text.at].raw) if text.at in self._raw else frozenset()


class Uses:
    """What rests on each block of a register."""

    def __init__(self, law: Law) -> None:
        """Follow every name once."""
        self._law = law
        self._above: dict[str, set[str]] = {}
        for block in law.blocks.values():
            for condition in (*conditions(block.texts), *inherited(law, block)):
                for name in named(condition):
                    self._above.setdefault(name, set()).add(block.id)
            for target in block.lifts:
                self._above.setdefault(block.id, set()).add(target)

    def resting_on(self, ids: Iterable[str]) -> frozenset[str]:
        """These blocks, and every block whose truth rests on one of them."""
        seen: set[str] = set()
        todo = list(ids)
        while todo:
            one = todo.pop()
            if one not in seen:
                seen.add(one)
                todo += self._above.get(one, ())
        return frozenset(seen)

    def answering(self, ids: Iterable[str]) -> frozenset[str]:
        """The instruments whose answer rests on these blocks; a licence answers for what it lifts."""
        blocks = [self._law.blocks[one] for one in self.resting_on(ids) if one in self._law.blocks]
        lifting = [other for block in blocks for other in self._law.lifting.get(block.id, ())]
        return frozenset(block.instrument for block in (*blocks, *lifting))


def sound(law: Law, files: frozenset[str]) -> Law:
    """The law that can be asked though some files are refused: what neither stands there nor rests on it."""
    gone = {block.instrument for block in law.raw if block.at.file in files}
    for raw in law.raw:
        if raw.kind == "amendment" and raw.at.file in files:
            targets = raw.keys.get("of", ())
            gone.update(_home(law, target) for target in (targets if isinstance(targets, tuple) else ()))
    links: list[tuple[str, str]] = []
    for block in law.blocks.values():
        for target in block.lifts:
            links += [(_home(law, target), block.instrument), (block.instrument, _home(law, target))]
        for condition in (*conditions(block.texts), *inherited(law, block)):
            links += [(_home(law, name), block.instrument) for name in named(condition)]
    gone.add("")
    while more := {after for before, after in links if before in gone} - gone:
        gone |= more
    return _part(law, frozenset(law.instruments) - gone)


def _home(law: Law, key: str) -> str:
    """The instrument of an id; empty where there is no such thing."""
    if key in law.instruments:
        return key
    return law.blocks[key].instrument if key in law.blocks else ""


def _part(law: Law, instruments: frozenset[str]) -> Law:
    blocks = {key: block for key, block in law.blocks.items() if block.instrument in instruments}
    return replace(
        law,
        instruments={key: each for key, each in law.instruments.items() if key in instruments},
        blocks=blocks,
        lifting={key: lifting for key, lifting in law.lifting.items() if key in blocks},
        cache={},
    )
