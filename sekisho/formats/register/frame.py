"""What every page of the register has around it: the head, and the ways to the other pages and languages."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, TypeAlias

from sekisho.formats.register.style import SCRIPT, SCRIPT_HASH, STYLE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    Leading: TypeAlias = Callable[[str], str]
    """From the name of a page's file, with or without an anchor on it, to what leads there."""

WAYS: Mapping[str, tuple[str, str]] = {
    "index.html": ("Register", "一覧"),
    "timeline.html": ("Timeline", "経過"),
    "matrix.html": ("Matrix", "対照表"),
}
"""The pages that are no instrument's, with what they are called in English and Japanese."""


def beside(name: str) -> str:
    """What leads from one file to another in the same folder."""
    return name


def framed(
    title: str,
    body: Iterable[str],
    language: str,
    name: str,
    *,
    script: bool = False,
    landscape: bool = False,
    lone: bool = False,
) -> str:
    """A page that stands alone: nothing is loaded, and nothing runs but the one script, where asked for.

    Args:
        title: of the window and of the page.
        body: what follows the title, as HTML.
        language: `en`; or `ja`, whose pages stand in a folder of their own.
        name: of the file, which the page in the other language bears too.
        script: whether the page filters a list.
        landscape: whether it is printed so.
        lone: whether no other page stands beside it, so that it leads to none.
    """
    runs = f"; script-src 'sha256-{SCRIPT_HASH}'" if script else ""
    return _PAGE.format(
        language=language,
        policy=f"default-src 'none'; style-src 'unsafe-inline'{runs}",
        title=escape(title),
        style=STYLE,
        turned=' class="landscape"' if landscape else "",
        nav="" if lone else _nav(name, int(language == "ja")),
        content="\n".join(body),
        end=f"<script>{SCRIPT}</script>\n" if script else "",
    )


_PAGE = """<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<title>{title} · sekisho</title>
<style>{style}</style>
</head>
<body{turned}>
<header class="top"><strong>sekisho 関所</strong>{nav}</header>
<main>
<h1>{title}</h1>
{content}
</main>
{end}</body>
</html>
"""


def _nav(name: str, tongue: int) -> str:
    """The ways to the other pages, and to the same in the other language."""
    here = "timeline.html" if name.startswith("timeline-") else name
    ways = "".join(_way(file, words[tongue], here=file == here) for file, words in WAYS.items())
    english = f'<a href="../{name}" lang="en" hreflang="en">English</a>'
    japanese = f'<a href="ja/{name}" lang="ja" hreflang="ja">日本語</a>'
    label = WAYS["index.html"][tongue]
    return f'\n<nav aria-label="{label}">{ways}{english if tongue else japanese}</nav>'


def wide(content: str, label: str) -> str:
    """What may be wider than a window: it scrolls within its own frame, by keyboard too."""
    return f'<div class="wide" role="region" aria-label="{escape(label)}" tabindex="0">{content}</div>'


def _way(file: str, word: str, *, here: bool) -> str:
    current = ' aria-current="page"' if here else ""
    return f'<a href="{file}"{current}>{word}</a> '
