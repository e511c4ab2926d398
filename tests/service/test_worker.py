"""A worker loads sparingly, and is then the same application."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TYPE_CHECKING

from pydantic import BaseModel

from sekisho.service.app import create_app
from sekisho.service.settings import Settings
from sekisho.service.worker import shapes_made_when_used

if TYPE_CHECKING:
    from pathlib import Path

TOLD = """
import gc, json
from sekisho.service.worker import worker
app = worker()
from pydantic import BaseModel
print(json.dumps([app.openapi(), gc.isenabled(), "defer_build" in BaseModel.model_config]))
app.state.desk.close()
"""


def test_a_worker_is_the_application_with_nothing_left_as_it_was_begun(tmp_path: Path) -> None:
    settings = Settings(str(tmp_path / "store.sqlite"))
    ran = subprocess.run(
        [sys.executable, "-c", TOLD],
        env={**os.environ, **settings.environment()},
        capture_output=True,
        check=True,
        text=True,
    )
    described, looking, later = json.loads(ran.stdout)
    assert (looking, later) == (True, False)
    app = create_app(settings)
    try:
        assert described == json.loads(json.dumps(app.openapi()))
    finally:
        app.state.desk.close()
        app.state.desk.archive.close()


def test_a_shape_is_made_when_it_is_used() -> None:
    with shapes_made_when_used():

        class Early(BaseModel):
            number: int

    class Late(BaseModel):
        number: int

    assert not Early.__pydantic_complete__
    assert Late.__pydantic_complete__
    assert Early(number=3).number == 3
    assert Early.__pydantic_complete__


def test_a_shape_may_be_used_first_by_many_at_once() -> None:
    for _ in range(20):
        with shapes_made_when_used():

            class Early(BaseModel):
                numbers: list[int]

        together = Barrier(8)

        def use(number: int, shape: type[Early] = Early, together: Barrier = together) -> list[int]:
            together.wait()
            return shape(numbers=[number]).numbers

        with ThreadPoolExecutor(8) as pool:
            assert list(pool.map(use, range(8))) == [[each] for each in range(8)]
