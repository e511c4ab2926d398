"""What holds of every case, whoever tells it: batches, unknowns, time, parts and owners, explanations."""

from __future__ import annotations

import copy
import datetime as dt
import os
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, assume, event, given, settings
from hypothesis import strategies as st

from sekisho.formats.answer import to_dict
from sekisho.law.decide import judge
from sekisho.law.evaluate import scope_of
from sekisho.model.measure import BY_STRICTNESS, Outcome
from sekisho.screen import alike, run
from sekisho.screen.run import outcomes, screen
from sekisho.truth import NO, UNKNOWN, YES, Truth
from tests.properties import strategies
from tests.properties.strategies import AS_OF, cases, filled, screener, world
from tests.whole import as_of, read_case

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sekisho.model.case import Case
    from sekisho.model.decision import Answer, Finding
    from tests.properties.strategies import Told

EXAMPLES = int(os.environ.get("SEKISHO_EXAMPLES", "12"))
"""More of them find more: SEKISHO_EXAMPLES=2000 is a good night's work."""

searched = settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
    derandomize=bool(os.environ.get("CI")),
)
READINGS = ("press", "as-law")
FIRST, LAST = dt.date(2011, 1, 1), dt.date(2027, 1, 1)
"""Between these the law turns."""


def read(told: Told, name: str = "a case") -> Case:
    return read_case(world().law.facts, {"id": name, **told})


def answers(told: list[Case], readings: tuple[str, ...] = ()) -> list[Answer]:
    return list(screener(readings).answers(told, AS_OF))


def codes(told: list[Case], readings: tuple[str, ...] = ()) -> Any:  # noqa: ANN401
    asked = screener(readings)
    return asked.decide(asked.batch(told, AS_OF))


def clauses(told: list[Case]) -> dict[tuple[str, str], list[Truth]]:
    """The truth of every clause for each case, and of every exception."""
    asked = screener()
    batch = asked.batch(told, AS_OF)
    found: dict[tuple[str, str], list[Truth]] = {}
    for name in asked.law.instruments:
        for block in asked.law.clauses(name):
            for judged in judge(block, scope_of(asked.law, batch)):
                for key, truths in ((block.id, judged.truths), ("caught by " + block.id, judged.caught)):
                    row = found.setdefault((name, key), [NO] * len(told))
                    for place, value in zip(judged.rows.tolist(), truths.tolist(), strict=True):
                        row[place] = Truth(value)
    return found


# --- batches ---


