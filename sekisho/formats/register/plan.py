"""Reads `matrix.toml`, which stands beside the law: what the matrix asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import tomli

from sekisho.errors import InputError, Location, Problem
from sekisho.model.matrix import Activity, Plan

if TYPE_CHECKING:
    from pathlib import Path

FILE = "matrix.toml"


def read_plan(root: Path) -> Plan:
    """The groups and acts of a folder of law.

    Raises:
        InputError: the file is absent, or not as `docs/reference/corpus.md` describes it.
    """
    path = root / FILE
    try:
        data = tomli.loads(path.read_text("utf-8"))
        activities = tuple(
            Activity(each["id"], each["en"], each["ja"], each["case"], each.get("in", {}))
            for each in data["activity"]
        )
        return Plan(dict(data["groups"].items()), activities, str(path))
    except OSError as error:
        raise _refused(path, str(error.strerror), "put it beside facts.toml") from error
    except (tomli.TOMLDecodeError, UnicodeDecodeError) as error:
        raise _refused(path, str(error), "mend it there") from error
    except (KeyError, TypeError, AttributeError) as error:
        hint = "it needs `groups`, and of each [[activity]] `id`, `en`, `ja` and `case`"
        raise _refused(path, f"something is missing or misplaced: {error}", hint) from error


def _refused(path: Path, message: str, hint: str) -> InputError:
    return InputError(f"{path} cannot be read", [Problem(Location(str(path)), message, hint)])
