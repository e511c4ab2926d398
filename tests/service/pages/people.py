"""Who works at the workbench of the tests, and how they sign in."""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

import httpx

from sekisho.model.person import Role

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

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