@searched
@given(
    st.lists(cases(), min_size=1, max_size=5), st.integers(1, 5), st.sampled_from([(), ("press",), READINGS])
)
def test_a_batch_equals_its_cases_one_by_one_in_any_chunks(
    told: list[Told], chunk: int, readings: tuple[str, ...]
) -> None:
    asked = [read(each, str(number)) for number, each in enumerate(told)]
    alone = [answer for each in asked for answer in answers([each], readings)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(run, "CHUNK", chunk)
        law, store = world().law, world().store
        chunked = list(screen(asked, law=law, store=store, as_of=AS_OF, readings=readings, every=True))
    assert chunked == alone
    assert explained(chunked) == explained(alone)


def explained(given: list[Answer]) -> list[Finding]:
    decisions = [each for answer in given for each in (*answer.decisions, *answer.readings)]
    return [each.explain() for each in decisions if each.outcome is not Outcome.NO_RULE]


@searched
@given(st.lists(cases(), min_size=2, max_size=4), st.randoms(use_true_random=False))
def test_the_order_of_cases_does_not_matter(told: list[Told], order: Any) -> None:  # noqa: ANN401
    asked = [read(each, str(number)) for number, each in enumerate(told)]
    shuffled = asked[:]
    order.shuffle(shuffled)
    by_name = {answer.case: answer for answer in answers(asked)}
    assert answers(shuffled) == [by_name[each.id] for each in shuffled]


@searched
@given(st.lists(cases(), min_size=1, max_size=4), st.sampled_from([(), ("press",), READINGS]))
def test_the_fast_way_equals_the_long_one(told: list[Told], readings: tuple[str, ...]) -> None:
    asked = [read(each) for each in told]
    slowly = answers(asked, readings)
    assert outcomes(asked, screener(readings), AS_OF) == [each.outcome for each in slowly]
    board = codes(asked, readings)
    for row, answer in enumerate(slowly):
        decided = {each.instrument: each.outcome for each in answer.decisions}
        for place, name in enumerate(board.instruments):
            assert decided.get(name, Outcome.NO_RULE) is BY_STRICTNESS[int(board.codes[place, row])]


@searched
@given(st.lists(cases(), min_size=1, max_size=3), st.sampled_from([(), READINGS]), st.data())
def test_cases_that_are_taken_for_alike_are_answered_alike(
    told: list[Told], readings: tuple[str, ...], data: st.DataObject
) -> None:
    """Beside each case stand others that differ in a name or in times, and are sorted with it or apart."""
    others = [data.draw(strategies.renamed(each)) for each in told for _ in range(3)]
    later = [each | data.draw(strategies.times(FIRST, LAST)) for each in (*told, *others)]
    asked = [read(each) for each in (*told, *others, *later)]
    alone = [codes([each], readings) for each in asked]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(run, "SORTED", 0)
        patch.setattr(alike, "WORTH", 0)
        board = codes(asked, readings)
    event(f"{len({tuple(each) for each in board.codes.T.tolist()})} answers to {len(asked)}")
    assert board.codes.T.tolist() == [each.codes[:, 0].tolist() for each in alone]
    assert board.shown.T.tolist() == [each.shown[:, 0].tolist() for each in alone]


# --- unknowns ---


@searched
@given(filled())
def test_filling_an_unknown_fact_never_turns_a_clause(pair: tuple[Told, Told]) -> None:
    """A clause that is yes or no stays so, and so does whether it would catch the act but for its exceptions.

    It holds of facts that are unknown while they are absent, and of what does not speak against the register.
    Not of these, where the case format gives absence a meaning: `from`, `until` and `revoked` (no limit), the
    owners of an owner (a chain ends there) and a second mark of a thing (brand and identifiers are one fact).
    Nor of a statement that the format lets win over the register: another country, `listed: []` of somebody
    listed, an owner whom the register knows with another share, a derived fact.
    """
    before, after = map(read, pair)
    for (_, clause), (early, late) in clauses([before, after]).items():
        assert early in (late, UNKNOWN), clause
        event(f"{early.word} to {late.word}")


@searched
@given(filled(), st.sampled_from([(), READINGS]))
def test_from_review_upwards_filling_a_fact_keeps_an_outcome_or_makes_it_stricter(
    pair: tuple[Told, Told], readings: tuple[str, ...]
) -> None:
    """Of every instrument, and so of the whole: what is that strict rests on a clause that is yes."""
    board = codes([read(each) for each in pair], readings)
    for early, late in [*board.codes.tolist(), board.overall.tolist()]:
        assert late >= early or early < Outcome.REVIEW.strictness


@searched
@given(filled())
def test_filling_a_fact_never_makes_known_what_was_not_asked_for(pair: tuple[Told, Told]) -> None:
    """Where nothing is asked for any more, a fact that was unknown has no say left in an answer."""
    before, after = (answers([read(each)])[0] for each in pair)
    for early, late in zip(sorted_by_name(before), sorted_by_name(after), strict=True):
        if not early.needs and early.outcome is not Outcome.NO_RULE:
            assert late.outcome.strictness >= early.outcome.strictness


def sorted_by_name(answer: Answer) -> list[Any]:
    return sorted(answer.decisions, key=lambda decision: decision.instrument)


@searched
@given(cases())
def test_what_is_unknown_lists_what_would_settle_it_and_how_to_ask(told: Told) -> None:
    (answer,) = answers([read(told)])
    facts = world().law.facts
    written = {each["instrument"]: each for each in to_dict(answer, facts)["decisions"]}  # type: ignore[attr-defined]
    for decision in answer.decisions:
        if decision.outcome is Outcome.UNKNOWN:
            assert decision.needs, decision.instrument
        assert len(decision.needs) == len(set(decision.needs))
        for asked in written[decision.instrument]["questions"]:
            assert asked["en"]
            assert asked["ja"]


# --- time ---


@searched
@given(st.lists(cases(), min_size=1, max_size=3), st.sampled_from([(), READINGS]))
def test_in_1900_nothing_was_known(told: list[Told], readings: tuple[str, ...]) -> None:
    """Nothing but what the case states itself, be it a listing."""
    asked = [read(each) for each in told]
    for answer in screener(readings).answers(asked, as_of("2020-01-01", "1900-01-01")):
        assert (answer.outcome, answer.decisions, answer.readings) == (Outcome.NO_RULE, (), ())
        assert {each.entry for each in answer.listed} <= {"stated in the case"}


@searched
@given(cases(), st.dates(min_value=dt.date(2006, 1, 1), max_value=dt.date(2027, 1, 1)))
def test_what_is_known_later_than_everything_changes_nothing(told: Told, day: Any) -> None:  # noqa: ANN401
    """All the register says was published by July 2026: who asks with later knowledge is told the same."""
    asked = read({key: value for key, value in told.items() if key != "date"})
    on = day.isoformat()
    (now,), (later,) = (list(screener().answers([asked], as_of(on, known))) for known in ("2026-11-24", None))
    assert now.decisions == later.decisions
    assert now.listed == later.listed


# --- parts and owners ---


@searched
@given(cases(), st.data(), st.sampled_from([(), READINGS]))
def test_adding_a_part_never_loosens(told: Told, data: st.DataObject, readings: tuple[str, ...]) -> None:
    """To a list of parts that is already given; a list given where there was none may settle what is open."""
    lists = [list_ for list_ in parts_of(told) if list_ is not None]
    assume(lists)
    place = data.draw(st.integers(0, len(lists) - 1))
    more = copy.deepcopy(told)
    at = [list_ for list_ in parts_of(more) if list_ is not None][place]
    at.insert(data.draw(st.integers(0, len(at))), data.draw(strategies.part()))
    never_loosens(told, more, readings)


def parts_of(told: Told) -> Iterator[Any]:
    todo = [told.get("item", {})]
    while todo:
        thing = todo.pop()
        yield thing.get("components")
        todo += thing.get("components") or []


@searched
@given(cases(), st.data(), st.sampled_from([(), READINGS]))
def test_adding_an_owner_never_loosens(told: Told, data: st.DataObject, readings: tuple[str, ...]) -> None:
    """To a list of owners that is already given, of whatever size, in control or not, still or no longer.

    An owner whom the register knows already is no addition: the case then speaks in the register's place.
    """
    held = [each for each in [told.get("actor", {}), *told.get("parties", [])] if "owners" in each]
    assume(held)
    place = data.draw(st.integers(0, len(held) - 1))
    named = {each["name"] for each in held[place]["owners"]}
    new = data.draw(strategies.owner(held[place]["name"]).filter(lambda each: each["name"] not in named))
    more = copy.deepcopy(told)
    [each for each in [more.get("actor", {}), *more.get("parties", [])] if "owners" in each][place][
        "owners"
    ].append(new)
    never_loosens(told, more, readings)


def never_loosens(told: Told, more: Told, readings: tuple[str, ...]) -> None:
    board = codes([read(told), read(more)], readings)
    for name, (early, late) in zip(board.instruments, board.codes.tolist(), strict=True):
        assert late >= early, name
        event(f"{BY_STRICTNESS[early]} to {BY_STRICTNESS[late]}" if late != early else "the same")


# --- explanations ---


@searched
@given(st.lists(cases(), min_size=1, max_size=3), st.sampled_from([(), READINGS]))
def test_an_explanation_has_the_truth_of_what_it_explains(
    told: list[Told], readings: tuple[str, ...]
) -> None:
    """The clause that decided is yes in its tree, or unknown where that is the answer; so in the batch."""
    asked = [read(each) for each in told]
    truths = clauses(asked)
    for row, answer in enumerate(answers(asked, readings)):
        for decision in (*answer.decisions, *answer.readings):
            finding = decision.explain()
            assert finding.truth is max(child.truth for child in finding.children)
            if decision.measure is None or decision.outcome is Outcome.NO_RULE:
                assert decision.outcome is Outcome.NO_RULE
                assert decision.latent or finding.truth is not YES
                continue
            wanted = UNKNOWN if decision.outcome is Outcome.UNKNOWN else YES
            shown = [
                child for child in finding.children if child.condition.label.startswith(decision.measure)
            ]
            assert wanted in {child.truth for child in shown}, decision.measure
            batch = next(value for (_, clause), value in truths.items() if clause == decision.measure)[row]
            assert batch is (NO if decision.outcome is Outcome.PERMITTED else wanted) or (
                decision.outcome is Outcome.PERMITTED and batch is not YES
            )


@searched
@given(cases(), st.sampled_from([(), READINGS]))
def test_every_tree_adds_up(told: Told, readings: tuple[str, ...]) -> None:
    """A node's truth follows from its children's: *all* the least, *any* the greatest, *not* the reverse."""
    (answer,) = answers([read(told)], readings)
    for decision in (*answer.decisions, *answer.readings):
        for clause in decision.explain().children:
            for node in nodes(clause):
                adds_up(node)


def nodes(finding: Finding) -> Iterator[Finding]:
    yield finding
    for child in finding.children:
        yield from nodes(child)


def adds_up(finding: Finding) -> None:
    truths = [child.truth for child in finding.children]
    where = f"{finding.condition.label} at {finding.condition.at}"
    match finding.condition.op:
        case "any" if truths:
            assert finding.truth is max(truths), where
        case "not":
            (inner,) = truths
            assert finding.truth == YES - inner, where
        case "some":
            assert finding.truth is max([*truths, UNKNOWN if finding.needs else NO]), where
        case "test" if truths:
            assert [finding.truth] == truths, where
        case "all" if (
            "(permitted; " in finding.condition.label
        ):  # the act is caught, and excepted: by the note
            assert finding.truth is (YES if finding.note else NO), where
        case "all" if truths:
            assert finding.truth is min(truths), where
        case "derogation" if truths:
            assert finding.truth is min(truths), where


@searched
@given(cases())
def test_nothing_is_written_that_json_cannot_hold(told: Told) -> None:
    (answer,) = answers([read(told)])
    assert to_dict(answer, world().law.facts)["case"] == "a case"
