"""`sekisho screen --record` and `sekisho record`: kept, shown, proved."""

from __future__ import annotations

import json
import sqlite3
from typing import TYPE_CHECKING, Any

import pytest

from sekisho.desk.queue import Queue
from sekisho.model.task import Open
from sekisho.store.engine import Archive
from tests.record.authority import authority
from tests.told import DENIED
from tests.whole import sekisho

if TYPE_CHECKING:
    from pathlib import Path

USAGE, BROKEN = 64, 65


@pytest.fixture
def store(tmp_path: Path) -> str:
    """A store with one recorded decision."""
    place = str(tmp_path / "store.sqlite")
    record(place)
    return place


def record(store: str, *more: str, **told: object) -> list[dict[str, Any]]:
    """Screen a case and keep the answer; the answers."""
    case = json.dumps(DENIED | {"id": "chips", "date": "2018-05-01"} | told)
    run = sekisho(
        "screen", "-", "--record", "--by", "ann", "--store", store, "--format", "json", *more, given=case
    )
    assert run.err.startswith("recorded: entry "), run.err
    return run.answers


def kept(store: str, number: int) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(sekisho("record", "show", str(number), "--store", store).out)
    return found


def said(*words: str, store: str) -> str:
    run = sekisho("record", *words, "--store", store)
    assert run.code == 0, run.err
    return run.out


def test_what_was_answered_is_what_is_kept(store: str) -> None:
    (answer,) = record(store, "--measure", "US-2018-ZTE-DENIAL")
    entry = kept(store, 2)
    assert (entry["by"], entry["kind"]) == ("ann", "decision")
    assert entry["body"]["answer"] == answer
    assert entry["body"]["given"]["case"]["id"] == "chips"
    assert entry["body"]["asked"] == {"every": False, "measures": ["US-2018-ZTE-DENIAL"], "readings": []}
    assert said("list", store=store).splitlines()[1].endswith(f"ann  chips: {answer['outcome']}")
    assert len(said("list", "--case", "chips", "--format", "jsonl", store=store).splitlines()) == 2
    assert said("list", "--case", "other", store=store) == "nothing is recorded about other\n"


def test_what_a_recorded_answer_waits_for_is_in_the_queue_of_the_store(store: str) -> None:
    (answer,) = record(store, parties=[{"role": "purchaser", "name": "Acme", "country": "de"}])
    assert answer["outcome"] == "unknown"
    with Archive.open(store) as archive:
        (task,) = Queue(archive).tasks()
    assert isinstance(task.about, Open)
    assert (task.about.case, task.about.decision, task.decisions) == ("chips", 2, (2,))
    assert set(task.about.needs) <= {need for each in answer["decisions"] for need in each["needs"]}


def test_many_answers_are_kept_in_their_order(tmp_path: Path) -> None:
    store = str(tmp_path / "store.sqlite")
    lines = "\n".join(json.dumps(DENIED | {"id": f"chips {number}"}) for number in range(150))
    run = sekisho("screen", "-", "--record", "--by", "ann", "--store", store, given=lines)
    assert run.err == "recorded: entries 1 to 150\n"
    listed = said("list", store=store).splitlines()
    assert [line.split("  ")[-1].partition(":")[0] for line in listed] == [f"chips {n}" for n in range(150)]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--record",), "name yourself with --by"),
        (("--by", "ann"), "give both, or neither"),
        (("--record", "--by", "ann", "--store", "none"), "'none' is no store"),
    ],
)
def test_who_asks_and_where_it_is_kept_must_be_told(words: tuple[str, ...], told: str) -> None:
    run = sekisho("screen", "-", *words, given=json.dumps(DENIED))
    assert (run.code, run.out) == (USAGE, "")
    assert told in run.err


