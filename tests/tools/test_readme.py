"""What README.md may not say otherwise than it is."""

from __future__ import annotations

import pytest

from sekisho import Law
from tests.tools.tool import tool

readme = tool("readme")

COMMANDS = (
    "sekisho screen",
    "sekisho law list",
    "sekisho law show",
    "sekisho people add",
    "sekisho people key list",
)
LAW = "2 instruments of 1 jurisdictions with 3 measures"
PAGE = f"""There are {LAW.replace(" with", chr(10) + "with")}.

sekisho screen FILE…     cases
sekisho law list|show
sekisho people add|key
"""


def wrong(page: str) -> list[tuple[int, str]]:
    return list(readme.wrong(page, LAW, COMMANDS))


@pytest.mark.parametrize(
    ("old", "new", "line", "what"),
    [
        ("3 measures", "4 measures", 1, "does not say that there are 2 instruments"),
        ("list|show", "list|shew", 5, "does not list the commands of `sekisho law`: list|show"),
        ("sekisho people add|key\n", "", 1, "does not list `sekisho people`"),
        ("sekisho screen", "sekisho scream", 4, "names `sekisho scream`, which is no command"),
    ],
)
def test_the_readme_is_held_to_what_there_is(old: str, new: str, line: int, what: str) -> None:
    assert wrong(PAGE) == []
    said = wrong(PAGE.replace(old, new))
    assert any(at == line and found.startswith(what) for at, found in said), said


def test_the_law_is_counted_by_instruments_and_their_measures() -> None:
    law = Law.load()
    one = law.instruments["US-889A"]
    assert readme.size_of_law([one]) == "1 instruments of 1 jurisdictions with 1 measures"
    assert readme.size_of_law(law.instruments.values()).startswith(f"{len(law.instruments)} instruments of ")
