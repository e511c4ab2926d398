"""Reports: all formats, nothing from outside escapes, and answers are written as they come."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest

from sekisho.formats.report import COLUMNS, Report, write
from sekisho.formats.wording import SHOWN, Wording
from sekisho.model.decision import Found, Step
from sekisho.truth import YES
from tests.formats import answers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sekisho.formats.notes import Rejected
    from sekisho.law.facts import Facts
    from sekisho.model.decision import Answer

NASTY = "</script><b onx='1'>&\"|`**[x](y)`` \x1b[2J\u202e\nend"


def written(
    report: Report,
    facts: Facts,
    *items: Answer | Rejected,
    explain: bool = False,
    verbose: bool = False,
) -> str:
    out = io.StringIO()
    write(items, out, report, Wording(facts, explain=explain, verbose=verbose))
    return out.getvalue()


@pytest.fixture
def three() -> tuple[Answer | Rejected, ...]:
    return answers.answer(), answers.nothing(), answers.rejected()


def test_json_is_an_array(facts: Facts, three: tuple[Answer | Rejected, ...]) -> None:
    data = json.loads(written(Report.JSON, facts, *three))
    assert [(each["case"], each["outcome"]) for each in data] == [
        ("A1", "prohibited"),
        ("A2", "no-rule"),
        ("A3", None),
    ]
    assert data[0]["decisions"][0]["finding"]["truth"] == "yes"
    assert data[1]["looked_at"] == ["US-889A", "NZ"]
    assert json.loads(written(Report.JSON, facts)) == []


def test_json_lines_are_the_same_one_a_line(facts: Facts, three: tuple[Answer | Rejected, ...]) -> None:
    lines = written(Report.JSONL, facts, *three).splitlines()
    assert [json.loads(line) for line in lines] == json.loads(written(Report.JSON, facts, *three))
    assert written(Report.JSONL, facts) == ""


def test_csv_has_a_row_for_each_decision(facts: Facts, three: tuple[Answer | Rejected, ...]) -> None:
    rows = list(csv.DictReader(io.StringIO(written(Report.CSV, facts, *three))))
    assert list(rows[0]) == list(COLUMNS)
    assert [(row["case"], row["kind"], row["outcome"]) for row in rows] == [
        ("A1", "decision", "prohibited"),
        ("A1", "reading", "prohibited"),
        ("A2", "none", "no-rule"),
        ("A3", "refused", ""),
    ]
    assert rows[0]["needs"] == "item.components[0].essential; parties"
    assert rows[0]["listed"] == "parties[0]: 華為 on us-entity-list"
    assert "on s889" in rows[0]["paths"]
    assert "x.jsonl:3 date" in rows[3]["notice"]


def test_csv_holds_no_formula(facts: Facts) -> None:
    rows = list(csv.reader(io.StringIO(written(Report.CSV, facts, answers.answer('=HYPERLINK("x")')))))
    assert rows[1][0] == '\'=HYPERLINK("x")'


def test_text_says_outcome_path_and_questions(facts: Facts, three: tuple[Answer | Rejected, ...]) -> None:
    text = written(Report.TEXT, facts, *three)
    assert text.startswith("A1: prohibited   (2019-05-16T17:00:00-04:00 as known on 2020-01-01)\n")
    for words in (
        "  prohibited  US/procure: in force; s.1(a); =cmd",
        "      presumption | of denial",
        "      under: a waiver",
        "      unverified: the day",
        "      as the reading 'press' has it",
        "      item board → part chip (semiconductor) → maker 海思 (cn)",
        "  listed: 華為 (parties[0]) on us-entity-list as Huawei Technologies",
        "  to be asked: item.components[0].essential: Is “item.components[0]” substantial",
        "A2: no-rule",
        "looked at, without a rule: US-889A, NZ",
        "A3: refused",
        "x.jsonl:3 date: '2018-02-30' is no date (write a day that exists)",
    ):
        assert words in text
    assert "the act" not in text
    assert "yes     the act   <- action = buy" in written(Report.TEXT, facts, *three, explain=True)
    assert "(B) a camera" in written(Report.TEXT, facts, *three, explain=True, verbose=True)


def test_markdown_has_headings_and_a_table(facts: Facts, three: tuple[Answer | Rejected, ...]) -> None:
    text = written(Report.MARKDOWN, facts, *three, explain=True)
    assert text.startswith("# Decisions\n\n## A1: prohibited\n")
    assert "| prohibited | US/procure | in force |" in text
    assert "presumption \\| of denial" in text
    assert "```text\nyes     US/procure" in text
    assert "## A3: refused" in text
    assert "```" not in written(Report.MARKDOWN, facts, *three)


def test_markdown_fences_are_longer_than_what_they_hold(facts: Facts) -> None:
    def found() -> object:
        return answers.leaf("```` x", answers.finding().truth)

    decision = answers.decision()
    object.__setattr__(decision, "explain", found)
    assert "`````text" in written(Report.MARKDOWN, facts, answers.answer(decisions=(decision,)), explain=True)


class Page(HTMLParser):
    """Collects what a browser would make of a page, and that every tag is closed in its turn."""

    VOID = ("meta", "br")

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.words = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append(tag)
        self.attributes += attrs
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words += data


def test_html_stands_alone(facts: Facts, three: tuple[Answer | Rejected, ...]) -> None:
    text = written(Report.HTML, facts, *three)
    page = Page(text)
    assert page.open == []
    assert text.startswith("<!DOCTYPE html>")
    assert {"html", "main", "h1", "h2", "table", "caption", "th", "details", "summary"} <= set(page.seen)
    assert not {"script", "img", "link", "iframe", "a"} & set(page.seen)
    assert not any(name.startswith("on") or name in ("src", "href") for name, _ in page.attributes)
    assert ("lang", "en") in page.attributes
    assert ("lang", "ja") in page.attributes
    ids = [value for name, value in page.attributes if name == "id"]
    assert len(ids) == len(set(ids)) == 3
    assert "海思" in page.words
    assert "<details open>" in written(Report.HTML, facts, *three, explain=True)
    assert Page(written(Report.HTML, facts)).open == []


@pytest.mark.parametrize("report", list(Report))
def test_nothing_from_outside_escapes(facts: Facts, report: Report) -> None:
    text = written(report, facts, answers.answer(NASTY, called=lambda _: NASTY), explain=True)
    assert report is Report.CSV or "\x1b" not in text  # a spreadsheet gets its cells as they are
    if report is Report.HTML:
        page = Page(text)
        assert page.open == []
        assert "script" not in page.seen
        assert "b" not in page.seen
    if report is Report.MARKDOWN:
        text = re.sub(r"```text.*?```", "", text, flags=re.DOTALL)  # what stands there is shown as it is
        assert not re.search(r"(?<!\\)<b", text)
        assert "[x](y)" not in text
    if report is Report.TEXT:
        assert "\u202e" not in text
        assert not any(line == "end" for line in text.splitlines())


@pytest.mark.parametrize("report", list(Report))
def test_answers_are_written_as_they_come(facts: Facts, report: Report) -> None:
    out = io.StringIO()
    sizes: list[int] = []

    def coming() -> Iterator[Answer]:
        for number in range(3):
            sizes.append(len(out.getvalue()))
            yield answers.answer(f"case-{number}")

    write(coming(), out, report, Wording(facts))
    assert sizes[0] == 0
    assert sizes[0] < sizes[1] < sizes[2]


@pytest.mark.parametrize("report", list(Report))
def test_nothing_is_written_before_the_first_answer(facts: Facts, report: Report) -> None:
    def failing() -> Iterator[Answer]:
        raise RuntimeError
        yield

    out = io.StringIO()
    with pytest.raises(RuntimeError):
        write(failing(), out, report, Wording(facts))
    assert out.getvalue() == ""


def of_many_parts(told: int, left: int) -> Answer:
    """Every part of very many decides, is on a list, and leaves a question."""
    places = [f"item.components[{n}]" for n in range(told)]
    leaves = (
        answers.leaf("made", YES, replace(answers.HUAWEI, address=place, steps=(Step("part", place),)))
        for place in places
    )
    some = replace(answers.group("a part", "some", YES, *leaves, over="component"), left=left)
    finding = answers.group("US", "any", YES, answers.group("US/procure", "all", YES, some))
    decision = replace(
        answers.decision(), explain=lambda: finding, needs=tuple(f"{place}.essential" for place in places)
    )
    listed = tuple(Found(place, "HiSilicon", "us-entity-list", "x") for place in places)
    return answers.answer(decisions=(decision,), readings=(), listed=listed)


@pytest.mark.parametrize("report", [Report.TEXT, Report.MARKDOWN, Report.HTML])
@pytest.mark.parametrize(("left", "words"), [(0, "… 10 more; --format json"), (70, "… and many more")])
def test_of_many_a_reader_sees_the_first_and_how_many_more(
    report: Report, left: int, words: str, facts: Facts
) -> None:
    text = written(report, facts, of_many_parts(SHOWN + 10, left)).replace("\\", "")
    assert text.count(words) == (1 if left else 3)
    shown = [n for n in range(SHOWN + 10) if f"item.components[{n}].essential" in text]
    assert shown == list(range(SHOWN))


def test_of_many_machines_get_all(facts: Facts) -> None:
    (data,) = json.loads(written(Report.JSON, facts, of_many_parts(SHOWN + 10, 70)))
    (decision,) = data["decisions"]
    assert {len(data["listed"]), len(decision["needs"]), len(decision["paths"])} == {SHOWN + 10}
    some = decision["finding"]["children"][0]["children"][0]
    assert (some["left"], len(some["children"])) == (70, SHOWN + 10)
