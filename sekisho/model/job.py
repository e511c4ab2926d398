"""A file that was handed in, how far it is worked off, and what came of each case in it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sekisho.errors import Problem


class Sort(StrEnum):
    """What a file holds."""

    CASES = "cases"
    """Cases, as JSON, JSON Lines, TOML or CSV, or a CycloneDX bill by itself."""
    BOM = "bom"
    """The parts of one product: CycloneDX, SPDX, or a parts list."""
    INVENTORY = "inventory"
    """The devices of a network: a table, nmap, NetBox, snmpwalk, or CycloneDX."""
    LISTS = "lists"
    """No file: sources of lists that are brought up to date."""


class Stand(StrEnum):
    """How far a job has come."""

    RUNNING = "running"
    DONE = "done"
    REFUSED = "refused"
    """The file cannot be read, or not be asked about."""
    FAILED = "failed"
    """Something of ours failed; what was answered is kept."""
    STOPPED = "stopped"
    """The service stopped before the end; what was answered is kept."""


@dataclass(frozen=True, slots=True)
class Job:
    """A file at work.

    Attributes:
        number: of the job.
        at: ISO 8601 instant in UTC at which it was handed in.
        file: its name; of lists, the sources.
        done: cases, parts, devices or sources that were looked at.
        refused: those of them that could not be read.
        total: how many there are; None: nobody knows yet.
        moved: the instant of its last progress.
        note: what there is to say of its end.
    """

    number: int
    at: str
    by: str
    sort: Sort
    file: str
    stand: Stand
    done: int
    refused: int
    total: int | None
    moved: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class JobLine:
    """What came of one case of a file.

    Attributes:
        place: in the file, counted from 1.
        decision: the number of its entry in the record; None: it was not kept, or refused.
        outcome: None: it was refused.
        problems: why.
    """

    place: int
    case: str
    decision: int | None
    outcome: str | None
    problems: tuple[Problem, ...] = ()
