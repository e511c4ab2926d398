"""Files of cases to cases, one at a time: JSON, JSON Lines, TOML, CSV, OCDS, or a CycloneDX bill.

What cannot be read comes out as a Rejected with its place and remedy, in its turn; what follows is
still read where the format allows it: a line after a broken line, but nothing after broken JSON. JSON
Lines and CSV are streamed; formats that must be read whole have a limit.
"""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, assert_never

import tomli

from sekisho.errors import InputError, Location, Problem
from sekisho.formats.case import CaseReader, case_id
from sekisho.formats.json import Text, decode, loads
from sekisho.formats.keys import shape_of
from sekisho.formats.lines import Line, Stream
from sekisho.formats.notes import Notes, Rejected, join, quote, shorten
from sekisho.formats.parts import is_bom, is_ocds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sekisho.law.facts import Facts
    from sekisho.law.register import Law
    from sekisho.model.case import Case

LIMIT = 64 * 2**20
"""Bytes of a file that is read whole."""


class Format(StrEnum):
    """What cases are read from."""

    JSON = "json"
    JSONL = "jsonl"
    TOML = "toml"
    CSV = "csv"


SUFFIXES = {
    ".json": Format.JSON,
    ".jsonl": Format.JSONL,
    ".ndjson": Format.JSONL,
    ".toml": Format.TOML,
    ".csv": Format.CSV,
}

_TOML_LINE = re.compile(rb"""#|\[\[?\s*[A-Za-z"'][^\]]*\]\]?\s*(?:#.*)?$|[A-Za-z0-9_."'-]+\s*=""")
_AT_LINE = re.compile(r"\(at line (\d+), column \d+\)")


def read(  # how to read is told by keyword
    source: Path | BinaryIO,
    facts: Facts,
    *,
    name: str,
    format: Format | None = None,  # noqa: A002  # the word of the command line
    limit: int = LIMIT,
    lists: frozenset[str] | None = None,
) -> Iterator[Case | Rejected]:
    """Read the cases of a file.

    Args:
        source: the file; a stream is read from where it stands and not closed.
        facts: the closed lists.
        name: of the file, as problems show it.
        format: None: by the suffix of *name*, else by the look of the first line.
        limit: bytes of a file that has to be read whole.
        lists: ids of the lists that a case may name, parts included (`s889:a`); None: any.
    """
    if not isinstance(source, Path):
        yield from _read(Stream(source, name), CaseReader(shape_of(facts), None, lists), format, limit)
        return
    try:
        file = source.open("rb")
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        yield Rejected(name, (Problem(Location(name), f"cannot be read: {why}", "is the path right?"),))
        return
    with file:
        yield from _read(Stream(file, name), CaseReader(shape_of(facts), source.parent, lists), format, limit)


def read_cases(source: Path | str, law: Law) -> Iterator[Case]:
    """The cases of a file, for those who embed sekisho: the first that cannot be read ends it.

    Args:
        source: a file of cases, or a CycloneDX file.
        law: the register, whose facts are the words a case may use.

    Raises:
        InputError: a case cannot be read; the problems say where and why.
    """
    for each in read(Path(source), law.facts, name=str(source)):
        if isinstance(each, Rejected):
            raise InputError(f"{each.id} is refused", each.problems)
        yield each


def _read(stream: Stream, reader: CaseReader, form: Format | None, limit: int) -> Iterator[Case | Rejected]:
    try:
        if form is None:
            form = SUFFIXES.get(Path(stream.name).suffix.lower()) or _look(stream)
        match form:
            case Format.JSONL:
                yield from _lines(stream, reader)
            case Format.CSV:
                from sekisho.formats.csv import read_csv  # noqa: PLC0415  # only a table waits for it

                yield from read_csv(stream, reader)
            case Format.JSON:
                yield from _json(Text(_whole(stream, limit), stream.name), reader)
            case Format.TOML:
                yield from _toml(_whole(stream, limit), stream.name, reader)
            case _:
                assert_never(form)
    except InputError as error:
        yield Rejected(stream.name, error.problems)
    except OSError as error:
        yield Rejected(
            stream.name, (Problem(Location(stream.name), f"cannot be read: {error.strerror or error}"),)
        )


def _look(stream: Stream) -> Format:
    """The format by the first line that is not blank."""
    first = stream.first().rstrip()
    if not first or first.startswith(b"<"):
        message, hint = (
            ("holds no case", "give at least one")
            if not first
            else ("is XML or HTML", "give CycloneDX as JSON")
        )
        problem = Problem(Location(stream.name, 1), f"the input {message}", hint)
        raise InputError(problem.message, [problem])
    if first.startswith(b"{"):
        try:
            value = loads(first.decode("utf-8"))
        except ValueError:
            closed = first.endswith(b"}") and first.count(b"{") == first.count(b"}")
            return Format.JSONL if closed else Format.JSON  # a broken line, or the first of a long text
        return Format.JSON if is_bom(value) else Format.JSONL
    if _TOML_LINE.match(first):
        return Format.TOML
    return Format.JSON if first.startswith(b"[") else Format.CSV


