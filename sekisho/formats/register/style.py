"""The look of the register's pages, and the one script on them, as they stand within each page."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

from sekisho.formats.register.words import COLOURS
from sekisho.model.measure import Outcome

_HERE = Path(__file__).parent
_FILLED = (outcome for outcome in Outcome if outcome is not Outcome.NO_RULE)
_OUTCOMES = "".join(
    f".o-{each} {{ --edge: {COLOURS[each]}; }}\n.chip.o-{each} {{ background: var(--edge); color: #fff; }}\n"
    for each in _FILLED
)
STYLE = (_HERE / "style.css").read_text("utf-8") + _OUTCOMES
SCRIPT = (_HERE / "search.js").read_text("utf-8")
SCRIPT_HASH = base64.b64encode(hashlib.sha256(SCRIPT.encode()).digest()).decode()
"""What a browser must find the script to be before it runs it."""
