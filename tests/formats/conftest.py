"""What the tests of the borders share."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from sekisho.errors import InputError, Location
from sekisho.formats.case import case_of
from sekisho.law.facts import Facts

if TYPE_CHECKING:
    from collections.abc import Callable

    from sekisho.errors import Problem
    from sekisho.model.case import Case

ROOT = Path(__file__).parents[2]
SHARED = Path(os.environ.get("SEKISHO_SHARED", ROOT.parent / "shared"))


@pytest.fixture(scope="session")
def facts() -> Facts:
    return Facts.load(ROOT / "sekisho/corpus/law/facts.toml")


@pytest.fixture
def build(facts: Facts) -> Callable[..., Case]:
    """A case from keys given as arguments."""

    def made(**data: object) -> Case:
        return case_of(data, Location("cases.json", 3), facts, default_id="a case")

    return made


@pytest.fixture
def refused(facts: Facts) -> Callable[..., list[Problem]]:
    """The problems of a case that cannot be read."""

    def problems(**data: object) -> list[Problem]:
        with pytest.raises(InputError) as caught:
            case_of(data, Location("cases.json", 3), facts, default_id="a case")
        return list(caught.value.problems)

    return problems


def data_folder() -> Path:
    """The folder of real data, or a skip that says what is missing."""
    folder = Path(os.environ.get("SEKISHO_DATA", SHARED / "data"))
    if not folder.is_dir():
        pytest.skip(f"no real data: {folder} is absent (set SEKISHO_DATA)")
    return folder


@pytest.fixture
def real_data() -> Path:
    return data_folder()
