"""What `screen` cannot read: told with place and remedy, while all else is answered; it ends in 65."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from tests.told import MINISTRY, NOTHING
from tests.whole import Run, sekisho, together, written

if TYPE_CHECKING:
    from pathlib import Path

DATA = 65
BUY = {"action": "buy"}


class Bad(NamedTuple):
    """An input that cannot be read.

    Attributes:
        place: what the message names as the place.
        said: words of the message and its remedy.
    """

    name: str
    text: str | bytes
    place: str
    said: tuple[str, ...]


def case(**more: Any) -> str:  # noqa: ANN401
    return json.dumps({"id": "bad", **BUY, **more}, indent=0)


def bom(*components: Any, **more: Any) -> str:  # noqa: ANN401
    return json.dumps(
        {"bomFormat": "CycloneDX", "specVersion": "1.6", "components": list(components), **more}
    )


def nested(levels: int, keys: str = '"type": "device", "name": "a part"') -> str:
    """Parts within parts; text, since Python's own writer does not go so deep."""
    return f'{{{keys}, "components": [' * levels + "]}" * levels


def deep_bom() -> str:
    return bom().removesuffix("[]}") + f"[{nested(500)}]}}"


DEEP = '{"action": "buy", "item": {"components": [' + nested(500, '"name": "a part"') + "]}}"
LOOP = [{"ref": "a", "dependsOn": ["b"]}, {"ref": "b", "dependsOn": ["a"]}]
PARTS = [{"type": "device", "name": name, "bom-ref": name} for name in "ab"]

INPUTS = {
    "broken JSON": Bad("bad.json", '{"id": "bad",\n"action": "buy",}', "bad.json:2", ("JSON",)),
    "two values": Bad("bad.json", f"{json.dumps(BUY)}\n{json.dumps(BUY)}", "bad.json:2", (".jsonl", "[ ]")),
    "a key twice": Bad("bad.json", '{"action": "buy",\n"action": "use"}', "bad.json:2", ("action", "twice")),
    "broken line": Bad("bad.jsonl", f"{json.dumps(BUY)}\n{{'action'}}\n", "bad.jsonl:2", ("JSON",)),
    "broken TOML": Bad("bad.toml", 'action = "buy"\ndate = \n', "bad.toml:2", ("TOML",)),
    "wrong header": Bad(
        "bad.csv", "id,action,partys.1.name\nbad,buy,Nokia\n", "bad.csv:1", ("partys", "parties")
    ),
    "uneven row": Bad("bad.csv", "id,action\nbad,buy,3\n", "bad.csv:2", ("3", "2")),
    "no such day": Bad("bad.json", case(date="2018-02-30"), "date", ("2018-02-30", "exists")),
    "no such day in a table": Bad(
        "bad.csv", "id,action,date\nbad,buy,2018-02-30\n", "bad.csv:2", ("2018-02-30",)
    ),
    "an hour without offset": Bad("bad.json", case(date="2019-05-16T16:15:00"), "date", ("offset",)),
    "unknown key": Bad(
        "bad.json", case(item={"manufactuer": "Nokia"}), "item.manufactuer", ("manufacturer",)
    ),
    "unknown fact": Bad(
        "bad.json", case(facts={"advise.concern": "open"}), "advise.concern", ("advice.concern",)
    ),
    "unknown word": Bad("bad.json", case(action="acquire"), "action", ("acquire", "buy")),
    "unknown country": Bad("bad.json", case(actor={"country": "uk"}), "actor.country", ("uk",)),
    "unknown list": Bad(
        "bad.json", case(parties=[{"listed": [{"list": "us-entity"}]}]), "parties[0]", ("us-entity-list",)
    ),
    "null": Bad("bad.json", case(parties=None), "parties", ("leave the key out",)),
    "yes in quotes": Bad(
        "bad.json", case(facts={"equipment.user-data": "yes"}), "equipment.user-data", ("true",)
    ),
    "a share above all": Bad(
        "bad.json", case(actor={"owners": [{"name": "A", "share": 101}]}), "actor.owners[0].share", ("100",)
    ),
    "parts without end": Bad("bad.json", DEEP, "components", ("200",)),
    "a bill with a circle": Bad(
        "bad.json", bom(*PARTS, dependencies=LOOP), "dependencies", ("circle", "a", "b")
    ),
    "a bill of 500 levels": Bad("bad.json", deep_bom(), "components", ("200",)),
    "a bill of no version": Bad("bad.json", bom(specVersion="9.9"), "specVersion", ("9.9", "1.6")),
    "not UTF-8": Bad(
        "bad.json", '{"action": "buy", "note": "調達"}'.encode("cp932"), "bad.json:1", ("UTF-8",)
    ),
    "not UTF-8 in a line": Bad(
        "bad.jsonl", f"{json.dumps(BUY)}\n".encode() + b'{"note": "\xff"}\n', "bad.jsonl:2", ("UTF-8",)
    ),
    "UTF-16": Bad("bad.csv", "id,action\nbad,buy\n".encode("utf-16"), "bad.csv:1", ("UTF-8",)),
    "XML": Bad("bad.json", "<bom/>", "bad.json:1", ()),
    "empty": Bad("bad.json", "", "bad.json", ()),
    "no table": Bad("bad.json", '"buy"', "bad.json", ("table",)),
}


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Run]:
    """Each input between two sound files, all of them read."""
    folder = tmp_path_factory.mktemp("refused")
    first, last = written(folder / "1.json", MINISTRY), written(folder / "2.json", NOTHING)

    calls = {}
    for title, bad in INPUTS.items():
        (folder / title).mkdir()
        path = folder / title / bad.name
        path.write_bytes(bad.text.encode() if isinstance(bad.text, str) else bad.text)
        calls[title] = (("screen", first, path, last, "--keep-going", "--format", "json"), "")
    return together(calls)