def test_persons_speak_to_a_decision_and_it_stays(store: str) -> None:
    before = kept(store, 1)
    rule = before["body"]["answer"]["decisions"][0]["measure"]
    said("dispose", "1", "escalated", "--by", "bob", "--why", "too dear", "--rule", rule, store=store)
    assert kept(store, 2)["body"] == {
        "case": "chips",
        "decision": 1,
        "disposition": "escalated",
        "rule": rule,
        "why": "too dear",
    }
    assert kept(store, 1) == before
    assert "chips: escalated entry 1" in said("list", store=store)


def test_an_answer_to_a_need_is_kept(store: str) -> None:
    (answer,) = record(store, parties=[{"role": "purchaser", "name": "Acme", "country": "de"}])
    need = next(need for each in answer["decisions"] for need in each["needs"])
    said("answer", "2", need, "[]", "--by", "bob", "--why", "asked the customer", store=store)
    assert kept(store, 3)["body"]["value"] == []
    assert f"chips: {need} = []" in said("list", store=store)
    run = sekisho("record", "answer", "2", "item.colour", "red", "--by", "bob", "--store", store)
    assert run.code == USAGE
    assert "does not ask for 'item.colour'" in run.err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("show", "9"), "there is no entry 9"),
        (("dispose", "1", "waived", "--by", "bob", "--why", " "), "no reason is given"),
        (("dispose", "1", "waived", "--by", " ", "--why", "so"), "has an author"),
        (("dispose", "1", "waived", "--by", "bob", "--why", "so", "--rule", "X"), "'X' does not speak"),
        (("dispose", "2", "waived", "--by", "bob", "--why", "so"), "is no decision but a disposition"),
    ],
)
def test_what_cannot_be_meant_is_refused(store: str, words: tuple[str, ...], told: str) -> None:
    said("dispose", "1", "accepted", "--by", "bob", "--why", "so", store=store)
    run = sekisho("record", *words, "--store", store)
    assert run.code == USAGE
    assert told in run.err


def test_the_chain_is_verified_and_anchored(store: str, tmp_path: Path) -> None:
    record(store)
    anchor = str(tmp_path / "anchor.json")
    assert said("anchor", "--out", anchor, store=store).startswith("entry 2: ")
    assert "only an anchor" in said("verify", store=store)
    assert "only an anchor" not in said("verify", "--anchor", anchor, store=store)
    with sqlite3.connect(store) as connection:
        connection.execute("DELETE FROM entry WHERE number = 2")
    connection.close()
    said("verify", store=store)
    run = sekisho("record", "verify", "--anchor", anchor, "--store", store)
    assert run.code == BROKEN
    assert "its end is missing" in run.err
    with sqlite3.connect(store) as connection:
        connection.execute("UPDATE entry SET body = replace(body, 'prohibited', 'permitted')")
    connection.close()
    run = sekisho("record", "verify", "--store", store)
    assert (run.code, run.out) == (BROKEN, "")
    assert "it was changed" in run.err


def test_evidence_is_exported_and_verified_without_the_store(store: str, tmp_path: Path) -> None:
    for number in range(12):
        record(store, id=f"chips {number}")
    file, html, anchor = (str(tmp_path / name) for name in ("evidence.json", "evidence.html", "anchor.json"))
    said("anchor", "--out", anchor, store=store)
    said("export", file, "--html", html, store=store)
    run = sekisho("record", "verify", file, "--anchor", anchor, "--store", "none")
    assert run.code == 0, run.err
    assert "chips 11" in (tmp_path / "evidence.html").read_text("utf-8")
    again = sekisho("record", "export", file, "--store", store)
    assert again.code == USAGE
    assert "name a new file" in again.err
    path = tmp_path / "evidence.json"
    path.write_bytes(path.read_bytes().replace(b'"chips 3"', b'"chips 4"', 1))
    run = sekisho("record", "verify", file)
    assert (run.code, run.out) == (BROKEN, "")


