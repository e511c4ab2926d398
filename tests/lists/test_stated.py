"""What the corpus states, as it is read, and as it is kept: the same."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from sekisho.errors import InputError
from sekisho.folders import CACHE
from sekisho.law.register import CORPUS
from sekisho.lists import corpus
from sekisho.lists.stated import FOLDERS, Stated, stated

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(CACHE, str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name in FOLDERS:
        shutil.copytree(CORPUS / name, tmp_path / "corpus" / name, ignore=shutil.ignore_patterns("*.md"))
    return tmp_path / "corpus"


def never(*_: object) -> None:
    pytest.fail("the corpus was read again")


def content(each: Stated) -> tuple[object, ...]:
    """Everything, in its order, to be compared; of the legal forms, which are no values, their tables."""
    forms = each.forms
    tables = (forms.classes, forms.starts, forms.ends, forms.glued_starts, forms.glued_ends)
    rest = (each.listings, each.ownerships, each.marks, each.lists, each.hashes)
    return (tables, list(each.entities.items()), *rest)


def test_what_is_kept_is_what_is_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read = content(stated(CORPUS))
    monkeypatch.setattr(corpus, "Corpus", never)
    assert content(stated(CORPUS)) == read
    monkeypatch.undo()
    monkeypatch.setenv(CACHE, "none")
    assert content(stated(CORPUS)) == read


@pytest.mark.parametrize("name", FOLDERS)
def test_a_change_in_any_folder_is_seen(folder: Path, root: Path, name: str) -> None:
    before = stated(root)
    path = min((*(root / name).glob("*.toml"), *(root / name).glob("*.txt")))
    with path.open("a", encoding="utf-8") as file:
        file.write("\n# more\n")
    assert stated(root).hashes[name] != before.hashes[name]


def test_a_damaged_file_is_made_again(folder: Path, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read = content(stated(root))
    (path,) = folder.iterdir()
    path.write_bytes(path.read_bytes().replace(b"Huawei", b"Hauwei"))
    assert content(stated(root)) == read
    monkeypatch.setattr(corpus, "Corpus", never)
    assert content(stated(root)) == read


def test_a_corpus_that_is_refused_is_refused_each_time(folder: Path, root: Path) -> None:
    (root / "makers" / "odd.toml").write_text('[[entity]]\nid = "odd"\n', encoding="utf-8")
    for _ in range(2):
        with pytest.raises(InputError, match="refused"):
            stated(root)
    assert not folder.exists()
