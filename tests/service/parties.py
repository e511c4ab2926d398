"""A service over a store in which is known who is who: a FollowTheMoney file, and a list that somebody left.

2026-03-01   the file `watch`, and the list `us-test-list` with two parties
2026-06-01   the list again, of which one is gone and another is described anew
"""

from __future__ import annotations

import json
import socket
import threading
import time
from typing import TYPE_CHECKING, Any, TypeAlias

import uvicorn

from sekisho.lists.source import Source
from sekisho.service.app import create_app
from sekisho.service.settings import Settings
from sekisho.store.engine import Archive
from tests.lists.stated import brought, declared, edition

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from fastapi import FastAPI

Param: TypeAlias = "str | int | float | list[str]"
"""What a test may put into a query."""
FIRST, SECOND = "2026-03-01", "2026-06-01"
SCRIPT = "<script>alert(1)</script> Tannery"
WATCH = """
[source]
id        = "watch"
title     = "Watched by this house"
publisher = { name = "This house", country = "jp" }
kind      = "user"
format    = { kind = "ftm" }
list      = "watch"
stale     = "P900D"
"""


def entity(identity: str, schema: str, **properties: list[str]) -> dict[str, Any]:
    return {
        "id": identity,
        "schema": schema,
        "properties": properties,
        "datasets": ["house_watch"],
        "first_seen": "2025-03-01T00:00:00",
    }


ENTITIES = (
    entity(
        "NK-lens",
        "Company",
        name=["Tremaine Lens Optics Co., Ltd.", "トレメイン光学"],
        alias=["Tremaine Optical"],
        country=["cn"],
        registrationNumber=["91440300192"],
        topics=["sanction"],
        addressEntity=["addr-1"],
        notes=["Makes lenses."],
    ),
    entity("NK-lens-s", "Sanction", entity=["NK-lens"], authority=["This house"], startDate=["2024-05-01"]),
    entity("addr-1", "Address", full=["1 Harbour Road, Shenzhen"], country=["cn"]),
    entity("NK-tannery", "Company", name=[SCRIPT], country=["de"], topics=["poi"]),
    entity(
        "own-1",
        "Ownership",
        owner=["NK-lens"],
        asset=["NK-tannery"],
        percentage=["60"],
        startDate=["2020-01-01"],
    ),
    entity(
        "NK-wray",
        "Person",
        name=["Oswin Wray"],
        birthDate=["1961-04-02"],
        nationality=["gb"],
        gender=["male"],
        topics=["role.pep"],
    ),
    entity("NK-wray-p", "Passport", holder=["NK-wray"], number=["X123"], country=["gb"]),
    entity("NK-nephew", "Person", name=["Oswin Wray"], birthDate=["1990-10-10"], nationality=["gb"]),
    entity("seat-1", "Directorship", director=["NK-wray"], organization=["NK-lens"], role=["director"]),
)
LENS, WRAY = "NK-lens", "NK-wray"


def fill(folder: Path) -> Path:
    """Make the store."""
    (folder / "watch.toml").write_text(WATCH, "utf-8")
    file = folder / "watch.json"
    file.write_text("".join(json.dumps(each) + "\n" for each in ENTITIES), "utf-8")
    test = declared(folder)["us-test"]
    with Archive.open(folder / "store.sqlite", create=True) as archive:
        brought(archive, Source.read(folder / "watch.toml"), file, FIRST)
        staying = {"name": "Quillon Staying Works", "country": "Iran", "from": "2026-01-15", "note": "A 1"}
        leaving = {"name": "Barrow Leaving Traders", "country": "Syria", "from": "2026-01-15", "note": "A 2"}
        edition(archive, test, folder, FIRST, staying, leaving)
        edition(archive, test, folder, SECOND, staying | {"alias": "Quillon Stays"})
    return folder / "store.sqlite"


def serving(folder: Path) -> Iterator[FastAPI]:
    """The service over it, open to anybody."""
    app = create_app(Settings(str(fill(folder)), sources=str(folder), open=True))
    yield app
    if app.state.matching is not None:
        app.state.matching.close()
    app.state.desk.close()
    app.state.desk.archive.close()


def running(app: FastAPI) -> Iterator[str]:
    """The address of the service on a port of this machine, until it is let go."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", lifespan="off"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.02)
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        thread.join()
