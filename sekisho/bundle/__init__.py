"""All that decides, frozen in one folder; and the one function from record batch to record batch over it."""

from sekisho.bundle.building import build
from sekisho.bundle.deciding import Reasons, decide
from sekisho.bundle.opening import Bundle, hastened, opened

__all__ = ["Bundle", "Reasons", "build", "decide", "hastened", "opened"]
