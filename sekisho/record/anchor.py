"""An anchor as a small file: for a colleague, an e-mail, a notary, or whoever gives time stamps for bytes."""

from __future__ import annotations

import re
from dataclasses import asdict
from typing import TYPE_CHECKING

from sekisho.errors import InputError, Location, Problem, UsageError
from sekisho.formats.json import loads
from sekisho.model.entry import Anchor
from sekisho.record.chain import canonical

if TYPE_CHECKING:
    from pathlib import Path

_HASH = re.compile(r"[0-9a-f]{64}")


def write_anchor(anchor: Anchor, path: Path) -> None:
    """Write it as one line of canonical JSON.

    Raises:
        UsageError: the file cannot be written, or is there: an older anchor is worth keeping.
    """
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(canonical(asdict(anchor)) + "\n")
    except OSError as error:
        raise UsageError(f"cannot write {path}: {error.strerror}; name a new file") from error


def read_anchor(path: Path) -> Anchor:
    """Read one.

    Raises:
        InputError: the file cannot be read, or is no anchor.
    """
    try:
        told = loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise _refused(path, getattr(error, "strerror", None) or str(error)) from error
    if not isinstance(told, dict) or set(told) != {"number", "hash", "at"}:
        raise _refused(path, "it has not the keys number, hash and at")
    number, own, at = told["number"], told["hash"], told["at"]
    if type(number) is not int or number < 1 or not isinstance(at, str):
        raise _refused(path, "its number is none, or its time is no text")
    if not isinstance(own, str) or not _HASH.fullmatch(own):
        raise _refused(path, "its hash is no SHA-256")
    return Anchor(number, own, at)


def _refused(path: Path, why: str) -> InputError:
    hint = "give a file that `sekisho record anchor --out` wrote"
    return InputError(f"{path} is no anchor", [Problem(Location(str(path)), why, hint)])
