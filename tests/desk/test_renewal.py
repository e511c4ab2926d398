"""Lists are brought up to date beside everything else, and what they touch is told."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any

import pytest

from sekisho import dates
from sekisho.dates import AsOf, Moment
from sekisho.desk.desk import Desk
from sekisho.desk.notice import Notices
from sekisho.desk.refusals import ForbiddenError, MissingError
from sekisho.desk.rights import NOBODY, console
from sekisho.errors import UsageError
from sekisho.model.job import Sort, Stand
from sekisho.model.watch import Way
from tests.desk.test_notice import receiver
from tests.publisher import Publisher, Reply, published
from tests.whole import read_case

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sekisho.law.register import Law
    from sekisho.model.job import Job
    from sekisho.store.engine import Archive

ANN = console("ann")
TODAY = dates.today()
SOURCE = """
[source]
id        = "own-list"
title     = "Whom we buy nothing from"
publisher = { name = "The house", country = "us", official = false }
url       = "%s"
format    = { kind = "csv" }
list      = "own-list"

[entity]
id = ["name"]
[entity.columns]
name = { prop = "name", clean = "name" }
"""
BOUGHT = {
    "id": "lifts",
    "date": dates.iso(TODAY),
    "action": "buy",
    "actor": {"country": "us", "kinds": ["federal-agency"], "owners": []},
    "item": {"class": "other-service", "components": []},
    "parties": [{"role": "supplier", "name": "Blue Harbour Optics", "country": "us", "owners": []}],
    "authorisations": [],
}


class Office:
    """A desk, a publisher, and the declaration of its list."""

    def __init__(self, law: Law, archive: Archive, publisher: Publisher, folder: Path) -> None:
        self.publisher = publisher
        (folder / "sources").mkdir()
        declared = SOURCE % publisher.publish("/list.csv", Reply(b"name\nSomebody Else Ltd.\n"))
        (folder / "sources" / "own-list.toml").write_text(declared, "utf-8")
        self.desk = Desk(archive, law, [folder / "sources"])

    def publish(self, *names: str) -> None:
        self.publisher.publish("/list.csv", Reply("\n".join(("name", *names, "")).encode()))

    def renew(self) -> tuple[Job, dict[str, Any]]:
        """Renew the list, wait for the end: the job, and what came of it."""
        number = self.desk.renewal.renew(ANN, ["own-list"]).number
        while (job := self.desk.jobs.job(number)).stand is Stand.RUNNING:
            time.sleep(0.01)
        return job, json.loads(self.desk.jobs.result(number) or "{}")


@pytest.fixture
def office(law: Law, archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    monkeypatch.setenv("SEKISHO_KEEP", str(tmp_path / "keep"))
    with published() as publisher:
        office = Office(law, archive, publisher, tmp_path)
        yield office
        office.desk.close()


def test_a_renewal_can_be_looked_at_to_its_end(office: Office) -> None:
    job, result = office.renew()
    assert (job.sort, job.file, job.by, job.stand) == (Sort.LISTS, "own-list", "ann", Stand.DONE)
    assert (job.done, job.total, job.note) == (1, 1, "")
    (told,) = result["sources"]
    assert (told["status"], told["snapshot"], told["problems"]) == ("new", 1, [])
    assert office.renew()[1]["sources"][0]["status"] == "unchanged"


def test_what_it_touches_is_decided_again_and_told(office: Office) -> None:
    office.renew()
    case = read_case(office.desk.law.facts, BOUGHT)
    (answered,) = office.desk.screen(ANN, [case], AsOf(Moment(TODAY), TODAY))
    office.desk.watches.watch(ANN, "Blue Harbour Optics")
    with receiver() as there:
        Notices(office.desk.archive).hook(ANN, Way.WEBHOOK, there.url)
        office.publish("Somebody Else Ltd.", "Blue Harbour Optics")
        _, result = office.renew()
    assert (result["waking"]["again"], result["waking"]["otherwise"]) == (1, 1)
    (later,) = (each for each in office.desk.decisions() if each.number != answered.number)
    assert later.filed.follows == answered.number
    assert [json.loads(body)["event"] for _, body in there.got] == ["name-moved"]


def test_a_source_that_is_refused_is_said_and_the_last_one_serves(office: Office) -> None:
    office.renew()
    office.publisher.publish("/list.csv", Reply(b"<html>moved</html>"))
    job, result = office.renew()
    assert (job.stand, job.note) == (Stand.DONE, "1 of 1 refused")
    assert result["waking"] is None
    assert "a web page where csv is expected" in result["sources"][0]["problems"][0]
    assert len(office.desk.archive.snapshots("own-list")) == 1


def test_who_may_not_and_what_is_not_there_is_refused(office: Office) -> None:
    with pytest.raises(ForbiddenError):
        office.desk.renewal.renew(NOBODY, ["own-list"])
    with pytest.raises(MissingError):
        office.desk.renewal.renew(ANN, ["nobody-s-list"])
    with pytest.raises(UsageError, match="us-dod-1260h has no address"):
        office.desk.renewal.renew(ANN, ["us-dod-1260h"])
