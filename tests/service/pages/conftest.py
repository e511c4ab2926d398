"""A workbench that runs, with persons who may sign in, and a browser to look at it with."""

from __future__ import annotations

import socket
import threading
import time
from typing import TYPE_CHECKING

import pytest
import uvicorn

from sekisho.desk.people import People
from sekisho.desk.rights import console
from sekisho.service.app import create_app
from sekisho.service.settings import Settings
from tests.browser import browsers
from tests.service.pages.people import PERSONS, Workbench, password_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workbench]:
    """A service over a store of its own, on a port of this machine."""
    app = create_app(Settings(str(tmp_path_factory.mktemp("bench") / "store.sqlite")))
    people, setup = People(app.state.desk.archive), console("setup")
    for name, role in PERSONS.items():
        people.create(setup, name, role)
        people.welcome(people.invite(setup, name), password_of(name))
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.02)
        yield Workbench(app, f"http://127.0.0.1:{listening.getsockname()[1]}")
        server.should_exit = True
        thread.join()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    yield from browsers()
