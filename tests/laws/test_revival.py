"""A suspended order wakes by an amendment of a few lines, for those who know of it, and not a day earlier."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from sekisho.law.register import Law
from tests.law.desk import CORPUS_LAW, block, outcome

if TYPE_CHECKING:
    from pathlib import Path

ORDER = "US-2018-ZTE-SUPERSEDE"
BREACH = block(
    "event",
    f'of = "{ORDER}/coordinator"\non = 2027-02-01\npublished = 2027-03-01\n'
    'title = "BIS finds a breach (invented)"\ncites = "an order of 1 March 2027 (invented)"',
) + block(
    "amendment",
    f'of = "{ORDER}/suspended"\npublished = 2027-03-01\nfrom = 2027-02-28\nuntil = 2027-02-28\n'
    'cites = "an order of 1 March 2027 (invented)"',
)
SALE: dict[str, object] = {
    "action": "export",
    "use": {"from": "us", "destination": "cn"},
    "parties": [{"role": "purchaser", "on.zte-denied": True}],
    "facts": {"transaction.support": "none"},
}


@pytest.fixture(scope="module")
def woken(tmp_path_factory: pytest.TempPathFactory) -> Law:
    """The register with the order of ten years activated on 1 March 2027."""
    root: Path = tmp_path_factory.mktemp("law") / "law"
    shutil.copytree(CORPUS_LAW, root)
    page = root / "us" / "zte.md"
    page.write_text(page.read_text("utf-8") + "\n" + BREACH, "utf-8")
    return Law.load(root)


@pytest.mark.parametrize(
    ("on", "known", "answer"),
    [
        ("2018-06-07", None, "no-rule"),
        ("2018-06-08", None, "no-rule"),
        ("2027-02-28", None, "no-rule"),
        ("2027-03-01", "2027-02-28", "no-rule"),
        ("2027-03-01", "2027-03-01", "prohibited"),
        ("2028-06-08", None, "prohibited"),
        ("2028-06-09", None, "no-rule"),
    ],
)
def test_the_ten_years_denial_is_revived_by_a_breach(
    woken: Law, on: str, known: str | None, answer: str
) -> None:
    assert outcome(woken, SALE, on, known, ORDER) == answer


def test_a_breach_alone_revives_nothing() -> None:
    """Whether the order wakes is for BIS to say, and an amendment to write."""
    assert outcome(Law.load(), SALE, "2027-03-01", None, ORDER) == "no-rule"


def test_other_goods_and_other_buyers_stay_outside(woken: Law) -> None:
    stranger = {**SALE, "parties": [{"role": "purchaser", "on.zte-denied": False}]}
    foreign = {
        **SALE,
        "item": {"origin": "jp", "us_content_percent": 0},
        "use": {"from": "jp", "destination": "cn"},
        "facts": {"ear.direct-product": False, "transaction.support": "none"},
    }
    assert outcome(woken, stranger, "2027-03-01", None, ORDER) == "no-rule"
    assert outcome(woken, foreign, "2027-03-01", None, ORDER) == "no-rule"
