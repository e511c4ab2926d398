"""Planted errors: which are planted, under which names, and which examples miss them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sekisho.law.assemble import assemble
from sekisho.law.examples import read_examples
from sekisho.law.mutate import Mutant, Report, _planted, survivors
from sekisho.law.ratchet import mutation_check
from sekisho.law.register import Law
from tests.law.desk import CORPUS_LAW, block, instrument, load, measure, reader, write

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from sekisho.errors import Problem


def mutants(law: Law) -> Iterator[tuple[Mutant, Law]]:
    """Every planted error, with the law that has it."""
    return ((mutant, planted) for mutant, _, planted in _planted(law))


def planted(law: Law, owner: str) -> set[str]:
    prefix = f"{owner} "
    return {mutant.id.removeprefix(prefix) for mutant, _ in mutants(law) if mutant.id.startswith(prefix)}


def test_what_is_planted(tmp_path: Path) -> None:
    target = (
        '[target]\n"a router" = "item.class is router"\n"sees data" = "equipment.user-data is yes"\n'
        '[target."one of".any]\n"much" = "network.vendor-share above 35"\n'
        '"old" = "item.acquired before 2018-08-13"\n'
        '"seen".some.party = { "h" = "party.under.huawei is no" }'
    )
    law = load(
        tmp_path,
        instrument(more="until = 2020-12-31\n"),
        measure("T/m", 'by = 2019-12-31\nthen = "capped"', outcome="remove-by", target=target),
    )
    assert planted(law, "T") == {
        f"| {key} | {days}" for key in ("from", "until", "published") for days in ("-31", "+31")
    }
    assert planted(law, "T/m") == {
        "| by | -31",
        "| by | +31",
        "| outcome | capped",
        "| outcome | review",
        "| then | licence-required",
        "| then | review",
        "| target > a router | dropped",
        "| target > sees data | dropped",
        "| target > sees data | is no",
        "| target > one of | dropped",
        "| target > one of > much | dropped",
        "| target > one of > much | -1",
        "| target > one of > much | +1",
        "| target > one of > old | dropped",
        "| target > one of > old | -31",
        "| target > one of > old | +31",
        "| target > one of > seen | dropped",
        "| target > one of > seen > h | is yes",
    }


def test_a_section_is_dropped_where_another_remains(tmp_path: Path) -> None:
    binds = '[binds]\n"in Japan" = "actor.country is jp"'
    both = measure(
        "T/n", target='[covers]\n"5G" = "use.network is 5g"\n[target]\n"r" = "item.class is router"'
    )
    law = load(tmp_path, instrument(more=binds), measure(), both)
    assert "| binds | dropped" in planted(law, "T")
    assert "| target | dropped" in planted(law, "T/m")
    assert {"| covers | dropped", "| target | dropped"} <= planted(law, "T/n")
    alone = load(tmp_path, instrument(), measure())
    assert "| target | dropped" not in planted(alone, "T/m")


def test_the_strictest_has_no_stricter_and_the_mildest_no_milder(tmp_path: Path) -> None:
    law = load(tmp_path, instrument(), measure())
    assert {each for each in planted(law, "T/m") if "outcome" in each} == {"| outcome | licence-required"}
    advice = load(tmp_path, instrument(rank="guidance"), measure(outcome="advised-against"))
    assert {each for each in planted(advice, "T/m") if "outcome" in each} == {"| outcome | review"}


def test_an_amendment_is_named_by_its_days(tmp_path: Path) -> None:
    later = [
        block("amendment", f'of = "T/m"\npublished = {published}\nfrom = {since}\noutcome = "{word}"')
        for published, since, word in (
            ("2018-12-01", "2019-01-01", "review"),
            ("2018-12-01", "2019-01-20", "capped"),
        )
    ]
    law = load(tmp_path, instrument(), measure(), *later)
    shifted = {mutant.id: other for mutant, other in mutants(law)}
    other = shifted["T/m @ 2019-01-01 / 2018-12-01 | from | +31"]
    # An amendment that is moved past another one stands behind it.
    assert [str(text.start) for text in other.blocks["T/m"].texts[1:]] == ["2019-01-20", "2019-02-01"]
    assert other.instruments["T"].blocks[0] is other.blocks["T/m"]


def test_an_hour_is_moved_with_its_day(tmp_path: Path) -> None:
    law = load(tmp_path, instrument(since="from = 2019-05-16T16:15:00-04:00"), measure())
    moved = dict(mutants(law))
    starts = {
        mutant.id: other.instruments["T"].texts[0].start
        for mutant, other in moved.items()
        if "from" in mutant.id
    }
    assert [str(start) for start in starts.values()] == [
        "2019-04-15T16:15:00-04:00",
        "2019-06-16T16:15:00-04:00",
    ]


def test_an_exception_is_changed_where_it_is_lifted_from(tmp_path: Path) -> None:
    off = block(
        "derogation",
        (
            'id = "T/d"\nof = "T/m"\ntitle = "t"\ncites = "x"\nuntil = 2019-12-31\n[when]\n'
            '"x" = "use.part is core"'
        ),
    )
    law = load(tmp_path, instrument(), measure(), off)
    for mutant, other in mutants(law):
        assert other.lifting["T/m"] == (other.blocks["T/d"],)
        assert (other.blocks["T/d"] is not law.blocks["T/d"]) == mutant.id.startswith("T/d ")
        assert mutant.at.line > 0
        assert mutant.what


def report(root: Path, *texts: str) -> Report:
    law, problems = assemble(write(root, *texts), examples=True)
    assert not problems
    return survivors(law, read_examples(law, reader())[0])


EDGES = block(
    "example",
    (
        'name = "edges"\n[case]\naction = "buy"\nitem = { class = "router" }\n[expect.T]\n'
        '2017-12-31 = "no-rule"\n2018-01-01 = "prohibited"'
    ),
)
MIDDLE = EDGES.replace('2017-12-31 = "no-rule"\n', "").replace("2018-01-01", "2019-01-01")


def test_an_example_on_each_side_catches_a_shifted_date(tmp_path: Path) -> None:
    caught = report(tmp_path, instrument(published="2017-01-01"), measure(), EDGES)
    assert [mutant.id for mutant in caught.survivors] == ["T | published | -31", "T | published | +31"]
    assert (caught.total, caught.caught) == (5, 0.6)
    missed = report(tmp_path, instrument(published="2017-01-01"), measure(), MIDDLE)
    assert {mutant.id for mutant in missed.survivors} == {
        f"T | {key} | {day}" for key in ("from", "published") for day in ("-31", "+31")
    }


def test_known_catches_a_shifted_publication(tmp_path: Path) -> None:
    known = [
        MIDDLE.replace('name = "edges"', f'name = "{day}"\nknown = {day}').replace('"prohibited"', word)
        for day, word in (("2016-12-31", '"no-rule"'), ("2017-01-01", '"prohibited"'))
    ]
    found = report(tmp_path, instrument(published="2017-01-01"), measure(), EDGES, *known)
    assert found.survivors == ()
    assert found.caught == 1


def test_needs_catch_what_outcomes_do_not(tmp_path: Path) -> None:
    target = '[target]\n"a router" = "item.class is router"\n"5G" = "use.network is 5g"'
    asked = block(
        "example",
        (
            'name = "n"\nneeds = ["item.class", "use.network"]\n[case]\naction = "buy"\n[expect]\n'
            'T = { 2020-01-01 = "unknown" }'
        ),
    )
    silent = asked.replace('needs = ["item.class", "use.network"]\n', "")
    dropped = {"T/m | target > a router | dropped", "T/m | target > 5G | dropped"}
    missed = {
        mutant.id for mutant in report(tmp_path, instrument(), measure(target=target), silent).survivors
    }
    assert dropped <= missed
    caught = {mutant.id for mutant in report(tmp_path, instrument(), measure(target=target), asked).survivors}
    assert not dropped & caught


def test_a_law_without_examples_misses_everything(tmp_path: Path) -> None:
    found = report(tmp_path, instrument(), measure())
    assert len(found.survivors) == found.total > 0
    assert Report(0, ()).caught == 1


def test_ids_of_the_corpus_are_unique_and_name_no_line() -> None:
    law = Law.load(CORPUS_LAW)
    ids = [mutant.id for mutant, _ in mutants(law)]
    assert len(ids) == len(set(ids)) > 400
    assert all(text.strip() and "\n" not in text for text in ids)


# --- the ratchet ---

LAW = instrument(published="2017-01-01") + measure() + EDGES
REASONS = [("T | published | -31", "nobody asks"), ("T | published | +31", "nobody asks")]


def judged(
    root: Path, reasons: Iterable[tuple[str, str]], floor: str = "floor = 0.6\n", law: str = LAW
) -> list[Problem]:
    entries = "".join(f'[[survivor]]\nid = "{name}"\nwhy = "{why}"\n' for name, why in reasons)
    write(root, law)
    (root / "survivors.toml").write_text(floor + entries, "utf-8")
    return mutation_check(root, reader())[1]


def test_every_survivor_has_a_reason(tmp_path: Path) -> None:
    assert judged(tmp_path, REASONS) == []
    (problem,) = judged(tmp_path, REASONS[:1])
    assert problem.at.file == "law.md"
    assert problem.at.line == 7
    assert "T | published | +31" in problem.hint


def test_a_reason_is_given_once_and_says_something(tmp_path: Path) -> None:
    (problem,) = judged(tmp_path, [REASONS[0], ("T | published | +31", " ")])
    assert (problem.at.line, problem.message) == (6, "no reason is given for 'T | published | +31'")
    (problem,) = judged(tmp_path, [*REASONS, REASONS[0]])
    assert problem.message == "'T | published | -31' is written twice"


def test_a_reason_for_what_is_caught_is_removed(tmp_path: Path) -> None:
    (problem,) = judged(tmp_path, [*REASONS, ("T | from | +31", "who knows")])
    assert (str(problem.at), problem.hint) == ("survivors.toml:9", "remove it")


@pytest.mark.parametrize(
    ("floor", "warning", "words"),
    [
        ("floor = 0.601\n", False, "the floor is never lowered"),
        ("floor = 0.595\n", True, "raise it: floor = 0.600"),
        ("floor = 0.596\n", None, ""),
        ("", False, "the floor is 0.900"),
    ],
)
def test_the_share_only_rises(floor: str, warning: bool | None, words: str, tmp_path: Path) -> None:
    problems = judged(tmp_path, REASONS, floor)
    assert [problem.warning for problem in problems] == ([] if warning is None else [warning])
    assert all(words in str(problem) for problem in problems)


def test_a_folder_without_reasons(tmp_path: Path) -> None:
    write(tmp_path, LAW)
    found, problems = mutation_check(tmp_path, reader())
    assert len(found.survivors) == 2
    assert len(problems) == 3


def test_reasons_that_cannot_be_read(tmp_path: Path) -> None:
    (problem,) = judged(tmp_path, (), "floor = \n")
    assert problem.message.startswith("not TOML")


def test_a_refused_law_is_not_mutated(tmp_path: Path) -> None:
    write(tmp_path, LAW + measure("T/n", "colour = 1"))
    found, problems = mutation_check(tmp_path, reader())
    assert found.total == 0
    assert [problem.message for problem in problems] == ["no measure has a key 'colour'"]
