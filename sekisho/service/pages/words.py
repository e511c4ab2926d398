"""The words of the pages in English and Japanese: two tables that a translator can read.

`words.toml` has what the pages say themselves; `means.toml` what the words of the case format mean, which the
facts of the law tell in English.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import tomli

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

LANGUAGES = ("en", "ja")
_FILE, _MEANS = (Path(__file__).with_name(name) for name in ("words.toml", "means.toml"))


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


@cache
def means() -> Mapping[str, str]:
    """What words of the case format mean, in Japanese, by what the facts of the law say in English."""
    told: dict[str, str] = tomli.loads(_MEANS.read_text("utf-8"))
    return told


def meaner(language: str) -> Callable[[str], str]:
    """What says in a language what the facts of the law say in English."""
    return (lambda text: means().get(text, text)) if language == "ja" else str


def worder(language: str) -> Callable[[str, str], str]:
    """What says a word of a closed list: `word("certainty", "high")`; others stand as they are."""

    def word(group: str, each: str) -> str:
        told = table().get(f"{group}.{each}")
        return each if told is None else told[language]

    return word
