"""The register as a matrix: jurisdiction, act and group, each cell the strictest outcome there.

The acts are typical cases, written beside the law for a reader to judge; each is put to it like any other
case. Invariant: a cell counts the instruments of its own jurisdiction alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sekisho.errors import InputError, Location, Problem
from sekisho.formats.case import case_of
from sekisho.law.answer import answer
from sekisho.law.overview import countries
from sekisho.model.matrix import Cell, Ground
from sekisho.model.measure import BY_STRICTNESS
from sekisho.screen.board import strictest
from sekisho.screen.run import Screener

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sekisho.dates import AsOf
    from sekisho.law.columns import Batch
    from sekisho.law.facts import Facts
    from sekisho.law.register import Law
    from sekisho.model.case import Case
    from sekisho.model.matrix import Activity, Plan
    from sekisho.store.base import Store


def matrix(law: Law, store: Store, as_of: AsOf, plan: Plan, *, grounds: bool = False) -> list[Cell]:
    """Every cell, jurisdiction by jurisdiction, act by act, group by group.

    Args:
        law: the register.
        store: who is who.
        as_of: the two times.
        plan: the groups and acts.
        grounds: tell the deciding clause of each answer, too; that takes longer than the answers.

    Raises:
        InputError: a case of the plan is refused, or a group is not known.
    """
    own = countries(law)
    names = {group: _name(store, group, plan) for group in plan.groups}
    at = Location(plan.source)
    asked = [(country, act, group) for country in own for act in plan.activities for group in plan.groups]
    cases = [asking(act, country, names[group], law.facts, at) for country, act, group in asked]
    screener = Screener(law, store)
    batch = screener.batch(cases, as_of, screener.knowing(as_of.known))
    board = screener.decide(batch)
    answers = {country: strictest(board, instruments) for country, instruments in own.items()}
    cells = []
    for row, (country, act, group) in enumerate(asked):
        code, instruments = answers[country][row]
        why = tuple(_ground(law, batch, row, each) for each in instruments) if grounds else ()
        cells.append(Cell(country, act.id, group, BY_STRICTNESS[code], instruments, why))
    return cells


def _ground(law: Law, batch: Batch, row: int, instrument: str) -> Ground:
    decision, _ = answer(law, batch, row, instrument, frozenset())
    if decision is None:
        return Ground(instrument, "", "", ())
    told = decision.citation
    return Ground(instrument, decision.measure or "", told.certainty, told.unverified)


def asking(act: Activity, country: str, group: str, facts: Facts, at: Location) -> Case:
    """The case of an act in one jurisdiction, with one group by its name.

    Raises:
        InputError: it is not in the case format.
    """
    told = {**act.case, **act.within.get(country, {})}
    filled = {key: _filled(value, {"{country}": country, "{group}": group}) for key, value in told.items()}
    return case_of(filled, at, facts, default_id=f"{act.id} {country} {group}")


def _name(store: Store, group: str, plan: Plan) -> str:
    if group not in store.makers:
        problem = Problem(
            Location(plan.source), f"there is no maker '{group}'", "name one of corpus/makers, by its id"
        )
        raise InputError("the matrix cannot be asked", [problem])
    return store.entities[group].names[0]


def _filled(value: object, words: Mapping[str, str]) -> object:
    if isinstance(value, str):
        for word, meaning in words.items():
            value = value.replace(word, meaning)
        return value
    if isinstance(value, dict):
        return {key: _filled(each, words) for key, each in value.items()}
    return [_filled(each, words) for each in value] if isinstance(value, list) else value
