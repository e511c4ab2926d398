"""A bill of materials in any form that is read here: CycloneDX, SPDX, or a parts list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sekisho.errors import InputError, Location, Problem
from sekisho.formats.cyclonedx import bom_of, is_xml, read_bom
from sekisho.formats.headings import corrections, guess
from sekisho.formats.json import Text, decode
from sekisho.formats.keys import shape_of
from sekisho.formats.parts import is_bom
from sekisho.formats.partslist import ListReader
from sekisho.formats.sheets import is_workbook, table
from sekisho.formats.spdx import is_spdx, read_spdx, spdx_of
from sekisho.formats.spdx_tag import is_tag_value

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sekisho.formats.headings import Headings
    from sekisho.law.facts import Facts
    from sekisho.model.bom import Bom

_LOOKED_AT = 4096


@dataclass(frozen=True, slots=True)
class Read:
    """A bill that was read.

    Attributes:
        headings: of a parts list, what its columns were taken for.
    """

    bom: Bom
    headings: Headings | None = None


def read_any(
    data: bytes,
    name: str,
    facts: Facts,
    country: Callable[[str], str | None],
    corrected: Sequence[str] = (),
    sheet: str = "",
) -> Read:
    """Read a bill of materials, whatever its form.

    Args:
        data: the file.
        name: of the file, for problems.
        facts: the closed lists.
        country: the code of a country as people write it.
        corrected: for a parts list, `COLUMN=fact`.
        sheet: of a workbook; empty: the first.

    Raises:
        InputError: it cannot be read; the problems say where and why.
        UsageError: a correction is none.
    """
    if not is_workbook(data):
        text = _structured(data, name, facts)
        if text is not None:
            if corrected or sheet:
                at = Problem(Location(name), "this is no parts list", "leave --map and --sheet out")
                raise InputError(f"{name} has no columns", [at])
            return Read(text)
    lines, read_as = table(data, name, sheet)
    headings = guess(lines, name, read_as, corrections(corrected))
    reader = ListReader(headings, name, shape_of(facts).elements["component"], country)
    return Read(reader.read(lines), headings)


def _structured(data: bytes, name: str, facts: Facts) -> Bom | None:
    """CycloneDX or SPDX; None: it looks like a parts list."""
    if is_xml(data):
        return read_bom(data, name, facts)
    begin = data[:_LOOKED_AT].lstrip(b"\xef\xbb\xbf \t\r\n")
    if begin.startswith(b"{"):
        text = Text(decode(data, name), name)
        whole = text.whole()
        if is_spdx(whole):
            return spdx_of(whole, text)
        if is_bom(whole):
            return bom_of(whole, text, facts)
        hint = "give CycloneDX, SPDX, or a parts list; a case goes with --case"
        raise InputError(
            f"{name} cannot be read", [Problem(Location(name, 1), "this is no bill of materials", hint)]
        )
    if is_tag_value(begin.decode("utf-8", "ignore")):
        return read_spdx(data, name)
    return None
