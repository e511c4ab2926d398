"""What a declared source says of its files, for tests to ask."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sekisho.lists.ingest import Canaries
from sekisho.lists.reading import Reading
from sekisho.lists.source import Source
from tests.whole import ROOT

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from sekisho.model.statement import Said

CORPUS = ROOT / "sekisho" / "corpus" / "lists" / "sources"
COPIES = Path(__file__).parent / "sources"


def missing(source: Source, said: Collection[Said]) -> tuple[str, ...]:
    """The canaries of a source that are not among what was said."""
    canaries = Canaries(source.checks.must_contain)
    assert list(canaries.watched(said)) == list(said)
    return canaries.missing


class Read:
    """What a source said of its files."""

    def __init__(self, declaration: Path, files: Mapping[str, Path]) -> None:
        self.source = Source.read(declaration)
        self.reading = Reading(files, self.source)
        self.said: list[Said] = list(self.reading.said())

    def values(self, prop: str, schema: str = "") -> list[str]:
        found = [each.statement for each in self.said if each.statement.prop == prop]
        return [each.value for each in found if not schema or each.schema == schema]

    def of(self, name: str) -> dict[str, list[str]]:
        """What is said of the entity with a name, and of its listing."""
        (identity,) = {e.statement.entity_id for e in self.said if e.statement.value == name and is_named(e)}
        about: dict[str, list[str]] = {}
        for each in self.said:
            if each.statement.entity_id.startswith(identity):
                about.setdefault(each.statement.prop, []).append(each.statement.value)
        return about

    @property
    def counts(self) -> tuple[int, int]:
        return self.reading.rows, self.reading.entities


def is_named(said: Said) -> bool:
    return said.statement.prop in ("name", "alias", "weakAlias", "previousName")


def corpus(name: str, path: Path) -> Read:
    return Read(CORPUS / f"{name}.toml", {"main": path})
