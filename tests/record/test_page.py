"""The page of an evidence file: everything that is shown is there, and nothing from outside is markup."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest

from sekisho.record import evidence
from sekisho.record.page import page
from tests.record.appending import AT
from tests.record.evil import EVIL, written

if TYPE_CHECKING:
    from pathlib import Path

    from sekisho.record.evidence import Evidence
    from sekisho.screen.run import Screener

VOID = {"meta", "br"}


class Tags(HTMLParser):
    """Which tags there are, and whether each is closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.seen.add(tag)
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.fixture
def told(screener: Screener, tmp_path: Path) -> Evidence:
    return evidence.of(written(screener, tmp_path), "evidence.json")


@pytest.fixture
def text(told: Evidence) -> str:
    return "".join(page(told))


def test_it_is_whole_and_nothing_runs(text: str) -> None:
    tags = Tags(text)
    assert tags.open == []
    assert not tags.seen & {"script", "img", "iframe", "link", "a"}
    assert EVIL not in text


def test_it_has_what_a_reader_asks_for(text: str) -> None:
    for told in ("Entry 1: decision", "Entry 2: disposition", "prohibited", "US-2018-ZTE-DENIAL", AT):
        assert told in text
    for head in ("On a list", "Basis", "The case, as it was given"):
        assert f"<h3>{head}</h3>" in text
    assert "because &lt;script&gt;" in text


def test_it_speaks_japanese(told: Evidence) -> None:
    text = "".join(page(told, "ja"))
    assert '<html lang="ja">' in text
    for label in ("判断の証拠書類", "第1号：判断", "第2号：処理", "禁止", "上申", "照会された内容"):
        assert label in text
