"""Rooms are loaded and routes made when they are asked for, and are then what FastAPI would have made."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from threading import Event
from time import sleep
from typing import Annotated

import pytest
from fastapi import Depends, FastAPI, HTTPException
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute
from starlette.responses import Response
from starlette.testclient import TestClient

import sekisho.service
from sekisho.service.app import API, PAGES, make_rest_ready
from sekisho.service.routes import Later, Room, Routes, made
from sekisho.store.fault import StoreError

SERVICE = Path(sekisho.service.__file__).parent
LARGE = {
    "sqlalchemy.dialects.postgresql",
    "jinja2",
    "rapidfuzz",
    "markdown_it",
    "httpx",
    "pyarrow",
    "lxml",
    "openpyxl",
    "reportlab",
    "pypdf",
}
"""Libraries that no service needs before somebody asks for what they do."""

room = Routes(prefix="/things", tags=["things"])


@room.get("/last")
def last() -> str:
    return "last"


@room.get("/{number}")
def one(number: int) -> int:
    return number


@room.post("")
def make(name: str) -> str:
    return name


def refuse() -> None:
    raise HTTPException(403, "refused")


@pytest.fixture
def things() -> FastAPI:
    found = FastAPI()
    found.router.routes += room.within(found)
    return found


def made_of(app: FastAPI) -> set[str]:
    """The paths of the routes that are made."""
    later = [each for each in app.routes if isinstance(each, Later)]
    return {getattr(each.made, "path", "") for each in later if "made" in vars(each)}


def test_nothing_is_made_before_it_is_asked_for(things: FastAPI) -> None:
    assert made_of(things) == set()
    assert TestClient(things).get("/elsewhere").status_code == 404
    assert made_of(things) == set()


def test_only_what_a_request_may_be_is_made(things: FastAPI) -> None:
    assert TestClient(things).post("/things?name=x").json() == "x"
    assert made_of(things) == {"/things"}


@pytest.mark.parametrize(("path", "told"), [("/things/last", "last"), ("/things/7", 7)])
def test_they_are_looked_for_in_their_order(things: FastAPI, path: str, told: object) -> None:
    assert TestClient(things).get(path).json() == told


def test_another_method_is_refused_and_not_lost(things: FastAPI) -> None:
    answer = TestClient(things).get("/things")
    assert (answer.status_code, answer.headers["allow"]) == (405, "POST")


@pytest.mark.parametrize(
    ("root", "path", "status"),
    [
        ("/under", "/under/things/7", 200),
        ("/under", "/things/7", 200),
        ("/thing", "/things/7", 200),
        ("/", "/things/7", 200),
        ("/under", "/under", 404),
        ("/under/", "/under/things/7", 404),
    ],
)
def test_they_are_found_beneath_a_root_as_starlette_finds_them(
    things: FastAPI, root: str, path: str, status: int
) -> None:
    plain = FastAPI()
    plain.get("/things/{number}")(one)
    told = [TestClient(app, root_path=root).get(path).status_code for app in (plain, things)]
    assert told == [status, status]


def test_a_route_that_would_be_lost_is_refused() -> None:
    mixed = Routes()
    mixed.add_route("/plain", lambda _: Response())
    with pytest.raises(TypeError, match="declare routes by"):
        mixed.within(FastAPI())


def test_what_all_routes_depend_on_these_do_too() -> None:
    app = FastAPI(dependencies=[Depends(refuse)])
    app.router.routes += room.within(app)
    assert TestClient(app).get("/things/last").status_code == 403


def test_what_stands_in_for_a_dependency_does_here_too() -> None:
    careful = Routes()

    @careful.get("/")
    def told(word: Annotated[str, Depends(lambda: "own")]) -> str:
        return word

    app = FastAPI(dependencies=[Depends(refuse)])
    app.dependency_overrides[refuse] = lambda: None
    app.router.routes += careful.within(app)
    assert TestClient(app).get("/").json() == "own"


def test_each_is_the_route_that_a_router_of_fastapi_has(things: FastAPI) -> None:
    plain = FastAPI()
    plain.get("/things/last", tags=["things"])(last)
    plain.get("/things/{number}", tags=["things"])(one)
    plain.post("/things", tags=["things"])(make)
    told = get_openapi(title="FastAPI", version="0.1.0", routes=made(things))
    assert told == plain.openapi()
    assert all(isinstance(each, APIRoute) for each in made(things) if "/things" in getattr(each, "path", ""))


def test_a_room_may_be_left_out_of_the_description() -> None:
    app = FastAPI()
    app.router.routes += room.within(app, described=False)
    assert [each.include_in_schema for each in made(app) if isinstance(each, APIRoute)] == [False] * 3


# --- rooms -----------------------------------------------------------------------------------------


def test_every_module_with_routes_is_a_room() -> None:
    having = {
        ".".join(path.relative_to(SERVICE).with_suffix("").parts)
        for path in SERVICE.rglob("*.py")
        if "router = Routes(" in path.read_text("utf-8")
    }
    assert having == {*API, *PAGES}


@pytest.mark.parametrize(("name", "begins"), [*API.items(), *PAGES.items()])
def test_all_of_a_room_is_found_by_how_its_paths_begin(name: str, begins: tuple[str, ...]) -> None:
    paths = [getattr(each.made, "path", "") for each in Room(FastAPI(), name, begins, described=True).routes]
    assert paths
    assert [each for each in paths if not each.startswith(begins)] == []
    unused = [each for each in begins if not any(path.startswith(each) for path in paths)]
    assert unused == []


def test_a_service_begins_without_what_nobody_has_asked_for() -> None:
    code = "import sys, sekisho.cli.serve, sekisho.service.app; print(*sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    modules = set(ran.stdout.split())
    assert modules & {f"sekisho.service.{each}" for each in ({*API, *PAGES} - {"observe"})} == set()
    assert modules & LARGE == set()


def test_the_rest_is_made_ready_and_nothing_is_recorded(app: FastAPI) -> None:
    rooms = [each for each in app.routes if isinstance(each, Room)]
    assert not any("routes" in vars(each) for each in rooms)
    make_rest_ready(app)
    assert all("routes" in vars(each) for each in rooms)
    assert app.state.desk.chain.head() is None
    assert app.state.desk.waiting == 0


@pytest.mark.parametrize("error", [StoreError("the server is gone"), RuntimeError("the server is gone")])
def test_whatever_is_missing_the_rest_is_loaded_all_the_same(
    app: FastAPI, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, error: Exception
) -> None:
    def gone() -> None:
        raise error

    monkeypatch.setattr(app.state.desk, "make_ready", gone)
    make_rest_ready(app)
    assert "the server is gone" in caplog.text
    assert all("routes" in vars(each) for each in app.routes if isinstance(each, Room))


def test_a_service_makes_the_rest_ready_soon_and_ends_after_that(
    app: FastAPI, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, ended = Event(), Event()

    def slowly(_: FastAPI) -> None:
        begun.set()
        sleep(0.2)
        assert app.state.desk.chain.head() is None, "the store was closed meanwhile"
        ended.set()

    monkeypatch.setattr("sekisho.service.app.make_rest_ready", slowly)
    with TestClient(app):
        assert begun.wait(10)
    assert ended.is_set()


def test_a_service_that_ends_at_once_makes_nothing_ready(
    app: FastAPI, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = Event()
    monkeypatch.setattr("sekisho.service.app.make_rest_ready", lambda _: begun.set())
    monkeypatch.setattr("sekisho.service.app.SOON", 60)
    with TestClient(app):
        pass
    assert not begun.wait(0.1)
