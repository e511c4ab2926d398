"""Time stamps: asked of a real authority, kept, and verified without it."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest

from sekisho import dates
from sekisho.errors import InputError, UsageError
from sekisho.record.stamp import ask, verify
from tests.record.authority import authority, certified

if TYPE_CHECKING:
    from pathlib import Path

MESSAGE = b'{"at":"2026-11-30T00:00:00Z"}\n'


def test_what_was_stamped_is_verified_without_the_authority(tmp_path: Path) -> None:
    before = dates.instant()
    with authority(tmp_path) as clock:
        stamp = ask(MESSAGE, clock.url)
    assert before <= verify(stamp, MESSAGE, clock.roots, "a.tsr") <= dates.instant()
    assert MESSAGE not in clock.asked[0]
    assert hashlib.sha256(MESSAGE).digest() in clock.asked[0]


def test_other_bytes_were_not_stamped(tmp_path: Path) -> None:
    with authority(tmp_path) as clock:
        stamp = ask(MESSAGE, clock.url)
    with pytest.raises(InputError, match="gives no time stamp") as refused:
        verify(stamp, MESSAGE + b" ", clock.roots, "a.tsr")
    assert "it does not hold" in refused.value.diagnostics()


def test_an_authority_that_nobody_trusts_proves_nothing(tmp_path: Path) -> None:
    with authority(tmp_path) as clock:
        stamp = ask(MESSAGE, clock.url)
    (tmp_path / "other").mkdir()
    with pytest.raises(InputError, match="gives no time stamp"):
        verify(stamp, MESSAGE, certified(tmp_path / "other"), "a.tsr")
    with pytest.raises(InputError, match="gives no time stamp") as refused:
        verify(stamp, MESSAGE, b"no certificate", "a.tsr")
    assert "in PEM" in refused.value.diagnostics()


def test_any_changed_byte_of_what_is_signed_shows(tmp_path: Path) -> None:
    with authority(tmp_path) as clock:
        stamp = ask(MESSAGE, clock.url)
    at = stamp.index(hashlib.sha256(MESSAGE).digest())
    changed = stamp[:at] + bytes([stamp[at] ^ 1]) + stamp[at + 1 :]
    with pytest.raises(InputError, match="gives no time stamp"):
        verify(changed, MESSAGE, clock.roots, "a.tsr")


def test_an_old_answer_is_not_taken_for_a_new_one(tmp_path: Path) -> None:
    with authority(tmp_path) as clock:
        old = ask(MESSAGE, clock.url)
    with authority(tmp_path, old) as clock, pytest.raises(InputError) as refused:
        ask(MESSAGE, clock.url)
    assert "another question" in refused.value.diagnostics()


@pytest.mark.parametrize("answer", [b"", b"<html>", b"\x30\x03\x02\x01\x02", b"x" * (1 << 21)])
def test_what_is_no_stamp_is_refused(answer: bytes, tmp_path: Path) -> None:
    with authority(tmp_path, answer) as clock, pytest.raises(InputError, match="gives no time stamp"):
        ask(MESSAGE, clock.url)


@pytest.mark.parametrize("url", ["clock", "ftp://127.0.0.1/", "http://"])
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(UsageError, match="is no address"):
        ask(MESSAGE, url)


def test_nobody_there_is_said(tmp_path: Path) -> None:
    with authority(tmp_path) as clock:
        pass
    with pytest.raises(InputError) as refused:
        ask(MESSAGE, clock.url)
    assert "it cannot be asked" in refused.value.diagnostics()
