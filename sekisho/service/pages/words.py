"""The words of the pages in English and Japanese: one table, `words.toml`, that a translator can read."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import tomli

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

LANGUAGES = ("en", "ja")
_FILE = Path(__file__).with_name("words.toml")


@cache
def table() -> Mapping[str, Mapping[str, str]]:
    """Every saying by its key, with its wording by language."""
    told: dict[str, dict[str, str]] = tomli.loads(_FILE.read_text("utf-8"))
    return told


@cache
def sayer(language: str) -> Callable[..., str]:
    """What says things in a language: `say("decided", by="…")`."""
    words = table()

    def say(key: str, **filled: object) -> str:
        text = words[key][language]
        for name, value in filled.items():
            text = text.replace("{" + name + "}", str(value))
        return text

    return say
