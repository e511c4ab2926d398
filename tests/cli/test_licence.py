"""`sekisho licence`: put on file, drawn on, revoked, listed; and what `screen` makes of it."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest

from tests.whole import sekisho

if TYPE_CHECKING:
    from pathlib import Path

USAGE = 64
ADD = ("licence", "add", "D1", "--issuer", "BIS")
LIMITS = (
    *("--party", "Huawei Technologies Co., Ltd.", "--class", "component", "--destination", "cn"),
    *("--action", "export", "--quantity", "1000", "--unit", "pieces", "--from", "2020-01-01"),
)
ORDER = {
    "date": "2020-06-01",
    "action": "export",
    "actor": {"country": "us", "kinds": ["private-company"]},
    "parties": [{"role": "purchaser", "name": "华为技术有限公司", "country": "cn"}],
    "item": {"class": "semiconductor", "origin": "us", "quantity": 400, "unit": "pieces"},
    "use": {"from": "us", "destination": "cn"},
    "facts": {"transaction.support": "none"},
}


@pytest.fixture
def store(tmp_path: Path) -> str:
    return str(tmp_path / "store.sqlite")


def test_a_licence_from_file_to_answer(store: str) -> None:
    added = sekisho(*ADD, *LIMITS, "--until", "2020-12-31", "--store", store)
    assert added.code == 0, added.err
    assert "1000 of 1000 pieces left" in added.out
    used = sekisho(
        "licence", "use", "D1", "--case", "o1", "--by", "ann", "--quantity", "500", "--store", store
    )
    assert "500 of 1000 pieces left" in used.out
    screened = ("screen", "-", "--store", store, "--measure", "US-2019-ENTITY-HUAWEI")
    run = sekisho(*screened, given=json.dumps(ORDER))
    assert "under: licence D1" in run.out
    assert "licence D1 covers it: leaves 100 of 1000 pieces" in run.out
    (answer,) = sekisho(*screened, "--format", "json", given=json.dumps(ORDER)).answers
    assert answer["outcome"] == "permitted"
    assert answer["held"][0]["covers"] == "yes"
    assert "licences" in answer["basis"]["lists"]
    over = sekisho(
        "licence", "use", "D1", "--case", "o2", "--by", "ann", "--quantity", "501", "--store", store
    )
    assert over.code == USAGE
    assert "exceeded by 1 pieces" in over.err
    sekisho("licence", "revoke", "D1", "--on", "2020-05-01", "--store", store)
    (answer,) = sekisho(*screened, "--format", "json", given=json.dumps(ORDER)).answers
    assert answer["outcome"] == "licence-required"
    for form in ("markdown", "html", "text"):
        told = sekisho(*screened, "--format", form, given=json.dumps(ORDER)).out
        assert "revoked from 2020-05-01" in told.replace("\\-", "-")


def test_licences_as_text_csv_and_json(store: str) -> None:
    sekisho(*ADD, *LIMITS, "--until", "2020-12-31", "--store", store)
    listed = ("licence", "list", "--store", store, "--on", "2020-12-01")
    assert "ends in 30 days" in sekisho(*listed).out
    assert "not on 2021-01-01" in sekisho("licence", "list", "--store", store, "--on", "2021-01-01").out
    (read,) = json.loads(sekisho(*listed, "--format", "json").out)
    (row,) = csv.DictReader(io.StringIO(sekisho(*listed, "--format", "csv").out))
    assert read["quantity_left"] == 1000
    assert row["parties"] == "; ".join(read["parties"])
    before = sekisho("licence", "list", "--store", store, "--known", "2000-01-01")
    assert before.out == "no licence is on file\n"


def test_no_spreadsheet_takes_an_issuer_for_a_formula(store: str) -> None:
    added = sekisho(
        "licence", "add", "=D1", "--issuer", "=BIS", *LIMITS, "--until", "2020-12-31", "--store", store
    )
    assert added.code == 0, added.err
    (row,) = csv.DictReader(io.StringIO(sekisho("licence", "list", "--store", store, "--format", "csv").out))
    assert (row["issuer"], "'=D1" in row.values()) == ("'=BIS", True)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("--class", "camra"), "'camra' is no value of item.class"),
        (("--destination", "CN"), "'CN' is no value of use.destination"),
        (("--kind", "licence"), "no value of authorisation.kind"),
        (("--quantity", "5"), "quantity and unit go together"),
        (("--currency", "USD"), "value and currency go together"),
        (("--until", "2020-13-01"), "write a day as"),
        (("--from", "2021-01-01", "--until", "2020-01-01"), "before it begins"),
    ],
)
def test_a_licence_that_cannot_be_is_refused(store: str, more: tuple[str, ...], said: str) -> None:
    run = sekisho(*ADD, *more, "--store", store)
    assert run.code == USAGE
    assert said in run.err


def test_one_that_is_not_on_file_is_refused(store: str) -> None:
    sekisho(*ADD, "--store", store)
    run = sekisho("licence", "use", "D2", "--case", "x", "--by", "ann", "--store", store)
    assert run.code == USAGE
    assert "no licence 'D2'" in run.err
