"""`sekisho screen` as a process: what it reads and writes, what its options do, and how it ends.

Facts are compared, never whole texts: a writer may word them otherwise.
"""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from sekisho import cli
from sekisho.model.measure import Outcome
from tests.told import DENIED, MINISTRY, NOTHING, OPEN, PRIVATE
from tests.whole import ROOT, Run, sekisho, together, written

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tests.told import Told

WARNED: Told = DENIED | {"id": "warned", "date": "2018-04-14", "facts": {}}
USAGE, DATA, SOFTWARE = 64, 65, 70


def screen(*arguments: str | Path, given: str | bytes = "") -> Run:
    return sekisho("screen", *arguments, given=given)


def one(told: Told, *options: str | Path) -> Mapping[str, Any]:
    """The answer to one case on standard input."""
    run = screen("-", "--format", "jsonl", *options, given=json.dumps(told))
    assert run.code in (0, 1, 2), run.err
    answer: Mapping[str, Any] = json.loads(run.out)
    return answer


# --- formats ---


def test_json_holds_all_there_is_in_the_order_of_the_cases(tmp_path: Path) -> None:
    run = screen(written(tmp_path / "cases.json", [MINISTRY, DENIED, NOTHING]), "--format", "json")
    ministry, denied, nothing = run.answers
    assert [answer["case"] for answer in run.answers] == ["ministry", "denied", "nothing"]
    assert [answer["outcome"] for answer in run.answers] == ["review", "prohibited", "no-rule"]
    assert ministry["as_of"]["on"] == "2019-06-03"
    assert set(denied["basis"]) == {"engine", "law", "lists"}
    assert nothing["decisions"] == []
    assert "US-889A" in nothing["looked_at"]
    (decision,) = (each for each in denied["decisions"] if each["measure"] == "US-2018-ZTE-DENIAL/deal")
    for key in (
        "instrument",
        "outcome",
        "under",
        "state",
        "rank",
        "certainty",
        "needs",
        "cites",
        "paths",
        "finding",
    ):
        assert key in decision
    assert decision["state"] == "in force"
    assert decision["rank"] == "order"
    assert decision["paths"][0]["steps"][-1]["name"] == "zte-denied"
    assert decision["finding"]["truth"] == "yes"
    assert {each["reading"] for each in ministry["readings"]} == {"press"}
    assert {
        "path": "item.components[0].manufacturer",
        "name": "HiSilicon Technologies Co., Ltd.",
        "list": "us-entity-list",
        "entry": "HiSilicon Technologies Co., Ltd.",
    } in ministry["listed"]


def test_a_need_comes_with_its_question_in_two_languages() -> None:
    (decision,) = (each for each in one(OPEN)["decisions"] if each["instrument"] == "US-2019-ENTITY-HUAWEI")
    (asked,) = (each for each in decision["questions"] if each["fact"] == "parties")
    assert asked["en"] != asked["ja"]
    assert decision["needs"] == [each["fact"] for each in decision["questions"]]


FORMATS = ("text", "json", "jsonl", "csv", "markdown", "html")


@pytest.fixture(scope="module")
def written_as() -> dict[str, Run]:
    given = json.dumps([MINISTRY, DENIED])
    return together({form: (("screen", "-", "--format", form), given) for form in FORMATS})


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_says_what_decided_and_ends_alike(written_as: dict[str, Run], form: str) -> None:
    run = written_as[form]
    assert run.code == 1
    assert run.err == ""
    shown = run.out.replace("\\", "")  # Markdown escapes what it might take for a mark
    for word in (
        "ministry",
        "review",
        "JP-2018-IT-PROC",
        "denied",
        "prohibited",
        "US-2018-ZTE-DENIAL",
        "中兴通讯",
    ):
        assert word in shown, word
    assert run.out.endswith("\n")


def test_jsonl_is_an_answer_a_line() -> None:
    run = screen("-", "--format", "jsonl", given="\n".join(map(json.dumps, (MINISTRY, NOTHING))))
    assert [json.loads(line)["case"] for line in run.out.splitlines()] == ["ministry", "nothing"]


def test_csv_is_a_row_a_decision() -> None:
    run = screen("-", "--format", "csv", given=json.dumps(MINISTRY))
    rows = list(csv.DictReader(io.StringIO(run.out)))
    assert {row["case"] for row in rows} == {"ministry"}
    assert {(row["kind"], row["instrument"], row["outcome"]) for row in rows} >= {
        ("decision", "JP-2018-IT-PROC", "review"),
        ("reading", "JP-2018-IT-PROC", "prohibited"),
    }


