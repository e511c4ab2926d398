"""`--record`: answers are kept in the record of the store before anybody sees them."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeAlias

from sekisho.cli.store import opened
from sekisho.errors import UsageError

if TYPE_CHECKING:
    from sekisho.model.case import Case
    from sekisho.model.decision import Answer
    from sekisho.record.said import Asked
    from sekisho.screen.run import Screener

Keep: TypeAlias = "Callable[[Screener, Sequence[tuple[Case, Answer]]], None]"


@contextmanager
def recording(wanted: bool, by: str, store: str, asked: "Asked") -> "Iterator[Keep | None]":
    """What keeps answers; None: they are not to be kept."""
    if not wanted:
        if by:
            raise UsageError("--by is the author of what --record keeps; give both, or neither")
        yield None
        return
    if not by.strip():
        raise UsageError("--record keeps who asked: name yourself with --by")
    from sekisho.desk.beside import record

    numbers: list[int] = []
    with opened(store, create=True) as archive:

        def keep(screener: "Screener", answered: "Sequence[tuple[Case, Answer]]") -> None:
            numbers.extend(entry.number for entry in record(archive, screener, answered, asked, by))

        try:
            yield keep
        finally:
            if numbers:
                told = (
                    f"entry {numbers[0]}" if len(numbers) == 1 else f"entries {numbers[0]} to {numbers[-1]}"
                )
                print(f"recorded: {told}", file=sys.stderr)
