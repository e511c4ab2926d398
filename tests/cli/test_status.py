"""`sekisho lists status` as a process: what is held, who speaks for it, and what waits for whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sekisho.cli.lists import _jobs
from sekisho.lists import place
from sekisho.store.engine import Archive
from tests.lists.stated import declared, edition
from tests.whole import sekisho

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with two sources of one list, the newer of which is the one declared last, and a third one."""
    folder = tmp_path_factory.mktemp("status")
    (folder / "sources").mkdir()
    sources = declared(folder / "sources", "us-a") | declared(folder / "sources", "us-b")
    gone = declared(folder, "us-gone", "us-other-list")
    with Archive.open(folder / "store.sqlite", create=True) as archive:
        edition(archive, sources["us-a"], folder, "2024-03-01", "Acme Optics")
        edition(archive, sources["us-b"], folder, "2024-03-02", "Acme Optics")
        edition(archive, gone["us-gone"], folder, "2024-03-02", "Zeta Works")
    return folder


def status(folder: Path, *options: str) -> list[str]:
    given = {"SEKISHO_STORE": str(folder / "store.sqlite"), "SEKISHO_SOURCES": str(folder / "sources")}
    done = sekisho("lists", "status", "--known", "2024-03-02", *options, **given)
    assert (done.code, done.err) == (0, "")
    return done.out.splitlines()


def line(lines: list[str], begins: str) -> str:
    (found,) = (each for each in lines if each.startswith(begins))
    return found


def test_only_what_is_held_is_shown_and_the_rest_is_counted(folder: Path) -> None:
    lines = status(folder)
    assert [each.split()[0] for each in lines[2:5]] == ["us-a", "us-b", "us-gone"]
    assert not [each for each in lines if each.startswith("us-csl")]
    assert "more that are declared; --all shows them" in lines[-1]
    full = status(folder, "--all")
    assert line(full, "us-csl ").endswith("never retrieved")
    assert "--all shows them" not in full[-1]


def test_it_says_which_source_speaks_for_a_list(folder: Path) -> None:
    lines = status(folder)
    assert line(lines, "us-a speaks") == "us-a speaks for no list: others are newer"
    assert line(lines, "us-b speaks") == "us-b speaks for us-test-list"


def test_what_waits_for_somebody_is_not_called_due(folder: Path) -> None:
    full = status(folder, "--all")
    assert "waits for a file" in line(full, "us-a  ")
    assert "when it is named" in line(full, "us-csl-csv ")
    assert " now " in line(full, "us-csl ")


def test_of_a_list_that_was_closed_it_says_until_when_it_was_kept(folder: Path) -> None:
    closed = line(status(folder, "--all"), "gb-ofsi ")
    assert closed.endswith("kept until 2026-01-28: a name not found is unknown")


def test_of_a_source_without_a_declaration_silence_says_nothing(folder: Path) -> None:
    assert "not declared here: a name not found is unknown" in line(status(folder), "us-gone  ")


def test_a_twin_is_updated_only_when_it_is_named() -> None:
    known = place.declared()
    with_addresses = [source for source, _ in _jobs(list(known.values()), None, "", named=False)]
    assert {"us-csl", "eu-fsf"} <= {each.id for each in with_addresses}
    assert not {"us-csl-csv", "eu-fsf-csv"} & {each.id for each in with_addresses}
    twin = known["us-csl-csv"]
    assert _jobs([twin], None, "", named=True) == [(twin, None)]
