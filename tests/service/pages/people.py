"""Who works at the workbench of the tests, and how they sign in."""

from __future__ import annotations

import re
import socket
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

import httpx
import uvicorn

from sekisho.desk.people import People
from sekisho.desk.rights import console
from sekisho.model.person import Role
from sekisho.service.app import create_app
from sekisho.service.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from fastapi import FastAPI
    from playwright.sync_api import Browser, Page

PERSONS: Mapping[str, Role] = {
    "ada": Role.ADMINISTRATOR,
    "ann": Role.ANALYST,
    "bob": Role.APPROVER,
    "vic": Role.VIEWER,
}
DESK, PHONE = 1280, 390
_TOKEN = re.compile(r'name="csrf" value="([0-9a-f]+)"')


class Workbench(NamedTuple):
    """A service that runs."""

    app: FastAPI
    url: str


def serving(folder: Path, sources: str = "") -> Iterator[Workbench]:
    """A service over a store of its own, on a port of this machine, until it is let go."""
    app = create_app(Settings(str(folder / "store.sqlite"), sources))
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


def password_of(name: str) -> str:
    return f"correct horse battery {name}"


class Person:
    """Somebody who sends requests as a browser would, without one."""

    def __init__(self, bench: Workbench, name: str = "") -> None:
        self.client = httpx.Client(base_url=bench.url, headers={"accept": "text/html"}, timeout=60)
        if name:
            told = {"name": name, "password": password_of(name), "next": "/"}
            assert self.send("/sign-in", "/sign-in", told).status_code == 303

    def get(self, path: str) -> httpx.Response:
        return self.client.get(path)

    def send(self, page: str, path: str, data: Mapping[str, str], **more: object) -> httpx.Response:
        """Send a form of a page."""
        found = _TOKEN.search(self.get(page).text)
        assert found is not None, page
        return self.client.post(path, data={"csrf": found[1], **data}, **more)  # type: ignore[arg-type]


@contextmanager
def window(
    browser: Browser, bench: Workbench, name: str, *, script: bool = True, width: int = DESK, lang: str = "en"
) -> Iterator[Page]:
    """The browser of somebody who has signed in; at the end, nothing was complained of."""
    context = browser.new_context(
        base_url=bench.url, java_script_enabled=script, viewport={"width": width, "height": 900}, locale=lang
    )
    page, said = context.new_page(), []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("response", lambda answer: said.append(answer.url) if answer.status >= 500 else None)
    page.goto("/sign-in")
    page.fill("#name", name)
    page.fill("#password", password_of(name))
    page.keyboard.press("Enter")
    page.wait_for_selector("nav")
    yield page
    assert not said, said
    context.close()
