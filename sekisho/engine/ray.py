"""Pieces on a Ray cluster: a task each, done again where its worker is lost.

Every worker process opens the bundle once. A machine that does not reach the folder of the bundle is sent it
through the cluster's object store, and keeps it in its folder for temporary files, under its address.

Ray has no scheduler of ours on top: it places the tasks; here is only how many are under way at once.
"""

from __future__ import annotations

import os
import tempfile
import uuid
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from sekisho.bundle.manifest import NAME, SHORT
from sekisho.engine.job import Done, work
from sekisho.errors import InputError, Location, Problem, SekishoError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sekisho.engine.job import Job
    from sekisho.engine.pieces import Piece

RETRIES: Final = 5
"""Times that a piece is done again when the cluster loses its worker."""
AHEAD: Final = 2
"""Tasks handed to the cluster for each of its processors: none has to wait for the next."""


class Failed(NamedTuple):
    """What a worker could not do, as a value: an exception would come back wrapped in one of Ray's."""

    message: str
    problems: tuple[Problem, ...]


class OnRay:
    """The engine of a cluster."""

    def __init__(self, address: str | None = None) -> None:
        """Take the address of a cluster.

        Args:
            address: `HOST:PORT`, `ray://HOST:PORT` or `auto`; None: the one of `$RAY_ADDRESS`, else a
                cluster of this machine's own processors that ends with the run.

        Raises:
            UsageError: Ray is not installed, or there is no cluster at the address.
        """
        os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # nothing is told to anybody unasked
        self._ray = _ray()
        try:
            if not self._ray.is_initialized():
                self._ray.init(address=address, log_to_driver=False, include_dashboard=False)
        except (ConnectionError, ValueError, RuntimeError) as error:
            raise UsageError(
                f"there is no cluster at {address}: {str(error).partition(chr(10))[0]}"
            ) from error

    def __call__(self, pieces: Sequence[Piece], job: Job) -> Iterator[Done]:
        """Do the pieces, and tell of each when it is done.

        Raises:
            InputError: a piece cannot be done, or its worker was lost time and again.
        """
        ray = self._ray
        task = ray.remote(_task).options(max_retries=RETRIES, num_cpus=1)
        parcel = [ray.put(packed(Path(job.bundle)))]  # in a list, for else each task would be sent all of it
        width = max(1, AHEAD * int(ray.cluster_resources().get("CPU", 1)))
        waiting = list(reversed(pieces))
        under_way: dict[object, Piece] = {}
        while waiting or under_way:
            while waiting and len(under_way) < width:
                piece = waiting.pop()
                under_way[task.remote(piece, job, parcel)] = piece
            ready, _ = ray.wait(list(under_way), num_returns=1)
            for each in ready:
                yield self._told(each, under_way.pop(each))

    def _told(self, task: object, piece: Piece) -> Done:
        try:
            told = self._ray.get(task)
        except self._ray.exceptions.RayTaskError:
            raise  # a fault of ours or of the machine, with the worker's own traceback: nothing was lost
        except self._ray.exceptions.RayError as error:
            message = f"the cluster lost it {RETRIES + 1} times: {str(error).partition(chr(10))[0]}"
            hint = "look for lack of memory in the cluster's logs, then run it again: what is done is kept"
            raise InputError(
                "a piece could not be done", [Problem(Location(piece.path), message, hint)]
            ) from error
        if isinstance(told, Failed):
            raise InputError(told.message, told.problems)
        done: Done = told
        return done


def _ray() -> Any:  # noqa: ANN401  # a module that need not be installed
    try:
        return import_module("ray")
    except ImportError as error:
        raise UsageError("the engine ray is not installed: pip install 'sekisho[ray]'") from error


def _task(piece: Piece, job: Job, parcel: list[object]) -> Done | Failed:
    """One piece, on whatever machine this runs."""
    try:
        folder = Path(job.bundle)
        if not (folder / NAME).is_file():
            folder = unpacked(job.address, lambda: _ray().get(parcel[0]))
        return work(piece, replace(job, bundle=str(folder)))
    except SekishoError as error:
        return Failed(str(error.args[0]), error.problems)


def packed(folder: Path) -> dict[str, bytes]:
    """The files of a bundle, to be sent."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def unpacked(address: str, parcel: Any) -> Path:  # noqa: ANN401  # a function that fetches what was packed
    """The folder of a bundle that was sent here; unpacked by the first who needs it.

    Args:
        address: of the bundle.
        parcel: gives its files.
    """
    kept = Path(tempfile.gettempdir()) / "sekisho-bundles"
    folder = kept / address[:SHORT]
    if folder.is_dir():
        return folder
    files: Mapping[str, bytes] = parcel()
    draft = kept / f".{address[:SHORT]}.{uuid.uuid4().hex}"
    for name, data in files.items():
        (draft / name).parent.mkdir(parents=True, exist_ok=True)
        (draft / name).write_bytes(data)
    try:
        draft.rename(folder)
    except OSError:  # another process of this machine was first; what it has is checked when it is opened
        if not folder.is_dir():
            raise
    return folder