def _whole(stream: Stream, limit: int) -> str:
    data = stream.read(limit)
    if data is None:
        message = f"the file is larger than {limit / 2**20:g} MiB, the limit of what is read whole"
        hint = "give the cases as JSON Lines or CSV: these are read line by line and have no limit"
        raise InputError(message, [Problem(Location(stream.name), message, hint)])
    return decode(data, stream.name)


def _json(text: Text, reader: CaseReader) -> Iterator[Case | Rejected]:
    if not text.is_list():
        data = text.whole()
        if is_bom(data):
            from sekisho.formats.cyclonedx import bom_of  # noqa: PLC0415  # cases do not wait for it

            yield bom_of(data, text, reader.shape.facts).case(text.file)
        else:
            yield from (_placed(each, text) for each in _told(data, Notes(text.file), text.file, reader))
        return
    for index, (start, data) in enumerate(text.elements()):
        outer = f"[{index}]"
        found = _told(data, Notes(text.file, 0, outer), text.file + outer, reader)
        yield from (_placed(each, text, start, outer) for each in found)


def _told(data: object, notes: Notes, name: str, reader: CaseReader) -> Iterator[Case | Rejected]:
    """The case that a value is; of OCDS several, and last what could not be read of it."""
    if not is_ocds(data):
        yield _case(data, notes, name, reader)
        return
    from sekisho.formats.ocds import cases_in  # noqa: PLC0415  # cases do not wait for it

    for path, case in cases_in(data, notes):
        own = Notes(notes.file, notes.line, join(notes.path, path))
        yield _case(case, own, str(own.at(None)), reader)
    if notes.problems:
        yield Rejected(name, tuple(notes.problems))


def _case(data: object, notes: Notes, name: str, reader: CaseReader) -> Case | Rejected:
    case = reader.read(data, notes, name)
    return case if case is not None else Rejected(case_id(data, name), tuple(notes.problems))


def _placed(result: Case | Rejected, text: Text, start: int = 0, outer: str = "") -> Case | Rejected:
    """The same, every problem with its line."""
    if not isinstance(result, Rejected):
        return result
    return Rejected(result.id, text.placed(result.problems, start, outer))


def _short(result: Case | Rejected) -> Case | Rejected:
    return (
        Rejected(result.id, tuple(map(shorten, result.problems))) if isinstance(result, Rejected) else result
    )


def _lines(stream: Stream, reader: CaseReader) -> Iterator[Case | Rejected]:
    for line in stream.lines():
        name = f"{stream.name}:{line.number}"
        if line.fault is not None:
            yield Rejected(name, (line.fault,))
        elif line.text and not line.text.isspace():
            try:
                data = loads(line.text)
            except ValueError:
                yield Rejected(name, _broken(line, stream.name))
            else:
                yield from map(_short, _told(data, Notes(stream.name, line.number), name, reader))


def _broken(line: Line, file: str) -> tuple[Problem, ...]:
    """What is wrong with a line that could not be read."""
    try:
        Text(line.text, file).whole()
    except InputError as error:
        return tuple(_on_line(problem, line.number) for problem in error.problems)
    return (Problem(Location(file, line.number), "the line cannot be read", "write one JSON object"),)


def _on_line(problem: Problem, line: int) -> Problem:
    at = Location(problem.at.file, line, problem.at.path)
    return Problem(at, problem.message.replace("(line 1, column", "(column"), problem.hint)


def _toml(text: str, name: str, reader: CaseReader) -> Iterator[Case | Rejected]:
    data = _parse_toml(text, name)
    if "case" not in data:
        yield _short(_case(data, Notes(name), name, reader))
        return
    cases = data.pop("case")
    notes = Notes(name)
    for key in data:
        notes.refuse((None, key), f"{quote(key)} stands beside [[case]]", "put it into a case")
    if not isinstance(cases, list):
        notes.refuse((None, "case"), "`case` is no list of tables", "write [[case]] before each case")
    if notes.problems or not isinstance(cases, list):
        raise notes.error(name)
    for index, each in enumerate(cases):
        yield _short(_case(each, Notes(name, 0, f"case[{index}]"), f"{name}[{index}]", reader))


def _parse_toml(text: str, name: str) -> dict[str, object]:
    line = 0
    try:
        data: dict[str, object] = tomli.loads(text)
    except tomli.TOMLDecodeError as error:
        found = _AT_LINE.search(str(error))
        line = int(found[1]) if found else text.count("\n") + 1
        message, hint = (
            f"broken TOML: {error}",
            "mend the text at or before this place; text stands in quotes",
        )
    except RecursionError:
        message, hint = "this is nested too deep", "200 levels of parts within parts are read"
    except ValueError:
        message, hint = (
            "a number or date cannot be read",
            "write dates as 2018-12-10 and numbers of at most 300 digits",
        )
    else:
        if data:
            return data
        message, hint = "the file holds no case", "give at least one"
    raise InputError(message, [Problem(Location(name, line), message, hint)])
