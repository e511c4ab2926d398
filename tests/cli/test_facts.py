"""`sekisho facts` as a process: every fact that a law may test."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.whole import sekisho

if TYPE_CHECKING:
    from sekisho.law.register import Law


def test_every_fact_with_its_words_its_groups_and_its_question(law: Law) -> None:
    run = sekisho("facts")
    assert run.code == 0
    for name, fact in law.facts.told.items():
        assert any(line.startswith(f"{name} ") for line in run.out.splitlines()), name
        assert law.facts.question(name) in run.out
        for group in fact.groups:
            assert group in run.out
    for word in ("base-station", "critical-infrastructure", "percent", "ISO 3166-1"):
        assert word in run.out


def test_in_japanese(law: Law) -> None:
    run = sekisho("facts", "--lang", "ja")
    assert law.facts.question("action", "ja") in run.out
    assert law.facts.question("action") not in run.out


def test_a_call_that_cannot_be_meant() -> None:
    assert sekisho("facts", "--lang", "fr").code == 64
    assert sekisho("facts", "action").code == 64
