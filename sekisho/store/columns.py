"""What the tables of a store are made of: one set of them, and columns alike on SQLite and PostgreSQL."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from sqlalchemy import BigInteger, Integer, MetaData, Text

if TYPE_CHECKING:
    from sqlalchemy import Table

NUMBER = BigInteger().with_variant(Integer(), "sqlite")  # SQLite: INTEGER PRIMARY KEY is the row itself
WORDS = Text().with_variant(Text(collation="C"), "postgresql")  # compared as bytes: same and fast
TABLES = MetaData()


def insertion(dialect: str, table: Table) -> Any:  # noqa: ANN401  # they have no common type
    """An `INSERT` as an engine has it, with its `ON CONFLICT`; the other engine's module is not loaded."""
    return import_module(f"sqlalchemy.dialects.{dialect}").insert(table)
