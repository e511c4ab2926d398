"""Bearers in columns: one that is taken out is the one that was put in."""

from __future__ import annotations

from pathlib import Path

from sekisho.match.columns import Bearer
from sekisho.match.lore import Lore
from sekisho.match.roster import Roster

LORE = Lore.load(Path(__file__).parents[2] / "sekisho" / "corpus")
BEARERS = (
    Bearer("a", "Company", ("Acme Robotics", "アクメ"), ("Acme", "ARC"), "us", ids=("lei:1", "tax:2")),
    Bearer("b", "Person", ("Anna Berg",), born="1961-04"),
    Bearer("c", "Vessel", (), ("Nameless",)),
    Bearer("d", "", ("Acme Robotics",), ids=("lei:1",)),
)


def test_bearers_come_back() -> None:
    bearers = Roster.build(iter(BEARERS), LORE).bearers
    assert list(bearers) == list(BEARERS)
    assert bearers[1:3] == list(BEARERS[1:3])
    assert bearers.told(0) == BEARERS[0]._replace(names=(), weak=())


def test_who_bears_an_identifier_or_no_name() -> None:
    bearers = Roster.build(BEARERS, LORE).bearers
    assert bearers.identified() == {"lei:1": (0, 3), "tax:2": (0,)}
    assert [bearers.main_name(place) for place in range(4)] == [
        "Acme Robotics",
        "Anna Berg",
        "",
        "Acme Robotics",
    ]


def test_a_name_told_twice_is_one() -> None:
    (bearer,) = Roster.build([Bearer("a", "Company", ("Acme", "Acme"), ("A", "A"))], LORE).bearers
    assert (bearer.names, bearer.weak) == (("Acme",), ("A",))
