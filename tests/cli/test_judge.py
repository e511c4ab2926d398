"""`sekisho judge`, `sekisho judgements`, and what `who` and `screen` make of them."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest

from tests.told import DENIED
from tests.whole import sekisho

if TYPE_CHECKING:
    from pathlib import Path

USAGE = 64
NAME = "大華"  # many bear it: the register has it among the ambiguous names of Dahua


@pytest.fixture
def store(tmp_path: Path) -> str:
    return str(tmp_path / "store.sqlite")


def judge(store: str, verdict: str, *more: str, name: str = NAME, entity: str = "dahua") -> str:
    said = ("--by", "ann", "--why", "an office of accountants", "--store", store, *more)
    run = sekisho("judge", name, entity, verdict, *said)
    assert run.code == 0, run.err
    return run.out


def outcome(store: str) -> dict[str, object]:
    case = DENIED | {"parties": [{"role": "purchaser", "name": NAME, "country": "jp"}]}
    run = sekisho("screen", "-", "--store", store, "--format", "json", given=json.dumps(case))
    answers: list[dict[str, object]] = json.loads(run.out)
    return answers[0]


def test_different_settles_who_and_screen_and_is_in_the_basis(store: str) -> None:
    judge(store, "same", "--country", "jp", entity="zte")
    assert outcome(store)["outcome"] == "prohibited"
    judge(store, "different", "--country", "jp", entity="zte")
    judge(store, "different", "--country", "jp")
    after = outcome(store)
    assert after["outcome"] != "prohibited"
    assert "judgements" in after["basis"]["lists"]  # type: ignore[index]
    told = sekisho("who", NAME, "--country", "jp", "--store", store).out
    assert "set aside: Zhejiang Dahua Technology Co., Ltd. (dahua)" in told
    assert "ann" in told
    elsewhere = sekisho("who", NAME, "--store", store).out
    assert "a person must judge" in elsewhere, "another country is another bearer"


def test_same_binds_a_name_that_no_rule_finds(store: str) -> None:
    judge(store, "same", name="Brightlight Trading", entity="zte")
    assert "id: zte" in sekisho("who", "brightlight trading", "--store", store).out


def test_what_was_said_is_shown_in_every_format(store: str) -> None:
    judge(store, "different")
    assert "an office of accountants" in sekisho("judgements", "--store", store).out
    (row,) = json.loads(sekisho("judgements", "--store", store, "--format", "json").out)
    assert (row["name"], row["entity"], row["verdict"], row["by"]) == (NAME, "dahua", "different", "ann")
    table = sekisho("judgements", "--store", store, "--format", "csv").out.splitlines()
    assert table[0] == "name,country,entity,verdict,by,day,why"
    assert len(table) == len(("head", "row"))
    early = sekisho("judgements", "--store", store, "--known", "2020-01-01").out
    assert "nobody has judged anything" in early


def test_no_spreadsheet_takes_a_reason_for_a_formula(store: str) -> None:
    assert sekisho("judge", NAME, "dahua", "same", "--by", "ann", "--why", "=1+1", "--store", store).code == 0
    (row,) = csv.DictReader(io.StringIO(sekisho("judgements", "--store", store, "--format", "csv").out))
    assert row["why"] == "'=1+1"


@pytest.mark.parametrize(
    ("arguments", "remedy"),
    [
        ((NAME, "dahua", "alike", "--by", "a", "--why", "b"), "same, different, unsure"),
        ((NAME, "nobody", "same", "--by", "a", "--why", "b"), "sekisho who"),
        ((NAME, "dahua", "same", "--by", " ", "--why", "b"), "--by is empty"),
        ((NAME, "dahua", "same", "--by", "a", "--why", ""), "--why is empty"),
        ((" ", "dahua", "same", "--by", "a", "--why", "b"), "the name is empty"),
        ((NAME, "dahua", "same", "--by", "a", "--why", "b", "--country", "Japan"), "lower case"),
    ],
)
def test_refused(store: str, arguments: tuple[str, ...], remedy: str) -> None:
    run = sekisho("judge", *arguments, "--store", store)
    assert run.code == USAGE
    assert remedy in run.err
    assert sekisho("judgements", "--store", store).out.strip() in ("", "nobody has judged anything here")
