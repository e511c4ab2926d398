"""`--basis`: what an answer that is asked for again rested on, and what differs now."""

import json
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from sekisho.errors import InputError, Location, Problem, UsageError
from sekisho.record.basis import DECLARATION, by_hand, newest

CORPUS: Final = ("makers", "lists", "words", "match")
"""What of the corpus stands in a basis."""
_HINT = "give the number of a snapshot, or what `sekisho screen --format json` or `jsonl` wrote"


@dataclass(frozen=True, slots=True)
class Replayed:
    """What is replayed.

    Attributes:
        upto: the newest snapshot that counts; None: the answers rest on no store, but on files given by hand.
        bases: of the saved answers, as they stand in the file; none, where a number was given.
    """

    upto: int | None
    bases: tuple[Mapping[str, Any], ...] = field(default=())

    def warn(self, hashes: Mapping[str, str]) -> None:
        """Say on standard error what is not as it was: then the answer may be another.

        Args:
            hashes: what is rested on now.
        """
        if not self.bases:
            return
        from sekisho.law.register import Law
        from sekisho.version import __version__

        law = Law.load().digest
        differ: dict[str, None] = {}
        for each in self.bases:
            now = {"engine": __version__, "law": law}
            differ |= dict.fromkeys(name for name, value in now.items() if each.get(name) != value)
            then, today = by_hand(each["lists"]), by_hand(hashes)
            other = (name for name in then | today if then.get(name) != today.get(name))
            differ |= dict.fromkeys(f"the file of {name}" for name in other)
            for name, said in each["lists"].items():
                told = hashes.get(name, "")
                if name in CORPUS and told != said:
                    differ[name] = None
                elif told and DECLARATION.findall(told) != DECLARATION.findall(said):
                    differ[f"the declaration of {name}"] = None
        if differ:
            names = ", ".join(differ)
            print(f"--basis: not as it was then: {names}; the answer may be another", file=sys.stderr)


def replayed(text: str) -> Replayed:
    """The snapshot of a number, or the newest in the basis of the answers of a file.

    Raises:
        UsageError: it is neither, or the answers rest on no snapshot.
        InputError: the file cannot be read, or holds no answers.
    """
    if re.fullmatch(r"-?\d+", text):
        if int(text) < 1:
            raise UsageError(f"--basis {text}: snapshots are counted from 1")
        return Replayed(int(text))
    path = Path(text)
    if not path.is_file():
        raise UsageError(f"--basis {text}: neither the number of a snapshot nor a file; {_HINT}")
    bases = tuple(_bases(path))
    upto = newest(one["lists"] for one in bases)
    if upto is None and not any(by_hand(one["lists"]) for one in bases):
        raise UsageError(
            f"--basis {text}: its answers rest on no snapshot and on no list file; leave the option out"
        )
    return Replayed(upto, bases)


def _bases(path: Path) -> Iterator[Mapping[str, Any]]:
    try:
        text = path.read_text("utf-8")
        try:
            told = json.loads(text)
        except json.JSONDecodeError:
            told = [json.loads(line) for line in text.splitlines() if line.strip()]
    except OSError as error:
        raise _refused(path, str(error.strerror), "check the path") from error
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise _refused(path, f"this is no JSON: {error}", _HINT) from error
    found = 0
    for each in told if isinstance(told, list) else [told]:
        basis = each.get("basis", each) if isinstance(each, dict) else None
        lists = basis.get("lists") if isinstance(basis, dict) else None
        if (
            isinstance(basis, dict)
            and isinstance(lists, dict)
            and all(isinstance(v, str) for v in lists.values())
        ):
            found += 1
            yield basis
    if not found:
        raise _refused(path, "there is no answer with a basis in it", _HINT)


def _refused(path: Path, message: str, hint: str) -> InputError:
    return InputError(f"{path} is refused", [Problem(Location(path.name), message, hint)])
