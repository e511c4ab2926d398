"""The page on statements names every property that a list may state."""

from __future__ import annotations

import re

from sekisho.lists.props import ENTITY, LISTING, SCHEMATA
from sekisho.lists.read.ftm import LISTED
from tests.whole import ROOT

PAGE = (ROOT / "docs" / "reference" / "statements.md").read_text("utf-8")


def test_the_page_on_statements_names_every_property() -> None:
    named = set(re.findall(r"`([\w.-]+)`", PAGE))
    assert {*ENTITY, *LISTING, *SCHEMATA, *LISTED} - named == set()
