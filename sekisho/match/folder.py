"""Where rosters are kept between programs, if nobody says otherwise: the user's folder of caches."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Final

CACHE: Final = "SEKISHO_CACHE"
"""The variable that names the folder, or says `none`."""
NONE: Final = "none"


def cache_folder() -> Path | None:
    """`$SEKISHO_CACHE`, else where this system keeps what may be thrown away; None: nothing is kept."""
    given = os.environ.get(CACHE, "")
    if given:
        return None if given == NONE else Path(given).expanduser().absolute()
    home = Path.home()
    shared = os.environ.get("XDG_CACHE_HOME", "")
    if shared and Path(shared).is_absolute():  # the standard has relative ones ignored
        base = Path(shared)
    elif sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = home / "Library" / "Caches"
    else:
        base = home / ".cache"
    return base / "sekisho"
