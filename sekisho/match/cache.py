"""A roster kept in a file, so that the next program that asks need not build it.

One file a roster: a line of JSON, which says what the rest is, then arrays as they lie in memory, which are
mapped, not read. Nothing in it is ever run.

Invariants: a file is whole or not there, for it is written beside and put in place at once; one that is
damaged, cut off, of another version, another user's or open to others is built anew, never trusted; the
roster is the one that was built.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from zlib import crc32

import numpy as np

from sekisho.kept import is_own, name_of
from sekisho.match.columns import Bearers, Marks, Names
from sekisho.match.initials import Initials
from sekisho.match.laid import Laid
from sekisho.match.near import Near, Shapes, Slips
from sekisho.match.postings import Postings
from sekisho.match.roster import Roster
from sekisho.match.texts import Texts
from sekisho.match.vocabulary import Words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from numpy.typing import NDArray

    from sekisho.match.columns import Bearer
    from sekisho.match.lore import Lore

    Arrays = Mapping[str, NDArray[Any]]

KEPT: Final = 8
"""Files kept in a folder: those written last."""
HEAD: Final = 1 << 16
"""Bytes that the first line of a file may have."""
_ALIGNED: Final = 64
_SUFFIX: Final = ".roster"


def key(said: str, corpus: Path) -> str:
    """What a roster goes by: a hash of all it is made of.

    Args:
        said: what the bearers are: a hash of the snapshot they come from.
        corpus: the folder of the corpus, whose words are read.
    """
    machine = f"{sys.byteorder}\0{np.__version__}".encode()  # arrays are kept as they lie in memory
    words = ((path.name, path.read_bytes()) for path in sorted((corpus / "words").glob("*.toml")))
    return name_of((("bearers", said.encode()), ("machine", machine), *words), "match", "names")


def roster(folder: Path, name: str, bearers: Callable[[], Iterable[Bearer]], lore: Lore) -> Roster:
    """The roster that goes by a name: as it was kept, or built and kept for the next time.

    A folder that cannot be written to is no fault: then nothing is kept.

    Args:
        folder: where rosters are kept; it need not be there.
        name: from `key`.
        bearers: makes them, if they are needed.
        lore: what is known of words.
    """
    path = folder / f"{name}{_SUFFIX}"
    found = read(path, lore, mine=True)
    if found is None:
        found = Roster.build(bearers(), lore)
        found.words.look_up()
        try:
            write(path, found)
        except OSError:
            return found
    return found


def write(path: Path, roster: Roster) -> None:
    """Keep a roster in a file.

    Raises:
        OSError: it cannot be written.
    """
    arrays = {name: np.ascontiguousarray(array) for name, array in _arrays(roster).items()}
    told, at = {}, 0
    for name, array in arrays.items():
        told[name] = [array.dtype.str, list(array.shape), at, crc32(array.data)]
        at += array.nbytes + -array.nbytes % _ALIGNED
    head = json.dumps(told).encode()
    head = f"{crc32(head):08x} ".encode() + head
    head += b" " * (-(len(head) + 1) % _ALIGNED) + b"\n"
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=path.parent, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(head)
            for array in arrays.values():
                file.write(array.data)
                file.write(bytes(-array.nbytes % _ALIGNED))
        Path(draft).replace(path)
    finally:
        Path(draft).unlink(missing_ok=True)
    kept = sorted(path.parent.glob(f"*{_SUFFIX}"), key=lambda each: each.stat().st_mtime, reverse=True)
    for old in kept[KEPT:]:
        old.unlink(missing_ok=True)


def read(path: Path, lore: Lore, *, mine: bool = False) -> Roster | None:
    """The roster that a file keeps; None if there is none that can be trusted.

    Args:
        path: of the file.
        lore: what is known of words.
        mine: whether this user must have written it, and nobody else may: its checks tell of accidents, not
            of somebody who means to be trusted.
    """
    try:
        with path.open("rb") as file:
            if mine and not is_own(os.fstat(file.fileno())):
                return None
            whole = np.memmap(file, np.uint8, "r").view(np.ndarray)
        head = bytes(whole[:HEAD]).partition(b"\n")[0] + b"\n"
        checked, _, told = head.partition(b" ")
        told = told.rstrip()
        if int(checked, 16) != crc32(told):
            return None
        arrays = {}
        for name, (kind, shape, at, check) in json.loads(told).items():
            size = int(np.prod(shape)) * np.dtype(kind).itemsize
            part = whole[len(head) + at : len(head) + at + size]
            if len(part) != size or crc32(part.data) != check:
                return None
            arrays[name] = part.view(np.dtype(kind)).reshape(shape)
        return _roster(arrays, lore)
    except (OSError, ValueError, KeyError, TypeError):
        return None


_PARTS: Final[Mapping[str, tuple[str, ...]]] = {
    "roster": ("schemata", "allowed"),
    "names": ("bearers", "weak", "is_native", "is_latin"),
    "spellings": ("names", "starts", "words", "units", "marks", "totals", "letters", "initials"),
    "vocabulary": ("initials", "patronymics"),
    "near": ("words", "likeness"),
    "slips": ("starts", "hashes", "owners"),
    "shapes": Shapes._fields,
    "postings": ("starts", "spellings", "weights", "totals"),
}
"""What is kept of each part of a roster beside its texts."""


def _arrays(roster: Roster) -> dict[str, NDArray[Any]]:
    """Everything of a roster but its lore, by name."""
    marks, words = roster.bearers.marks, roster.words
    parts = {
        "roster": roster,
        "names": roster.names,
        "spellings": roster.spellings,
        "vocabulary": words,
        "near": words.near,
        "slips": words.slips,
        "shapes": words.slips.shapes,
        "postings": roster.postings,
    }
    texts = {
        "ids": marks.ids,
        "schemas": marks.schemas,
        "countries": marks.countries,
        "born": marks.born,
        "identifiers": marks.identifiers,
        "names": roster.names.texts,
        "natives": roster.names.natives,
        "written": roster.spellings.texts,
        "in_order": roster.spellings.sorted,
        "words": Texts.of(words.listed),
    }
    arrays = {
        f"{part}.{field}": getattr(parts[part], field) for part, fields in _PARTS.items() for field in fields
    }
    for name, each in texts.items():
        bare = each.whole.encode("utf-8", "surrogatepass")
        arrays |= {f"letters of {name}": np.frombuffer(bare, np.uint8), f"starts of {name}": each.starts}
    return arrays


def _roster(arrays: Arrays, lore: Lore) -> Roster:
    """The roster whose arrays these are."""

    def texts(name: str) -> Texts:
        whole = arrays[f"letters of {name}"].tobytes().decode("utf-8", "surrogatepass")
        return Texts(whole, arrays[f"starts of {name}"])

    def part(name: str) -> dict[str, Any]:
        return {field: arrays[f"{name}.{field}"] for field in _PARTS[name]}

    names = Names(texts=texts("names"), natives=texts("natives"), **part("names"))
    marks = Marks(*map(texts, ("ids", "schemas", "countries", "born", "identifiers")))
    listed = list(texts("words"))
    words = Words(
        places={word: place for place, word in enumerate(listed)},
        listed=listed,
        slips=Slips(shapes=Shapes(**part("shapes")), groups=lore.kin, **part("slips")),
        near=Near(**part("near")),
        looked_up=np.ones(len(listed), np.bool_),
        **part("vocabulary"),
    )
    spellings = Laid(texts=texts("written"), sorted=texts("in_order"), **part("spellings"))
    return Roster(
        lore=lore,
        bearers=Bearers(marks, names),
        names=names,
        spellings=spellings,
        initials=Initials.of(spellings.initials),
        words=words,
        postings=Postings(**part("postings")),
        **part("roster"),
    )
