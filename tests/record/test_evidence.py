"""An evidence file is verified by itself: whatever is done to it shows."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, TypeAlias

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sekisho.errors import InputError, UsageError
from sekisho.record import evidence
from sekisho.record.chain import Chain, canonical, content_of, hash_of
from sekisho.record.file import read
from sekisho.store.engine import Archive
from tests.record.appending import AT

if TYPE_CHECKING:
    from collections.abc import Callable

    from sekisho.model.entry import Anchor

How: TypeAlias = tuple[str | None, int, int | None]
COUNT = 14


@cache
def written(case: str | None = None, first: int = 1, until: int | None = None) -> bytes:
    """Evidence of a record of fourteen entries about two cases."""
    with TemporaryDirectory() as folder, Archive.open(Path(folder) / "store.sqlite", create=True) as archive:
        _fill(archive)
        return "".join(evidence.write(Chain(archive), first, until, case)).encode()


def _fill(archive: Archive) -> Anchor:
    said = [("decision", {"case": f"case {n % 2}", "é": [n, None, True, "\n"]}) for n in range(COUNT)]
    Chain(archive).append(said, "ann", AT)
    return Chain(archive).anchor(AT)


@pytest.fixture(scope="module")
def anchor(tmp_path_factory: pytest.TempPathFactory) -> Anchor:
    with Archive.open(tmp_path_factory.mktemp("anchor") / "store.sqlite", create=True) as archive:
        return _fill(archive)


def problems(data: bytes, folder: Path, anchor: Anchor | None = None) -> list[str]:
    """What is said of the bytes of a file."""
    path = folder / "evidence.json"
    path.write_bytes(data)
    try:
        return [str(each) for each in read(path, anchor).links.problems]
    except InputError as error:
        return [error.diagnostics()]


KINDS = st.sampled_from([(None, 1, None), ("case 1", 1, None), (None, 5, 9)])


@pytest.mark.parametrize(
    ("how", "shown", "lines"),
    [((None, 1, None), 14, 14), (("case 1", 1, None), 7, 13), ((None, 5, 9), 5, 10)],
)
def test_what_was_exported_holds(how: How, shown: int, lines: int, tmp_path: Path, anchor: Anchor) -> None:
    data = written(*how)
    assert problems(data, tmp_path, anchor) == []
    assert len(read(tmp_path / "evidence.json").entries) == shown
    assert len(json.loads(data)["entries"]) == lines


def test_what_is_sealed_is_not_told() -> None:
    assert b"case 0" in written()
    assert b"case 0" not in written("case 1")


@settings(max_examples=200, deadline=None)
@given(KINDS, st.data())
def test_any_byte_that_is_changed_shows(how: How, data: st.DataObject) -> None:
    raw = bytearray(written(*how))
    place = data.draw(st.integers(0, len(raw) - 1))
    raw[place] = data.draw(st.integers(0, 255).filter(lambda each: each != raw[place]))
    with TemporaryDirectory() as folder:
        assert problems(bytes(raw), Path(folder))


@settings(max_examples=100, deadline=None)
@given(KINDS, st.data())
def test_any_byte_that_is_added_or_left_out_shows(how: How, data: st.DataObject) -> None:
    raw = bytearray(written(*how))
    place = data.draw(st.integers(0, len(raw) - 1))
    if data.draw(st.booleans()):
        del raw[place]
    else:
        raw[place:place] = data.draw(st.sampled_from([b" ", b"\n", b"0", b"x"]))
    with TemporaryDirectory() as folder:
        assert problems(bytes(raw), Path(folder))


def edited(data: bytes, edit: Callable[[list[Any]], list[Any]]) -> bytes:
    """The same file with other entries, written as sekisho writes it."""
    told = json.loads(data)
    told["entries"] = edit(told["entries"])
    return evidence._written(told).encode()


@settings(max_examples=60, deadline=None)
@given(KINDS, st.data())
def test_any_entry_that_is_dropped_or_moved_shows(how: How, data: st.DataObject) -> None:
    count = len(json.loads(written(*how))["entries"])
    one, other = data.draw(st.lists(st.integers(0, count - 1), min_size=2, max_size=2, unique=True))

    def swap(rows: list[Any]) -> list[Any]:
        rows[one], rows[other] = rows[other], rows[one]
        return rows

    with TemporaryDirectory() as folder:
        assert problems(edited(written(*how), swap), Path(folder))
        assert problems(edited(written(*how), lambda rows: rows[:one] + rows[one + 1 :]), Path(folder))


def test_the_last_ten_dropped_show_even_without_an_anchor(tmp_path: Path, anchor: Anchor) -> None:
    data = edited(written(), lambda rows: rows[:-10])
    assert any("entries are missing after it" in each for each in problems(data, tmp_path))
    told = json.loads(data)
    last = told["entries"][-1]
    told["head"] = {"number": last["number"], "hash": last["hash"]}
    forged = evidence._written(told).encode()
    assert problems(forged, tmp_path) == []
    assert any("its end is missing" in each for each in problems(forged, tmp_path, anchor))


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", "7", '{"record":1,"start":{},"entries":[],"head":{}}', "\xff"]
)
def test_what_is_no_evidence_is_refused(text: str, tmp_path: Path) -> None:
    path = tmp_path / "evidence.json"
    path.write_bytes(text.encode("latin-1"))
    with pytest.raises(InputError, match="is no evidence file"):
        read(path)


def test_an_anchor_from_before_the_file_says_so(tmp_path: Path, anchor: Anchor) -> None:
    from dataclasses import replace

    path = tmp_path / "evidence.json"
    path.write_bytes(written(None, 5, 9))
    with pytest.raises(UsageError, match="take a newer anchor"):
        read(path, replace(anchor, number=3))


def test_nothing_is_no_evidence(tmp_path: Path) -> None:
    with (
        Archive.open(tmp_path / "store.sqlite", create=True) as archive,
        pytest.raises(UsageError, match="no such entry"),
    ):
        list(evidence.write(Chain(archive), 1, None, None))


def test_nothing_stands_before_the_first_entry(tmp_path: Path) -> None:
    with Archive.open(tmp_path / "store.sqlite", create=True) as archive:
        _fill(archive)
        told = json.loads("".join(evidence.write(Chain(archive), 2, None, None)))
    previous, number = told["start"]["hash"], 0
    told["start"]["number"] = number
    for row in told["entries"]:  # as if the first entry had never been
        number += 1
        content = content_of(row["at"], row["by"], row["kind"], canonical(row["body"]))
        previous = row["hash"] = hash_of(previous, number, content)
        row["number"] = number
    told["head"] = {"number": number, "hash": previous}
    (problem,) = problems(evidence._written(told).encode(), tmp_path)
    assert "nothing stands before the first entry" in problem
