"""The original bytes of every retrieval, kept by their hash.

Invariants: a file under the folder is whole and bears the sha256 of its content as its name, beneath the
first two digits of it; what is still being written stands beside the folder, under a name that ends in
`.part`; a kept file is never changed, only put in place again with the same content.
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from sekisho.errors import InputError, Location, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BLOCK = 1 << 20
HEAD = 4096
LEFT_OVER = 24 * 3600
"""Seconds after which a draft that nobody finished is swept away: its writer was killed."""

JSON, TABLE, MARKUP = ("json", "jsonl", "ftm"), ("csv", "tsv", "statements"), ("xml", "html")
_PAGE = re.compile(
    r"\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_TITLE = re.compile(r"<title[^>]*>\s*(.*?)\s*</title>", re.IGNORECASE | re.DOTALL)
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


@dataclass(frozen=True, slots=True)
class Keep:
    """The folder of kept files."""

    folder: Path

    def path(self, sha256: str) -> Path:
        """Where the bytes with this hash stand, or would stand."""
        return self.folder / sha256[:2] / sha256

    def holds(self, sha256: str) -> bool:
        """Are the bytes there, and still the same?"""
        path = self.path(sha256)
        return path.is_file() and digest(path) == sha256

    @contextmanager
    def draft(self, name: str, limit: int | None = None) -> Iterator[Draft]:
        """A file to be written; it disappears unless it is kept.

        Args:
            name: of what is written, for the messages.
            limit: bytes; one more refuses the file. None: no limit.

        Raises:
            InputError: it cannot be written, or is too large.
        """
        path = self.folder.with_name(f".{self.folder.name}-{secrets.token_hex(8)}.part")
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            self._sweep()
            with path.open("xb") as stream:
                yield Draft(self, stream, path, name, limit)
        except OSError as error:
            raise unwritable(self.folder, error) from error
        finally:
            with suppress(OSError):
                path.unlink()

    def adopt(self, path: Path, kind: str = "", limit: int | None = None) -> str:
        """Copy a file that was brought here by hand.

        Args:
            path: of the file.
            kind: of the format that is expected in it; see :func:`look`.
            limit: bytes; None: no limit.

        Returns:
            Its sha256.

        Raises:
            InputError: it cannot be read, or is not what is expected.
        """
        try:
            source = path.open("rb")
        except OSError as error:
            raise refused(str(path), str(error.strerror), "check the path") from error
        with source, self.draft(str(path), limit) as draft:
            while block := source.read(BLOCK):
                draft.write(block)
            return draft.keep(kind)

    def _sweep(self) -> None:
        """Remove what killed writers left behind."""
        oldest = time.time() - LEFT_OVER  # noqa: TID251  # against the times of files, not for a day
        for each in self.folder.parent.glob(f".{self.folder.name}-*.part"):
            with suppress(OSError):
                if each.stat().st_mtime < oldest:
                    each.unlink()


class Draft:
    """A file being written and hashed."""

    def __init__(self, keep: Keep, stream: BinaryIO, path: Path, name: str, limit: int | None) -> None:
        self._keep = keep
        self._stream = stream
        self._path = path
        self._name = name
        self._limit = limit
        self._hash = hashlib.sha256()
        self.size = 0

    def write(self, block: bytes) -> None:
        """Add bytes.

        Raises:
            InputError: they are more than the limit.
        """
        self.size += len(block)
        if self._limit is not None and self.size > self._limit:
            hint = "raise the limit (--max-size) if the file is what you expect"
            raise refused(self._name, f"it is larger than {in_words(self._limit)}", hint)
        self._hash.update(block)
        self._stream.write(block)

    def keep(self, kind: str = "") -> str:
        """Look at the whole, and put it in its place at once.

        Returns:
            Its sha256.

        Raises:
            InputError: it is not what is expected.
        """
        self._stream.flush()
        os.fsync(self._stream.fileno())
        self._stream.close()
        look(self._path, kind, self._name)
        sha256 = self._hash.hexdigest()
        target = self._keep.path(sha256)
        target.parent.mkdir(exist_ok=True)
        try:
            self._path.replace(target)
        except PermissionError:  # Windows: somebody is reading the same bytes, so they are there already
            if not self._keep.holds(sha256):
                raise
        _settle(target.parent)
        return sha256


def look(path: Path, kind: str, name: str = "") -> None:
    """Is a file at first sight what is expected? The reader still has the last word.

    Args:
        path: of the file.
        kind: of the format: json, jsonl, ftm, csv, tsv, statements, xml, html, xlsx; another one is not
            looked at beyond being empty.
        name: of the file, for the message.

    Raises:
        InputError: it is empty, a page of a web server, an archive, or plainly of another kind.
    """
    with path.open("rb") as stream:
        raw = stream.read(HEAD)
    message, hint = _unlike(raw, kind)
    if message:
        raise refused(name or path.name, message, hint)


def digest(path: Path) -> str:
    """The sha256 of a file."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def in_words(size: int) -> str:
    """A size as it is read: `512 bytes`, `20 MiB`."""
    if size < BLOCK:
        return f"{size} bytes"
    return f"{size / BLOCK:.4g} MiB"


def refused(name: str, message: str, hint: str = "") -> InputError:
    """The error for one file that is not taken."""
    return InputError(f"{name} is refused", [Problem(Location(name), message, hint)])


def unwritable(path: Path, error: OSError) -> InputError:
    """The error for a folder or disk that does not take what is to be kept."""
    problem = Problem(Location(str(path)), str(error.strerror or error), "make room, or choose another store")
    return InputError(f"{path} cannot be written; nothing was changed", [problem])


def _unlike(raw: bytes, kind: str) -> tuple[str, str]:
    """What speaks against the kind, and the remedy; empty: nothing."""
    again = "open the address in a browser and see what the publisher says; the address may have changed"
    if not raw.strip():
        return "the file is empty", again
    archive = raw.startswith((b"PK\x03\x04", b"\x1f\x8b", b"BZh", b"\xfd7zXZ"))
    if kind == "xlsx":
        return ("", "") if raw.startswith(b"PK\x03\x04") else (f"no spreadsheet (XLSX){_seen(raw)}", again)
    if kind not in (*JSON, *TABLE, *MARKUP):
        return "", ""
    if b"[Content_Types].xml" in raw and archive:
        return (
            f"a spreadsheet where {kind} is expected",
            'if that is right, say kind = "xlsx" in source.format',
        )
    if archive:
        return f"a compressed archive where {kind} is expected", "unpack it and give the file with --from"
    text = _text(raw).lstrip()
    if kind != "html" and _PAGE.match(text):
        return f"a web page where {kind} is expected{_seen(raw)}", again
    fits = {JSON: text[:1] in "{[", TABLE: text[:1] not in "<{[", MARKUP: "<" in text}
    if kind == "xml":
        fits[MARKUP] = text.startswith("<")
    if not next(fit for kinds, fit in fits.items() if kind in kinds):
        return f"no {kind}{_seen(raw)}", again
    return "", ""


def _seen(raw: bytes) -> str:
    """How the file begins, or the title of the page that it is."""
    text = _text(raw)
    title = _TITLE.search(text)
    shown = " ".join((title[1] if title else text).split())[:60]
    return f": it is titled “{shown}”" if title else f": it begins with {shown!r}"


def _text(raw: bytes) -> str:
    encoding = next((name for bom, name in _BOMS if raw.startswith(bom)), "utf-8")
    return raw.decode(encoding, errors="replace")


def _settle(folder: Path) -> None:
    """Make the new name last through a power cut, where the system can."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
