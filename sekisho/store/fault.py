"""What can go wrong between us and a database, said so that a person can act on it.

Invariant: no exception of a driver leaves the store; each becomes a :class:`StoreError` that says what was
being written or read and what to do. A transaction that failed has changed nothing.
"""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from sekisho.errors import InputError, SekishoError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine

UNCHANGED = "nothing was changed"
REMEDIES = (
    ("database or disk is full", "there is no room left", "make room and run it again"),
    ("53100", "there is no room left", "make room on the server and run it again"),
    ("53400", "a limit of the server is reached", "raise temp_file_limit on the server and run it again"),
    ("database is locked", "another update is writing", "wait until it is done and run it again"),
    ("55P03", "another update is writing", "wait until it is done and run it again"),
    ("file is not a database", "it is no SQLite file", "give the path of a store"),
    ("malformed", "the file is damaged", "restore it from a copy; original bytes can be ingested again"),
    ("unable to open database file", "it cannot be opened", "check the path and who may write to its folder"),
    ("readonly database", "it may not be written to", "check who owns the file and its folder"),
    ("disk I/O error", "the disk does not answer", "check the disk; on a network share, move the store"),
    ("28P01", "the password is wrong", "check the URL"),
    ("28000", "the server does not know this user", "check the URL"),
    ("3D000", "there is no such database on the server", "create it: createdb"),
    ("42501", "this user may not do that", "grant it on the schema to the user of the URL"),
    ("57P01", "the server shut down", "start it and run it again"),
)
"""What a driver says or its SQLSTATE, what that means, and what helps. The first that fits is taken."""
NO_TEXT = ("22021", "22P05")  # PostgreSQL: not a character the database can hold


class StoreError(SekishoError):
    """The store cannot be read or written: the disk, the server, or another writer."""


@contextmanager
def faults(engine: Engine) -> Iterator[None]:
    """Turn what a driver raises into a StoreError that names the store."""
    try:
        yield
    except UnicodeEncodeError as error:
        message = f"a value holds {error.object[error.start : error.end]!r}, which is no character"
        raise InputError(f"{message}; {UNCHANGED}") from error
    except SQLAlchemyError as error:
        raise _told(engine, error) from error
    except sqlite3.Error as error:
        raise _told(engine, error) from error
    except Exception as error:
        # COPY speaks to the PostgreSQL driver directly, so its errors come as they are.
        if isinstance(error, engine.dialect.loaded_dbapi.Error):
            raise _told(engine, error) from error
        raise


def _told(engine: Engine, error: Exception) -> SekishoError:
    """What the driver said, in our words."""
    place = engine.url.render_as_string(hide_password=True).removeprefix("sqlite:///")
    cause = error.orig if isinstance(error, DBAPIError) and error.orig is not None else error
    state = getattr(cause, "sqlstate", None) or ""
    said = str(cause).strip().partition("\n")[0]
    if state in NO_TEXT:
        return InputError(f"a value holds what is no character ({said}); {UNCHANGED}")
    for sign, what, remedy in REMEDIES:
        if sign in (said, state) or (not sign.isupper() and sign in said):
            return StoreError(f"the store {place}: {what} ({said}); {UNCHANGED}; {remedy}")
    return StoreError(f"the store {place}: {said}; {UNCHANGED}")
