"""Where compiled loops are kept for the next program: a folder among the user's caches.

Numba keeps what it compiled as long as the file of the function is the same, whatever that function calls; so
the folder is named after all that is compiled and all it may refer to.
"""

from __future__ import annotations

from functools import cache
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path
from typing import Final

from sekisho.folders import cache_folder
from sekisho.version import __version__

_ROOMS: Final = ("match", "names")
_WHOLE: Final = "whole"


@cache
def folder() -> Path | None:
    """The folder of this version; None: nothing is kept."""
    base = cache_folder()
    if base is None:
        return None
    own = blake2b(f"{__version__}\0{version('numba')}".encode(), digest_size=8)
    for room in _ROOMS:
        for path in sorted((Path(__file__).parents[2] / room).rglob("*.py")):
            own.update(path.read_bytes())
    return base / "loops" / own.hexdigest()


def is_whole() -> bool:
    """Whether all loops of this version were compiled before on this machine."""
    own = folder()
    return own is not None and (own / _WHOLE).exists()


def now_whole() -> None:
    """Keep in mind that all have been compiled."""
    own = folder()
    if own is not None and own.exists():  # a folder that cannot be written to is not there
        (own / _WHOLE).touch()
