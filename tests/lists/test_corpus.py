"""The corpus's data files: what is wrong is said with its file and what to do, all of it at once."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
import tomli

from sekisho import dates
from sekisho.dates import FIRST_DAY, LAST_DAY
from sekisho.errors import InputError
from sekisho.lists.corpus import Corpus
from sekisho.lists.declaration import OWNERS
from sekisho.lists.load import CORPUS, open_store
from sekisho.lists.source import sources
from sekisho.model.case import Range
from sekisho.names.legal_form import Forms

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from sekisho.errors import Problem

ENTITY = '[[entity]]\nid = "acme"\nnames = ["Acme Robotics Co., Ltd."]\n'
LIST = '[list]\nid = "l"\ntitle = "a list"\nkind = "order"\ncomplete = true\npublished = 2018-08-13\n'


def write(root: Path, makers: str = ENTITY, lists: str = LIST) -> Path:
    for folder, text in (("makers", makers), ("lists", lists)):
        (root / folder).mkdir(exist_ok=True)
        (root / folder / "file.toml").write_text(text, "utf-8")
    (root / "words").mkdir(exist_ok=True)
    shutil.copy(CORPUS / "words" / "legal_forms.toml", root / "words")
    return root


def read(root: Path, makers: str = ENTITY, lists: str = LIST) -> Corpus:
    write(root, makers, lists)
    return Corpus(root, Forms.load(root / "words" / "legal_forms.toml"))


def refused(root: Path, makers: str = ENTITY, lists: str = LIST) -> Sequence[Problem]:
    with pytest.raises(InputError) as caught:
        read(root, makers, lists)
    assert str(len(caught.value.problems)) in caught.value.diagnostics()
    assert all(problem.hint for problem in caught.value.problems)
    return caught.value.problems


def test_an_entity_with_all_it_may_have(tmp_path: Path) -> None:
    corpus = read(
        tmp_path,
        '[[entity]]\nid = "acme"\nschema = "Company"\ncountry = "cn"\nnames = ["Acme Robotics Co., Ltd."]\n'
        'short = ["Acme", "アクメ"]\nweak = ["AR"]\ncites = "a page"\ncertainty = "high"\n'
        '[entity.tagged]\n"アクメ" = "unverified"\n',
    )
    entity = corpus.entities["acme"]
    assert entity.names == ("Acme Robotics Co., Ltd.", "Acme", "アクメ")
    assert entity.weak == ("AR",)
    assert entity.doubtful == {"アクメ"}
    assert (entity.country, entity.source, entity.certainty) == ("cn", "a page", "high")


OWNED = ENTITY + '[[ownership]]\nowner = { name = "Holding Ltd.", country = "hk" }\nasset = "acme"\n'


@pytest.mark.parametrize(
    ("share", "bounds"),
    [
        ("share = 51", Range(51, 51)),
        ("share = 49.9", Range(49.9, 49.9)),
        ('share = ">=50"', Range(50, 100)),
        ('share = "<= 49.9"', Range(0, 49.9)),
        ("", None),
    ],
)
def test_shares(tmp_path: Path, share: str, bounds: Range | None) -> None:
    (ownership,) = read(tmp_path, f"{OWNED}{share}\n").ownerships
    assert ownership.share == bounds
    assert ownership.control is None


def test_an_owner_may_be_named_on_the_spot(tmp_path: Path) -> None:
    corpus = read(tmp_path, f'{OWNED}from = "2018-02"\nuntil = 2022-12-20\ncontrol = false\n')
    (ownership,) = corpus.ownerships
    owner = corpus.entities[ownership.owner]
    assert (owner.names, owner.country) == (("Holding Ltd.",), "hk")
    assert ownership.since == dates.interval("2018-02")
    assert ownership.until == dates.interval("2022-12-20")
    assert ownership.control is False


def test_a_member_is_found_by_any_of_an_entitys_names(tmp_path: Path) -> None:
    corpus = read(
        tmp_path,
        ENTITY.replace('Ltd."]', 'Ltd.", "アクメ"]'),
        LIST + '[[member]]\nname = "ＡＣＭＥ ROBOTICS CO LTD"\npart = ["a"]\n'
        "from = 2019-05-16\nknown = 2019-05-15\n"
        '[[member]]\nname = "アクメ"\nuntil = 2020-01-01\n[[member]]\nname = "Somebody Else"\n',
    )
    first, second, third = corpus.listings
    assert first.entity == second.entity == "acme"
    assert corpus.entities[third.entity].names == ("Somebody Else",)
    assert first.parts == ("a",)
    assert (first.valid.first, first.valid.last) == (dates.day("2019-05-16"), LAST_DAY)
    assert (second.valid.first, second.valid.last) == (FIRST_DAY, dates.day("2020-01-01"))
    assert first.known == dates.day("2019-05-15")
    assert second.known == third.known == dates.day("2018-08-13"), "known with the list as a whole"


@pytest.mark.parametrize(
    ("makers", "said"),
    [
        (ENTITY.replace("names", "nmaes"), ["nmaes", "names"]),
        (ENTITY + 'colour = "red"\n', ["colour"]),
        (ENTITY.replace('id = "acme"\n', ""), ["'id'"]),
        (ENTITY + ENTITY, ["'acme'", "twice"]),
        ('[entity]\nid = "acme"\nnames = []\n', ["[[entity]]"]),
        (ENTITY + "[[entities]]\n", ["'entities'"]),
        (ENTITY + '[[ownership]]\nasset = "acme"\n', ["'owner'", "'acme'"]),
        (ENTITY + '[[ownership]]\nowner = "nobody"\nasset = "acme"\n', ["'nobody'"]),
        (ENTITY + '[[ownership]]\nowner = "acme"\nasset = "nothing"\n', ["'nothing'"]),
        (f'{OWNED}share = "half"\n', ["'half'"]),
        (f'{OWNED}share = "50%"\n', ["'50%'"]),
        (f'{OWNED}until = "December 2022"\n', ["December 2022"]),
        (f'{OWNED}from = "2018-13"\n', ["month"]),
        (ENTITY + '[[brand]]\nname = "Acme"\nentity = "nobody"\n', ["'nobody'"]),
        (ENTITY + '[[brand]]\nname = "Acme"\n', ["'entity'", "'Acme'"]),
        (ENTITY + '[[identifier]]\nkind = "mac"\nvalue = "00E0FC"\nentity = "nobody"\n', ["'nobody'"]),
        (ENTITY + '[[identifier]]\nkind = "mac"\nvlaue = "00E0FC"\nentity = "acme"\n', ["vlaue", "'value'"]),
        ("[[entity]\n", ["toml"]),
    ],
)
def test_makers_that_are_refused(tmp_path: Path, makers: str, said: list[str]) -> None:
    text = "\n".join(map(str, refused(tmp_path, makers)))
    for word in ("makers", *said):
        assert word in text


@pytest.mark.parametrize(
    ("lists", "said"),
    [
        (LIST.replace('id = "l"', 'ids = "l"'), ["'ids'", "'id'"]),
        (LIST.replace("order", "blacklist"), ["blacklist", "official"]),
        (LIST + 'topics = ["export.controls"]\n', ["'export.controls'", "export.control,"]),
        (LIST.replace("complete = true\n", ""), ["'complete'"]),
        (LIST.replace("2018-08-13", '"2018-08-13"'), ["2018-08-13", "quotes"]),
        ("", ["'id'"]),
        (LIST + '[[member]]\nentity = "acme"\n', ["'name'"]),
        (LIST + '[[member]]\nname = "Acme"\nentity = "nobody"\n', ["'nobody'"]),
        (LIST + '[[member]]\nname = "Acme"\nform = 2019-05-16\n', ["form"]),
        (LIST + '[[member]]\nname = "Acme"\nfrom = "2019-05"\n', ["2019-05", "'from'"]),
        (LIST + '[[members]]\nname = "Acme"\n', ["'members'"]),
        ("[list\n", ["toml"]),
    ],
)
def test_lists_that_are_refused(tmp_path: Path, lists: str, said: list[str]) -> None:
    text = "\n".join(map(str, refused(tmp_path, lists=lists)))
    for word in ("lists/file.toml", *said):
        assert word in text


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / "makers" / "odd.toml").write_bytes(b'note = "\xff"')
    with pytest.raises(InputError) as caught:
        open_store(root=tmp_path)
    assert "makers/odd.toml" in caught.value.diagnostics()


def test_all_problems_are_said_at_once(tmp_path: Path) -> None:
    makers = ENTITY + 'colour = "red"\n[[brand]]\nname = "A"\nentity = "nobody"\n' + ENTITY
    problems = refused(tmp_path, makers, LIST + '[[member]]\nnmae = "Acme"\n')
    assert len(problems) >= 4


def test_the_hash_follows_every_byte(tmp_path: Path) -> None:
    first = read(tmp_path).hashes
    second = read(tmp_path, ENTITY + "# a remark\n").hashes
    assert first["lists"] == second["lists"]
    assert first["makers"] != second["makers"]
    for folder, file in (("words", "places.toml"), ("match", "weights.toml")):
        (tmp_path / folder).mkdir(exist_ok=True)
        (tmp_path / folder / file).write_text("a = 1\n", "utf-8")
        third = read(tmp_path).hashes
        (tmp_path / folder / file).write_text("a = 2\n", "utf-8")
        assert third[folder] != read(tmp_path).hashes[folder]


def test_a_store_of_a_corpus_of_ones_own(tmp_path: Path) -> None:
    lists = LIST + '[[member]]\nname = "Acme Robotics"\nentity = "acme"\npart = ["a"]\n'
    store = open_store(root=write(tmp_path, lists=lists))
    assert store.names == {"l", "l:a"}
    day = dates.day("2020-01-01")
    assert [each.entry for each in store.listings_of("acme", "l:a", day, day)] == ["Acme Robotics"]
    assert store.listings_of("acme", "l:b", day, day) == ()


def test_every_list_that_ships_says_what_it_makes_of_those_on_it_or_why_nothing() -> None:
    made = {name: info.topics for name, info in open_store().lists.items()}
    for path in sorted((CORPUS / "lists").glob("*.toml")):
        head = tomli.loads(path.read_text("utf-8"))["list"]
        assert "topics" in head, path.name
        assert made[head["id"]] or head["note"].startswith("no topics: "), path.name
    for source in sources(CORPUS / "lists" / "sources").values():
        for name, own in source.about.lists.items():
            if source.format.kind not in OWNERS:  # they list nobody
                assert own.topics, f"{source.id}: {name}"
                assert made.setdefault(name, own.topics) == own.topics, "two sources say the same of a list"


def test_the_corpus_that_ships_is_read() -> None:
    store = open_store()
    assert {"s889", "s889:a", "s889:b", "us-entity-list", "zte-denied", "huawei", "press-2018"} <= store.names
