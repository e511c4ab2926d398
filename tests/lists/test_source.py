"""Declarations: what they say, and how they are refused."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from sekisho.errors import InputError
from sekisho.lists.declaration import MAIN, OWNERS, Choice
from sekisho.lists.ingest import MOST_REMOVED
from sekisho.lists.load import CORPUS
from sekisho.lists.source import Source, sources
from tests.lists.declared import HEAD, NAMED, declare

HERE = Path(__file__).parent / "sources"


def refusals(folder: Path, text: str) -> list[str]:
    with pytest.raises(InputError) as caught:
        declare(folder, text)
    return [str(problem) for problem in caught.value.problems]


def test_a_short_declaration_is_complete(tmp_path: Path) -> None:
    source = declare(tmp_path, HEAD + NAMED)
    assert (source.id, source.about.title, source.format.kind) == ("mine", "My list", "csv")
    assert source.lists == {"mine": "My list"}
    assert source.about.refresh == dt.timedelta(days=1)
    assert source.about.stale == dt.timedelta(days=7)
    assert not source.about.publisher.official
    assert source.listing.schema == "Sanction"
    assert source.listing.id == source.entity.id == ("Name",)
    assert source.urls == {MAIN: ""}


def test_every_source_of_the_corpus_reads() -> None:
    found = sources(CORPUS / "lists" / "sources")
    assert {
        "us-csl",
        "us-csl-csv",
        "us-ofac-sdn",
        "us-ofac-consolidated",
        "us-bis-dpl",
        "us-entity-list-ecfr",
        "us-fcc-covered",
        "us-dod-1260h",
        "us-dhs-uflpa",
        "us-cbp-wro",
        "us-statutes",
    } <= set(found)
    for source in found.values():
        assert source.id == source.id.lower()
        assert all(why.strip() for why in source.ignore.values())
        assert source.checks.rows[1] is not None


def test_every_official_source_can_be_told_from_half_of_it() -> None:
    found = [each for each in sources(CORPUS / "lists" / "sources").values() if each.about.kind == "official"]
    assert found
    for source in found:
        if source.format.kind in OWNERS:  # they list nobody
            continue
        checks = source.checks
        assert checks.rows[0] > 1, source.id
        assert checks.rows[1] is not None, source.id
        assert checks.entities[0] > 1, source.id
        assert checks.must_contain, source.id
        assert checks.max_removed is not None, source.id
        assert checks.max_removed <= MOST_REMOVED, source.id


def test_no_address_of_the_corpus_is_of_one_edition() -> None:
    """Such a file would be fetched for ever, and pass for fresh."""
    for source in sources(CORPUS / "lists" / "sources").values():
        for url in source.urls.values():
            assert not re.search(r"\d{8}|\d{4}-\d{2}", urlsplit(url).path), url
    for name in ("jp-meti-eul", "us-cbp-wro", "cn-mofcom", "gb-ofsi"):
        assert sources(CORPUS / "lists" / "sources")[name].urls == {MAIN: ""}


def test_every_source_of_the_tests_reads() -> None:
    assert len(sources(HERE)) == len(list(HERE.glob("*.toml")))


def test_the_parser_changes_with_the_declaration_and_with_what_it_extends(tmp_path: Path) -> None:
    (tmp_path / "base.toml").write_text(HEAD + NAMED)
    over = 'extends = "base.toml"\n[source]\nid = "yours"\nlist = "others"\n'
    first = declare(tmp_path, over, "over.toml")
    (tmp_path / "base.toml").write_text(HEAD + "\n" + NAMED)
    second = declare(tmp_path, over, "over.toml")
    assert (first.id, first.about.title, first.lists) == ("yours", "My list", {"others": "My list"})
    assert first.parser != second.parser


def test_an_unknown_key_is_refused_with_the_nearest_and_its_line(tmp_path: Path) -> None:
    text = HEAD + NAMED.replace('prop = "name"', 'porp = "name"')
    found = refusals(tmp_path, text)
    assert any(
        "mine.toml:11: [entity.columns.Name] has no key 'porp' (did you mean 'prop'?)" in each
        for each in found
    )


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('"name", clean', '"nmae", clean', "'nmae' is no property (did you mean 'name'?)"),
        ('clean = "name"', 'clean = "nome"', "'nome' is no clean (did you mean 'name'?)"),
        ('kind      = "user"', 'kind = "private"', "'private' is no kind"),
        ('{ kind = "csv" }', '{ kind = "cvs" }', "'cvs' is no kind (did you mean 'csv'?)"),
        ('id        = "mine"', 'id = "My list"', "'My list' is no id"),
        ('id = ["Name"]', "", "[entity] has no 'id'"),
        ('title     = "My list"', "", "[source] has no 'title'"),
        ('title     = "My list"', 'title = "My list"\nended = "soon"', "'ended' is no day"),
        ('{ name = "Us", country = "jp" }', '"Us"', "[source.publisher] is no table"),
        ("[entity]", "[entiti]", "the declaration has no key 'entiti' (did you mean 'entity'?)"),
        ('prop = "name", clean', 'prop = "address", clean', "no column is a name"),
    ],
)
def test_what_is_wrong_is_said(tmp_path: Path, old: str, new: str, message: str) -> None:
    text = HEAD + NAMED
    assert old in text
    assert any(message in each for each in refusals(tmp_path, text.replace(old, new)))


def test_a_mistyped_section_is_said_once_and_not_missed_as_well(tmp_path: Path) -> None:
    assert refusals(tmp_path, HEAD + NAMED.replace("[entity]", "[entiti]")) == [
        "mine.toml:8: the declaration has no key 'entiti' (did you mean 'entity'?)"
    ]


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ("[ignore]\nPhone = ''", "'Phone' is ignored without a reason"),
        ('[[lookup]]\ncolumn = "Name"\nmatch = ["a"]\nwhy = "b"', "the lookup has no 'value'"),
        ('[[lookup]]\ncolumn = "Name"\nvalue = "a"\nwhy = "b"', "the lookup has no 'match'"),
        ("[assert]\nrows = { min = 9, max = 3 }", "'rows' has a max below its min"),
        ('[assert]\nmax_removed = "five"', "'five' is no share"),
        ('[assert]\nmax_removed = "101%"', "'101%' is no share"),
        ("[assert]\nmax_field = -1", "'max_field' is no whole number"),
        ('[[table]]\nname = "Big One"\nkey = "a"\njoins = "b"', "'Big One' cannot name a table"),
        ('[[table]]\nname = "alt"\njoins = "b"', "[table] has no 'key'"),
        ('[listing.columns]\nDay = { prop = "startDate", valid = "from" }', "a day is to be read"),
        (
            '[listing.columns]\nDay = { prop = "startDate", valid = "since", clean = "date" }',
            "'since' is no valid",
        ),
        ('[listing.columns]\nDay = { prop = "birthDate" }', "'birthDate' is no property"),
        ("[listing.columns]\nDay = { prop = 'reason', pick = '(' }", "is no regular expression"),
        ("[listing.columns]\nDay = { prop = 'reason', pick = 'a' }", "the pattern has no group"),
        ("[listing.columns]\nDay = { prop = 'reason', only = { column = 'A' } }", "'only' asks for nothing"),
        ('[listing.fixed]\nporgram = "x"', "'porgram' is no property (did you mean 'program'?)"),
    ],
)
def test_what_is_wrong_further_down_is_said(tmp_path: Path, more: str, message: str) -> None:
    assert any(message in each for each in refusals(tmp_path, HEAD + NAMED + more))


@pytest.mark.parametrize(
    ("key", "message"),
    [
        ('refresh = "daily"', "'daily' is no duration"),
        ('refresh = "P"', "'P' is no duration"),
        ("complete = 'yes'", "'complete' is neither true nor false"),
        ("published = { text = 'As of' }", "the pattern has no group"),
        ("only = { A = { match = '[' } }", "is no regular expression"),
        ("format = { kind = 'csv', reader = '/bin/sh' }", "'/bin/sh' is no reader"),
    ],
)
def test_what_is_wrong_at_the_head_is_said(tmp_path: Path, key: str, message: str) -> None:
    name = key.split(maxsplit=1)[0]
    lines = [line for line in HEAD.splitlines() if not line.startswith(name)]
    assert any(message in each for each in refusals(tmp_path, "\n".join([*lines, key, NAMED])))


def test_all_problems_are_told_at_once(tmp_path: Path) -> None:
    text = HEAD.replace("csv", "cvs") + NAMED.replace('"name", clean', '"nmae", clean')
    assert len(refusals(tmp_path, text)) >= 2


def test_what_is_no_toml_is_refused(tmp_path: Path) -> None:
    assert "cannot be read" in refusals(tmp_path, "[source")[0]
    with pytest.raises(InputError, match="refused"):
        Source.read(tmp_path / "absent.toml")


def test_a_bare_url_is_a_file_beside_the_declaration(tmp_path: Path) -> None:
    source = declare(tmp_path, HEAD + 'url = "names.csv"\n' + NAMED)
    assert source.urls[MAIN] == (tmp_path / "names.csv").as_uri()


def test_lists_of_a_file_have_titles(tmp_path: Path) -> None:
    text = (
        HEAD
        + '[source.list]\ncolumn = "L"\nvalues = { "A list" = "a", "B list" = "b" }\ntitles = { b = "Bee" }\n'
    )
    assert declare(tmp_path, text + NAMED).lists == {"a": "A list", "b": "Bee"}


def test_lists_of_a_file_have_topics(tmp_path: Path) -> None:
    common = HEAD + 'topics = ["sanction"]\n'
    (alone,) = declare(tmp_path, common + NAMED).about.lists.values()
    assert (alone.title, alone.topics) == ("My list", ("sanction",))
    several = common + '[source.list]\ncolumn = "L"\nvalues = { A = "a", B = "b", C = "c" }\n'
    topics = "topics = { b = ['debarment', 'export.control'], c = [] }\n"
    made = {
        name: each.topics for name, each in declare(tmp_path, several + topics + NAMED).about.lists.items()
    }
    assert made == {"a": ("sanction",), "b": ("debarment", "export.control"), "c": ()}


@pytest.mark.parametrize(
    ("topics", "message"),
    [
        ("{ d = ['debarment'] }", "'d' is no list of it"),
        (
            "{ b = ['debarments'] }",
            "'debarments' is no topic that a list can give (did you mean 'debarment'?)",
        ),
    ],
)
def test_topics_that_are_refused(tmp_path: Path, topics: str, message: str) -> None:
    several = HEAD + '[source.list]\ncolumn = "L"\nvalues = { A = "a", B = "b" }\n'
    assert any(message in each for each in refusals(tmp_path, f"{several}topics = {topics}\n{NAMED}"))


def test_two_declarations_may_not_have_one_id(tmp_path: Path) -> None:
    for name in ("a.toml", "b.toml"):
        (tmp_path / name).write_text(HEAD + NAMED)
    with pytest.raises(InputError) as caught:
        sources(tmp_path)
    assert "'mine' is declared twice" in str(caught.value.problems[0])


def test_a_choice_takes_the_value_then_the_first_pattern_then_the_other() -> None:
    import re

    choice = Choice("c", {"x": "value"}, ((re.compile("x"), "first"), (re.compile("."), "second")), "other")
    assert [choice.of(text) for text in ("x", "xx", "y", "")] == ["value", "first", "second", "other"]


def test_files_of_statements_need_no_columns(tmp_path: Path) -> None:
    source = declare(tmp_path, HEAD.replace('"csv"', '"ftm"'))
    assert source.entity.columns == ()
