"""The table of makers: spellings, words of descriptions, and what is refused."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest
import tomli

from sekisho.assets.makers import Makers
from sekisho.assets.weigh import CORPUS
from sekisho.errors import InputError
from tests.whole import data

if TYPE_CHECKING:
    from pathlib import Path

    from sekisho.store.base import Store


@pytest.fixture(scope="module")
def makers() -> Makers:
    return Makers.load(CORPUS / "makers.toml")


def test_every_company_is_one_of_the_corpus(makers: Makers, store: Store) -> None:
    assert {each for maker in makers.by_name.values() for each in maker.entities} <= set(store.entities)


def test_no_spelling_belongs_to_two_makers() -> None:
    data = tomli.loads((CORPUS / "makers.toml").read_text("utf-8"))
    names = [row["name"] for row in data["maker"]]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("one", "other"),
    [("Ubiquiti Networks Inc.", "Ubiquiti Networks, Inc."), ("ciscoSystems", "Cisco Systems, Inc"),
     ("Acme Networks GmbH", "ACME Network Technologies Inc."), ("HUAWEI TECHNOLOGIES CO.,LTD", "华为")],
)  # fmt: skip
def test_spellings_of_one_maker(makers: Makers, one: str, other: str) -> None:
    assert makers.key(one) == makers.key(other)


def test_a_host_is_not_a_maker(makers: Makers) -> None:
    assert [maker.name for maker, _ in makers.within("Linux huawei 5.4.0")] == ["net-snmp"]


@pytest.mark.parametrize(
    "text",
    ["maker = [{name = 'A', akas = []}]", "maker = [{aka = []}]", "maker = [{name = 'A', role = 'chips'}]",
     "maker = [{name = 'A', model = ['(']}]", "[[brand]]\nname = 'A'\nmaker = 'B'", "maker = ["],
)  # fmt: skip
def test_a_wrong_table_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "makers.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError):
        Makers.load(path)


def test_model_patterns_of_the_five_groups_name_nobody_elses_devices(makers: Makers) -> None:
    with data("hardware/device-types.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    found: dict[str, set[str]] = {}
    for row in rows:
        for maker in filter(None, map(makers.of_model, (row["model"], row["part_number"]))):
            if maker.entities:
                found.setdefault(maker.name, set()).add(row["manufacturer"])
    assert found == {"Cisco": {"Cisco"}, "Huawei": {"Huawei"}, "ZTE": {"ZTE"}}
