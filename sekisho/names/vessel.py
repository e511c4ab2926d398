"""Names of ships without what only says that it is a ship: M/V, MT, S.S."""

from __future__ import annotations

import re
from typing import Final

_KIND: Final = re.compile(r"^\s*(?:m[/.]?[vtsy]|f[/.]?v|s[/.]?[sv])\.?\s+(?=\S)", re.IGNORECASE)


def bare(name: str) -> str:
    """The name of a ship without the kind of ship before it."""
    return _KIND.sub("", name)
