"""Functions compiled by Numba when they are first called, and kept for the next program."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar, cast

import numba

from sekisho.match.loops.kept import made

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

Function = TypeVar("Function", bound="Callable[..., object]")


def compiled(function: Function) -> Function:
    """Compile a function when it is first called, or take it as it was compiled before.

    It knows numbers, columns and named tuples of these, and adds up in the order in which it is written. It
    lets other threads work meanwhile. A folder that cannot be used is no fault: then each program compiles
    anew.
    """
    own = made()
    if own is None:  # else Numba looks for another folder, by rules of its own
        return cast("Function", numba.njit(function, nogil=True, error_model="numpy"))
    with _kept_in(own):
        return cast("Function", numba.njit(function, cache=True, nogil=True, error_model="numpy"))


def part(function: Function) -> Function:
    """Compile a function into those that call it: as if it stood there, which takes a third of the time."""
    return cast("Function", numba.njit(function, nogil=True, error_model="numpy", inline="always"))


def step(function: Function) -> Function:
    """Compile a function that others call: a long one, which is called seldom enough to do without copies."""
    return cast("Function", numba.njit(function, nogil=True, error_model="numpy"))


@contextmanager
def _kept_in(folder: Path) -> Iterator[None]:
    """Have Numba keep what is declared meanwhile in a folder; the settings of other programs stay."""
    before = numba.config.CACHE_DIR
    numba.config.CACHE_DIR = str(folder)
    try:
        yield
    finally:
        numba.config.CACHE_DIR = before
