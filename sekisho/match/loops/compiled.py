"""Functions compiled by Numba when they are first called, and kept for the next program.

For who writes one: Numba knows a named tuple by the name of its class and the types of its fields, and two
alike cost each call a third of a millisecond; a column that may be written to is another type than one that
may not (see `once.fixed`), and each kind of call is compiled by itself; each named tuple that is handed over
from Python costs a third of a microsecond and more, a plain tuple of columns a tenth for each.
"""

from __future__ import annotations

from contextlib import contextmanager, suppress
from threading import RLock
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar, cast

import numba

from sekisho.match.loops.place import made

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

Function = TypeVar("Function", bound="Callable[..., object]")

Columns: TypeAlias = tuple[Any, ...]
"""Columns in the order of the attributes of a named tuple that a loop makes of them."""
Number: TypeAlias = Any
"""Of the kind that a column has; which one a loop makes of it, a checker of types cannot follow."""

_ONE_AT_A_TIME = RLock()

if numba.config.DISABLE_JIT:
    raise ImportError("NUMBA_DISABLE_JIT is set, and loops that are not compiled take longer than columns")


def compiled(function: Function) -> Function:
    """Compile a function when it is first called, or take it as it was compiled before.

    It knows numbers, columns and named tuples of these, and adds up in the order in which it is written. It
    lets other threads work meanwhile. A folder that cannot be used is no fault, nor is a damaged file in it:
    then it is compiled anew.
    """
    own = made()
    if own is None:  # else Numba looks for another folder, by rules of its own
        return cast("Function", numba.njit(function, nogil=True, error_model="numpy"))
    with _kept_in(own):
        dispatcher = numba.njit(function, cache=True, nogil=True, error_model="numpy")
    dispatcher._cache = _Forgiving(dispatcher._cache)  # noqa: SLF001  # Numba has no other place for it
    return cast("Function", dispatcher)


def part(function: Function) -> Function:
    """Compile a function into those that call it: as if it stood there, which takes a third of the time."""
    return cast("Function", numba.njit(function, nogil=True, error_model="numpy", inline="always"))


def step(function: Function) -> Function:
    """Compile a long function that others call: once, and not into each of them, which would take longer."""
    return cast("Function", numba.njit(function, nogil=True, error_model="numpy"))


class _Forgiving:
    """What Numba keeps of a function, where a fault of the disk is not one of whoever asks."""

    def __init__(self, kept: Any) -> None:  # noqa: ANN401  # Numba has no types
        self._kept = kept

    def load_overload(self, *what: object) -> object:
        """The function as it was compiled; None: it was not, or the file is damaged, and is emptied."""
        try:
            return self._kept.load_overload(*what)
        except Exception:  # noqa: BLE001  # whatever a pickle that was cut off raises
            with suppress(Exception):
                self._kept.flush()
            return None

    def save_overload(self, *what: object) -> None:
        """Keep the function, if that can be done."""
        with suppress(Exception):
            self._kept.save_overload(*what)

    def __getattr__(self, name: str) -> object:
        """Everything else is as it is there."""
        return getattr(self._kept, name)


@contextmanager
def _kept_in(folder: Path) -> Iterator[None]:
    """Have Numba keep what is declared meanwhile in a folder; the settings of other programs stay."""
    with _ONE_AT_A_TIME:
        before = numba.config.CACHE_DIR
        numba.config.CACHE_DIR = str(folder)
        try:
            yield
        finally:
            numba.config.CACHE_DIR = before
