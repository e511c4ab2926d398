"""What the tables of a store are made of: one set of them, and columns alike on SQLite and PostgreSQL."""

from __future__ import annotations

from sqlalchemy import BigInteger, Integer, MetaData, Text
from sqlalchemy.dialects import postgresql

NUMBER = BigInteger().with_variant(Integer(), "sqlite")  # SQLite: INTEGER PRIMARY KEY is the row itself
WORDS = Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")  # compared as bytes: same and fast
TABLES = MetaData()
