"""`--record`: answers are kept in the record of the store before anybody sees them."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeAlias, cast

from sekisho.cli.store import opened
from sekisho.errors import UsageError

if TYPE_CHECKING:
    from sekisho.law.facts import Facts
    from sekisho.model.case import Case
    from sekisho.model.decision import Answer
    from sekisho.record.said import Asked
    from sekisho.screen.run import Screener

Keep: TypeAlias = "Callable[[Screener, Sequence[tuple[Case, Answer]]], None]"


@contextmanager
def recording(wanted: bool, by: str, store: str, asked: "Asked", facts: "Facts") -> "Iterator[Keep | None]":
    """What keeps answers; None: they are not to be kept."""
    if not wanted:
        if by:
            raise UsageError("--by is the author of what --record keeps; give both, or neither")
        yield None
        return
    if not by.strip():
        raise UsageError("--record keeps who asked: name yourself with --by")
    from sekisho import dates
    from sekisho.desk.beside import beside
    from sekisho.desk.beside import keep as keep_beside
    from sekisho.record.chain import Chain, ready
    from sekisho.record.said import decision

    numbers: list[int] = []
    with opened(store, create=True) as archive:

        def keep(screener: "Screener", answered: "Sequence[tuple[Case, Answer]]") -> None:
            said = [decision(case, answer, asked, facts) for case, answer in answered]
            besides = [
                beside(screener.knowing(answer.as_of.known), case, cast("dict[str, Any]", body["answer"]))
                for (case, answer), (_, body) in zip(answered, said, strict=True)
            ]
            prepared, at = [ready(each, by) for each in said], dates.instant()
            with archive.writing() as connection:
                made = Chain(archive).add(connection, prepared, at)
                cases = [case.id for case, _ in answered]
                keep_beside(connection, screener.law, zip(made, cases, besides, strict=True), at)
            numbers.extend(entry.number for entry in made)

        try:
            yield keep
        finally:
            if numbers:
                told = (
                    f"entry {numbers[0]}" if len(numbers) == 1 else f"entries {numbers[0]} to {numbers[-1]}"
                )
                print(f"recorded: {told}", file=sys.stderr)
