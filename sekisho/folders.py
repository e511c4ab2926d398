"""Where the system of a machine keeps what belongs to its user, for each kind of thing."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Final

CACHE: Final = "SEKISHO_CACHE"
"""The variable that names the folder of caches, or says `none`."""
NONE: Final = "none"


def of_user(variable: str, mac: str, elsewhere: str) -> Path:
    """The folder of sekisho among those of a user's programs.

    Args:
        variable: of the XDG Base Directory Specification, that names the folder above it.
        mac: that folder on macOS, below the home of the user; Windows has one for everything local.
        elsewhere: that folder on other systems, where the variable is not set.
    """
    home = Path.home()
    given = os.environ.get(variable, "")
    if given and Path(given).is_absolute():  # the standard has relative ones ignored
        base = Path(given)
    elif sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local")
    else:
        base = home / (mac if sys.platform == "darwin" else elsewhere)
    return base / "sekisho"


def cache_folder() -> Path | None:
    """`$SEKISHO_CACHE`, else where this system keeps what may be thrown away; None: nothing is kept."""
    given = os.environ.get(CACHE, "")
    if given:
        return None if given == NONE else Path(given).expanduser().absolute()
    return of_user("XDG_CACHE_HOME", "Library/Caches", ".cache")
