"""The database is killed and comes back while the service is asked: nothing acknowledged is lost.

`SEKISHO_KILLS` says how often; each time, the service has to come back by itself.
"""

from __future__ import annotations

import json
import os
import threading
import time
from collections import deque
from http.client import HTTPConnection
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Self

import pytest

from sekisho.desk.keys import Keys
from sekisho.desk.people import People
from sekisho.desk.rights import console
from sekisho.model.person import Right, Role
from sekisho.record.chain import Chain
from sekisho.store.engine import Archive
from tests.postgresql import private_cluster
from tests.service.running import PATIENCE, running

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.postgresql import Cluster
    from tests.service.running import Running

KILLS = int(os.environ.get("SEKISHO_KILLS", "1"))
USERS, WORKERS = 6, 2
ENOUGH = 25
"""Answers of a sort that are waited for, before and after the database is killed and while it is gone."""
CASE = {
    "date": "2021-06-01",
    "action": "buy",
    "actor": {"country": "us", "kinds": ["federal-agency"]},
    "item": {"name": "IP camera", "class": "camera", "manufacturer": "Zhejiang Dahua Technology Co., Ltd."},
    "use": {"purpose": "government-security"},
}

pytestmark = pytest.mark.skipif(
    not Path("/proc/self/task").is_dir(), reason="the processes of a server are found by /proc"
)


class Said(NamedTuple):
    """What the service answered to a case."""

    case: str
    status: int
    kind: str
    retry: str | None
    text: str


class Users:
    """Persons who record decisions, each over a connection of his own, until they are told to stop."""

    def __init__(self, port: int, key: str) -> None:
        self.said: deque[Said] = deque()
        self._port = port
        self._head = {"authorization": f"ApiKey {key}", "content-type": "application/json"}
        self._over = threading.Event()
        self._threads = [threading.Thread(target=self._ask, args=(user,)) for user in range(USERS)]
        self.failed: list[Exception] = []

    def __enter__(self) -> Self:
        for each in self._threads:
            each.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        for each in self._threads:
            each.join()

    def until(self, status: int, count: int = ENOUGH) -> None:
        """Wait for some more answers of a status."""
        begun, before = time.monotonic(), len(self.said)
        while sum(each.status == status for each in list(self.said)[before:]) < count:
            assert not self.failed, self.failed
            assert time.monotonic() - begun < PATIENCE, f"no {status} any more; {self.said[-1]}"
            time.sleep(0.02)

    def _ask(self, user: int) -> None:
        connection, turn = HTTPConnection("127.0.0.1", self._port, timeout=PATIENCE), 0
        try:
            while not self._over.is_set():
                turn += 1
                case = f"case-{user}-{turn}"
                connection.request(
                    "POST", "/api/screen", json.dumps({"case": {**CASE, "id": case}}), self._head
                )
                answer = connection.getresponse()
                text = answer.read().decode()
                kind, retry = answer.headers["content-type"], answer.headers["retry-after"]
                self.said.append(Said(case, answer.status, kind, retry, text))
                if answer.status != 200:
                    time.sleep(0.05)  # no person asks as fast as a machine refuses
        except Exception as error:  # noqa: BLE001  # whatever it is, the test must hear of it
            self.failed.append(error)
        finally:
            connection.close()


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    """A server that is ours to kill."""
    with private_cluster() as made:
        yield made


@pytest.fixture(scope="module")
def key(cluster: Cluster) -> str:
    """A key that may record decisions."""
    with Archive.open(cluster.url(), create=True) as archive:
        People(archive).create(console("test"), "ann", Role.ANALYST)
        _, token = Keys(archive).make(console("test"), "load", [Right.SCREEN, Right.RECORD], 1, "ann")
    return token


@pytest.fixture(scope="module")
def service(cluster: Cluster, key: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with running(cluster.url(), tmp_path_factory.mktemp("served") / "log", WORKERS) as made:
        yield made


def test_nothing_acknowledged_is_lost_when_the_database_is_killed(
    cluster: Cluster, key: str, service: Running
) -> None:
    with Users(service.port, key) as users:
        for _ in range(KILLS):
            users.until(200)
            cluster.kill()
            users.until(503)
            assert (service.get("/healthz").status, service.get("/readyz").status) == (200, 503)
            cluster.start()
        users.until(200)
    assert not users.failed
    refused = [each for each in users.said if each.status != 200]
    assert {(each.status, each.kind, each.retry) for each in refused} == {
        (503, "application/problem+json", "2")
    }
    assert not [each.text for each in refused if "postgres" in each.text or str(cluster.folder) in each.text]
    with Archive.open(cluster.url()) as archive:
        links = Chain(archive).verify()
        kept = {each.number: each for each in Chain(archive).entries()}
    assert not links.problems
    acknowledged = [json.loads(each.text) for each in users.said if each.status == 200]
    assert len(acknowledged) >= ENOUGH * (KILLS + 1)
    for told in acknowledged:
        assert kept[told["number"]].hash == told["hash"]
        assert json.loads(kept[told["number"]].body)["case"] == told["case"]