@pytest.mark.parametrize("title", INPUTS)
def test_what_cannot_be_read_is_told_with_place_and_remedy(runs: dict[str, Run], title: str) -> None:
    run, bad = runs[title], INPUTS[title]
    assert run.code == DATA
    assert "Traceback" not in run.err
    assert bad.name in run.err
    assert bad.place in run.err
    for word in bad.said:
        assert word in run.err, word
    assert any(line.rstrip().endswith(")") for line in run.err.splitlines()), "what to do stands in brackets"


@pytest.mark.parametrize("title", INPUTS)
def test_the_other_cases_are_answered_in_their_order(runs: dict[str, Run], title: str) -> None:
    answers = runs[title].answers
    assert (answers[0]["case"], answers[0]["outcome"]) == ("ministry", "review")
    assert (answers[-1]["case"], answers[-1]["outcome"]) == ("nothing", "no-rule")
    between = answers[1:-1]
    refused = [answer for answer in between if answer["outcome"] is None]
    assert len(refused) == 1, "what was refused stands in its place"
    for problem in refused[0]["problems"]:
        assert problem["message"]
        assert INPUTS[title].name in problem["file"]
    lines = title in ("broken line", "not UTF-8 in a line")
    assert len(between) - len(refused) == (1 if lines else 0), "a line before a broken line is answered"


def test_without_keep_going_the_first_fault_ends_the_run(tmp_path: Path) -> None:
    text = "\n".join(map(json.dumps, (MINISTRY, {"action": "steal"}, NOTHING)))
    run = sekisho("screen", "-", "--format", "jsonl", given=text)
    assert run.code == DATA
    assert [json.loads(line)["case"] for line in run.out.splitlines()] == ["ministry"]
    assert "standard input" in run.err
    assert "--keep-going" in run.err


def test_all_that_is_wrong_with_a_case_is_said_at_once() -> None:
    told = {"action": "steal", "date": "2018-02-30", "actor": {"country": "uk"}, "itme": {}}
    run = sekisho("screen", "-", given=json.dumps(told))
    assert run.code == DATA
    for word in ("steal", "2018-02-30", "uk", "itme"):
        assert word in run.err


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    run = sekisho("screen", tmp_path / "absent.json", "--keep-going", written(tmp_path / "c.json", NOTHING))
    assert run.code == DATA
    assert "absent.json" in run.err
    assert "no-rule" in run.out


def test_what_must_be_read_whole_has_a_limit(tmp_path: Path) -> None:
    path = tmp_path / "large.json"
    with path.open("wb") as file:
        file.truncate(200 * 2**20)
    run = sekisho("screen", path)
    assert run.code == DATA
    for word in ("large.json", "64 MiB", "JSON Lines"):
        assert word in run.err


def test_lines_are_read_one_by_one_however_many(tmp_path: Path) -> None:
    """Of a file of 200 MB only lines are held; one line that never ends is passed over."""
    path = tmp_path / "large.jsonl"
    with path.open("wb") as file:
        file.write(json.dumps(NOTHING).encode() + b"\n")
        file.seek(200 * 2**20)
        file.write(b"\n" + json.dumps(MINISTRY).encode() + b"\n")
    run = sekisho("screen", path, "--keep-going", "--format", "jsonl")
    first, refused, last = map(json.loads, run.out.splitlines())
    assert run.code == DATA
    assert (first["case"], refused["outcome"], last["case"]) == ("nothing", None, "ministry")
    assert "large.jsonl:2" in run.err
    assert "1 MiB" in run.err


def test_a_bill_beside_a_case_is_refused_alike(tmp_path: Path) -> None:
    told = MINISTRY | {"item": {"name": "server", "class": "server"}}
    beside = written(tmp_path / "case.json", told)
    board = tmp_path / "board.cdx.json"
    for text, word in ((bom(*PARTS, dependencies=LOOP), "circle"), (deep_bom(), "200"), ("{", "JSON")):
        board.write_text(text, "utf-8")
        run = sekisho("screen", "--bom", board, "--case", beside)
        assert (run.code, run.out) == (DATA, "")
        assert "board.cdx.json" in run.err
        assert word in run.err
    board.unlink()
    assert "board.cdx.json" in sekisho("screen", "--bom", board).err


def test_a_bill_that_a_case_names_is_refused_alike(tmp_path: Path) -> None:
    (tmp_path / "board.cdx.json").write_text(bom(*PARTS, dependencies=LOOP), "utf-8")
    named = written(tmp_path / "case.json", MINISTRY | {"item": {"bom": "board.cdx.json"}})
    run = sekisho("screen", named)
    assert run.code == DATA
    assert "board.cdx.json" in run.err
    assert "circle" in run.err


def test_too_large_a_bill_is_refused_with_the_limit(tmp_path: Path) -> None:
    board = tmp_path / "board.cdx.json"
    with board.open("wb") as file:
        file.truncate(200 * 2**20)
    run = sekisho("screen", "--bom", board)
    assert run.code == DATA
    assert "64 MiB" in run.err


def test_a_case_that_tells_its_parts_has_no_bill_beside_it(tmp_path: Path) -> None:
    (tmp_path / "board.cdx.json").write_text(bom(*PARTS), "utf-8")
    run = sekisho(
        "screen", "--bom", tmp_path / "board.cdx.json", "--case", written(tmp_path / "case.json", MINISTRY)
    )
    assert run.code == DATA
    assert "components" in run.err
