"""Files that a command reads whole, and those that it writes: no half of one is ever left."""

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final, TextIO

from sekisho.errors import InputError, Location, Problem, UsageError

APART: Final = "give the assemblies apart"
"""What to do where a BOM is too large."""


def read_whole(path: Path, remedy: str = "give a smaller one") -> bytes:
    """A file as it stands, up to the limit of what is read whole.

    Args:
        path: the file.
        remedy: what to do where it is too large.

    Raises:
        InputError: it cannot be read, or is too large.
    """
    from sekisho.formats.case import LARGEST_BOM

    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_BOM + 1)
    except OSError as error:
        problem = Problem(Location(str(path)), str(error.strerror), "check the path")
        raise InputError(f"{path} cannot be read", [problem]) from error
    if len(data) > LARGEST_BOM:
        problem = Problem(Location(str(path)), f"it is larger than {LARGEST_BOM >> 20} MiB", remedy)
        raise InputError(f"{path} cannot be read", [problem])
    return data


def write_new(path: Path, pieces: Iterable[bytes]) -> None:
    """Write a new file, never over one that is there; where that fails half way, none is left.

    Raises:
        UsageError: it is there already, or cannot be written.
    """
    try:
        with path.open("xb") as file:
            file.writelines(pieces)
    except OSError as error:
        raise UsageError(f"cannot write {path}: {error.strerror}; name a new file") from error
    except BaseException:
        path.unlink(missing_ok=True)
        raise


@contextmanager
def output(out: Path | None) -> Iterator[TextIO]:
    """Standard output, or a file that appears only when it is whole, in place of one that is there.

    Args:
        out: the file; None: standard output.

    Raises:
        UsageError: it cannot be written.
    """
    if out is None:
        yield sys.stdout
        return
    # A device or a pipe is written to as it stands: nothing may be put in its place.
    draft = out if out.exists() and not out.is_file() else out.with_name(out.name + ".part")
    try:
        with draft.open("w", encoding="utf-8") as stream:
            yield stream
        if draft is not out:
            draft.replace(out)
    except OSError as error:
        raise UsageError(f"cannot write {out}: {error.strerror}") from error
    finally:
        if draft is not out:
            with suppress(OSError):
                draft.unlink()
