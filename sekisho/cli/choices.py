"""What an option may be, where it is one of a few."""

from enum import StrEnum
from typing import Annotated

import typer


class Language(StrEnum):
    """The languages in which questions and clauses are written."""

    EN = "en"
    JA = "ja"


class Shape(StrEnum):
    """How a table of the register or of licences is written."""

    TEXT = "text"
    CSV = "csv"
    JSON = "json"


Lang = Annotated[Language, typer.Option("--lang", help="The language of questions and clauses.")]
