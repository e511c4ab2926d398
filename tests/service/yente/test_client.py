"""yente's own client, its library and its command line, against a service that runs on this machine."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
import yente_client

from sekisho.desk.keys import Keys
from sekisho.desk.people import People
from sekisho.desk.rights import console
from sekisho.model.person import Right, Role
from tests.service.parties import LENS, WRAY, running

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from fastapi import FastAPI
    from yente_client import Client


@pytest.fixture(scope="module")
def address(app: FastAPI) -> Iterator[str]:
    yield from running(app)


@pytest.fixture
def yente(address: str) -> Iterator[Client]:
    with yente_client.Client(base_url=address) as client:
        yield client


def test_it_knows_that_the_service_is_there(yente: Client) -> None:
    assert yente.healthz().status == yente.readyz().status == "ok"
    assert yente.algorithms().best == "sekisho"


def test_it_reads_the_catalogue_and_keeps_it(yente: Client) -> None:
    told = yente.datasets()
    assert {"default", "house_watch", "makers"} <= {each.name for each in told.datasets}
    assert yente.datasets() == told


def test_it_matches(yente: Client) -> None:
    company = yente_client.Company(name="Tremaine Lens Optics", country="cn")
    found = yente.match(company, datasets=["house_watch", "us-test-list"], threshold=0.8)
    assert found.top is not None
    assert (found.top.id, found.top.match, found.total.value) == (LENS, True, 1)
    assert found.top.properties["notes"] == ["Makes lenses."]
    assert found.top.first_seen is not None
    assert "evidence" in found.top.contributing_explanations
    assert not yente.match(company, datasets=["us-test-list"]).results
    assert not yente.match(company, topics=["role.pep"]).results
    assert not yente.match(company, exclude_entities=[LENS]).results


def test_it_matches_many_at_once(yente: Client) -> None:
    people = [(str(n), yente_client.Person(name="Oswin Wray", birthDate="1961-04-02")) for n in range(40)]
    found = dict(yente.match_iter(people, workers=8))
    assert {each.top.id for each in found.values()} == {WRAY}
    assert len(found) == 40


def test_it_searches(yente: Client) -> None:
    found = yente.search("lens optics", datasets=["house_watch"], countries=["cn"], facets=["topics"])
    assert [each.id for each in found.results] == [LENS]
    assert {each.name: each.count for each in found.facets["topics"].values} == {"sanction": 1}


def test_it_fetches_who_is_around_somebody(yente: Client) -> None:
    lens = yente.fetch(LENS)
    (owned,) = lens.properties["ownershipOwner"]
    assert not isinstance(owned, str)
    assert owned.schema_ == "Ownership"
    assert yente.fetch(f"ftm/{LENS}").id == LENS  # by way of another id
    around = yente.adjacent(LENS)
    assert around.adjacent["sanctions"].total.value == 1
    assert yente.adjacent(LENS, prop="sanctions").results == around.adjacent["sanctions"].results


def test_it_understands_what_is_refused(yente: Client) -> None:
    company = yente_client.Company(name="x")
    with pytest.raises(yente_client.NotFoundError, match="no entity 'nobody'"):
        yente.fetch("nobody")
    with pytest.raises(yente_client.NotFoundError, match="no dataset"):
        yente.match(company, datasets=["nothing"])
    with pytest.raises(yente_client.BadRequestError, match="no algorithm"):
        yente.match(company, algorithm="logic-v2")
    with pytest.raises(yente_client.BadRequestError, match="neither a name"):
        yente.match(yente_client.Company(country="cn"))


def test_it_shows_a_key_where_one_is_needed(app: FastAPI, address: str) -> None:
    archive = app.state.desk.archive
    People(archive).create(console("root"), "reader", Role.VIEWER)
    own = console("reader", People(archive).account("reader"))
    _, key = Keys(archive).make(own, "screens", frozenset({Right.LOOK_UP}), 1)
    with yente_client.Client(base_url=address, api_key=key) as client:
        assert client.fetch(LENS).id == LENS
    with (
        yente_client.Client(base_url=address, api_key="no-key") as client,
        pytest.raises(yente_client.AuthenticationError),
    ):
        client.fetch(LENS)


def test_its_command_line_screens_a_table(address: str, tmp_path: Path) -> None:
    rows = [
        ("1", "Tremaine Lens Optics", "Company", ""),
        ("2", "Nobody Of This Name", "Company", ""),
        ("3", "Oswin Wray", "Person", "1961-04-02"),
    ]
    table, out = tmp_path / "parties.csv", tmp_path / "found.csv"
    with table.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("number", "party", "kind", "born"), *rows])
    command = [
        "screen", str(table), str(out), "--schema-column", "kind", "-i", "party=name", "-i", "born=birthDate",
        "--include-empty", "--explanation", "-o", "country=country",
    ]  # fmt: skip
    script = "import sys; from yente_client.cli.main import main; sys.argv[0] = 'yente-cli'; main()"
    done = subprocess.run(
        [sys.executable, "-c", script, "--base-url", address, *command],
        env={**os.environ, "NO_PROXY": "127.0.0.1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    with out.open(encoding="utf-8", newline="") as file:
        found = [(each["number"], each["match_id"], each["match"]) for each in csv.DictReader(file)]
    assert found[:2] == [("1", LENS, "true"), ("2", "", "")]
    assert found[2] == ("3", WRAY, "true")
    with out.open(encoding="utf-8", newline="") as file:
        assert "evidence=" in next(csv.DictReader(file))["match_explanation"]


def test_it_is_answered_while_others_ask(yente: Client) -> None:
    company = yente_client.Company(name="Tremaine Lens Optics")
    with ThreadPoolExecutor(16) as pool:
        found = list(pool.map(lambda _: yente.match(company).top, range(64)))
    assert {each.id for each in found if each is not None} == {LENS}
    assert None not in found