def test_html_is_one_page() -> None:
    run = screen("-", "--format", "html", given=json.dumps(MINISTRY))
    assert run.out.lower().lstrip().startswith("<!doctype html")
    assert run.out.lower().count("</html>") == 1


def test_explain_shows_the_rule_with_its_truths() -> None:
    short, long = (screen("-", *more, given=json.dumps(MINISTRY)) for more in ((), ("--explain",)))
    assert len(long.out.splitlines()) > len(short.out.splitlines()) + 5
    assert short.code == long.code == 2


def test_questions_in_japanese() -> None:
    english, japanese = (screen("-", "--lang", lang, given=json.dumps(OPEN)).out for lang in ("en", "ja"))
    assert "ですか" in japanese
    assert "ですか" not in english


# --- what is read ---

AS_TOML = """
[[case]]
id = "first"
date = 2018-05-01
action = "export"
parties = [{ role = "purchaser", name = "ZTE Corporation", country = "cn" }]
authorisations = []
[case.actor]
country = "us"
[case.item]
class = "semiconductor"
origin = "us"
[case.use]
from = "us"
destination = "cn"
[case.facts]
"transaction.support" = "none"

[[case]]
id = "second"
action = "buy"
"""
COLUMNS = {
    "id": ("first", "second"),
    "date": ("2018-05-01", ""),
    "action": ("export", "buy"),
    "actor.country": ("us", ""),
    "parties.1.role": ("purchaser", ""),
    "parties.1.name": ("ZTE Corporation", ""),
    "item.class": ("semiconductor", ""),
    "item.origin": ("us", ""),
    "use.from": ("us", ""),
    "use.destination": ("cn", ""),
    "authorisations": ("[]", ""),
    "facts.transaction.support": ("none", ""),
}
AS_CSV = "\n".join(map(",".join, (COLUMNS, *zip(*COLUMNS.values(), strict=True))))
FIRST: Told = {**DENIED, "id": "first"}
SECOND: Told = {"id": "second", "action": "buy"}


CASES = {
    "cases.json": json.dumps([FIRST, SECOND]),
    "cases.jsonl": f"{json.dumps(FIRST)}\n\n{json.dumps(SECOND)}\n",
    "cases.toml": AS_TOML,
    "cases.csv": AS_CSV,
}


@pytest.fixture(scope="module")
def read_from(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], Run]:
    """The same cases in each format, by name of the file, from the file and from standard input."""
    folder = tmp_path_factory.mktemp("cases")
    options = ("--format", "json", "--on", "2018-12-07")
    calls: dict[tuple[str, str], tuple[tuple[str | Path, ...], str]] = {}
    for name, text in CASES.items():
        (folder / name).write_text(text, "utf-8")
        calls[name, "file"] = (("screen", folder / name, *options), "")
        calls[name, "input"] = (("screen", "-", *options), text)
    return together(calls)


@pytest.mark.parametrize("source", ["file", "input"])
@pytest.mark.parametrize("name", CASES)
def test_four_formats_of_cases(read_from: dict[tuple[str, str], Run], name: str, source: str) -> None:
    first, second = read_from[name, source].answers
    assert (first["case"], first["outcome"], first["as_of"]["on"]) == ("first", "prohibited", "2018-05-01")
    assert (second["case"], second["as_of"]["on"]) == ("second", "2018-12-07")


def test_several_files_and_standard_input_in_their_order(tmp_path: Path) -> None:
    one, two = written(tmp_path / "1.json", MINISTRY), written(tmp_path / "2.json", [DENIED, NOTHING])
    run = screen(two, "-", one, "--format", "json", given=json.dumps(OPEN))
    assert [answer["case"] for answer in run.answers] == ["denied", "nothing", "open", "ministry"]


def test_no_case_is_no_answer() -> None:
    run = screen("-", "--format", "json", given="[]")
    assert (run.code, run.answers) == (0, [])


# --- exit codes ---


ENDS = {
    "nothing": ([NOTHING], 0),
    "a note": ([PRIVATE], 0),
    "review": ([MINISTRY], 2),
    "unknown": ([OPEN], 2),
    "prohibited": ([DENIED], 1),
    "unknown among nothing": ([NOTHING, OPEN, NOTHING], 2),
    "prohibited among all": ([NOTHING, DENIED, MINISTRY, OPEN], 1),
    "prohibited after unknown": ([OPEN, DENIED], 1),
}


@pytest.fixture(scope="module")
def ended() -> dict[str, Run]:
    return together({name: (("screen", "-"), json.dumps(told)) for name, (told, _) in ENDS.items()})


