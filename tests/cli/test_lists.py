"""`sekisho lists` as its users run it: a process of its own, a publisher on the loopback interface."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow.parquet as pq
import pytest

from tests.publisher import Publisher, Reply, published
from tests.whole import ROOT, Run, sekisho

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HUAWEI, ZTE, ACME = "Huawei Technologies Co., Ltd.", "ZTE Parsian", "Acme Optics"
SOURCE = """
[source]
id        = "us-test"
title     = "Test list"
publisher = { name = "Test Bureau", country = "us" }
url       = "%s"
format    = { kind = "json", rows = "results" }
list      = "us-test-list"

[entity]
id = ["name"]
[entity.columns]
name    = { prop = "name" }
country = { prop = "country", clean = "country", optional = true }

[listing.columns]
start = { prop = "startDate", clean = "date", valid = "from", since = true }

[assert]
must_contain = ["Huawei Technologies Co., Ltd."]
"""


def listed(*names: str, **countries: str) -> bytes:
    rows = [{"name": name, "start": "2019-05-16", "country": countries.get(name[:3], "")} for name in names]
    return json.dumps({"results": rows}).encode()


@dataclass(frozen=True, slots=True)
class User:
    """Somebody with a store and a source of their own."""

    folder: Path
    publisher: Publisher

    @property
    def store(self) -> Path:
        return self.folder / "data" / "store.sqlite"

    def lists(self, *arguments: str | Path, **environment: str) -> Run:
        given = {"SEKISHO_STORE": str(self.store), "SEKISHO_SOURCES": str(self.folder / "sources")}
        return sekisho("lists", *arguments, **(given | environment))

    def publish(self, *names: str, **countries: str) -> None:
        self.publisher.publish("/list.json", Reply(listed(*names, **countries)))

    def brought(self, name: str, *names: str) -> Path:
        path = self.folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(listed(*names))
        return path

    def declare(self, url: str) -> None:
        (self.folder / "sources").mkdir(exist_ok=True)
        (self.folder / "sources" / "us-test.toml").write_text(SOURCE % url, "utf-8")


@pytest.fixture
def user(tmp_path: Path) -> Iterator[User]:
    with published() as publisher:
        each = User(tmp_path, publisher)
        each.declare(f"{publisher.address}/list.json")
        yield each


@pytest.fixture(scope="module")
def informed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[User]:
    """Somebody who only asks, with two editions of a list: one was brought, one retrieved."""
    with published() as publisher:
        each = User(tmp_path_factory.mktemp("informed"), publisher)
        each.declare(f"{publisher.address}/list.json")
        first = each.brought("first.json", HUAWEI, ZTE)
        assert each.lists("update", "us-test", "--from", first, "--retrieved", "2024-03-01").code == 0
        each.publish(HUAWEI, ACME, Acm="Japan", Hua="China")
        assert each.lists("update", "us-test").code == 0
        yield each


def test_a_list_is_retrieved_and_stands(user: User) -> None:
    user.publish(HUAWEI, ZTE)
    done = user.lists("update", "us-test")
    assert (done.code, done.err) == (0, "")
    assert re.fullmatch(
        r"us-test: 2 rows, 2 entities; \d+ statements added, 0 removed \(snapshot 1\)\n", done.out
    )
    again = user.lists("update", "us-test")
    assert again.out == "us-test: 2 rows, 2 entities; unchanged (snapshot 1)\n"
    status = user.lists("status")
    assert status.code == 0
    row = next(line for line in status.out.splitlines() if line.startswith("us-test"))
    assert re.match(r"us-test +1 +\S+Z +0 d +2 +2 +\S+Z$", row)


def test_what_is_refused_is_said_and_leaves_the_last_one_serving(user: User) -> None:
    user.publish(HUAWEI, ZTE)
    user.lists("update", "us-test")
    user.publisher.publish("/list.json", Reply(b"<!doctype html><title>Down</title>"))
    done = user.lists("update", "us-test")
    assert (done.code, done.out) == (65, "")
    assert "a web page where json is expected: it is titled “Down”" in done.err
    assert "us-test: snapshot 1 of " in done.err
    assert "goes on serving" in done.err
    status = user.lists("status").out
    assert "the last update failed" in status
    assert "last problem of us-test" in status
    assert "it is titled “Down”" in status


def test_one_bad_source_does_not_keep_the_others_from_being_updated(user: User) -> None:
    user.publish(ZTE)
    other = SOURCE.replace("us-test", "us-zest").replace("must_contain", "# must_contain")
    (user.folder / "sources" / "other.toml").write_text(
        other % f"{user.publisher.address}/list.json", "utf-8"
    )
    done = user.lists("update", "us-test", "us-zest")
    assert done.code == 65
    assert "us-zest: 1 rows" in done.out
    first, why, last = done.err.splitlines()
    assert (first, last) == ("us-test: refused", "us-test: there is none yet")
    assert why.startswith("  us-test: 'Huawei Technologies Co., Ltd.' is missing (")


def test_a_source_that_cannot_be_meant_does_not_keep_the_others_from_being_updated(user: User) -> None:
    user.publish(HUAWEI, ZTE)
    (user.folder / "sources" / "other.toml").write_text((SOURCE % "").replace("us-test", "us-zest"), "utf-8")
    done = user.lists("update", "us-zest", "us-test")
    assert done.code == 65
    assert "us-test: 2 rows" in done.out
    assert "us-zest: refused\n  us-zest has no address for its file; give it with --from\n" in done.err
    assert user.lists("update", "us-zest").code == 64, "alone, the call itself is wrong"


def test_two_files_that_may_be_meant_do_not_keep_the_others_from_being_taken(user: User) -> None:
    (user.folder / "sources" / "other.toml").write_text((SOURCE % "").replace("us-test", "us-zest"), "utf-8")
    user.brought("stick/us-test.json", HUAWEI, ZTE)
    user.brought("stick/us-zest.json", HUAWEI)
    user.brought("stick/us-zest.jsonl", HUAWEI)
    done = user.lists("update", "--from", user.folder / "stick")
    assert done.code == 65
    assert "us-test: 2 rows" in done.out
    assert "us-zest: refused\n  which is the file of us-zest" in done.err


def test_a_source_that_was_named_and_is_not_in_the_folder_is_told(user: User) -> None:
    (user.folder / "sources" / "other.toml").write_text((SOURCE % "").replace("us-test", "us-zest"), "utf-8")
    user.brought("stick/us-test.json", HUAWEI, ZTE)
    done = user.lists("update", "us-test", "us-zest", "--from", user.folder / "stick")
    assert done.code == 65
    assert "us-test: 2 rows" in done.out
    assert "us-zest: refused\n  there is no file of us-zest in " in done.err


def test_a_machine_without_a_network_is_brought_a_folder(user: User) -> None:
    user.brought("stick/us-test.json", HUAWEI, ZTE)
    done = user.lists("update", "--from", user.folder / "stick")
    assert done.code == 0
    assert "us-test: 2 rows" in done.out
    assert user.publisher.asked == []
    kept = [each for each in (user.folder / "data" / "keep").rglob("*") if each.is_file()]
    assert [each.read_bytes() for each in kept] == [listed(HUAWEI, ZTE)]


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("update", "us-tset"), "did you mean 'us-test'?"),
        (("update", "--from", "pyproject.toml"), "a file is of one source"),
        (("update", "--from", "docs"), "no file in docs is called like one of a source"),
        (("update", "us-test", "--retrieved", "2024-01-01"), "it needs --from"),
        (("update", "us-test", "--from", "README.md", "--retrieved", "soon"), "write a day as 2019-10-01"),
        (("update", "us-test", "--sources", "absent"), "absent is no folder"),
        (("status",), "there is no store at"),
    ],
)
def test_a_call_that_cannot_be_meant(user: User, arguments: tuple[str, ...], why: str) -> None:
    done = user.lists(*arguments)
    assert done.code == 64
    assert why in done.err
    assert done.err.count("\n") == 1


def test_a_killed_update_leaves_nothing_half_done(user: User) -> None:
    body = listed(HUAWEI, *(f"Company {number}" for number in range(2000)))
    user.publisher.publish("/list.json", Reply(body, piece=len(body) // 200, delay=0.05), Reply(body))
    given = {"SEKISHO_STORE": str(user.store), "SEKISHO_SOURCES": str(user.folder / "sources")}
    killed = subprocess.Popen(
        [sys.executable, "-m", "sekisho", "lists", "update", "us-test"], cwd=ROOT, env={**os.environ, **given}
    )
    data = user.store.parent
    deadline = time.monotonic() + 60
    while not any(each.stat().st_size for each in data.glob("*.part")) and time.monotonic() < deadline:
        time.sleep(0.02)
    killed.kill()
    killed.wait()
    assert list(data.glob(".keep-*.part"))
    assert [each for each in (data / "keep").rglob("*") if each.is_file()] == []
    assert "us-test: 2001 rows" in user.lists("update", "us-test").out


def test_due_leaves_out_what_is_fresh(user: User) -> None:
    user.publish(HUAWEI)
    assert "us-test: 1 rows" in user.lists("update", "us-test", "--due").out
    assert user.lists("update", "us-test", "--due").out == "nothing is due\n"
    assert len(user.publisher.asked) == 1


def test_diff_as_text(informed: User) -> None:
    done = informed.lists("diff", "us-test")
    assert done.code == 0
    head, *lines = done.out.splitlines()
    assert re.fullmatch(
        r"us-test: snapshot 1 of 2024-03-01 → snapshot 2 of \S+: 1 added, 1 removed, 1 changed", head
    )
    assert [line[:2] + line[2:].partition(" (")[0] for line in lines if line[0] != " "] == [
        f"+ {ACME}",
        f"- {ZTE}",
        f"~ {HUAWEI}",
    ]
    assert lines[-1] == "    + country: cn"
    assert "    - us-test-list listing, startDate: 2019-05-16" in lines


def test_diff_as_csv_and_json(informed: User) -> None:
    rows = list(csv.DictReader(io.StringIO(informed.lists("diff", "us-test", "--format", "csv").out)))
    assert {row["change"] for row in rows} == {"added", "removed", "changed"}
    (changed,) = [row for row in rows if row["change"] == "changed"]
    assert (changed["caption"], changed["about"], changed["property"]) == (HUAWEI, "entity", "country")
    assert (changed["old"], changed["new"]) == ("", "cn")
    told = json.loads(informed.lists("diff", "us-test", "1", "2", "--format", "json").out)
    assert (told["from"], told["to"]["snapshot"]) == ({"snapshot": 1, "day": "2024-03-01"}, 2)
    assert [each["caption"] for each in told["removed"]] == [ZTE]


def test_history_tells_what_was_learnt_when(informed: User) -> None:
    done = informed.lists("history", ZTE)
    assert done.code == 0
    assert done.out.startswith(f"{ZTE} (us-test/")
    assert (
        "2019-05-16  us-test, snapshot 1, by the publisher's own date: inherited, not witnessed" in done.out
    )
    assert f"    + name: {ZTE}" in done.out
    assert f"    - name: {ZTE}" in done.out
    identity = re.findall(r"\((us-test/\w+)\)", done.out)[0]
    assert informed.lists("history", identity).out == done.out


def test_show_tells_what_was_known_on_a_day(informed: User) -> None:
    now = informed.lists("show", HUAWEI, "--on", "2019-05-16")
    assert f"  {HUAWEI} (us-test/" in now.out
    assert "    country: cn (as published: China)" in now.out
    assert "on us-test-list, from 2019-05-16: in force on 2019-05-16; known from 2019-05-16" in now.out
    gone = informed.lists("show", ZTE)
    assert re.search(
        r"on us-test-list, 2019-05-16 to \S+; gone from the list by snapshot 2: not in force on", gone.out
    )
    identity = re.findall(r"\((us-test/\w+)\)", gone.out)[0]
    unknown = informed.lists("show", identity, "--known", "2019-05-15")
    assert "nothing was known of it; that clears nobody" in unknown.out
    nobody = informed.lists("history", "Nobody At All Ltd")
    assert nobody.code == 64
    assert "nobody on the lists of" in nobody.err


def test_sources_are_named(user: User) -> None:
    done = user.lists("sources")
    assert done.code == 0
    assert (
        f"us-test: Test list\n  Test Bureau, official; us-test-list\n  {user.publisher.address}" in done.out
    )
    assert "us-test" not in user.lists("sources", SEKISHO_SOURCES="").out


@pytest.mark.parametrize("form", ["ftm", "statements", "parquet"])
def test_export_is_of_the_day_that_is_asked_for(informed: User, form: str) -> None:
    out = informed.folder / f"out.{form}"
    done = informed.lists("export", "--format", form, "--out", out, "--known", "2024-12-31")
    assert (done.code, done.err) == (0, "")
    assert re.fullmatch(rf"{re.escape(str(out))}: (?:\d+ entities, )?\d+ statements\n", done.out)
    text = (
        out.read_text("utf-8") if form != "parquet" else str(pq.read_table(out).column("value").to_pylist())
    )
    assert ZTE in text
    assert ACME not in text
    assert list(informed.folder.glob(".*")) == []


def test_the_store_is_in_the_users_data_folder_if_nobody_says_otherwise(user: User) -> None:
    user.publish(HUAWEI)
    home = {"SEKISHO_STORE": "", "XDG_DATA_HOME": str(user.folder / "xdg"), "HOME": str(user.folder / "home")}
    assert user.lists("update", "us-test", **home).code == 0
    assert (user.folder / "xdg" / "sekisho" / "store.sqlite").is_file()
    assert (user.folder / "xdg" / "sekisho" / "keep").is_dir()
    relative = home | {"XDG_DATA_HOME": "relative"}
    assert user.lists("update", "us-test", **relative).code == 0
    assert (user.folder / "home" / ".local" / "share" / "sekisho" / "store.sqlite").is_file()
