"""The MAC blocks that ship: identifiers of companies of the register, and what is wrong with its line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sekisho.errors import InputError, Problem
from sekisho.lists.blocks import LENGTHS, read_blocks
from sekisho.lists.corpus import Corpus
from sekisho.lists.load import CORPUS
from sekisho.model.entity import Identifier
from sekisho.names.legal_form import Forms

if TYPE_CHECKING:
    from pathlib import Path

    from sekisho.store.base import Store

TEXT = """# a remark
day 2022-08-27
title IEEE registry

[acme]
00e0fc 001e101
[other]
70b3d5abc
"""


def test_every_block_is_an_identifier_of_its_company() -> None:
    source = "IEEE registry, copy of 2022-08-27"
    assert list(read_blocks(TEXT, "blocks.txt")) == [
        Identifier("mac", block, company, source, "high")
        for block, company in (("00e0fc", "acme"), ("001e101", "acme"), ("70b3d5abc", "other"))
    ]


@pytest.mark.parametrize("line", ["00e0fc", "[a]\n00E0FC", "[a]\n00e0f", "[a]\nzzzzzz"])
def test_what_is_no_block_is_said_with_its_line(line: str) -> None:
    (problem,) = read_blocks(f"# blocks\n{line}\n", "blocks.txt")
    assert isinstance(problem, Problem)
    assert (problem.at.file, problem.at.line) == ("blocks.txt", 2 + line.count("\n"))
    assert problem.hint


def test_those_that_ship_are_of_the_register_and_each_is_written_once(store: Store) -> None:
    blocks = [each for each in store.marks if each.kind == "mac"]
    assert len(blocks) > 1800
    assert len({each.value.lower() for each in blocks}) == len(blocks)
    assert {each.entity for each in blocks} <= set(store.entities)
    assert {len(each.value) for each in blocks} <= set(LENGTHS)
    assert not [each.value for each in blocks if int(each.value[1], 16) & 3], "of nobody, or of many"
    assert "marks" in store.hashes


def test_a_register_refuses_a_broken_block_and_one_of_nobody(tmp_path: Path) -> None:
    for folder in ("makers", "marks", "lists"):
        (tmp_path / folder).mkdir()
    (tmp_path / "marks" / "blocks.txt").write_text("[nobody]\n00e0fc\n00e0\n", "utf-8")
    with pytest.raises(InputError) as refused:
        Corpus(tmp_path, Forms.load(CORPUS / "words" / "legal_forms.toml"))
    assert [(each.at.file, each.at.line) for each in refused.value.problems] == [
        ("marks/blocks.txt", 3),
        ("makers", 0),
    ]
