"""Where datasets are: paths of this machine, and URIs of whatever pyarrow or fsspec can reach.

Invariant: a file that is written here is whole or not there; under its name there is never a part of one.
"""

from __future__ import annotations

import uuid
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pyarrow as pa
from pyarrow import fs

from sekisho.errors import InputError, Location, Problem, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator


class Place(NamedTuple):
    """A file or folder of a file system."""

    system: fs.FileSystem
    path: str

    def __truediv__(self, name: str) -> Place:
        return Place(self.system, f"{self.path.rstrip('/')}/{name}")

    def read(self) -> bytes | None:
        """All of a file; None: it is not there."""
        if self.system.get_file_info(self.path).type is not fs.FileType.File:
            return None
        with self.system.open_input_stream(self.path) as file:
            return bytes(file.read())

    def write(self, data: bytes) -> None:
        """Put a file there, whole."""
        with self.written() as file:
            file.write(data)

    @contextmanager
    def written(self) -> Iterator[pa.NativeFile]:
        """A stream whose file stands there once all of it is written; nothing does, where that fails.

        Whoever else writes the same file at the same time writes a draft of his own.
        """
        folder, _, name = self.path.rpartition("/")
        self.system.create_dir(folder, recursive=True)
        draft = f"{folder}/.{name}.{uuid.uuid4().hex}"
        try:
            with self.system.open_output_stream(draft) as file:
                yield file
            self.system.move(draft, self.path)
        except BaseException:
            with suppress(OSError):
                self.system.delete_file(draft)
            raise


def place_of(text: str) -> Place:
    """The place that a path or URI names.

    Raises:
        UsageError: nothing here knows its scheme.
        InputError: it cannot be reached.
    """
    scheme, separator, rest = text.partition("://")
    if not separator:
        return Place(fs.LocalFileSystem(), Path(text).absolute().as_posix())
    try:
        return Place(*fs.FileSystem.from_uri(text))
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        return Place(_fsspec(scheme), rest)
    except OSError as error:
        problem = Problem(Location(text), str(error), "check the address, and what you may there")
        raise InputError(f"{text} cannot be reached", [problem]) from error


def _fsspec(scheme: str) -> fs.FileSystem:
    try:
        found = import_module("fsspec").filesystem(scheme)
    except ImportError as error:
        raise UsageError(f"{scheme}:// needs fsspec and its file system: pip install fsspec") from error
    except ValueError as error:
        raise UsageError(
            f"neither pyarrow nor fsspec knows {scheme}://; copy the data where they do"
        ) from error
    return fs.PyFileSystem(fs.FSSpecHandler(found))
