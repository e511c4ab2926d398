"""A worker of `sekisho serve`: the application is loaded and made here, and nothing else comes before it.

To load it is what somebody waits for who starts a service, so it is done sparingly: Python does not look for
cycles among what stays anyhow, and pydantic makes the validator of a shape when something of that shape is
first told or answered, which takes a millisecond.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from pydantic import BaseModel

from sekisho.memory import collect_seldom, collector_at_rest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastapi import FastAPI


def worker() -> FastAPI:
    """The application of a worker, which is told by its environment how it is set up."""
    collect_seldom()
    with collector_at_rest(), shapes_made_when_used():
        from sekisho.service import observe  # noqa: PLC0415  # loading is what is to be spared
        from sekisho.service.app import create_app  # noqa: PLC0415  # as above
        from sekisho.service.settings import here  # noqa: PLC0415  # as above

        observe.log_as_json()
        return create_app(here())


@contextmanager
def shapes_made_when_used() -> Iterator[None]:
    """Let what is declared meanwhile, FastAPI's own shapes among it, be made complete when it is used.

    It is pydantic's `defer_build`, which a model has from the one it extends; it makes them under a lock.
    """
    BaseModel.model_config["defer_build"] = True
    try:
        yield
    finally:
        del BaseModel.model_config["defer_build"]
