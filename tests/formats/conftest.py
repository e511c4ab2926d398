"""What the tests of the borders share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sekisho.errors import InputError, Location
from sekisho.formats.case import case_of
from sekisho.law.facts import Facts
from tests.whole import ROOT, data

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sekisho.errors import Problem
    from sekisho.model.case import Case


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


@pytest.fixture
def real_data() -> Path:
    return data("")
