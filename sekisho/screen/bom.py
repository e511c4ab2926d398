"""Bills of materials screened: the whole, every part by itself, and what to replace.

A part by itself is the case with this part as the item's only one. What the case comes to without any part is
no part's doing; beside that, and where the law asks for *some* part, the whole is the strictest of its parts.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from sekisho.formats.answer import paths_of
from sekisho.formats.tree import path_text
from sekisho.graph.bom import Structure, fewest, lines, structure
from sekisho.graph.company import Company
from sekisho.model.bom import ITEM
from sekisho.model.case import Row
from sekisho.model.measure import BY_STRICTNESS, Outcome
from sekisho.model.screened import Judged, Part, Replace, ScreenedBom
from sekisho.truth import YES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import numpy.typing as npt

    from sekisho.dates import AsOf
    from sekisho.model.bom import Bom
    from sekisho.model.case import Case, Value
    from sekisho.model.decision import Answer
    from sekisho.screen.run import Screener

OPEN = Outcome.UNKNOWN.strictness
EXPLAINED = 200
"""Distinct parts whose way to the list is told."""
_SILENT = ("name", "version", "supplier", "class.by")
"""Facts of a part that no law asks; beside them, what the taxonomy says of a device (`device.…`)."""


def screen_bom(
    screener: Screener, case: Case, bom: Bom, as_of: AsOf, *, replacing: bool = False
) -> ScreenedBom:
    """Screen a case with the parts of a bill.

    Args:
        screener: the law and who is who.
        case: the case, with the parts of the bill in it.
        bom: the bill.
        as_of: the two times, for a case that gives none.
        replacing: find what to replace, too.
    """
    (answer,) = screener.answers([case], as_of)
    run = _Run(screener, case, structure(bom), as_of)
    parts = tuple(run.parts())
    found = tuple(run.replacements(answer)) if replacing else None
    return ScreenedBom(answer, parts, found)


@dataclass(frozen=True, slots=True)
class _Singles:
    """The answers to each distinct part by itself.

    Attributes:
        of: by address of a row, which of them it is.
        cases: the case of each; the last has no part at all.
        codes: strictness, an instrument a row, a case a column.
    """

    of: Mapping[str, int]
    cases: Sequence[Case]
    instruments: tuple[str, ...]
    codes: npt.NDArray[np.int8]


class _Run:
    """One bill of one case."""

    def __init__(self, screener: Screener, case: Case, graph: Structure, as_of: AsOf) -> None:
        self.screener = screener
        self.case = case
        self.graph = graph
        self.as_of = as_of
        self.knowledge = screener.knowing(as_of.known if case.known is None else case.known)
        self.rows = {row.address: row for row in case.components or ()}
        self._groups: dict[str, tuple[str, ...]] = {}

    # --- the parts ---

    def parts(self) -> Iterator[Part]:
        """The tree, each part judged by itself."""
        judged = self._judged()
        item = {k.removeprefix("item."): v for k, v in self.case.facts.items() if k.startswith("item.")}
        for line in lines(self.graph):
            facts = item if line.part == ITEM else self.rows[line.part].facts
            own = self._item(item) if line.part == ITEM else judged[self.singles.of[line.part]]
            yield Part(line.part, facts, line.depth, own, len(self.graph.places[line.part]), line.again)

    @cached_property
    def singles(self) -> _Singles:
        distinct: dict[object, int] = {}
        of: dict[str, int] = {}
        cases: list[Case] = []
        for row in self.rows.values():
            of[row.address] = place = distinct.setdefault(self._told(row.facts), len(cases))
            if place == len(cases):
                cases.append(self._with((Row(f"{ITEM}.components[0]", row.facts),)))
        cases.append(self._with(()))
        instruments, codes = self._decide(cases)
        return _Singles(of, cases, instruments, codes)

    def _with(self, parts: tuple[Row, ...]) -> Case:
        return replace(self.case, components=parts, unopened=())

    def _told(self, facts: Mapping[str, Value]) -> object:
        """What a law may ask of a part: numbers on it that point to nobody are all one."""
        asked = {k: v for k, v in facts.items() if k not in _SILENT and not k.startswith("device.")}
        marks = {k.partition(".")[2]: v for k, v in asked.items() if k.startswith("identifiers.")}
        if marks and not self.knowledge.marks.read(marks):
            asked = {k: v for k, v in asked.items() if not k.startswith("identifiers.")} | {"marks": True}
        return frozenset(asked.items())

    def _decide(self, cases: Sequence[Case]) -> tuple[tuple[str, ...], npt.NDArray[np.int8]]:
        instruments: tuple[str, ...] = ()
        codes: npt.NDArray[np.int8] = np.zeros((0, len(cases)), np.int8)
        for each in self.screener.decided(cases, self.as_of):  # one case, one day: one store
            instruments, codes = each.board.instruments, each.board.codes
        return instruments, codes

    def _judged(self) -> list[Judged]:
        """What each distinct part comes to, beside what the case comes to without it."""
        singles = self.singles
        base = singles.codes[:, -1:]
        # What is open without any part may be open because of this one, too: it is not shown as clear.
        own = np.where((singles.codes > base) | ((singles.codes == OPEN) & (base == OPEN)), singles.codes, 0)
        judged: list[Judged] = []
        explained = 0
        for place, case in enumerate(singles.cases[:-1]):
            code = int(own[:, place].max(initial=0))
            by = tuple(
                n for n, c in zip(singles.instruments, own[:, place], strict=True) if code and c == code
            )
            why: tuple[str, ...] = ()
            if code > OPEN and explained < EXPLAINED:
                explained += 1
                why = self._why(case, by)
            facts = case.components[0].facts if case.components else {}
            judged.append(Judged(self._houses(facts), BY_STRICTNESS[code], by, why))
        return judged

    def _item(self, facts: Mapping[str, Value]) -> Judged:
        """The item without its parts."""
        codes = self.singles.codes[:, -1]
        code = int(codes.max(initial=0))
        names = zip(self.singles.instruments, codes, strict=True)
        return Judged(
            self._houses(facts), BY_STRICTNESS[code], tuple(n for n, c in names if code and c == code)
        )

    def _why(self, case: Case, by: Sequence[str]) -> tuple[str, ...]:
        """From the maker, or a sign, to the list."""
        (answer,) = self.screener.answers([case], self.as_of)
        paths = (
            path
            for decision in answer.decisions
            if decision.instrument in by
            for path in paths_of(decision.explain())
            if path.address.startswith(f"{ITEM}.components")
        )
        kept = (replace(p, steps=tuple(s for s in p.steps if s.kind not in ("item", "part"))) for p in paths)
        return tuple(dict.fromkeys(path_text(path) for path in kept))

    # --- who made it ---

    def _houses(self, facts: Mapping[str, Value]) -> tuple[str, ...]:
        """The groups that the maker is of; those that only a sign points to, with a question mark."""
        maker = facts.get("manufacturer")
        sure = self._groups_of(maker) if isinstance(maker, str) else ()
        marks = {k.partition(".")[2]: v for k, v in facts.items() if k.startswith("identifiers.")}
        pointed = (mark.entity for mark in self.knowledge.marks.read({**marks, "brand": facts.get("brand")}))
        names = (self.knowledge.store.entities[entity].names[0] for entity in pointed)
        maybe = [f"{group}?" for name in names for group in self._groups_of(name) if group not in sure]
        return tuple(dict.fromkeys((*sure, *maybe)))

    def _groups_of(self, name: str) -> tuple[str, ...]:
        if name not in self._groups:
            companies, reach = self.knowledge.companies, self.knowledge.reach
            told = companies.row_of(self.case, Company(name, None)) or Row("", {"name": name})
            company = companies.as_told(self.case, told)
            on = (self.case.on or self.as_of.on).day
            known = self.as_of.known if self.case.known is None else self.case.known
            groups = (info.id for info in self.knowledge.store.lists.values() if info.kind == "group")
            self._groups[name] = tuple(
                g for g in groups if reach.ask("under", company, g, on, known).truth is YES
            )
        return self._groups[name]

    # --- what to replace ---

    def replacements(self, answer: Answer) -> Iterator[Replace]:
        """For each instrument that restricts the act."""
        singles = self.singles
        places = {name: place for place, name in enumerate(singles.instruments)}
        for decision in answer.decisions:
            whole = decision.outcome.strictness
            if whole <= OPEN:
                continue
            codes = singles.codes[places[decision.instrument]]
            base = max(int(codes[-1]), OPEN)
            bad = [part for part in self.graph.inside if part != ITEM and self._worst(part, codes) > base]
            yield self._replace(decision.instrument, decision.outcome, places, base, bad)

    def _worst(self, part: str, codes: npt.NDArray[np.int8]) -> int:
        """The strictest code of the rows that are this part."""
        return max(int(codes[self.singles.of[address]]) for address in self.graph.places[part])

    def _replace(
        self, instrument: str, outcome: Outcome, places: Mapping[str, int], base: int, bad: Sequence[str]
    ) -> Replace:
        if base >= outcome.strictness:
            return Replace(instrument, outcome, why="case")
        if not bad:
            return Replace(instrument, outcome, why="together")
        found = fewest(self.graph, frozenset(bad))
        left = self.graph.below((ITEM,), found.sets[0])
        rows = tuple(
            self.rows[a]
            for part in self.graph.places
            if part in left and part != ITEM
            for a in self.graph.places[part]
        )
        there = {ITEM, *(row.address for row in rows)}
        unopened = tuple(address for address in self.case.unopened if address in there)
        _, codes = self._decide([replace(self.case, components=rows, unopened=unopened)])
        then = BY_STRICTNESS[int(codes[places[instrument], 0])]
        if then.strictness > base:
            return Replace(instrument, outcome, why="together")
        sets = tuple(tuple(sorted(each)) for each in found.sets)
        return Replace(instrument, outcome, sets, found.more, then)
