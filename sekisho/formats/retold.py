"""An answer read again from its JSON: what was recorded is shown as it was shown when it was decided.

Invariant: `to_dict(answer_of(told, …))` is what was told. Of a test only its text was kept: it can be shown,
and not be asked again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from sekisho import dates
from sekisho.dates import AsOf
from sekisho.errors import Location
from sekisho.model.decision import Answer, Basis, Citation, Decision, Finding, Found, Path, Step, Told
from sekisho.model.licence import Held
from sekisho.model.measure import Condition, FactRef, Outcome, Rank, State, Test
from sekisho.truth import Truth

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sekisho.model.case import Value
    from sekisho.model.decision import Evidence

    Plain: TypeAlias = str | bool | list[str] | None

_NO_FACT = FactRef("case", "")


def answer_of(told: Mapping[str, Any], called: Callable[[str], str] = str) -> Answer:
    """An answer, as `docs/reference/output.md` describes it.

    Args:
        told: the answer as JSON has it, with its findings.
        called: what the element at an address of its case is called.
    """
    as_of, basis = told["as_of"], told["basis"]
    return Answer(
        told["case"],
        Outcome(told["outcome"]),
        tuple(map(_decision, told["decisions"])),
        tuple(map(_decision, told["readings"])),
        tuple(Found(each["path"], each["name"], each["list"], each["entry"]) for each in told["listed"]),
        AsOf(dates.moment(as_of["on"]), dates.day(as_of["known"])),
        Basis(basis["engine"], basis["law"], basis["lists"]),
        tuple(told["looked_at"]),
        tuple(Held(each["number"], _truth(each["covers"]), tuple(each["why"])) for each in told["held"]),
        called,
    )


def _decision(told: Mapping[str, Any]) -> Decision:
    citation = Citation(
        Rank(told["rank"]), told["cites"], told["certainty"], tuple(told["unverified"]), told["notice"]
    )
    return Decision(
        told["instrument"],
        told["measure"],
        Outcome(told["outcome"]),
        State(told["state"]),
        citation,
        tuple(told["under"]),
        tuple(told["needs"]),
        told["reading"] or "",
        latent=told["latent"],
        explain=lambda: _finding(told["finding"]),
    )


def _finding(told: Mapping[str, Any]) -> Finding:
    text, at = told.get("test", ""), told.get("at")
    condition = Condition(
        told["label"],
        told["op"],
        test=Test(_NO_FACT, "", (), text) if text else None,
        over=told.get("over", ""),
        at=None if at is None else Location(at["file"], at["line"]),
        ja=told.get("ja", ""),
    )
    return Finding(
        condition,
        _truth(told["truth"]),
        tuple(map(_finding, told.get("children", ()))),
        told.get("address", ""),
        tuple(map(_evidence, told.get("evidence", ()))),
        tuple(told.get("needs", ())),
        told.get("note", ""),
        told.get("left", 0),
    )


def _truth(word: str) -> Truth:
    return Truth[word.upper()]


def _evidence(told: Mapping[str, Any]) -> Evidence:
    return Told(told["fact"], _value(told["value"])) if told["kind"] == "fact" else _path(told)


def _value(told: Plain) -> Value | None:
    """A value; numbers and days were written as they read."""
    return tuple(told) if isinstance(told, list) else told


def _path(told: Mapping[str, Any]) -> Path:
    steps = (Step(each["kind"], each["name"], each["detail"], each["source"]) for each in told["steps"])
    return Path(told["address"], told["list"], tuple(steps))
