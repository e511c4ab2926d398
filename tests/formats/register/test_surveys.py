"""How surveys of the register are written: timeline, matrix and sweep, and what the matrix asks."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from sekisho.dates import FIRST_DAY, LAST_DAY, Interval, day
from sekisho.errors import InputError
from sekisho.formats.register.matrix import matrix_csv, matrix_json, matrix_text
from sekisho.formats.register.plan import FILE, read_plan
from sekisho.formats.register.sweep import sweep_csv, sweep_json, sweep_text
from sekisho.formats.register.timeline import timeline_svg
from sekisho.formats.register.words import COLOURS, outcome_word, state_word
from sekisho.law.timeline import Life, Span, lives
from sekisho.model.matrix import Activity, Cell, Ground, Plan, Stretch
from sekisho.model.measure import Outcome, State

if TYPE_CHECKING:
    from pathlib import Path

    from sekisho.law.register import Law

PLAN = Plan(
    {"huawei": "Huawei", "zte": "ZTE"},
    (Activity("buy", "it buys", "買う", {}, {}), Activity("use", "it uses", "使う", {}, {})),
    "x",
)
CELLS = [
    Cell(
        "jp",
        "buy",
        "huawei",
        Outcome.REVIEW,
        ("JP-1",),
        (Ground("JP-1", "JP-1/consult", "medium", ("the day",)),),
    ),
    Cell("jp", "buy", "zte", Outcome.NO_RULE, ()),
    Cell("jp", "use", "huawei", Outcome.NO_RULE, ()),
    Cell("jp", "use", "zte", Outcome.NO_RULE, ()),
]
SWEPT = {
    "jp": (Stretch(Interval(FIRST_DAY, LAST_DAY), Outcome.NO_RULE, ()),),
    "us": (
        Stretch(Interval(FIRST_DAY, day("2019-08-12")), Outcome.NO_RULE, ()),
        Stretch(Interval(day("2019-08-13"), LAST_DAY), Outcome.PROHIBITED, ("US-1", "US-2")),
    ),
}


def test_every_outcome_and_state_has_a_word_and_a_colour() -> None:
    assert set(COLOURS) == set(Outcome)
    assert len({outcome_word(each, "ja") for each in Outcome}) == len(Outcome)
    assert len({state_word(each, "ja") for each in State}) == len(State)
    assert outcome_word(Outcome.REVIEW) == "review"


@pytest.mark.parametrize("outcome", [each for each in Outcome if each is not Outcome.NO_RULE])
def test_white_letters_can_be_read_on_every_colour_that_is_filled(outcome: Outcome) -> None:
    # Contrast as WCAG 2.2 has it: relative luminance of sRGB, 4.5 to 1 for small text.
    parts = [int(COLOURS[outcome][at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    assert 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05) >= 4.5


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_picture_names_every_measure_and_tells_every_bar(law: Law, language: str) -> None:
    told = lives(law, LAST_DAY)
    drawn = timeline_svg(told, day("2026-11-30"), language)
    root = ET.fromstring(drawn)  # noqa: S314 — our own text
    words = {"".join(each.itertext()) for each in root.iter("{http://www.w3.org/2000/svg}text")}
    assert {life.block for life in told} <= words
    bars = [each for each in root.iter("{http://www.w3.org/2000/svg}g") if each.get("role") == "img"]
    assert len(bars) >= len(told)
    assert all(each.get("aria-label") for each in bars)


def test_names_from_the_law_are_inert_and_lead_where_they_are_read() -> None:
    span = Span(Interval(day("2019-01-01"), day("2019-12-31")), Outcome.REVIEW, "review", State.SUSPENDED)
    drawn = timeline_svg(
        [Life("T/<b>", "T", "jp", (span,))], day("2020-01-01"), link="{instrument}.html#{block}"
    )
    assert "<b>" not in drawn
    assert 'href="T.html#T/&lt;b&gt;"' in drawn
    assert "suspended" in drawn


def test_a_line_in_which_no_rule_answers_is_left_out_unless_asked_for() -> None:
    short, whole = matrix_text(CELLS, PLAN), matrix_text(CELLS, PLAN, every=True)
    assert short.splitlines()[1].split() == ["jp", "buy", "review", "·"]
    assert "use" not in short
    assert "it uses" in whole
    assert matrix_text(CELLS[2:], PLAN) == ""


def test_the_matrix_in_japanese() -> None:
    told = matrix_text(CELLS, PLAN, "ja")
    assert "審査・届出" in told
    assert "買う" in told


def test_the_matrix_as_rows() -> None:
    rows = list(csv.DictReader(io.StringIO(matrix_csv(CELLS))))
    told = json.loads(matrix_json(CELLS))
    shared = ("country", "activity", "group", "outcome")
    assert [[row[key] for key in shared] for row in rows] == [[row[key] for key in shared] for row in told]
    assert [row["instruments"].split() for row in rows] == [row["instruments"] for row in told]
    assert [row["clauses"].split() for row in rows] == [[g["clause"] for g in row["grounds"]] for row in told]
    assert (rows[0]["outcome"], rows[0]["clauses"]) == ("review", "JP-1/consult")
    assert told[0]["grounds"][0]["unverified"] == ["the day"]


def test_the_sweep_as_text_and_rows() -> None:
    assert [line.split() for line in sweep_text(SWEPT).splitlines()] == [
        ["jp", "no-rule", "without", "limit"],
        ["us", "no-rule", "until", "2019-08-12"],
        ["prohibited", "from", "2019-08-13", "US-1,", "US-2"],
    ]
    rows = list(csv.DictReader(io.StringIO(sweep_csv(SWEPT))))
    read = json.loads(sweep_json(SWEPT))
    assert [row["from"] for row in rows] == ["", "", "2019-08-13"]
    assert [each["until"] for each in read] == [None, "2019-08-12", None]


def test_the_sweep_in_japanese() -> None:
    assert [line.split() for line in sweep_text(SWEPT, "ja").splitlines()] == [
        ["jp", "規制なし", "期限なし"],
        ["us", "規制なし", "2019-08-12まで"],
        ["禁止", "2019-08-13から", "US-1,", "US-2"],
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (None, "No such file"),
        ("groups = [", "mend it there"),
        ("groups = []", "'activity'"),
        ("groups = []\n[[activity]]\nid = 'x'", "'en'"),
        ("groups = []\nactivity = 3", "missing or misplaced"),
    ],
)
def test_a_plan_that_cannot_be_read_says_where_and_how_to_mend_it(
    tmp_path: Path, text: str | None, said: str
) -> None:
    if text is not None:
        (tmp_path / FILE).write_text(text, "utf-8")
    with pytest.raises(InputError) as error:
        read_plan(tmp_path)
    assert said in error.value.diagnostics()
    assert FILE in error.value.diagnostics()