def test_evidence_of_one_case_shows_no_other(store: str, tmp_path: Path) -> None:
    record(store, id="another")
    file = tmp_path / "evidence.json"
    assert "1 shown, head 2 " in said("export", str(file), "--case", "chips", store=store)
    assert b"another" not in file.read_bytes()
    run = sekisho("record", "export", str(tmp_path / "none.json"), "--case", "nobody", "--store", store)
    assert run.code == USAGE
    assert not (tmp_path / "none.json").exists()


def test_a_record_is_replayed_and_compared(store: str) -> None:
    record(store, "--known", "2018-08-01", date="2018-08-01")
    run = sekisho("record", "replay", "--store", store)
    assert (run.code, run.out) == (0, "1  chips: agrees\n2  chips: agrees\n")
    assert sekisho("record", "replay", "2", "--store", store).out == "2  chips: agrees\n"
    run = sekisho("record", "diff", "2", "--known", "2018-07-01", "--store", store)
    assert run.code == 1
    assert run.out.startswith("chips: no-rule, now prohibited ")
    assert "US-2018-ZTE-DENIAL" in run.out
    run = sekisho("record", "diff", "1", "--store", store)
    assert run.code == 0
    assert "chips: still prohibited" in run.out


def test_a_judgement_is_noted_with_its_snapshot(store: str) -> None:
    words = ("--by", "bob", "--why", "another firm", "--record", "--store", store)
    run = sekisho("judge", "Brightlight Trading", "zte", "different", *words)
    assert run.out.startswith("snapshot 1: ")
    assert kept(store, 2)["body"] == {
        "snapshot": 1,
        "name": "Brightlight Trading",
        "country": None,
        "entity": "zte",
        "verdict": "different",
        "why": "another firm",
    }
    assert said("list", store=store).endswith("judged Brightlight Trading and zte: different: another firm\n")
    said("verify", store=store)


def test_a_broken_record_is_told_when_it_is_exported(store: str, tmp_path: Path) -> None:
    with sqlite3.connect(store) as connection:
        connection.execute("UPDATE entry SET by = 'eve'")
    connection.close()
    run = sekisho("record", "export", str(tmp_path / "evidence.json"), "--store", store)
    assert run.code == BROKEN
    assert "entry 1: it does not have its own hash" in run.err


def test_evidence_is_printed_and_the_print_verified(store: str, tmp_path: Path) -> None:
    file, pdf = tmp_path / "evidence.json", tmp_path / "evidence.pdf"
    run = sekisho("record", "export", str(file), "--pdf", str(pdf), "--lang", "ja", "--store", store)
    assert run.code == 0
    assert sekisho("record", "verify", str(pdf)).out.startswith("the chain holds to its end, entry 1")
    pdf.write_bytes(pdf.read_bytes().replace(b"Helvetica", b"Helvetika"))
    run = sekisho("record", "verify", str(pdf))
    assert (run.code, run.out) == (65, "")
    assert "its pages are not those of the evidence in it" in run.err


def test_an_anchor_is_dated_by_somebody_else(store: str, tmp_path: Path) -> None:
    anchor, roots = tmp_path / "anchor.json", tmp_path / "roots.pem"
    with authority(tmp_path) as clock:
        run = sekisho("record", "anchor", "--out", str(anchor), "--tsa", clock.url, "--store", store)
    assert run.out.splitlines()[1] == f"dated by {clock.url}: {anchor}.tsr"
    roots.write_bytes(clock.roots)
    verify = ("record", "verify", "--anchor", str(anchor), "--tsa-roots", str(roots), "--store", store)
    run = sekisho(*verify)
    assert run.code == 0
    assert run.out.startswith("the anchor was there at 20")
    anchor.write_text(anchor.read_text().replace("}", " }"))
    run = sekisho(*verify)
    assert run.code == 65
    assert "it does not hold" in run.err


def test_a_date_is_of_an_anchor(store: str, tmp_path: Path) -> None:
    run = sekisho("record", "verify", "--tsa-roots", str(tmp_path / "roots.pem"), "--store", store)
    assert run.code == USAGE
    assert "name its file with --anchor" in run.err
