"""Every law of tests/golden/planted is refused as its first lines say: file, line and words.

A law with an error in it begins with a comment for each problem that the check must find, `LINE: words of
the message`, with `warning:` before the words of a warning; one without such a comment is clean.
"""

from __future__ import annotations

import datetime as dt
import re
import shutil
from pathlib import Path

import pytest

from sekisho.law.check import check
from tests.law.desk import CORPUS_LAW, reader

PLANTED = Path(__file__).parents[1] / "golden" / "planted"
TODAY = dt.date(2026, 11, 24).toordinal()
EXPECTED = re.compile(r"^<!-- (\d+): (.*) -->$", re.MULTILINE)


@pytest.mark.parametrize("path", sorted(PLANTED.glob("*.md")), ids=lambda path: path.stem)
def test_a_planted_error_is_named_with_its_place(path: Path, tmp_path: Path) -> None:
    shutil.copy(CORPUS_LAW / "facts.toml", tmp_path / "facts.toml")
    shutil.copy(path, tmp_path / "law.md")
    problems = check(tmp_path, reader(), TODAY, lists={"huawei"})
    got = [f"law.md:{each.at.line}: {'warning: ' * each.warning}{each.message}" for each in problems]
    wanted = [f"law.md:{line}: {words}" for line, words in EXPECTED.findall(path.read_text("utf-8"))]
    for words in wanted:
        place, message = words.split(": ", 1)
        assert any(problem.startswith(f"{place}: ") and message in problem for problem in got), got
    assert len(got) == len(wanted), got
    assert {each.at.file for each in problems} <= {"law.md"}
    assert all(each.hint for each in problems if "is not one of the words" not in each.message)


def test_every_rule_is_planted() -> None:
    rules = {path.stem.partition("-")[0] for path in PLANTED.glob("*.md")}
    assert rules >= {str(number) for number in range(1, 14)}
