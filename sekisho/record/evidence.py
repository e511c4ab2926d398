"""An evidence file: a stretch of the record that anybody can verify without the store, offline.

It is JSON, an entry a line, from a start to the head of the record. An entry is *open* (`at`, `body`, `by`,
`kind`) or *sealed* (`content`, the hash of these): a link that shows nothing of what it says. Invariant:
there is one way to write the same evidence, so that a changed byte shows even where it changes no value.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sekisho.errors import InputError, Location, Problem, UsageError
from sekisho.formats.json import loads
from sekisho.model.entry import Entry
from sekisho.record.chain import GENESIS, Links, canonical, content_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sekisho.model.entry import Anchor
    from sekisho.record.chain import Chain

VERSION = 1
_OPEN = {"at", "body", "by", "hash", "kind", "number"}
_SEALED = {"content", "hash", "number"}


@dataclass(frozen=True, slots=True)
class Evidence:
    """What an evidence file holds, and what came of following it.

    Attributes:
        links: the chain, as far as it was followed, with its problems.
        entries: those that are open.
        start: the number before the first entry of the file.
    """

    links: Links
    entries: tuple[Entry, ...]
    start: int


def write(chain: Chain, first: int, until: int | None, case: str | None) -> Iterator[str]:
    """The lines of an evidence file.

    Args:
        chain: the record.
        first: the number of the first entry that is open.
        until: the number of the last one; None: to the end.
        case: only the entries about this case are open; None: all.

    Raises:
        UsageError: no entry would be open.
    """
    chosen = {entry.number for entry in chain.entries(first, until, case)}
    if not chosen:
        raise UsageError("there is no such entry in the record; `sekisho record list` shows which there are")
    first = min(chosen)
    before = chain.entry(first - 1) if first > 1 else None
    last: Entry | None = None
    for entry in chain.entries(first):
        start = {"number": first - 1, "hash": before.hash if before else entry.previous}
        yield f'{{"record":{VERSION},"start":{canonical(start)},"entries":[\n' if last is None else ",\n"
        yield _open(entry) if entry.number in chosen else _sealed(entry)
        last = entry
    if last is None:
        raise AssertionError(first)
    yield f'\n],"head":{canonical({"number": last.number, "hash": last.hash})}}}\n'


def _open(entry: Entry) -> str:
    tail = {"by": entry.by, "hash": entry.hash, "kind": entry.kind, "number": entry.number}
    return f'{{"at":{canonical(entry.at)},"body":{entry.body},{canonical(tail)[1:]}'


def _sealed(entry: Entry) -> str:
    content = content_of(entry.at, entry.by, entry.kind, entry.body)
    return canonical({"content": content, "hash": entry.hash, "number": entry.number})


def of(data: bytes, name: str, anchor: Anchor | None = None) -> Evidence:
    """Take the bytes of an evidence file, and follow its chain; *name* is for problems.

    Raises:
        InputError: they are none, or are damaged beyond reading.
    """
    try:
        text = data.decode()
        return _followed(loads(text), text, name, anchor)
    except ValueError as error:
        raise refused(name, str(error)) from error
    except (KeyError, TypeError, AttributeError, InputError) as error:
        raise refused(name, f"it has not the shape of one ({error})") from error


def _followed(told: Any, text: str, name: str, anchor: Anchor | None) -> Evidence:  # noqa: ANN401  # as JSON gives it
    start, rows, head = told["start"], told["entries"], told["head"]
    links = Links(name, start["number"], start["hash"])
    found = {start["number"]: start["hash"]}
    if start["number"] == 0 and start["hash"] != GENESIS:
        links.note(0, "nothing stands before the first entry, and the file says that something does")
    opened: list[Entry] = []
    for row in rows:
        previous, content = links.hash, row.get("content")
        if row.keys() == _OPEN:
            body = canonical(row["body"])
            content = content_of(row["at"], row["by"], row["kind"], body)
            opened.append(
                Entry(row["number"], previous, row["at"], row["by"], row["kind"], body, row["hash"])
            )
        elif row.keys() != _SEALED:
            raise KeyError("keys", *row)
        links.follow(row["number"], content, row["hash"])
        found[row["number"]] = row["hash"]
    if head != {"number": links.number, "hash": links.hash}:
        links.note(links.number, "it is not the head that the file names: entries are missing after it")
    if told["record"] != VERSION or text != _written(told):
        links.note(0, "the file is not as sekisho writes it: bytes of it were changed")
    if anchor is not None:
        _anchored(links, anchor, found, start["number"])
    return Evidence(links, tuple(opened), start["number"])


def _anchored(links: Links, anchor: Anchor, found: Mapping[int, str], start: int) -> None:
    if anchor.number < start:
        raise UsageError(
            f"the anchor is of entry {anchor.number}, and the file begins after entry {start}: "
            "take a newer anchor, or export from an earlier entry"
        )
    links.meets(anchor, found.get(anchor.number))


def _written(told: Mapping[str, Any]) -> str:
    """The one way in which evidence is written."""
    rows = ",\n".join(map(canonical, told["entries"]))
    head = f'{{"record":{canonical(told["record"])},"start":{canonical(told["start"])}'
    return f'{head},"entries":[\n{rows}\n],"head":{canonical(told["head"])}}}\n'


def refused(name: str, why: str) -> InputError:
    """The error of a file that is no evidence file."""
    hint = "give a file that `sekisho record export` wrote, byte for byte"
    return InputError(f"{name} is no evidence file", [Problem(Location(name), why, hint)])
