"""A bundle opened: checked whole, read into memory once a process, and ready to answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from sekisho import dates
from sekisho.bundle import shelf
from sekisho.bundle.building import LAW
from sekisho.bundle.manifest import Manifest, checked
from sekisho.bundle.seen import Seen
from sekisho.dates import AsOf
from sekisho.formats.case import CaseReader
from sekisho.formats.keys import shape_of
from sekisho.law.register import Law
from sekisho.screen.run import Screener

if TYPE_CHECKING:
    from pathlib import Path

    from sekisho.store.base import Store


@dataclass(frozen=True, slots=True, eq=False)
class Bundle:
    """Everything that decides.

    Attributes:
        folder: where it lies.
        screener: its law and its store, with the readings and measures it is frozen at.
        times: the day of the act for cases that give none; the one day of knowledge.
        reader: reads cases by the words of its law and the lists of its store.
        seen: what rows came to until now, by all of these: a copy with another begins anew.
    """

    folder: Path
    manifest: Manifest
    screener: Screener
    times: AsOf
    reader: CaseReader
    seen: Seen = field(default_factory=Seen, init=False)

    @property
    def law(self) -> Law:
        """The register."""
        return self.screener.law

    @property
    def store(self) -> Store:
        """Who is who."""
        return self.screener.knowledge.store

    @property
    def address(self) -> str:
        """What every decision rests on: the hash of the manifest."""
        return self.manifest.address


@lru_cache(maxsize=2)
def opened(folder: Path) -> Bundle:
    """Open a bundle, once a process.

    Raises:
        InputError: it is none, is damaged, or was built by another engine; the problems say what to do.
        LawError: its law is refused, which a bundle that was built is not.
    """
    told = checked(folder)
    law = Law.load(folder / LAW)
    store = shelf.take(folder, told.lists)
    screener = Screener(law, store, readings=told.readings, measures=told.measures)
    times = AsOf(dates.moment(told.on), dates.day(told.known))
    return Bundle(folder, told, screener, times, CaseReader(shape_of(law.facts), None, store.names))


@lru_cache(maxsize=2)
def hastened(folder: Path) -> Bundle:
    """The same, with compiled loops ready for its names where there are any: for very many rows."""
    bundle = opened(folder)
    bundle.screener.knowledge.index.hasten()
    return bundle
