"""`sekisho screen` and `sekisho who` with a store of lists: which one, as known when, and replayed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from sekisho.store.engine import Archive
from tests.lists.stated import consolidated, declared, edition, entry, table
from tests.told import AGENCY
from tests.whole import Run, sekisho

if TYPE_CHECKING:
    from pathlib import Path

USAGE, DATA = 64, 65


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with three editions of a list: Zeta left with the second, and that one was of the same day."""
    folder = tmp_path_factory.mktemp("kept")
    (folder / "sources").mkdir()
    source = declared(folder / "sources")["us-test"]
    data = folder / "data" / "sekisho"
    data.mkdir(parents=True)
    with Archive.open(data / "store.sqlite", create=True) as archive:
        edition(archive, source, folder, "2024-03-01", "Acme Optics", "Zeta Works")
        edition(archive, source, folder, "2024-03-05", "Acme Optics", "Zeta Works")
        edition(archive, source, folder, "2024-03-05", "Acme Optics")
    return folder


def asked(
    folder: Path, *options: str | Path, day: str = "2024-03-05", store: str | None = None, **more: str
) -> Run:
    told = AGENCY | {"date": day, "known": day, "parties": [{"role": "supplier", "name": "Zeta Works"}]}
    place = folder / "data" / "sekisho" / "store.sqlite"
    given = {
        "SEKISHO_STORE": str(place) if store is None else store,
        "SEKISHO_SOURCES": str(folder / "sources"),
    }
    return sekisho("screen", "-", "--format", "jsonl", *options, given=json.dumps(told), **(given | more))


def answer(run: Run) -> dict[str, Any]:
    assert run.code in (0, 1, 2), run.err
    found = json.loads(run.out)
    assert isinstance(found, dict)
    return found


def lists(run: Run) -> list[str]:
    return [each["list"] for each in answer(run)["listed"]]


def test_the_store_answers_as_known_on_the_day(folder: Path) -> None:
    before = asked(folder, day="2024-03-04")
    assert lists(before) == ["us-test-list"]
    assert answer(before)["basis"]["lists"]["us-test-list"].endswith("snapshot 1 of 2024-03-01")
    after = asked(folder)
    assert lists(after) == []
    assert answer(after)["basis"]["lists"]["us-test-list"].endswith("snapshot 3 of 2024-03-05")


def test_an_answer_is_replayed_by_the_newest_snapshot_of_its_basis(folder: Path) -> None:
    morning = asked(folder, "--basis", "2")
    assert lists(morning) == ["us-test-list"]
    assert "snapshot 2 of 2024-03-05" in answer(morning)["basis"]["lists"]["us-test-list"]


def test_a_saved_answer_is_its_own_basis(folder: Path, tmp_path: Path) -> None:
    kept = tmp_path / "answer.json"
    saved = answer(asked(folder, "--basis", "2"))
    one, other = json.dumps(saved), json.dumps(answer(asked(folder, "--store", "none")))
    for text in (one, f"[{one}, {other}]", f"{other}\n{one}\n", json.dumps(saved["basis"], indent=1)):
        kept.write_text(text, "utf-8")
        again = asked(folder, "--basis", kept)
        assert answer(again)["listed"] == saved["listed"] != []
        assert answer(again)["basis"]["lists"] == saved["basis"]["lists"]
    saved["basis"]["engine"] = saved["basis"]["lists"]["makers"] = "another"
    listed = saved["basis"]["lists"]["us-test-list"]
    saved["basis"]["lists"]["us-test-list"] = listed.replace("declaration ", "declaration 1")
    kept.write_text(json.dumps(saved), "utf-8")
    warned = asked(folder, "--basis", kept)
    assert answer(warned)["listed"] == saved["listed"]
    (line,) = warned.err.splitlines()
    assert line.startswith("--basis: not as it was then: engine, ")
    assert "makers, the declaration of us-test-list; the answer may be another" in line
    kept.write_text(other, "utf-8")
    assert "its answers rest on no snapshot and on no list file" in asked(folder, "--basis", kept).err
    for text in ("{", '["text"]'):
        kept.write_text(text, "utf-8")
        assert asked(folder, "--basis", kept).code == DATA


def test_a_list_file_that_is_not_the_one_of_then_is_told(folder: Path, tmp_path: Path) -> None:
    kept, listed = tmp_path / "answer.json", tmp_path / "watched.json"
    by_hand = ("--list", f"us-csl={listed}", "--basis", kept)
    zeta, other = entry("Zeta Works", start_date="2019-01-01"), entry("Omega Works", start_date="2019-01-01")
    for store in ("none", None):  # beside a store, and without one
        consolidated(tmp_path, zeta).replace(listed)
        then = answer(asked(folder, *by_hand[:2], store=store))
        kept.write_text(json.dumps(then), "utf-8")
        again = asked(folder, *by_hand)
        assert (answer(again), again.err) == (then, "")
        told = "--basis: not as it was then: the file of us-entity-list; the answer may be another"
        assert told in asked(folder, "--basis", kept).err, "the file is not given"
        consolidated(tmp_path, zeta, other).replace(listed)
        changed = asked(folder, *by_hand)
        assert changed.err.splitlines() == [told]
        assert answer(changed)["listed"] == then["listed"]


