"""Where rosters are kept between programs, if nobody says otherwise: the user's folder of caches."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from sekisho.folders import of_user

CACHE: Final = "SEKISHO_CACHE"
"""The variable that names the folder, or says `none`."""
NONE: Final = "none"


def cache_folder() -> Path | None:
    """`$SEKISHO_CACHE`, else where this system keeps what may be thrown away; None: nothing is kept."""
    given = os.environ.get(CACHE, "")
    if given:
        return None if given == NONE else Path(given).expanduser().absolute()
    return of_user("XDG_CACHE_HOME", "Library/Caches", ".cache")
