"""The whole of sekisho, asked as its users ask it: cases in, answers out; the command line as a process."""

from __future__ import annotations

import atexit
import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import pytest

from sekisho import dates
from sekisho.dates import LAST_DAY, AsOf
from sekisho.errors import Location
from sekisho.formats.case import case_of
from tests.forked import Origin

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sekisho.law.facts import Facts
    from sekisho.model.case import Case

Key = TypeVar("Key")

ROOT = Path(__file__).parents[1]
SHARED = Path(os.environ.get("SEKISHO_SHARED") or ROOT.parent / "shared")
"""What tests compare with and is no part of the project: worked cases, a fact sheet of the law, real data."""
DATA = Path(os.environ.get("SEKISHO_DATA") or SHARED / "data")
MOST_SECONDS = 120
"""After which a run of the command line is killed."""
OFFICIAL_LIST = "lists/us/csl/consolidated-2026-07-09.json"


def as_of(on: str, known: str | None = None) -> AsOf:
    """The two times of a question; without *known* there is no limit."""
    return AsOf(dates.moment(on), LAST_DAY if known is None else dates.day(known))


def read_case(facts: Facts, data: Mapping[str, object]) -> Case:
    """A case in the case format."""
    return case_of(data, Location("a test"), facts, default_id="a case")


def needed(path: Path, *variables: str) -> Path:
    """A file or folder that is no part of the project, or a skip that says what is missing.

    Where one of the *variables* says where to look, it has to be there: a wrong path must not pass unseen.
    """
    if not path.exists():
        if told := [name for name in variables if os.environ.get(name)]:
            pytest.fail(
                f"{path} is absent, though {told[0]} is set; correct it, or unset it to leave this out"
            )
        pytest.skip(f"{path} is absent: set {' or '.join(variables)}")
    return path


NO_FTM = "the followthemoney library is not installed here: `make test-ftm` installs it apart, and runs this"
"""Why a comparison with the library is left out."""


def data(path: str) -> Path:
    """A file of real data, or a skip that says where it is looked for."""
    return needed(DATA / path, "SEKISHO_DATA", "SEKISHO_SHARED")


class Run:
    """What a run of the command line left behind."""

    def __init__(self, done: subprocess.CompletedProcess[bytes]) -> None:
        self.code = done.returncode
        self.raw = done.stdout
        self.out = done.stdout.decode("utf-8")
        self.err = done.stderr.decode("utf-8")

    @property
    def answers(self) -> list[dict[str, Any]]:
        """The answers, where they were asked for as JSON."""
        found = json.loads(self.out)
        assert isinstance(found, list)
        return found


def sekisho(*arguments: str | Path, given: str | bytes = b"", **environment: str) -> Run:
    """Run the command line as a process of its own.

    It is forked where all of it is imported, but where this cannot be, or what is told of the environment is
    for Python (`PYTHON…`): there it begins from nothing.
    """
    words, text = list(map(str, arguments)), given.encode() if isinstance(given, str) else given
    # Nobody's own store of lists may decide what a test sees.
    told = {**os.environ, "PYTHONUTF8": "0", "SEKISHO_STORE": "none", **environment}
    if hasattr(os, "fork") and not any(name.startswith("PYTHON") for name in environment):
        return Run(_origin().run(words, text, told, MOST_SECONDS))
    command = [sys.executable, "-m", "sekisho", *words]
    return Run(
        subprocess.run(
            command, input=text, capture_output=True, check=False, cwd=ROOT, env=told, timeout=MOST_SECONDS
        )
    )


@cache
def _origin() -> Origin:
    made = Origin(ROOT)
    atexit.register(made.stop)
    return made


def written(path: Path, cases: Mapping[str, object] | Sequence[object]) -> Path:
    """Cases as a JSON file."""
    path.write_text(json.dumps(cases, ensure_ascii=False), "utf-8")
    return path


def together(calls: Mapping[Key, tuple[Sequence[str | Path], str]]) -> dict[Key, Run]:
    """Many runs, by name, each with its arguments and input; as many at a time as there are processors."""
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        runs = pool.map(lambda call: sekisho(*call[0], given=call[1]), calls.values())
        return dict(zip(calls, runs, strict=True))
