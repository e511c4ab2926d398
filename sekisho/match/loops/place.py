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
from contextlib import suppress
from functools import cache
from importlib.metadata import version
from pathlib import Path
from shutil import rmtree
from typing import Final

from sekisho.folders import cache_folder
from sekisho.kept import is_own, name_of

KEPT: Final = 4
"""Versions whose loops are kept: several may be in use on a machine."""
_ROOMS: Final = ("match", "match/loops", "names")
_WHOLE: Final = "whole"


@cache
def folder() -> Path | None:
    """The folder of this version; None: nothing is kept."""
    base = cache_folder()
    if base is None:
        return None
    told = {
        "numba": version("numba"),
        "numpy": version("numpy"),
        "machine": platform.machine(),
        "here": str(Path(__file__).parent),
        "bounds": os.environ.get("NUMBA_BOUNDSCHECK", ""),
    }
    texts = [(name, text.encode(errors="surrogateescape")) for name, text in told.items()]
    return base / "loops" / name_of(texts, *_ROOMS)


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
