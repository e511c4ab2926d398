"""What the law answered is kept: about which cases it is asked again, and about which it is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sekisho.screen import answered
from sekisho.screen.answered import Answered
from sekisho.screen.run import Screener
from tests.screen.test_alike import AS_OF, BOUGHT, made, sold
from tests.whole import read_case

if TYPE_CHECKING:
    from sekisho.law.columns import Batch
    from sekisho.law.decide import Board
    from sekisho.law.register import Law
    from sekisho.store.base import Store
    from tests.told import Told

HUAWEI, ZTE = "Huawei Technologies Co., Ltd.", "ZTE Corporation"


class Asking:
    """A screener whose answers are kept; it tells how many cases the law was asked about."""

    def __init__(self, law: Law, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
        self.screener = Screener(law, store)
        self.kept = Answered()
        self.asked: list[int] = []
        ask = self.screener._ask_law

        def noted(batch: Batch) -> Board:
            self.asked.append(len(batch))
            return ask(batch)

        monkeypatch.setattr(self.screener, "_ask_law", noted)

    def about(self, *told: Told) -> list[int]:
        """Of how many cases the law is asked about these, turn by turn; their answers are those without."""
        cases = [read_case(self.screener.law.facts, each) for each in told]
        self.asked.clear()
        board = self.screener.decide(self.screener.batch(cases, AS_OF), self.kept)
        asked = list(self.asked)
        for row, each in enumerate(cases):
            alone = self.screener.decide(self.screener.batch([each], AS_OF))
            assert board.instruments == alone.instruments
            assert board.codes[:, row].tolist() == alone.codes[:, 0].tolist()
            assert board.shown[:, row].tolist() == alone.shown[:, 0].tolist()
        return asked


@pytest.fixture
def asking(law: Law, store: Store, monkeypatch: pytest.MonkeyPatch) -> Asking:
    return Asking(law, store, monkeypatch)


def test_strangers_are_answered_as_the_first_of_them(asking: Asking) -> None:
    assert asking.about(sold("Alpha Works"), sold("Beta Trading")) == [1]
    assert asking.about(sold("Gamma Holding"), sold("Delta Fund")) == []


def test_whoever_hears_something_else_is_asked_about(asking: Asking) -> None:
    assert asking.about(made("Alpha Works"), made(HUAWEI), made("Beta Trading")) == [1, 1]
    assert asking.about(made(HUAWEI), made("Gamma Holding")) == []
    assert asking.about(made("Hangzhou Hikvision Digital Technology Co., Ltd.")) == [1]


def test_two_of_whom_the_same_is_known_are_answered_alike(asking: Asking) -> None:
    """Of who sells a service to a private buyer the law asks nothing; so nothing tells these apart."""
    private: Told = {"actor": {"country": "pt", "kinds": ["individual"]}, "item": {"class": "other-service"}}
    assert asking.about(sold("Alpha Works") | private, sold(HUAWEI) | private) == [1]
    agency: Told = {"actor": BOUGHT["actor"]}
    assert asking.about(sold("Alpha Works") | private | agency, sold(HUAWEI) | private | agency) == [1, 1]


def test_another_shape_is_asked_about(asking: Asking) -> None:
    assert asking.about(sold("Alpha Works")) == [1]
    assert asking.about(made("Alpha Works"), {**sold("Alpha Works"), "date": "2012-10-08"}) == [2]


def test_marks_owners_and_lists_are_heard_case_by_case(asking: Asking) -> None:
    owner = {"name": HUAWEI, "share": 60}
    told = (
        made("Alpha Works", brand="Huawei"),
        made("Alpha Works", brand="Nokia"),
        made("Alpha Works", identifiers={"mac": "00:E0:FC:00:00:01"}),
        sold("Alpha Works", owners=[owner]),
        sold("Alpha Works", owners=[{**owner, "name": "Beta Trading"}]),
        sold("Alpha Works", listed=[]),
        sold(HUAWEI, country="de"),
        sold(ZTE, country="de"),
    )
    assert sum(asking.about(*told)) <= len(told)
    assert asking.about(*reversed(told)) == []


def test_the_last_time_all_that_are_left_are_asked_about(
    asking: Asking, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answered, "TURNS", 1)
    assert asking.about(sold("Alpha Works"), sold("Beta Trading")) == [2]


def test_what_has_become_much_is_forgotten(asking: Asking, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answered, "KEPT", 1)
    assert asking.about(sold("Alpha Works"), made("Alpha Works")) == [2]
    assert asking.about(sold("Alpha Works")) == [1]
    assert asking.about(sold("Alpha Works")) == []
