"""Plain values kept in a file of the user's folder of caches, so that the next program need not make them.

A file is a line with a hash, then JSON. Nothing in it is ever run: a reader brings the closed list of classes
that may be in it, and a number in the file says which. (A pickle is less work; but who can put one into the
folder runs what they like, as the user.)

Invariants: a file is whole or not there, for it is written beside and put in place at once; one that is
damaged, cut off, another user's or open to others is as good as none, and is made again; a folder that cannot
be read or written is no fault. What is found by its name was made of the same text by the same engine.
"""

from __future__ import annotations

import json
import os
import stat
import sys
import tempfile
from contextlib import suppress
from dataclasses import MISSING, Field, fields, is_dataclass
from enum import Enum
from hashlib import blake2b
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

from sekisho.folders import cache_folder
from sekisho.memory import collector_at_rest
from sekisho.version import __version__

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

T = TypeVar("T")

MOST: Final = 8
"""Files of a kind that a folder keeps: those written last."""
_SUFFIX: Final = ".kept"
_UTF_8: Final = ("utf-8", "surrogatepass")
"""Names in published lists have been met with half a letter in them."""
_TUPLE, _SET, _MAPPING, _CLASS = range(4)
"""What begins a row: what its parts make. From the last on, an object of the class at that place."""


def kept(kind: type[T], name: Callable[[], str], classes: Sequence[type], make: Callable[[], T]) -> T:
    """What goes by a name: as it was kept, or made and kept for the next time.

    Args:
        kind: what it is.
        name: tells a hash of all it is made of, by `name_of`. Where that has changed when it is made, it is
            not kept: nobody knows which of both it was made of.
        classes: the dataclasses and enumerations that may be in it, itself among them.
        make: makes it, if it is needed.
    """
    folder = cache_folder()
    if folder is None:
        return make()
    stem = kind.__name__.lower()
    first = name()
    path = folder / f"{stem}-{first}{_SUFFIX}"
    found = read(path, classes)
    if isinstance(found, kind):
        return found
    made = make()
    if name() != first:
        return made
    with suppress(OSError):
        write(path, made, classes)
        for old in sorted(folder.glob(f"{stem}-*{_SUFFIX}"), key=_written, reverse=True)[MOST:]:
            old.unlink(missing_ok=True)
    return made


def name_of(texts: Iterable[tuple[str, bytes]], *rooms: str) -> str:
    """A hash of what a value is made of.

    Args:
        texts: what it is read from: names and bytes.
        rooms: the packages of this program that make it, beside its lowest modules.
    """
    own = blake2b(f"{__version__}\0{sys.version_info[:2]}\0".encode(), digest_size=16)
    root = Path(__file__).parent
    for path in chain(*(sorted((root / room).glob("*.py")) for room in ("", *rooms))):
        told = path.stat()
        own.update(f"{path.name}\0{told.st_size}\0{told.st_mtime_ns}\0".encode())
    for name, text in texts:
        own.update(f"{name}\0{len(text)}\0".encode())
        own.update(text)
    return own.hexdigest()


def write(path: Path, value: object, classes: Sequence[type]) -> None:
    """Keep a value in a file.

    Raises:
        OSError: it cannot be written.
        TypeError: something in it is of no class that may be.
    """
    rows = json.dumps(_Rows(value, classes).rows, ensure_ascii=False, separators=(",", ":"))
    body = rows.encode(*_UTF_8)
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=path.parent, suffix=".part")  # for its owner only
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(_check(path, body) + b"\n" + body)
        Path(draft).replace(path)
    finally:
        Path(draft).unlink(missing_ok=True)


def read(path: Path, classes: Sequence[type]) -> object:
    """The value that a file keeps; None if there is none that can be trusted."""
    try:
        with path.open("rb") as file:
            if not is_own(os.fstat(file.fileno())):
                return None
            check, _, body = file.read().partition(b"\n")
        if check != _check(path, body):
            return None
        with collector_at_rest():
            return _made(json.loads(body.decode(*_UTF_8)), classes)
    except (OSError, ValueError, LookupError, TypeError):
        return None


def _written(path: Path) -> float:
    return path.stat().st_mtime


def _check(path: Path, body: bytes) -> bytes:
    """A hash of a file and its name: one that is put under another name is none."""
    return blake2b(path.name.encode() + b"\0" + body, digest_size=16).hexdigest().encode()


def is_own(told: os.stat_result) -> bool:
    """Did this user make a file or folder, and may nobody else write there?

    A false law would not be seen by any hash of it.
    """
    if not hasattr(os, "geteuid"):
        return True  # Windows: the folder is in the profile, which is the user's own
    return told.st_uid == os.geteuid() and not told.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


class _Rows:
    """A value taken apart: each row is one of its parts, made of JSON's own values and of earlier rows.

    What is the same is there once. The last row is the whole.
    """

    def __init__(self, value: object, classes: Sequence[type]) -> None:
        self.rows: list[list[object]] = []
        self._classes = {each: place for place, each in enumerate(classes, start=_CLASS)}
        self._places: dict[str, list[int]] = {}
        self._add(value)

    def _add(self, value: object) -> object:
        """What stands for a value in the rows of others: itself, or its row, in brackets."""
        if value is None or type(value) in (bool, int, float, str):
            return value
        row = [*map(self._add, self._parts(value))]
        told = json.dumps(row)
        if told not in self._places:
            self._places[told] = [len(self.rows)]
            self.rows.append(row)
        return self._places[told]

    def _parts(self, value: object) -> list[object]:
        if isinstance(value, tuple):
            return [_TUPLE, *value]
        if isinstance(value, dict):
            return [_MAPPING, *chain.from_iterable(value.items())]
        if isinstance(value, frozenset):
            return [_SET, *sorted(value)]
        kind = self._classes.get(type(value))
        if kind is None:
            raise TypeError(f"{type(value).__name__} is of no class that may be kept here")
        return [kind, value.value] if isinstance(value, Enum) else [kind, *_fields(value)]


def _fields(value: object) -> list[object]:
    """The fields of a dataclass; at the end, those that are as they are if nothing is said are left out."""
    if not is_dataclass(value):
        raise TypeError(f"{type(value).__name__} is no dataclass")
    own = fields(value)
    parts = [getattr(value, each.name) for each in own]
    while parts and _is_default(own[len(parts) - 1], parts[-1]):
        parts.pop()
    return parts


def _is_default(field: Field[Any], value: object) -> bool:
    default = field.default if field.default_factory is MISSING else field.default_factory()
    return type(value) is type(default) and value == default  # 0 is no False


def _made(rows: list[list[Any]], classes: Sequence[type]) -> object:
    """A value put together again; where rows are no such value, one of the errors that `read` expects."""
    kinds: list[Callable[..., object]] = [_tuple, _set, _mapping, *classes]
    made: list[object] = []
    add = made.append
    for kind, *parts in rows:
        add(kinds[kind](*[made[each[0]] if each.__class__ is list else each for each in parts]))
    return made[-1]


def _tuple(*parts: object) -> tuple[object, ...]:
    return parts


def _set(*parts: object) -> frozenset[object]:
    return frozenset(parts)


def _mapping(*parts: object) -> dict[object, object]:
    return dict(zip(parts[::2], parts[1::2], strict=True))
