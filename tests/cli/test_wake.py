"""A list is updated on the command line, and whom it touches is told."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from sekisho import dates
from sekisho.outside import OWN
from tests.desk.test_notice import receiver
from tests.desk.test_wake import bought
from tests.whole import Run, sekisho

if TYPE_CHECKING:
    from pathlib import Path

THERE = (
    "Huawei Technologies Co., Ltd.",
    "Aviation Industry Corporation of China Ltd.",
    *(f"Somebody Else No. {number} Ltd." for number in range(60)),
)
"""What the declaration of the list wants to see in it."""
HEAD = "Name,Parent Name,Start date,End date,Source Url\n"


class User:
    """Somebody with a store, who keeps one list."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._store = {"SEKISHO_STORE": str(folder / "store.sqlite"), OWN: "127.0.0.1"}

    def run(self, *words: str, given: object = None) -> Run:
        told = {} if given is None else {"given": json.dumps(given)}
        return sekisho(*words, **told, **self._store)

    def update(self, *names: str) -> Run:
        """Take an edition of the list."""
        file = self._folder / "list.csv"
        rows = "".join(f'"{name}",,2025-01-07,,\n' for name in (*THERE, *names))
        file.write_text(HEAD + rows, "utf-8")
        return self.run(
            "lists", "update", "us-dod-1260h", "--from", str(file), "--retrieved", dates.iso(dates.today())
        )


def test_an_update_tells_which_decisions_come_out_otherwise(tmp_path: Path) -> None:
    user = User(tmp_path)
    user.update()
    cases = [bought("Northern Lathe Works"), bought("Blue Harbour Optics")]
    user.run("screen", "-", "--record", "--by", "ann", given=cases)
    user.run("wake")
    run = user.update("Northern Lathe Works")
    assert run.code == 0, run.err
    told = run.out.splitlines()[-2:]
    assert told[0].endswith("1 decision decided again")
    assert told[1] == "  from Northern Lathe Works: unknown, now prohibited (entry 3, after 1)"
    assert "from Northern Lathe Works: prohibited" in user.run("record", "list").out
    assert user.run("record", "verify").code == 0
    again = user.run("wake")
    assert (again.code, again.out.splitlines()[0].endswith("0 decisions decided again")) == (0, True)


def test_who_wakes_by_hand_is_told_by_the_exit_code(tmp_path: Path) -> None:
    user = User(tmp_path)
    user.update()
    user.run("screen", "-", "--record", "--by", "ann", given=bought("Northern Lathe Works"))
    run = user.run("wake", "--all")
    assert (run.code, run.out.splitlines()[0].endswith("1 decision decided again")) == (0, True)


def test_where_nothing_is_recorded_an_update_says_nothing_of_it(tmp_path: Path) -> None:
    assert "decided again" not in User(tmp_path).update().out


def test_names_are_watched_and_news_is_sent(tmp_path: Path) -> None:
    user = User(tmp_path)
    user.update()
    assert user.run("watch", "list", "--by", "ann").out == "nothing is watched, and news is sent nowhere\n"
    assert user.run("watch", "add", "Blue Harbour Optics", "--by", "ann", "--why", "landlord").code == 0
    with receiver() as there:
        made = user.run("watch", "hook", there.url, "--by", "ann")
        assert made.out.startswith("hook 1, secret ")
        user.update("Blue Harbour Optics")
    ((_, body),) = there.got
    assert json.loads(body)["event"] == "name-moved"
    assert "something else is said since" in user.run("watch", "list", "--by", "ann").out
    assert user.run("watch", "send").out == "news: 0 sent, 0 not yet\n"
    assert user.run("watch", "remove", "1", "--by", "bob").code == 64
    assert user.run("watch", "remove", "1", "--by", "ann").code == 0
    assert user.run("watch", "unhook", "1", "--by", "ann").code == 0
    assert user.run("watch", "list", "--by", "ann").out == "nothing is watched, and news is sent nowhere\n"