def test_another_declaration_gives_another_basis(folder: Path, tmp_path: Path) -> None:
    kept = asked(folder)
    text = (folder / "sources" / "us-test.toml").read_text("utf-8")
    bases = [answer(kept)["basis"]["lists"]["us-test-list"]]
    for number, (old, new) in enumerate(
        {
            'stale     = "P7D"': 'stale     = "P9D"',
            "complete  = true": "complete  = false",
            'kind      = "official"': 'kind      = "statute"',
            "Title of us-test": "Another title",
        }.items()
    ):
        own = tmp_path / f"{number}"
        own.mkdir()
        assert old in text
        (own / "us-test.toml").write_text(text.replace(old, new), "utf-8")
        bases.append(answer(asked(folder, SEKISHO_SOURCES=str(own)))["basis"]["lists"]["us-test-list"])
    bases.append(answer(asked(folder, SEKISHO_SOURCES=""))["basis"]["lists"]["us-test-list"])
    assert len(set(bases)) == len(bases) == 6
    assert "declaration none," in bases[-1]
    assert {each.partition(",")[0] for each in bases} == {bases[0].partition(",")[0]}, "of the same bytes"
    (tmp_path / "0" / "us-test.toml").write_text(f"# a remark\n{text}", "utf-8")
    remarked = asked(folder, SEKISHO_SOURCES=str(tmp_path / "0"))
    assert answer(remarked)["basis"]["lists"] == answer(kept)["basis"]["lists"]


def test_where_the_store_is(folder: Path) -> None:
    place = str(folder / "data" / "sekisho" / "store.sqlite")
    named = asked(folder, "--store", place, store="none")
    own = asked(folder, store="", XDG_DATA_HOME=str(folder / "data"))
    assert answer(named) == answer(own) == answer(asked(folder))
    alone = asked(folder, "--store", "none")
    nobody = asked(folder, store="", XDG_DATA_HOME=str(folder / "empty"))
    assert answer(alone) == answer(nobody)
    assert set(answer(alone)["basis"]["lists"]) == {"makers", "marks", "lists", "words", "match"}


@pytest.mark.parametrize(
    ("options", "store", "why"),
    [
        (("--store", "absent.sqlite"), "", "there is no store at"),
        ((), "absent.sqlite", "there is no store at"),
        (("--basis", "1"), "none", "--basis names a snapshot of a store"),
        (("--basis", "99"), None, "there is no snapshot 99"),
        (("--basis", "absent.json"), None, "neither the number of a snapshot nor a file"),
        (("--basis", "0"), None, "--basis"),
        (("--list", "us-tset=README.md"), "none", "there is no source 'us-tset'"),
    ],
)
def test_a_call_that_cannot_be_meant(
    folder: Path, options: tuple[str, ...], store: str | None, why: str
) -> None:
    run = asked(folder, *options, store=store)
    assert run.code == USAGE
    assert why in run.err
    assert run.out == ""


def test_a_list_file_of_a_source_that_is_named(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "by-hand.csv"
    path.write_text(table([{"name": "Zeta Works", "from": "2020-01-01"}]), "utf-8")
    run = asked(folder, "--list", f"us-test={path}")
    assert lists(run) == ["us-test-list"]
    assert "by-hand.csv, newest entry 2020-01-01" in answer(run)["basis"]["lists"]["us-test-list"]
    official = consolidated(tmp_path, entry("Zeta Works"))
    both = asked(folder, "--list", official, "--list", f"us-test={path}")
    assert set(lists(both)) == {"us-test-list", "us-entity-list"}
    assert asked(folder, "--list", f"us-test={official}").code == DATA


def test_who_bears_a_name_in_the_store(folder: Path) -> None:
    place = folder / "data" / "sekisho" / "store.sqlite"
    given = {"SEKISHO_SOURCES": str(folder / "sources")}
    now = sekisho("who", "Zeta Works", "--store", place, "--known", "2024-03-05", **given).out
    assert "us-test-list as Zeta Works, until 2024-03-04; gone from the list by snapshot 3" in now
    assert now.splitlines()[-1].endswith("snapshot 3 of 2024-03-05")
    then = sekisho(
        "who", "Zeta Works", "--store", place, "--known", "2024-03-05", "--basis", "2", **given
    ).out
    assert "us-test-list as Zeta Works, without limit" in then
    assert "nobody" in sekisho("who", "Zeta Works").out


@pytest.mark.parametrize(
    ("day", "valid", "force"),
    [
        ("2024-03-04", "without limit", "in force"),
        ("2024-03-05", "until 2024-03-04; gone from the list by snapshot 3", "not in force"),
        ("2024-03-06", "until 2024-03-04; gone from the list by snapshot 3", "not in force"),
    ],
)
def test_show_and_who_tell_the_same_of_whoever_vanished(
    folder: Path, day: str, valid: str, force: str
) -> None:
    place = folder / "data" / "sekisho" / "store.sqlite"
    asked_of = ("Zeta Works", "--on", day, "--known", day, "--store", place)
    shown = sekisho("lists", "show", *asked_of).out
    told = sekisho("who", *asked_of, SEKISHO_SOURCES=str(folder / "sources")).out
    assert f"listed: us-test-list as Zeta Works, {valid}\n" in told
    assert f"on us-test-list, {valid}: {force} on {day};" in shown


def test_no_lists_are_kept_in_no_store() -> None:
    run = sekisho("lists", "status", "--store", "none")
    assert run.code == USAGE
    assert "'none' is no store" in run.err
