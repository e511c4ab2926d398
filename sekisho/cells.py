"""Cells of tables that spreadsheets may open."""

from __future__ import annotations

_STARTS = tuple("=+-@\t\r\0")
"""How a formula begins (OWASP ASVS 5.0, 1.2.10, and the carriage return)."""


def harmless(text: str) -> str:
    """A cell that no spreadsheet takes for a formula: an apostrophe in front keeps it a text."""
    return f"'{text}" if text.startswith(_STARTS) else text
