"""What somebody does who means harm: large things in small files, wrong hosts, paths and methods."""

from __future__ import annotations

import io
import json
import re
import time
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import httpx
import pytest
from starlette.testclient import TestClient

from sekisho.desk import jobs
from sekisho.desk.keys import Keys
from sekisho.desk.people import People
from sekisho.desk.rights import console
from sekisho.model.person import Right, Role
from sekisho.service.app import create_app
from sekisho.service.guard import HEADERS, STAY
from sekisho.service.settings import Settings
from sekisho.store.engine import Archive
from tests.service.callers import as_caller
from tests.service.running import running
from tests.service.test_matrix import rules

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from fastapi import FastAPI

    from tests.service.running import Running

SECONDS = 120
"""Within which a file is told to be refused, on however busy a machine; on an idle one it takes a few."""
MEMORY = 1 << 30
"""Bytes that a service may have had in memory at its worst, while it read all of them."""
NAME, PASSWORD = "ann", "seven grey herons at dusk"
INSIDE = re.compile(
    r"Traceback|sqlalchemy|psycopg|uvicorn|starlette|site-packages|\.py\b|/(?:tmp|home|root)/"
)
"""What only whoever runs the service needs to know."""
MIB = 1 << 20


# --- large things in small files -------------------------------------------------------------------


class File(NamedTuple):
    """A file that means harm: what it is handed in as, and what it is made of."""

    name: str
    sort: str
    made: Callable[[], bytes]


def zip_bomb() -> bytes:
    """A workbook of one sheet of a gigabyte, in five megabytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
        packed.writestr("xl/workbook.xml", "<workbook/>")
        with packed.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            for _ in range(1025):
                sheet.write(bytes(MIB))
    return out.getvalue()


def laughs() -> bytes:
    """Ten entities, each ten times the one before: ten thousand million words."""
    entities = '<!ENTITY l0 "lol">' + "".join(
        f'<!ENTITY l{each} "{f"&l{each - 1};" * 10}">' for each in range(1, 11)
    )
    return bill_in_xml(f"<!DOCTYPE bom [{entities}]>", "&l10;")


def entity() -> bytes:
    """A part whose name is a file of the machine that reads it."""
    return bill_in_xml('<!DOCTYPE bom [<!ENTITY own SYSTEM "file:///etc/passwd">]>', "&own;")


def bill_in_xml(begins: str, name: str) -> bytes:
    components = f'<components><component type="device"><name>{name}</name></component></components>'
    bom = f'<bom xmlns="http://cyclonedx.org/schema/bom/1.6" version="1">{components}</bom>'
    return f'<?xml version="1.0"?>{begins}{bom}'.encode()


def levels(count: int) -> bytes:
    """A bill of a part in a part in a part."""
    inner = '{"type": "device", "name": "p", "components": [' * count + "]}" * count
    return (
        f'{{"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1, "components": [{inner}]}}'.encode()
    )


def hollow() -> bytes:
    """A workbook that has none of its parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
    return out.getvalue()


FILES = {
    "a hollow workbook": File("devices.xlsx", "inventory", hollow),
    "a hollow workbook as a bill": File("parts.xlsx", "bom", hollow),
    "a zip bomb": File("devices.xlsx", "inventory", zip_bomb),
    "a zip bomb as cases": File("cases.xlsx", "cases", zip_bomb),
    "billion laughs": File("bill.cdx.xml", "bom", laughs),
    "an external entity": File("bill.cdx.xml", "bom", entity),
    "500 levels": File("bill.cdx.json", "bom", lambda: levels(500)),
    "100,000 brackets": File("cases.json", "cases", lambda: b"[" * 100_000 + b"]" * 100_000),
    "100,000 brackets as a bill": File("bill.cdx.json", "bom", lambda: b"[" * 100_000 + b"]" * 100_000),
    "100,000 elements": File("bill.cdx.xml", "bom", lambda: b"<bom>" * 100_000),
    "a million cases that are none": File("cases.jsonl", "cases", lambda: b'{"a":0}\n' * 1_000_000),
    "a list of a million that are none": File("cases.json", "cases", lambda: b"[" + b"0," * 999_999 + b"0]"),
    "a line of 60 MB": File("cases.csv", "cases", lambda: b"id,action\n" + b"a" * (60 * MIB)),
    "a line of 60 MB of cells": File("devices.csv", "inventory", lambda: b"device\n" + b"a," * (30 * MIB)),
}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(tmp_path_factory.mktemp("hardened") / "store.sqlite")


