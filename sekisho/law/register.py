"""The register: every instrument of a folder of law files, put together and ready to be asked.

Invariant: a law that an earlier program kept is what its text would be read as now, for it goes by the text
and by the engine that read it (`sekisho.kept`).
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sekisho.dates import Interval, Moment
from sekisho.errors import LawError, Location, Problem, counted
from sekisho.kept import kept, name_of
from sekisho.law.facts import Fact, Facts
from sekisho.law.record import Event, Term
from sekisho.model.measure import Block, Condition, FactRef, Instrument, Outcome, Rank, Test, Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sekisho.law.read import RawBlock

CORPUS = Path(__file__).parent.parent / "corpus"
FACTS: Final = "facts.toml"
CHANGELOG = "CHANGELOG.md"
CLAUSES = ("measure", "flag", "reading", "note")
"""The blocks that can answer, in the words of `Block.kind`."""


@dataclass(frozen=True, slots=True, eq=False)
class Law:
    """The law of a register.

    Attributes:
        instruments: in the order of the files, by id.
        blocks: every measure, flag, reading, derogation and definition, by id.
        lifting: the derogations of a block, in the order of the text.
        digest: hash of the text.
        terms: what has to be kept, so that a suspension or permission lasts.
        events: what happened, by its days.
        root: the folder of the text.
        raw: the blocks as they stand, for those who check the text; a law that is loaded has none.
        cache: what the calendar has already worked out; never part of the law.
    """

    facts: Facts
    instruments: Mapping[str, Instrument]
    blocks: Mapping[str, Block]
    lifting: Mapping[str, tuple[Block, ...]]
    digest: str
    terms: tuple[Term, ...] = ()
    events: tuple[Event, ...] = ()
    root: Path = CORPUS / "law"
    raw: tuple[RawBlock, ...] = ()
    cache: dict[tuple[str, int, int], object] = field(default_factory=dict)

    @classmethod
    def load(cls, path: Path | str = CORPUS / "law") -> Law:
        """Read every law file under *path*, and `facts.toml` beside them.

        Raises:
            LawError: something in the text is refused; `sekisho law check` lists the same.
        """
        root = Path(path)
        texts = texts_of(root)
        law = kept(Law, lambda: name_of(texts.items(), "law", "model"), PARTS, lambda: _checked(root, texts))
        return replace(law, root=root, cache={})

    def clauses(self, instrument: str) -> tuple[Block, ...]:
        """The measures, flags and readings of an instrument, in the order of the text."""
        return tuple(b for b in self.instruments[instrument].blocks if b.kind in CLAUSES)

    def conditions(self) -> Iterator[tuple[str, Condition]]:
        """Every section of every text, with the id of its block or instrument."""
        owners: list[Instrument | Block] = [*self.instruments.values(), *self.blocks.values()]
        for owner in owners:
            for text in owner.texts:
                yield from ((owner.id, value) for value in text.keys.values() if isinstance(value, Condition))

    def lists(self) -> frozenset[str]:
        """The lists that the law asks about, without their parts."""
        tests = (node.test for _, condition in self.conditions() for node in walk(condition))
        return frozenset(test.fact.list.partition(":")[0] for test in tests if test and test.fact.list)


PARTS: Final = (
    Law, Facts, Fact, Instrument, Block, Text, Condition, Test, FactRef,
    Moment, Interval, Location, Outcome, Rank, Term, Event,
)  # fmt: skip
"""The classes that a law consists of."""


def walk(condition: Condition) -> Iterator[Condition]:
    """A condition and everything under it, in the order of the text."""
    yield condition
    for child in condition.children:
        yield from walk(child)


def law_files(root: Path) -> list[Path]:
    """The law files under a folder, in a fixed order; the register's own changelog is none."""
    return sorted(path for path in root.rglob("*.md") if path != root / CHANGELOG)


def version_of(root: Path) -> str:
    """The version of a register: the newest heading of its changelog; empty where it keeps none."""
    path = root / CHANGELOG
    text = path.read_text("utf-8") if path.is_file() else ""
    found = re.search(r"^## (\S+)", text, re.MULTILINE)
    return found[1] if found else ""


def texts_of(root: Path) -> dict[str, bytes]:
    """The bytes of `facts.toml` and of every law file, by name, in the order in which they are read.

    Raises:
        LawError: one of them cannot be read.
    """
    texts = {}
    for path in (root / FACTS, *law_files(root)):
        name = path.relative_to(root).as_posix()
        try:
            texts[name] = path.read_bytes()
        except OSError as error:
            problem = Problem(Location(name), str(error.strerror), f"a register is a folder with {FACTS}")
            raise LawError(f"{name} cannot be read", [problem]) from error
    return texts


def digest_of(texts: Mapping[str, bytes]) -> str:
    """The hash by which answers name the law they rest on."""
    digest = hashlib.sha256()
    for name, text in texts.items():
        digest.update(text if name == FACTS else name.encode() + text)
    return digest.hexdigest()[:16]


def _checked(root: Path, texts: Mapping[str, bytes]) -> Law:
    """The law as it is kept: read, nothing refused, and without what stands in its files only."""
    from sekisho.law.assemble import assemble  # noqa: PLC0415  # a law that is kept is not read again

    law, problems = assemble(root, texts=texts)
    errors = [problem for problem in problems if not problem.warning]
    if errors:
        raise LawError(f"the law under {root} is refused: {counted(len(errors), 'problem')}", errors)
    return replace(law, root=CORPUS / "law", raw=())
