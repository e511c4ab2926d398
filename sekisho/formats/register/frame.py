"""What every page of the register has around it: the head, and the ways to the other pages and languages."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from sekisho.formats.register.style import SCRIPT, SCRIPT_HASH, STYLE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

WAYS: Mapping[str, tuple[str, str]] = {
    "index.html": ("Register", "一覧"),
    "timeline.html": ("Timeline", "経過"),
    "matrix.html": ("Matrix", "対照表"),
}
"""The pages that are no instrument's, with what they are called in English and Japanese."""


def framed(title: str, body: Iterable[str], language: str, name: str, *, script: bool = False) -> str:
    """A page that stands alone: nothing is loaded, and nothing runs but the one script, where asked for.

    Args:
        title: of the window and of the page.
        body: what follows the title, as HTML.
        language: `en`; or `ja`, whose pages stand in a folder of their own.
        name: of the file, which the page in the other language bears too.
        script: whether the page filters a list.
    """
    tongue = int(language == "ja")
    ways = "".join(_way(file, words[tongue], here=file == name) for file, words in WAYS.items())
    other = (
        f'<a href="../{name}" lang="en" hreflang="en">English</a>'
        if tongue
        else (f'<a href="ja/{name}" lang="ja" hreflang="ja">日本語</a>')
    )
    runs = f"; script-src 'sha256-{SCRIPT_HASH}'" if script else ""
    policy = f"default-src 'none'; style-src 'unsafe-inline'{runs}"
    end = f"<script>{SCRIPT}</script>\n" if script else ""
    content = "\n".join(body)
    return f"""<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<title>{escape(title)} · sekisho</title>
<style>{STYLE}</style>
</head>
<body>
<header class="top"><strong>sekisho 関所</strong>
<nav aria-label="{WAYS["index.html"][tongue]}">{ways}{other}</nav></header>
<main>
<h1>{escape(title)}</h1>
{content}
</main>
{end}</body>
</html>
"""


def _way(file: str, word: str, *, here: bool) -> str:
    current = ' aria-current="page"' if here else ""
    return f'<a href="{file}"{current}>{word}</a> '