@pytest.fixture(scope="module")
def key(store: str) -> str:
    """A key of somebody who may screen and read."""
    with Archive.open(store, create=True) as archive:
        People(archive).create(console("test"), NAME, Role.ANALYST)
        rights = [Right.READ, Right.SCREEN, Right.RECORD]
        return Keys(archive).make(console("test"), "harm", rights, 1, NAME)[1]


@pytest.fixture(scope="module")
def service(store: str, key: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A service in a process of its own, whose memory can be told from that of the tests."""
    with running(store, tmp_path_factory.mktemp("served") / "log") as made:
        yield made


@pytest.fixture(scope="module")
def ann(service: Running, key: str) -> Iterator[httpx.Client]:
    """Somebody who means harm and has a key."""
    address, shown = f"http://127.0.0.1:{service.port}", {"authorization": f"ApiKey {key}"}
    with httpx.Client(base_url=address, headers=shown, timeout=SECONDS) as client:
        yield client


def highest(service: Running) -> int:
    """Bytes that a service has had in memory at its worst."""
    status = Path(f"/proc/{service.process}/status").read_text("utf-8")
    return int(status.partition("VmHWM:")[2].split()[0]) * 1024


@pytest.mark.skipif(not Path("/proc/self/status").is_file(), reason="memory of a process is told by /proc")
@pytest.mark.parametrize("title", FILES)
def test_a_file_that_means_harm_is_refused_soon_and_in_little_memory(
    service: Running, ann: httpx.Client, title: str
) -> None:
    bad = FILES[title]
    content, begun = bad.made(), time.monotonic()
    answer = ann.post("/api/jobs", files={"file": (bad.name, content)}, data={"sort": bad.sort})
    assert answer.status_code in (202, 422), answer.text
    if answer.status_code == 202:
        job = answer.json()
        while job["stand"] == "running":
            assert time.monotonic() - begun < SECONDS, job
            time.sleep(0.05)
            job = ann.get(answer.headers["location"]).json()
        lines = ann.get(f"{answer.headers['location']}/lines").json()["lines"]
        assert job["stand"] == "refused" or (job["stand"] == "done" and job["refused"] == job["done"] > 0), (
            job
        )
        assert lines
        assert all(each["decision"] is None and each["problems"] for each in lines)
        told = json.dumps([job, lines])
        assert "root:" not in told
        assert "lollol" not in told
        assert not INSIDE.search(told)
        assert len(told) < MIB
    assert service.get("/healthz").status == 200
    assert highest(service) < MEMORY


@pytest.mark.parametrize(
    ("path", "content", "status"),
    [
        ("/api/screen", b'{"case": ' * 100_000 + b"}" * 100_000, 400),
        ("/api/screen/many", b'{"cases": [' + b"{}," * 200_000 + b"{}]}", 422),
        ("/api/screen", b" " * (2 * MIB), 413),
        ("/api/jobs", b"\n".join(b"a%d=1" % each for each in range(50_000)), 422),
        ("/match/us-csl", b"[" * 100_000 + b"]" * 100_000, 400),
    ],
)
def test_a_request_that_means_harm_is_refused(
    service: Running, ann: httpx.Client, path: str, content: bytes, status: int
) -> None:
    answer = ann.post(path, content=content, headers={"content-type": "application/json"})
    assert answer.status_code == status, answer.text[:500]
    assert not INSIDE.search(answer.text)
    assert len(answer.text) < MIB
    assert service.get("/healthz").status == 200


def test_a_file_has_so_many_cases_at_most(app: FastAPI, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "MOST_CASES", 10)
    monkeypatch.setattr(jobs, "TOGETHER", 4)
    client = as_caller(app, Role.ANALYST, NAME)
    form = {"record": "false"}
    answer = client.post("/api/jobs", files={"file": ("cases.jsonl", b"{}\n" * 1000)}, data=form)
    job = answer.json()
    while job["stand"] == "running":
        time.sleep(0.02)
        job = client.get(answer.headers["location"]).json()
    assert job["stand"] == "refused"
    assert "more than 10 cases" in job["note"]
    assert 10 < job["done"] < 20


def test_a_form_of_any_number_of_fields_is_refused(ann: httpx.Client) -> None:
    fields = {f"field-{each}": (None, "x") for each in range(5_000)}
    assert ann.post("/api/jobs", files=fields).status_code in (400, 422)


# --- hosts, paths and methods ----------------------------------------------------------------------


def test_nothing_says_what_serves(service: Running) -> None:
    for path in ("/healthz", "/sign-in", "/nothing", "/static/style.css", "/algorithms"):
        headers = service.get(path).headers
        assert "server" not in headers
        assert "x-powered-by" not in headers


@pytest.mark.parametrize(
    "path", ["/", "/decisions", "/sign-in", "/api/jobs/", "/queue/", "//elsewhere.example/"]
)
@pytest.mark.parametrize("header", ["host", "x-forwarded-host", "forwarded"])
def test_a_host_that_is_claimed_is_believed_nowhere(service: Running, path: str, header: str) -> None:
    claimed = "host=evil.example" if header == "forwarded" else "evil.example"
    answer = service.get(path, accept="text/html", **{header: claimed})
    location = answer.headers["location"] or "/"
    assert location.startswith("/")
    assert not location.startswith("//")


@pytest.mark.parametrize(
    "path",
    [
        "/static/../app.py",
        "/static/..%2fapp.py",
        "/static/%2e%2e/%2e%2e/app.py",
        "/static/..%5c..%5capp.py",
        "/static/....//app.py",
        "/static/%00style.css",
        "/static//etc/passwd",
        "/static/style.css%00.js",
    ],
)
def test_no_path_leads_out_of_what_pages_load(service: Running, path: str) -> None:
    assert service.get(path).status == 404


@pytest.mark.parametrize(
    "method", ["TRACE", "CONNECT", "PUT", "DELETE", "PATCH", "PROPFIND", "get", "X" * 100]
)
def test_a_method_that_is_none_does_nothing(service: Running, method: str) -> None:
    assert service.get("/healthz", method).status in (400, 405, 501)
    assert service.get("/healthz").status == 200


def test_no_header_makes_another_method_of_a_request(ann: httpx.Client) -> None:
    for name in ("x-http-method-override", "x-method-override", "x-http-method"):
        answer = ann.get("/api/decisions?_method=DELETE", headers={name: "DELETE"})
        assert answer.status_code == 200


# --- what every answer says, and what a browser keeps ----------------------------------------------


def test_every_route_tells_a_browser_how_to_treat_its_answer(app: FastAPI) -> None:
    """Pages, API, clients of yente and OpenRefine, files, faults: nobody's answer is left out."""
    client, own = TestClient(app), {"cache-control", "content-security-policy"}
    for method, path in rules():
        answer = client.request(method, re.sub(r"{[^}]*}", "1", path), headers={"accept": "text/html"})
        for name, value in HEADERS.items():
            assert name in answer.headers, (path, name)
            framed = path.endswith("/preview")
            assert framed or name in own or answer.headers[name] == value, (path, name)
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy, path
        assert "unsafe" not in policy, path
        assert answer.status_code < 500, (path, answer.text)
        assert answer.status_code < 400 or not INSIDE.search(answer.text), path


@pytest.fixture
def secure(tmp_path: Path) -> Iterator[FastAPI]:
    """A service that is reached by HTTPS, with an account."""
    made = create_app(Settings(str(tmp_path / "secure.sqlite"), https=True))
    people: People = made.state.people
    people.create(console("test"), NAME, Role.ANALYST)
    people.welcome(people.invite(console("test"), NAME), PASSWORD)
    yield made
    made.state.desk.close()
    made.state.desk.archive.close()


def sign_in(client: TestClient) -> httpx.Response:
    found = re.search(r'name="csrf" value="([0-9a-f]+)"', client.get("/sign-in").text)
    assert found is not None
    told = {"csrf": found[1], "name": NAME, "password": PASSWORD, "next": "/"}
    response: httpx.Response = client.post("/sign-in", data=told, follow_redirects=False)
    return response


def test_cookies_are_for_this_host_alone_and_for_no_script(secure: FastAPI) -> None:
    client = TestClient(secure, base_url="https://testserver", headers={"accept": "text/html"})
    before, after = client.get("/sign-in"), sign_in(client)
    assert after.status_code == 303
    assert before.headers["strict-transport-security"] == STAY
    cookies = before.headers.get_list("set-cookie") + after.headers.get_list("set-cookie")
    assert len(cookies) == 2
    for each in cookies:
        name, *told = each.split("; ")
        assert name.startswith("__Host-sekisho_")
        assert set(told) == {"Path=/", "HttpOnly", "SameSite=Lax", "Secure"}


def test_a_session_that_somebody_chose_beforehand_is_worth_nothing(secure: FastAPI) -> None:
    chosen, name = "c" * 43, "__Host-sekisho_session"
    client = TestClient(secure, base_url="https://testserver", headers={"accept": "text/html"})
    client.cookies.set(name, chosen)
    after = sign_in(client)
    assert after.status_code == 303
    assert chosen not in "".join(after.headers.get_list("set-cookie"))
    people: People = secure.state.people
    assert people.session(chosen) is None
    own = after.headers["set-cookie"].partition(";")[0].partition("=")[2]
    caller = people.session(own)
    assert caller is not None
    assert caller.name == NAME
