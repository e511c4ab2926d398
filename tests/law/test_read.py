"""Blocks of a law file to keys in their types; everything wrong is collected with its line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sekisho import dates
from sekisho.errors import LawError
from sekisho.law.assemble import assemble
from sekisho.law.facts import Facts
from sekisho.law.read import MAY, MUST
from sekisho.law.register import Law
from sekisho.law.source import Source
from sekisho.model.measure import Outcome, Rank
from tests.law.desk import CORPUS_LAW, block, instrument, load, measure, refused, write

if TYPE_CHECKING:
    from pathlib import Path


def test_keys_have_their_types(tmp_path: Path) -> None:
    more = (
        'by = 2020-01-01\nunverified = ["a", "b"]\nja = { "a router" = "ルーター" }\nannounced = 2017-12-01\n'
    )
    law = load(tmp_path, instrument(), measure("T/m", more, outcome="remove-by"))
    keys = law.blocks["T/m"].texts[0].keys
    assert keys["outcome"] is Outcome.REMOVE_BY
    assert keys["by"] == dates.day("2020-01-01")
    assert keys["unverified"] == ("a", "b")
    assert keys["announced"] == dates.day("2017-12-01")
    assert law.instruments["T"].texts[0].keys["rank"] is Rank.STATUTE
    assert law.instruments["T"].texts[0].start == dates.moment("2018-01-01")
    assert law.instruments["T"].texts[0].published == dates.day("2018-01-01")


def test_an_hour_keeps_its_offset(tmp_path: Path) -> None:
    law = load(tmp_path, instrument(since="from = 2019-05-16T16:15:00-04:00"), measure())
    start = law.instruments["T"].texts[0].start
    assert start is not None
    assert start.instant is not None
    assert start.day == dates.day("2019-05-16")


def test_a_reviewed_block_says_when(tmp_path: Path) -> None:
    law = load(
        tmp_path, instrument(more='reviewed = { on = 2026-11-22, by = "A", against = "B" }\n'), measure()
    )
    assert law.instruments["T"].texts[0].keys["reviewed"] == {"on": "2026-11-22", "by": "A", "against": "B"}


def test_open_lifts_an_end(tmp_path: Path) -> None:
    end = block("amendment", 'of = "T"\npublished = 2018-06-01\nfrom = 2018-06-01\nuntil = "open"')
    law = load(tmp_path, instrument(more="until = 2018-12-31\n"), measure(), end)
    assert law.instruments["T"].texts[1].keys["until"] == "open"


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ('from = "soon"', "from: 'soon' cannot stand here"),
        ("until = 2018-01-01T10:00:00Z", "until"),
        ('published = "open"', "published: 'open' cannot stand here"),
        ("actions = []", "a list of words that is not empty is needed"),
        ('actions = "buy"', "a list of words that is not empty is needed"),
        ('reviewed = "yes"', "reviewed: 'yes' cannot stand here"),
        ('ja = "はい"', "ja: 'はい' cannot stand here"),
        ("notice = 5", "notice: 5 cannot stand here"),
    ],
)
def test_a_value_of_another_type_is_refused(body: str, words: str, tmp_path: Path) -> None:
    assert any(words in problem.message for problem in refused(tmp_path, instrument(), measure("T/m", body)))


def test_a_word_that_a_key_does_not_have_is_told_with_all_that_it_has(tmp_path: Path) -> None:
    law = instrument(), measure("T/m", outcome="remove-by 2028-12-31")
    problem = next(each for each in refused(tmp_path, *law) if each.message.startswith("outcome"))
    assert (
        "one of prohibited, licence-required, capped, remove-by, review, advised-against" in problem.message
    )
    assert "a key of its own, by" in problem.hint


def test_an_id_that_is_no_text_is_refused_and_nothing_falls_over(tmp_path: Path) -> None:
    problems = refused(tmp_path, instrument(), measure().replace('"T/m"', "7"))
    assert [problem.message for problem in problems] == ["id: 7 cannot stand here"]


def test_what_stands_below_a_refused_instrument_is_not_blamed_on_the_one_above(tmp_path: Path) -> None:
    broken = instrument("U").replace('issuer = "nobody"\n', "")
    problems = refused(
        tmp_path, instrument(), broken, instrument("V").replace('id = "V"', "id = V"), measure("V/m")
    )
    assert [problem.message.split(":")[0] for problem in problems] == [
        "the instrument has no 'issuer'",
        "not TOML",
    ]


def test_every_problem_is_collected(tmp_path: Path) -> None:
    text = (
        instrument()
        + measure("T/a", target='[target]\n"x" = "item.klass is router"')
        + measure("T/b", "colour = 1")
    )
    (tmp_path / "other.md").write_text("```toml measure\nid = \n```\n", "utf-8")
    problems = refused(tmp_path, text)
    assert [(problem.at.file, problem.at.line) for problem in problems] == [
        ("law.md", 17),
        ("law.md", 23),
        ("other.md", 2),
    ]


def test_text_that_is_no_utf8(tmp_path: Path) -> None:
    write(tmp_path, instrument() + measure())
    (tmp_path / "other.md").write_bytes(b"# \xff\n")
    with pytest.raises(LawError) as error:
        Law.load(tmp_path)
    assert error.value.diagnostics() == (
        f"the law under {tmp_path} is refused: 1 problem\n"
        f"other.md: not UTF-8 at byte 2 (save the file as UTF-8)"
    )


def test_examples_are_read_only_when_asked(tmp_path: Path) -> None:
    example = block("example", 'name = "x"\n[case]\naction = "buy"\n[expect]\nT = { 2020-01-01 = "unknown" }')
    law, _ = assemble(write(tmp_path, instrument() + measure() + example))
    assert [raw.kind for raw in law.raw] == ["instrument", "measure"]
    law, _ = assemble(tmp_path, examples=True)
    assert [raw.kind for raw in law.raw] == ["instrument", "measure", "example"]


def test_a_key_is_not_both_mandatory_and_optional_for_nothing() -> None:
    assert set(MUST) == set(MAY)


def test_other_fences_are_prose(tmp_path: Path) -> None:
    load(tmp_path, "```json\n{}\n```\n" + instrument() + measure() + "\n```\nplain\n```\n")


def test_lines_are_found_again() -> None:
    source = Source("f", 10, '[target]\n"a" = "x is y"\n[target."b c"]\nd = "x is y"\n"a" = "x is y"')
    assert [source.clause("a", "x is y"), source.clause("a", "x is y")] == [11, 14]
    assert source.clause("b c") == 12
    assert source.clause("a", "never written") == 11
    assert source.clause("nowhere") == 9
    assert source.key("target") == 10


def test_a_group_is_not_taken_for_its_japanese() -> None:
    source = Source(
        "f", 1, 'ja = { "b c" = "い" }\ntarget.any = 1\n[target."b c".any]\nsold.some.party = { x = "y" }'
    )
    assert source.clause("b c") == 3
    assert source.clause("sold") == 4


# --- facts.toml ---


def test_facts_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "facts.toml").write_text("[fact.x]\n", "utf-8")
    with pytest.raises(LawError) as error:
        Facts.load(tmp_path / "facts.toml")
    assert error.value.problems[0].at.file == "facts.toml"


@pytest.fixture(scope="module")
def facts() -> Facts:
    return Facts.load(CORPUS_LAW / "facts.toml")


@pytest.mark.parametrize(
    "name",
    [
        "action",
        "party.role",
        "it.class",
        "party.on.us-entity-list",
        "party.under.s889:a",
        "actor.under.huawei",
        "item.maker.was-under.s889",
        "component.maker.share.huawei",
        "item.sign.s889",
        "party-use.sign.s889",
        "it.maker.country",
        "item.maker.country",
        "authorisation.valid",
        "party.near.huawei",
    ],
)
def test_a_fact_that_exists(name: str, facts: Facts) -> None:
    assert facts.lookup(facts.refer(name)) is not None


@pytest.mark.parametrize(
    "name",
    [
        "actor",
        "party.maker.on.huawei",
        "item.on.huawei",
        "party.sign.s889",
        "item.maker.sign.s889",
        "authorisation.on.huawei",
        "party.on",
        "party.on.",
        "item.sign",
        "item.valid",
        "party.maker.country",
        "component.item.maker.on.huawei",
    ],
)
def test_a_fact_that_does_not(name: str, facts: Facts) -> None:
    assert facts.lookup(facts.refer(name)) is None


def test_a_fact_is_asked_in_words(facts: Facts) -> None:
    assert facts.question("item.class") == "What kind of thing is the item?"
    assert "種類" in facts.question("item.class", "ja")
    assert "“chip”" in facts.question("component.class", name="chip")
    assert facts.question("no.such") == "no.such"
    assert facts.question("item.manufacturer", name="switch") != "item.manufacturer"


def test_no_question_is_written_where_a_fact_has_its_own(facts: Facts) -> None:
    assert not facts.told.keys() & facts.asks.keys()  # it would never be asked


def test_every_fact_has_a_name_and_every_relation_a_shape(facts: Facts) -> None:
    assert {"item.class", "party.on.L", "item.sign.L", "authorisation.valid"} <= set(facts.names())
