"""Answers to write: made by hand, with every kind of thing that an answer can hold."""

from __future__ import annotations

from sekisho.dates import AsOf, day, moment
from sekisho.errors import Location, Problem
from sekisho.formats.notes import Rejected
from sekisho.model.case import Range
from sekisho.model.decision import Answer, Basis, Citation, Decision, Finding, Found, Path, Step, Told
from sekisho.model.measure import Condition, FactRef, Outcome, Rank, State, Test
from sekisho.truth import NO, UNKNOWN, YES, Truth

AT = Location("us/law.md", 12)
HUAWEI = Path(
    "item.components[0]",
    "s889:a",
    (
        Step("item", "board"),
        Step("part", "chip", "semiconductor"),
        Step("maker", "海思", "cn"),
        Step("owner", "Huawei", "100 %", "makers"),
        Step("list", "s889", "as Huawei <x>", "s.889(f)(3)"),
    ),
)
OTHER = Path("parties[0]", "s889:a", (Step("party", "Shop"),))


def leaf(label: str, truth: Truth, *evidence: Told | Path, ja: str = "") -> Finding:
    test = Test(FactRef("case", "x"), "is", ("y",), "x is y")
    return Finding(Condition(label, "test", test=test, at=AT, ja=ja), truth, (), "", evidence)


def group(label: str, op: str, truth: Truth, *children: Finding, note: str = "", over: str = "") -> Finding:
    return Finding(Condition(label, op, over=over, at=AT), truth, children, note=note)  # type: ignore[arg-type]


def some(label: str, truth: Truth, note: str, *truths: Truth) -> Finding:
    made = [
        Finding(
            Condition("", "all"),
            each,
            (leaf("made by one of them", each, HUAWEI if each else OTHER),),
            f"item.components[{n}]",
        )
        for n, each in enumerate(truths)
    ]
    return group(label, "some", truth, *made, note=note, over="component")


def finding() -> Finding:
    meaning = group(
        "means", "any", YES, leaf("(A) a router", YES, Told("item.class", "router")), leaf("(B) a camera", NO)
    )
    test = Test(FactRef("case", "item"), "meets", ("US/covered",), "item meets US/covered")
    meets = Finding(Condition("covered", "test", test=test, at=AT), YES, (meaning,))
    exceptions = group("any of these", "any", NO, group("a waiver", "derogation", NO, leaf("held", NO)))
    clause = group(
        "US/procure (prohibited; s.1)",
        "all",
        YES,
        leaf("the act", YES, Told("action", "buy"), ja="行為"),
        group(
            "",
            "all",
            YES,
            leaf("an agency", YES, Told("actor.kinds", ("federal-agency", "defence-ministry"))),
        ),
        meets,
        some("as a part", YES, "1 yes, 2 no", YES, NO, NO),
        group("one of two", "any", YES, leaf("one", YES), leaf("two", UNKNOWN, Told("use.site", None))),
        group("no exception holds (1 looked at)", "not", YES, exceptions),
    )
    return group("US", "any", YES, clause)


def decision(*, reading: str = "") -> Decision:
    citation = Citation(Rank.STATUTE, "s.1(a); =cmd", "medium", ("the day",), "presumption | of denial")
    needs = ("item.components[0].essential", "parties")
    return Decision(
        "US",
        "US/procure",
        Outcome.PROHIBITED,
        State.IN_FORCE,
        citation,
        ("a waiver",),
        needs,
        reading,
        explain=finding,
    )


def answer(case: str = "A1", **keys: object) -> Answer:
    given: dict[str, object] = {
        "decisions": (decision(),),
        "readings": (decision(reading="press"),),
        "listed": (Found("parties[0]", "華為", "us-entity-list", "Huawei Technologies"),),
        "looked_at": (),
    } | keys
    return Answer(
        case,
        Outcome.PROHIBITED if given["decisions"] else Outcome.NO_RULE,
        as_of=AsOf(moment("2019-05-16T17:00:00-04:00"), day("2020-01-01")),
        basis=Basis("0.1.0", "ab" * 32, {"s889": "cd"}),
        **given,  # type: ignore[arg-type]
    )


def nothing() -> Answer:
    return answer("A2", decisions=(), readings=(), listed=(), looked_at=("US-889A", "NZ"))


def rejected() -> Rejected:
    return Rejected(
        "A3", (Problem(Location("x.jsonl", 3, "date"), "'2018-02-30' is no date", "write a day that exists"),)
    )


__all__ = ["HUAWEI", "Range", "answer", "decision", "finding", "group", "leaf", "nothing", "rejected", "some"]
