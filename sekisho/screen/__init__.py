"""Cases to answers: the only room that sees every other."""

from sekisho.screen.run import Screener, outcomes, screen

__all__ = ["Screener", "outcomes", "screen"]
