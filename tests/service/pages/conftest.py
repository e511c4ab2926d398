"""A workbench that runs, with persons who may sign in, and a browser to look at it with."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser import browsers
from tests.service.pages.people import serving

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

    from tests.service.pages.people import Workbench


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workbench]:
    yield from serving(tmp_path_factory.mktemp("bench"))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    yield from browsers()
