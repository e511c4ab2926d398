"""The register as it is read, and as it is kept: the same law."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

import pytest

from sekisho.errors import LawError
from sekisho.folders import CACHE
from sekisho.law import assemble
from sekisho.law.register import Law
from tests.law.desk import block, instrument, measure, write

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(CACHE, str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "law").mkdir()
    return write(tmp_path / "law", instrument(), measure())


def never(*_: object, **__: object) -> None:
    pytest.fail("the text was read again")


def content(law: Law) -> dict[str, object]:
    """Everything that a law holds, to be compared."""
    return {each.name: getattr(law, each.name) for each in fields(law)}


def test_the_register_that_ships_is_kept_as_it_is_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(CACHE, "none")
    built = content(Law.load())
    monkeypatch.setenv(CACHE, str(folder))
    assert content(Law.load()) == built
    monkeypatch.setattr(assemble, "assemble", never)
    law = Law.load()
    assert content(law) == built
    assert list(law.blocks) == list(built["blocks"]), "in the order of the text"  # type: ignore[call-overload]
    assert list(law.instruments) == list(built["instruments"])  # type: ignore[call-overload]
    assert Law.load().cache is not law.cache, "what one has worked out is no other's"


def test_a_law_elsewhere_has_its_own_place(folder: Path, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Law.load(root)
    moved = root.rename(root.with_name("moved"))
    monkeypatch.setattr(assemble, "assemble", never)
    assert Law.load(moved).root == moved


@pytest.mark.parametrize("file", ["law.md", "facts.toml"])
def test_a_changed_text_is_read_again(folder: Path, root: Path, file: str) -> None:
    before = Law.load(root)
    with (root / file).open("a", encoding="utf-8") as text:
        text.write("\n# more\n" if file == "facts.toml" else block("flag", 'id = "T/f"\ncites = "art. 2"'))
    after = Law.load(root)
    assert after.digest != before.digest
    assert ("T/f" in after.blocks) is (file == "law.md")


def test_a_file_more_or_under_another_name_is_seen(folder: Path, root: Path) -> None:
    before = Law.load(root)
    (root / "law.md").rename(root / "other.md")
    after = Law.load(root)
    assert str(after.blocks["T/m"].at).startswith("other.md:")
    assert str(before.blocks["T/m"].at).startswith("law.md:")


def test_a_damaged_file_is_read_again(folder: Path, root: Path) -> None:
    built = content(Law.load(root))
    (path,) = folder.iterdir()
    path.write_bytes(path.read_bytes().replace(b"prohibited", b"permitted "))
    assert content(Law.load(root)) == built
    assert b"prohibited" in path.read_bytes(), "and made again"


def test_a_law_that_is_refused_is_refused_each_time(folder: Path, root: Path) -> None:
    (root / "more.md").write_text(measure("T/n", 'odd = "key"'), "utf-8")
    for _ in range(2):
        with pytest.raises(LawError, match="refused"):
            Law.load(root)
    assert not folder.exists()


def test_a_folder_without_facts_says_what_it_lacks(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(LawError) as error:
        Law.load(tmp_path)
    assert error.value.diagnostics().splitlines() == [
        "facts.toml cannot be read",
        "facts.toml: No such file or directory (a register is a folder with facts.toml)",
    ]


def test_line_ends_of_other_systems_are_no_other_law(folder: Path, root: Path) -> None:
    before = Law.load(root)
    text = (root / "law.md").read_bytes()
    (root / "law.md").write_bytes(text.replace(b"\n", b"\r\n"))
    after = Law.load(root)
    assert after.blocks == before.blocks
