"""What the examples leave untried, beyond what tests/golden/planted shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sekisho.law.assemble import assemble
from sekisho.law.coverage import untried
from sekisho.law.examples import read_examples
from tests.law.desk import block, instrument, measure, reader, write

if TYPE_CHECKING:
    from pathlib import Path

ROUTER = 'item = { class = "router" }'


def example(expect: str, case: str = ROUTER, action: str = "buy") -> str:
    body = f'name = "{len(case)} {expect[:20]}"\n[case]\naction = "{action}"\n{case}\n[expect]\n{expect}'
    return block("example", body.replace('name = "', "name = '", 1).replace('"\n[case]', "'\n[case]", 1))


def left(root: Path, *texts: str) -> list[str]:
    law, problems = assemble(write(root, *texts), examples=True)
    examples, unreadable = read_examples(law, reader())
    assert [*problems, *unreadable] == []
    return [problem.message for problem in untried(law, examples)]


BOTH = example('T = { 2017-12-31 = "no-rule", 2018-01-01 = "prohibited" }')


def test_a_law_that_is_tried(tmp_path: Path) -> None:
    assert left(tmp_path, instrument(), measure(), BOTH) == []


def test_a_stricter_measure_that_answers_instead_is_no_answer(tmp_path: Path) -> None:
    mild = measure("T/n", outcome="review", target='[target]\n"telecom" = "item.class in telecom"')
    assert left(tmp_path, instrument(), measure(), mild, BOTH) == [
        "no example in which 'T/n' gives the answer"
    ]


def test_an_example_of_another_act_tries_no_date(tmp_path: Path) -> None:
    other = example('T = { 2017-12-31 = "no-rule", 2018-01-01 = "no-rule" }', 'item = { class = "switch" }')
    caught = example('T = { 2019-01-01 = "prohibited" }')
    assert left(tmp_path, instrument(), measure(), other, caught) == [
        "'T/m' reads from = 2018-01-01; no example that it touches is on 2017-12-31 and none on 2018-01-01"
    ]


def test_a_date_of_the_instrument_is_tried_once_for_all_its_measures(tmp_path: Path) -> None:
    mild = measure("T/n", outcome="review", target='[target]\n"a switch" = "item.class is switch"')
    switch = example('T = { 2020-01-01 = "review" }', 'item = { class = "switch" }')
    assert left(tmp_path, instrument(), measure(), mild, BOTH, switch) == []
    own = measure(
        "T/n", "from = 2019-06-01", outcome="review", target='[target]\n"s" = "item.class is switch"'
    )
    assert left(tmp_path, instrument(), measure(), own, BOTH, switch) == [
        "'T/n' reads from = 2019-06-01; no example that it touches is on 2019-05-31 and none on 2019-06-01"
    ]


def test_a_suspended_measure_need_not_answer(tmp_path: Path) -> None:
    body = 'id = "T/off"\nof = "T/m"\ntitle = "off"\ncites = "x"\neffect = "suspends"\nwhen = "always"\n'
    quiet = BOTH.replace('"prohibited"', '"no-rule"')
    assert left(tmp_path, instrument(), measure(), block("derogation", body), quiet) == []
    dated = block("derogation", body + "until = 2019-12-31")
    assert left(tmp_path, instrument(), measure(), dated, quiet) == [
        "no example in which 'T/m' gives the answer"
    ]


def test_an_announced_measure_need_not_answer(tmp_path: Path) -> None:
    never = example('T = { 2020-01-01 = "no-rule" }')
    assert left(tmp_path, instrument(since=""), measure(), never) == []
    day = block("amendment", 'of = "T"\npublished = 2021-01-01\nfrom = 2021-01-01')
    assert left(tmp_path, instrument(since=""), measure(), day, never) == [
        "no example in which 'T/m' gives the answer",
        "'T/m' reads from = 2021-01-01; no example that it touches is on 2020-12-31 and none on 2021-01-01",
    ]


def test_an_amendment_of_what_is_only_shown_has_no_date_to_try(tmp_path: Path) -> None:
    shown = block("amendment", 'of = "T"\npublished = 2019-01-01\nfrom = 2019-01-01\ncites = "renumbered"')
    assert left(tmp_path, instrument(), measure(), BOTH, shown) == []
    real = block(
        "amendment", 'of = "T"\npublished = 2019-01-01\nfrom = 2019-01-01\nactions = ["buy", "sell"]'
    )
    assert len(left(tmp_path, instrument(), measure(), BOTH, real)) == 1


PARTY_USE = '[target."x".some.party.some.party-use]\n"h" = "party-use.maker.under.huawei is yes"'


def test_every_some_that_a_measure_rests_on(tmp_path: Path) -> None:
    waiver = block(
        "derogation",
        (
            'id = "T/w"\nof = "T/m"\ntitle = "w"\ncites = "x"\n[when."w".some.authorisation]\n'
            '"k" = "authorisation.kind is waiver"'
        ),
    )
    target = '[target]\n"c" = "item meets T/c"\n' + PARTY_USE
    inner = block(
        "definition",
        'id = "T/c"\ncites = "x"\n[means."a part".some.component]\n"r" = "component.class is router"',
    )
    case = (
        'item = { components = [{ class = "router", components = [] }] }\n'
        'parties = [{ uses = [{ "maker.under.huawei" = true }] }]\nauthorisations = [{ kind = "derogation" }]'
    )
    tried = example('T = { 2017-12-31 = "no-rule", 2018-01-01 = "prohibited" }', case)
    assert left(tmp_path, instrument(), measure(target=target), inner, waiver, tried) == [
        f"'T/m' asks of some {over}; no example of such an act has {place} {how}"
        for over, place in (
            ("party", "parties"),
            ("party-use", "parties[…].uses"),
            ("authorisation", "authorisations"),
            ("component", "item.components"),
        )
        for how in ("= []", "left out")
    ]
    more = [
        example('T = { 2018-01-01 = "unknown" }', "", "buy"),
        example(
            'T = { 2018-01-01 = "no-rule" }', "parties = []\nauthorisations = []\nitem = { components = [] }"
        ),
        example('T = { 2018-01-01 = "unknown" }', "parties = [{ uses = [] }, {}]"),
    ]
    assert left(tmp_path, instrument(), measure(target=target), inner, waiver, tried, *more) == []


def test_another_act_does_not_try_a_collection(tmp_path: Path) -> None:
    target = '[target."x".some.actor-use]\n"r" = "actor-use.class is router"'
    tried = example(
        'T = { 2017-12-31 = "no-rule", 2018-01-01 = "prohibited" }',
        'actor = { uses = [{ class = "router" }] }',
    )
    empty = example('T = { 2018-01-01 = "no-rule" }', "actor = { uses = [] }", "sell")
    assert left(tmp_path, instrument(), measure(target=target), tried, empty) == [
        "'T/m' asks of some actor-use; no example of such an act has actor.uses = []",
        "'T/m' asks of some actor-use; no example of such an act has actor.uses left out",
    ]
