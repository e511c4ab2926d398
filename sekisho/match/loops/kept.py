"""Where compiled loops are kept for the next program: a folder among the user's caches.

Numba keeps what it compiled as long as the file of the function is the same, whatever that function calls; so
the folder is named after all that is compiled and all it may refer to, and by what and where it is compiled.
(The processor, too, must be the same: on another one that shares the folder it is compiled once more.)

What lies in it is run, so it is used only where this user made it, and nobody else may write there.
"""

from __future__ import annotations

import os
import platform
import stat
import sys
from contextlib import suppress
from functools import cache
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path
from shutil import rmtree
from typing import Final

from sekisho.folders import cache_folder
from sekisho.kept import is_own
from sekisho.version import __version__

KEPT: Final = 4
"""Versions whose loops are kept: several may be in use on a machine."""
_ROOMS: Final = ("match", "names")
_WHOLE: Final = "whole"


@cache
def folder() -> Path | None:
    """The folder of this version; None: nothing is kept."""
    base = cache_folder()
    if base is None:
        return None
    package = Path(__file__).parents[2]
    means = (
        __version__,
        *map(version, ("numba", "numpy")),
        sys.implementation.cache_tag,
        platform.machine(),
        str(package),
        os.environ.get("NUMBA_BOUNDSCHECK", ""),
    )
    own = blake2b("\0".join(map(str, means)).encode(), digest_size=8)
    for room in _ROOMS:
        for path in sorted((package / room).rglob("*.py")):
            own.update(path.read_bytes())
    return base / "loops" / own.hexdigest()


def made() -> Path | None:
    """The same folder, which is made where it is not there; None: it cannot be used."""
    own = folder()
    if own is None:
        return None
    try:
        for each in (own.parent, own):
            each.mkdir(mode=stat.S_IRWXU, parents=True, exist_ok=True)
            if not is_own(each.lstat()):
                return None
    except OSError:
        return None
    return own if os.access(own, os.W_OK) else None


def is_whole() -> bool:
    """Whether all loops of this version were compiled before on this machine."""
    own = folder()
    return own is not None and (own / _WHOLE).exists()


def now_whole() -> None:
    """Keep in mind that all have been compiled; what was longest not compiled anew is thrown away."""
    own = made()
    if own is None:
        return
    with suppress(OSError):  # the disk is full, or another program throws the same away
        (own / _WHOLE).touch()
        others = sorted((each.stat().st_mtime, each) for each in own.parent.iterdir() if each != own)
        for _, other in others[: -(KEPT - 1)]:
            rmtree(other, ignore_errors=True)
