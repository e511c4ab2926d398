"""The head of a page that stands alone: nothing runs, and nothing is loaded."""

from __future__ import annotations

from html import escape


def opening(title: str, style: str, language: str = "en") -> str:
    """A page up to its first heading.

    Args:
        title: of the window and of the page.
        style: CSS; the browser takes no other style, no script and nothing from elsewhere.
        language: of the page, for whoever reads it aloud.
    """
    return f"""<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{escape(title)}</title>
<style>{style}</style>
</head>
<body>
<main>
<h1>{escape(title)}</h1>
"""
