"""When lists change: exactly the decisions that the change touches are decided again, on both databases."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sekisho import dates
from sekisho.dates import AsOf, Moment
from sekisho.desk.desk import Desk
from sekisho.desk.notice import Notices
from sekisho.desk.queue import Queue
from sekisho.desk.refusals import MissingError
from sekisho.desk.rights import console
from sekisho.desk.wake import AUTHOR, Waker, Waking
from sekisho.desk.watch import Watches
from sekisho.lists.load import CORPUS
from sekisho.lists.source import Source
from sekisho.model.entry import Kind
from sekisho.model.task import Changed
from sekisho.model.watch import Way
from sekisho.record.chain import Chain
from sekisho.record.said import decided
from sekisho.store import concerns
from sekisho.store.engine import Archive
from tests.lists.stated import brought, consolidated, entry
from tests.whole import read_case

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from sekisho.desk.asked import Answered
    from sekisho.law.register import Law
    from sekisho.model.entry import Entry

ANN = console("ann")
TODAY = dates.today()
YESTERDAY = dates.iso(TODAY - 1)
BOUGHT = {
    "date": YESTERDAY,
    "action": "buy",
    "actor": {
        "name": "An agency",
        "country": "us",
        "kinds": ["federal-agency", "defence-ministry"],
        "owners": [],
    },
    "item": {"name": "upkeep of lifts", "class": "other-service", "components": []},
    "authorisations": [],
}
"""Prohibited if the supplier is on the list under section 1260H, or under control of one that is."""
ALWAYS_THERE = "Somebody Else Ltd."
NAMES = ("Northern Lathe Works", "Blue Harbour Optics", "Seventh Bridge Textiles", "Old Quarry Ceramics")


def bought(name: str, **told: object) -> dict[str, Any]:
    """A purchase from somebody who has no owners."""
    party = {"role": "supplier", "name": name, "country": "us", "owners": [], **told}
    return {**BOUGHT, "id": f"from {name}", "parties": [party]}


class Office:
    """A store, a desk at it, and a list that comes in editions."""

    def __init__(self, law: Law, archive: Archive, folder: Path) -> None:
        self.archive = archive
        self.desk = Desk(archive, law)
        self.chain = Chain(archive)
        self._folder = folder
        self._source = Source.read(CORPUS / "lists" / "sources" / "us-dod-1260h.toml")

    def listed(self, *names: str, day: str = "2025-01-07") -> None:
        """An edition of the list."""
        rows = [f'"{name}",,{day},,' for name in (ALWAYS_THERE, *names)]
        file = self._folder / "1260h.csv"
        file.write_text("\n".join(("Name,Parent Name,Start date,End date,Source Url", *rows, "")), "utf-8")
        brought(self.archive, self._source, file, dates.iso(TODAY))

    def decide(self, *told: Mapping[str, Any]) -> dict[str, int]:
        """Put cases to the law and keep what it answers: the number of each decision."""
        cases = [read_case(self.desk.law.facts, each) for each in told]
        answered = list(self.desk.screen(ANN, cases, AsOf(Moment(TODAY), TODAY)))
        return {each.told["case"]: each.number or 0 for each in answered}

    def wake(self, *, every: bool = False) -> Waking:
        return Waker(self.archive, self.desk.law, self.desk._rooms).wake(every=every)

    def head(self) -> Entry:
        """The newest entry."""
        head = self.chain.head()
        assert head is not None
        return head

    def outcome(self, number: int) -> str:
        outcome: str = decided(self.chain.entry(number)).answer["outcome"]
        return outcome

    def asked_now(self, told: Mapping[str, Any]) -> Answered:
        """The same case, asked afresh."""
        case = read_case(self.desk.law.facts, told)
        (answered,) = self.desk.screen(ANN, [case], AsOf(Moment(TODAY), TODAY), record=False)
        return answered


@pytest.fixture
def office(law: Law, archive: Archive, tmp_path: Path) -> Iterator[Office]:
    office = Office(law, archive, tmp_path)
    office.listed()
    office.wake()
    yield office
    office.desk.close()


def test_who_comes_on_a_list_is_heard_of(office: Office) -> None:
    numbers = office.decide(*map(bought, NAMES))
    before = numbers[f"from {NAMES[0]}"]
    office.listed(NAMES[0])
    woken = office.wake()
    assert woken.again == (before,)
    ((change,), (new,)) = woken.changed, woken.otherwise
    assert change == Changed(f"from {NAMES[0]}", before, new, office.outcome(before), "prohibited")
    assert office.outcome(new) == "prohibited"
    (task,) = (each for each in Queue(office.archive).tasks() if isinstance(each.about, Changed))
    assert task.about == change


def test_who_leaves_a_list_is_heard_of(office: Office) -> None:
    office.listed(NAMES[0])
    office.wake()
    numbers = office.decide(*({**bought(name), "date": dates.iso(TODAY)} for name in NAMES))
    office.listed()
    woken = office.wake()
    assert woken.again == (numbers[f"from {NAMES[0]}"],)
    assert [each.was for each in woken.changed] == ["prohibited"]


def test_a_name_that_is_merely_like_a_new_one_is_heard_of(office: Office) -> None:
    told = bought("Blue Harbor Optics")
    before, _ = office.decide(told, bought(NAMES[0])).values()
    office.listed("Blue Harbour Optics Co., Ltd.")
    woken = office.wake()
    assert woken.again == (before,)
    assert woken.otherwise


def test_the_owner_of_a_party_is_heard_of(office: Office) -> None:
    owners = [{"name": NAMES[1], "share": 60.0, "country": "cn"}]
    (before,) = office.decide(bought("Anybody", owners=owners)).values()
    office.listed(NAMES[1])
    woken = office.wake()
    assert woken.again == (before,)
    assert woken.otherwise


def test_what_comes_out_as_it_was_leaves_no_decision(office: Office) -> None:
    """The entry of whoever is listed is another, but not what follows from it for an act before that."""
    told = {**bought(NAMES[0]), "date": "2021-01-01"}
    (before,) = office.decide(told).values()
    last = office.head()
    office.listed(NAMES[0], day="2024-06-01")
    woken = office.wake()
    assert woken.again == (before,)
    assert woken.otherwise == ()
    head = office.head()
    assert (head.kind, head.by, head.number) == (Kind.WAKING, AUTHOR, last.number + 1)


def test_nothing_is_done_twice(office: Office) -> None:
    office.decide(*map(bought, NAMES))
    office.listed(NAMES[0])
    office.wake()
    head = office.head()
    woken = office.wake()
    assert (woken.again, woken.other) == ((), 0)
    assert office.head() == head


def test_only_the_last_decision_of_a_case_is_taken_up(office: Office) -> None:
    (first,) = office.decide(bought(NAMES[0])).values()
    (second,) = office.decide(bought(NAMES[0])).values()
    office.listed(NAMES[0])
    assert first < second
    assert office.wake().again == (second,)


def test_a_question_about_a_past_day_of_knowledge_stays_answered(office: Office) -> None:
    office.decide({**bought(NAMES[0]), "known": "2021-01-01"})
    office.listed(NAMES[0])
    assert office.wake().again == ()


def test_a_case_that_names_nobody_is_not_asked_again_and_again(office: Office) -> None:
    office.decide(
        {key: value for key, value in BOUGHT.items() if key != "actor"} | {"actor": {"country": "us"}}
    )
    office.wake()
    assert office.wake().again == ()


def test_decisions_from_before_names_were_noted_are_taken_up_once(office: Office) -> None:
    numbers = office.decide(*map(bought, NAMES))
    with office.archive.writing() as connection:
        connection.execute(concerns.ASKING.delete())
    assert office.wake().again == tuple(numbers.values())
    assert office.wake().again == ()


def test_a_list_that_is_looked_at_for_the_first_time_touches_all(office: Office, tmp_path: Path) -> None:
    numbers = office.decide(*map(bought, NAMES))
    source = Source.read(CORPUS / "lists" / "sources" / "us-csl.toml")
    brought(office.archive, source, consolidated(tmp_path, entry(ALWAYS_THERE)), YESTERDAY)
    assert office.wake().again == tuple(numbers.values())


def test_after_a_change_of_the_law_all_are_asked(office: Office) -> None:
    numbers = office.decide(*map(bought, NAMES))
    assert office.wake(every=True).again == tuple(numbers.values())


def outcomes(answer: Mapping[str, Any]) -> object:
    """What is answered, without the scores in its reasons: they move a little with every name of a list."""
    told = [(each["instrument"], each["outcome"], each["needs"]) for each in answer["decisions"]]
    return answer["outcome"], told, answer["listed"]


LISTS = st.lists(
    st.sampled_from([*NAMES, "Blue Harbor Optics", "Old Quarry", "ZTE Corporation"]), unique=True
)


@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_afterwards_every_last_decision_is_what_would_be_answered_now(
    law: Law, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("wake")
    with Archive.open(folder / "store.sqlite", create=True) as archive:
        office = Office(law, archive, folder)
        office.listed(*data.draw(LISTS))
        cases = [*map(bought, [*NAMES, "Blue Harbour", "ZTE Corp", "中兴通讯"])]
        cases.append(bought("Anybody", owners=[{"name": NAMES[1], "share": 60.0}]))
        last = office.decide(*cases)
        office.wake()
        office.listed(*data.draw(LISTS))
        woken = office.wake()
        for number in woken.otherwise:
            last[decided(office.chain.entry(number)).case] = number
        for told in cases:
            then = decided(office.chain.entry(last[told["id"]])).answer
            assert outcomes(then) == outcomes(office.asked_now(told).told["answer"])
        assert office.chain.verify().problems == []
        office.desk.close()


def test_whoever_asked_first_is_told_of_every_change(office: Office) -> None:
    notices = Notices(office.archive)
    hook, _ = notices.hook(ANN, Way.EMAIL, "ann@example.org")
    told = {**bought(NAMES[0]), "date": dates.iso(TODAY)}
    office.decide(told)
    for names in ((NAMES[0],), (), (NAMES[0],)):
        office.listed(*names)
        office.wake()
    news = [json.loads(each.body) for each in reversed(notices.sent(ANN, hook.id))]
    assert [each["now"] == "prohibited" for each in news] == [True, False, True]
    assert {each["case"] for each in news} == {told["id"]}


def test_a_name_that_is_watched_is_told_of(office: Office) -> None:
    notices, watches = Notices(office.archive), Watches(office.archive, office.desk._rooms)
    hook, _ = notices.hook(ANN, Way.EMAIL, "ann@example.org")
    seen = watches.watch(ANN, NAMES[0], why="our landlord")
    watches.watch(ANN, NAMES[1])
    office.listed(NAMES[0])
    assert [each.id for each in watches.wake()] == [seen.id]
    assert watches.wake() == ()
    (news,) = notices.sent(ANN, hook.id)
    assert json.loads(news.body)["why"] == "our landlord"
    assert [bool(each.moved) for each in watches.watched(ANN)] == [True, False]
    with pytest.raises(MissingError):
        watches.unwatch(console("bob"), seen.id)
    watches.unwatch(ANN, seen.id)
    assert len(watches.watched(ANN)) == 1