@pytest.mark.parametrize("name", ENDS)
def test_the_strictest_case_decides_how_a_run_ends(ended: dict[str, Run], name: str) -> None:
    assert ended[name].code == ENDS[name][1]


def test_every_word_has_its_code() -> None:
    codes = {0: "no-rule advised-against permitted", 1: "prohibited licence-required capped remove-by",
             2: "review unknown red-flag"}  # fmt: skip
    for code, words in codes.items():
        assert {Outcome(word).exit_code for word in words.split()} == {code}
    assert sum(len(words.split()) for words in codes.values()) == len(Outcome)


def test_permitted_ends_well() -> None:
    told = DENIED | {
        "date": "2018-07-10",
        "action": "maintain",
        "facts": {"transaction.support": "existing-network"},
    }
    run = screen("-", "--measure", "US-2018-ZTE-DENIAL", "--format", "json", given=json.dumps(told))
    (answer,) = run.answers
    assert (run.code, answer["outcome"]) == (0, "permitted")
    assert answer["decisions"][0]["under"]


WRONG = {
    "no file": ([], "file"),
    "a bill and a file": (["--bom", "board.json", "cases.json"], "--case"),
    "a case without its bill": (["--case", "case.json"], "--bom"),
    "an option": (["-", "--nonsense"], "--nonsense"),
    "a format": (["-", "--format", "pdf"], "pdf"),
    "a language": (["-", "--lang", "fr"], "fr"),
    "a reading": (["-", "--reading", "press", "--reading", "prss"], "prss"),
    "a measure": (["-", "--measure", "US-889C"], "US-889C"),
    "a day that never was": (["-", "--on", "2018-02-30"], "day"),
    "a word for a day": (["-", "--on", "yesterday"], "yesterday"),
    "a year for a day": (["-", "--known", "2018"], "2018"),
    "an option without its value": (["-", "--on"], "--on"),
    "a place that is none": (["-", "--out", "/nowhere/at/all"], "/nowhere/at/all"),
}


@pytest.fixture(scope="module")
def refused() -> dict[str, Run]:
    return together({name: (("screen", *call), json.dumps(NOTHING)) for name, (call, _) in WRONG.items()})


@pytest.mark.parametrize("name", WRONG)
def test_a_call_that_cannot_be_meant(refused: dict[str, Run], name: str) -> None:
    run = refused[name]
    assert run.code == USAGE
    assert WRONG[name][1] in run.err
    assert run.out == ""
    assert "Traceback" not in run.err


def test_an_unknown_command_and_none() -> None:
    assert sekisho("scren").code == USAGE
    assert "screen" in sekisho().err
    assert sekisho().code == USAGE
    assert sekisho("--version").code == 0
    assert sekisho("screen", "--help").code == 0


def test_a_fault_of_ours_is_none_of_the_input(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object, **__: object) -> None:
        message = "the wheel came off"
        raise RuntimeError(message)

    monkeypatch.setattr("sekisho.lists.load.open_store", broken)
    assert cli.main(["screen", str(ROOT / "examples" / "5-private-buyer-japan.json")]) == SOFTWARE
    printed = capsys.readouterr()
    assert "the wheel came off" in printed.err
    assert "Traceback" not in printed.err
    monkeypatch.setenv("SEKISHO_DEBUG", "1")
    assert cli.main(["screen", str(ROOT / "examples" / "5-private-buyer-japan.json")]) == SOFTWARE
    assert "Traceback" in capsys.readouterr().err


def test_a_reader_that_goes_away_is_no_answer() -> None:
    """`| head` must not read as 0 (nothing against it) or 1 (prohibited)."""
    text = "\n".join([json.dumps(MINISTRY)] * 300)
    command = [sys.executable, "-m", "sekisho", "screen", "-", "--format", "jsonl"]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as run:
        assert run.stdin is not None
        assert run.stdout is not None
        assert run.stderr is not None
        run.stdin.write(text.encode())
        run.stdin.close()
        assert run.stdout.read(1) == b"{"
        run.stdout.close()
        assert run.wait(60) == cli.UNREAD
        assert run.stderr.read() == b""


@pytest.mark.parametrize("encoding", ["cp1252", "ascii"])
def test_a_pipe_gets_utf_8_whatever_the_console_has(encoding: str) -> None:
    run = sekisho("screen", "-", given=json.dumps(DENIED), PYTHONIOENCODING=encoding)
    assert run.code == 1
    assert "中兴通讯" in run.out
