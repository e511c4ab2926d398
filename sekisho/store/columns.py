"""What the tables of a store are made of: one set of them, and columns alike on SQLite and PostgreSQL."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from sqlalchemy import BigInteger, Index, Integer, MetaData, Text

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Table

NUMBER = BigInteger().with_variant(Integer(), "sqlite")  # SQLite: INTEGER PRIMARY KEY is the row itself
WORDS = Text().with_variant(Text(collation="C"), "postgresql")  # compared as bytes: same and fast
TABLES = MetaData()
WHERE = "where"


def partial(
    name: str, *columns: ColumnElement[Any], where: ColumnElement[bool], unique: bool = False
) -> Index:
    """An index of the rows of which something holds.

    SQLAlchemy loads the dialect of whatever engine an option is for: that of PostgreSQL is a fifteenth of the
    start of a service. So it is told by :func:`prepare_postgresql`, where there is one.
    """
    return Index(name, *columns, unique=unique, sqlite_where=where, info={WHERE: where})


def prepare_postgresql() -> None:
    """Say of every such index what PostgreSQL has to know, before it is first asked to make one."""
    for index in (each for table in TABLES.tables.values() for each in table.indexes):
        if WHERE in index.info:
            index.dialect_kwargs["postgresql_where"] = index.info[WHERE]


def insertion(dialect: str, table: Table) -> Any:  # noqa: ANN401  # they have no common type
    """An `INSERT` as an engine has it, with its `ON CONFLICT`; the other engine's module is not loaded."""
    return import_module(f"sqlalchemy.dialects.{dialect}").insert(table)
