"""Values kept in files: the same as they were made, never trusted where they are damaged or another's."""

from __future__ import annotations

import json
import os
import pickle
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import partial
from itertools import count
from typing import TYPE_CHECKING

import pytest

from sekisho import kept as keeping
from sekisho.folders import CACHE
from sekisho.kept import kept, name_of, read, write

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


class Colour(StrEnum):
    RED = "red"


@dataclass(frozen=True, slots=True)
class Leaf:
    text: str
    number: float | None = None
    place: int = 0


@dataclass(frozen=True, slots=True)
class Tree:
    leaves: tuple[Leaf, ...]
    words: frozenset[str] = frozenset()
    named: Mapping[str, Leaf | Colour | bool] = field(default_factory=dict)
    above: Tree | None = None


CLASSES = (Tree, Leaf, Colour)
LEAF = Leaf("关 \ud800 \x00", 0.1, 7)
TREE = Tree(
    (LEAF, Leaf("", None), LEAF),
    frozenset({"b", "a"}),
    {"z": LEAF, "a": Colour.RED, "yes": True},
    Tree((), frozenset(), {}, Tree((Leaf("1", 1.0),))),
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(CACHE, str(tmp_path / "not" / "there"))
    return tmp_path / "not" / "there"


def made() -> Tree:
    return TREE


def named() -> str:
    return "a"


def never() -> Tree:
    pytest.fail("it was made again")


def test_what_was_kept_is_what_was_made(folder: Path) -> None:
    assert kept(Tree, named, CLASSES, made) == TREE
    again = kept(Tree, named, CLASSES, never)
    assert again == TREE
    assert list(again.named) == ["z", "a", "yes"], "in the same order"
    assert again.named["a"] is Colour.RED
    assert again.named["yes"] is True
    assert [type(each.number) for each in again.leaves] == [float, type(None), float]
    assert again.leaves[0] is again.leaves[2], "what is the same is there once"
    assert [path.name for path in folder.iterdir()] == ["tree-a.kept"]


def test_who_wants_nothing_kept_has_nothing_kept(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(CACHE, "none")
    assert kept(Tree, named, CLASSES, made) is TREE
    assert not folder.exists()


def test_nothing_that_is_damaged_or_cut_off_is_trusted(tmp_path: Path) -> None:
    path = tmp_path / "tree-a.kept"
    write(path, TREE, CLASSES)
    whole = path.read_bytes()
    for at in range(len(whole)):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        assert read(path, CLASSES) is None, at
        path.write_bytes(whole[:at])
        assert read(path, CLASSES) is None, at


def test_a_damaged_file_is_made_again(folder: Path) -> None:
    kept(Tree, named, CLASSES, made)
    path = folder / "tree-a.kept"
    path.write_bytes(path.read_bytes()[:-9])
    assert kept(Tree, named, CLASSES, made) == TREE
    assert kept(Tree, named, CLASSES, never) == TREE


@pytest.mark.parametrize(
    "rows",
    [
        [],
        {},
        "text",
        [[0, [5]]],
        [[99]],
        [["0"]],
        [[3, "a", "b", "c", "d", "e", "f"]],
        [[5, "no colour"]],
        [[2, "odd"]],
        [[2, [0], 1]],
        [[]],
        [[0, []]],
        [4],
    ],
)
def test_what_is_whole_but_no_such_value_is_as_good_as_none(tmp_path: Path, rows: object) -> None:
    path = tmp_path / "tree-a.kept"
    body = json.dumps(rows).encode()
    path.write_bytes(keeping._check(path, body) + b"\n" + body)
    path.chmod(0o600)
    assert read(path, CLASSES) is None


def test_a_value_of_another_kind_is_made_again(folder: Path) -> None:
    write(folder / "tree-a.kept", LEAF, CLASSES)
    assert kept(Tree, named, CLASSES, made) == TREE


def test_a_pickle_is_never_opened(tmp_path: Path) -> None:
    path = tmp_path / "tree-a.kept"
    path.write_bytes(pickle.dumps(TREE))
    path.chmod(0o600)
    assert read(path, CLASSES) is None


def test_a_file_under_another_name_is_none(tmp_path: Path) -> None:
    write(tmp_path / "tree-a.kept", TREE, CLASSES)
    (tmp_path / "tree-a.kept").rename(tmp_path / "tree-b.kept")
    assert read(tmp_path / "tree-b.kept", CLASSES) is None


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="the system has no owners of this kind")
def test_what_others_wrote_or_may_write_is_not_trusted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "tree-a.kept"
    write(path, TREE, CLASSES)
    assert read(path, CLASSES) == TREE
    path.chmod(0o620)
    assert read(path, CLASSES) is None
    path.chmod(0o644)
    assert read(path, CLASSES) == TREE
    monkeypatch.setattr(os, "geteuid", lambda: path.stat().st_uid + 1)
    assert read(path, CLASSES) is None


def test_a_folder_that_cannot_be_written_to_is_no_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv(CACHE, str(tmp_path / "file"))
    assert kept(Tree, named, CLASSES, made) is TREE


def test_what_is_of_no_class_that_may_be_kept_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TypeError, match="bytes"):
        write(tmp_path / "tree-a.kept", replace(TREE, above=b"odd"), CLASSES)  # type: ignore[arg-type]
    assert not list(tmp_path.iterdir())


def test_what_changed_while_it_was_made_is_not_kept(folder: Path) -> None:
    names = map(str, count())
    assert kept(Tree, lambda: next(names), CLASSES, made) is TREE
    assert not folder.exists()


def test_only_the_last_are_kept(folder: Path) -> None:
    for name in range(keeping.MOST + 2):
        kept(Tree, partial(str, name), CLASSES, made)
    assert len(list(folder.iterdir())) == keeping.MOST


def test_a_name_is_of_the_texts_and_of_the_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [("a", b"1"), ("b", b"2")]
    own = name_of(texts, "law")
    assert own == name_of(texts, "law")
    assert len({own, name_of([("a", b"12"), ("b", b"")], "law"), name_of(texts), name_of([], "law")}) == 4
    monkeypatch.setattr(keeping, "__version__", "another")
    assert name_of(texts, "law") != own
