"""Files that a command reads whole, and new ones that it writes: nothing that is there is written over."""

from collections.abc import Iterable
from pathlib import Path
from typing import Final

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
    """Write a new file; where that fails half way, none is left.

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
