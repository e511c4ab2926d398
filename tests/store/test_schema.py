"""The tables: the same on both databases, sound, quick to ask, and brought from version to version."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import Connection, column, inspect, select, table, text
from sqlalchemy.exc import DBAPIError

from sekisho.errors import UsageError
from sekisho.record.chain import Chain
from sekisho.store import belief, parties, people, schema, staging, tasks, thinned
from sekisho.store.columns import TABLES
from sekisho.store.engine import Archive
from sekisho.store.fault import StoreError
from sekisho.store.schema import ENTITY, META, SNAPSHOT, STATEMENT
from sekisho.store.texts import TEXT
from tests.store.sayings import DAY, LIST, believed, listing, names, put, said

if TYPE_CHECKING:
    from sqlalchemy import Select


def test_both_databases_have_the_tables_that_are_declared(archive: Archive) -> None:
    found = inspect(archive._engine)
    assert set(found.get_table_names()) == set(TABLES.tables)
    for each in TABLES.tables.values():
        columns = {column["name"]: column["nullable"] for column in found.get_columns(each.name)}
        assert columns == {own.name: own.nullable for own in each.columns}
        assert {own.name for own in each.indexes} <= {index["name"] for index in found.get_indexes(each.name)}


def test_an_index_of_some_rows_has_no_others_on_either_database(archive: Archive) -> None:
    found = {each["name"]: each for each in inspect(archive._engine).get_indexes("statement")}
    for name, asked in (("statement_closed", "gone"), ("statement_listed", "prop"), ("statement_list", "")):
        options = found[name].get("dialect_options", {})
        assert asked in str(options.get(f"{archive._engine.dialect.name}_where", "")), name
        assert bool(asked) == any(key.endswith("_where") for key in options), name


ROW = {
    "entity": 1,
    "id": "x",
    "schema": "Company",
    "prop": "name",
    "value": "A",
    "list": LIST,
    "valid_from": 1,
    "valid_to": 3652059,
    "known_from": DAY,
    "known_to": schema.OPEN,
    "snapshot": 1,
    "gone": None,
}


@pytest.mark.parametrize(
    "wrong",
    [
        {"known_from": 0},
        {"known_from": "2026-01-01"},
        {"valid_to": 3652061},
        {"value": None},
        {"known_to": DAY - 1, "gone": 2},
        {"known_to": DAY},
        {"gone": 2},
        {"known_to": DAY, "gone": 1},
    ],
)
def test_the_table_refuses_what_cannot_be(archive: Archive, wrong: dict[str, object]) -> None:
    with archive._engine.begin() as connection:
        connection.execute(STATEMENT.insert().values(ROW))
    bare = table("statement", *(column(name) for name in ROW))  # without types: as any program might write
    with pytest.raises(DBAPIError), archive._engine.begin() as connection:
        connection.execute(bare.insert().values(ROW | {"id": "y"} | wrong))


def test_a_statement_is_believed_once_at_a_time(archive: Archive) -> None:
    with archive._engine.begin() as connection:
        connection.execute(STATEMENT.insert().values(ROW | {"known_to": DAY + 1, "gone": 2}))
        connection.execute(STATEMENT.insert().values(ROW | {"known_to": DAY + 3, "gone": 4, "snapshot": 3}))
        connection.execute(STATEMENT.insert().values(ROW | {"snapshot": 5}))
    with pytest.raises(DBAPIError, match=r"(?i)unique"), archive._engine.begin() as connection:
        connection.execute(STATEMENT.insert().values(ROW | {"snapshot": 6}))


# --- migrations ---


def _add_note(connection: Connection) -> None:
    connection.execute(text("ALTER TABLE snapshot ADD COLUMN note TEXT"))


def _fail(connection: Connection) -> None:
    connection.execute(text("ALTER TABLE snapshot ADD COLUMN half TEXT"))
    connection.execute(text("SELECT nothing FROM nowhere"))


def _columns(archive: Archive) -> set[str]:
    return {each["name"] for each in inspect(archive._engine).get_columns("snapshot")}


def test_an_older_store_is_brought_up_to_date(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with Archive.open(url, create=True) as archive:
        put(archive, names("a=Alpha"))
    monkeypatch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, _add_note))
    for _ in range(2):
        with Archive.open(url) as archive:
            assert "note" in _columns(archive)
            assert believed(archive, DAY) == {"a.name=Alpha"}
            with archive.reading() as connection:
                assert schema.version(connection) == len(schema.MIGRATIONS)


def test_a_store_of_the_first_version_gets_the_index_of_who_was_listed(url: str) -> None:
    with Archive.open(url, create=True) as archive:
        put(archive, names("a=Alpha"))
        with archive._engine.begin() as connection:
            schema.LISTED.drop(connection)
            connection.execute(schema.META.update().values(value="1"))
    with Archive.open(url) as archive:
        found = inspect(archive._engine).get_indexes("statement")
        assert schema.LISTED.name in {each["name"] for each in found}
        assert believed(archive, DAY) == {"a.name=Alpha"}


def test_a_store_without_a_record_gets_one(url: str) -> None:
    with Archive.open(url, create=True) as archive:
        put(archive, names("a=Alpha"))
        with archive._engine.begin() as connection:
            schema.LISTED.drop(connection)
            schema.ENTRY.drop(connection)
            connection.execute(schema.META.update().values(value="1"))
    with Archive.open(url) as archive:
        assert schema.ENTRY.name in inspect(archive._engine).get_table_names()
        assert schema.LISTED.name in {
            each["name"] for each in inspect(archive._engine).get_indexes("statement")
        }
        assert believed(archive, DAY) == {"a.name=Alpha"}
        with archive.reading() as connection:
            assert schema.version(connection) == len(schema.MIGRATIONS)
        assert [
            each.number for each in Chain(archive).append([("decision", {"case": "a"})], "ann", "now")
        ] == [1]


def test_a_store_without_accounts_and_tasks_gets_them(url: str) -> None:
    new = (*people.ALL, *tasks.ALL)
    with Archive.open(url, create=True) as archive:
        put(archive, names("a=Alpha"))
        with archive._engine.begin() as connection:
            TABLES.drop_all(connection, tables=new)
            connection.execute(schema.META.update().values(value="3"))
    with Archive.open(url) as archive:
        found = inspect(archive._engine)
        assert {each.name for each in new} <= set(found.get_table_names())
        for each in new:
            held = {index["name"] for index in found.get_indexes(each.name)}
            assert {own.name for own in each.indexes} <= held
        assert believed(archive, DAY) == {"a.name=Alpha"}


def test_a_store_without_texts_of_the_law_gets_their_table(url: str) -> None:
    with Archive.open(url, create=True) as archive, archive._engine.begin() as connection:
        TEXT.drop(connection)
        connection.execute(schema.META.update().values(value="7"))
    with Archive.open(url) as archive:
        assert TEXT.name in inspect(archive._engine).get_table_names()


def test_a_migration_that_fails_leaves_the_store_as_it_was(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with Archive.open(url, create=True) as archive:
        put(archive, names("a=Alpha"))
    with monkeypatch.context() as patched:
        patched.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, _add_note, _fail))
        with pytest.raises(StoreError, match="nothing was changed"):
            Archive.open(url)
    with Archive.open(url) as archive:
        assert not {"note", "half"} & _columns(archive)
        assert believed(archive, DAY) == {"a.name=Alpha"}


def test_a_newer_store_is_refused(url: str) -> None:
    with Archive.open(url, create=True) as archive, archive._engine.begin() as connection:
        connection.execute(META.update().values(value="99"))
    for create in (False, True):
        with pytest.raises(StoreError, match=r"version 99.* install a newer sekisho"):
            Archive.open(url, create=create)


def test_a_database_of_something_else_is_left_alone(url: str) -> None:
    with Archive.open(url, create=True) as archive, archive._engine.begin() as connection:
        TABLES.drop_all(connection)
        connection.execute(text("CREATE TABLE customers (id INTEGER)"))
    for create in (False, True):
        with pytest.raises(UsageError, match="other tables"):
            Archive.open(url, create=create)


# --- indices ---

QUESTIONS: dict[str, tuple[Select[Any], str]] = {
    "what is believed of a source": (
        select(STATEMENT.c.row).where(staging.current(1)),
        "statement_current",
    ),
    "a list as known on a day": (belief.known(DAY, [LIST], None).order_by(None), "statement_list"),
    "the history of an entity, what is believed": (
        belief.selected().where(STATEMENT.c.entity == 7, STATEMENT.c.gone.is_(None)),
        "statement_current",
    ),
    "the history of an entity, what was believed": (
        belief.selected().where(STATEMENT.c.entity == 7, STATEMENT.c.gone.is_not(None)),
        "statement_closed",
    ),
    "the listings of an entity": (
        select(STATEMENT.c.entity).where(STATEMENT.c.prop == "entity", STATEMENT.c.value == "a"),
        "statement_subject",
    ),
    "what a snapshot ended": (
        belief.selected().where(STATEMENT.c.gone > 1, STATEMENT.c.gone <= 2),
        "statement_gone",
    ),
}


@pytest.fixture
def filled(archive: Archive) -> Archive:
    """Enough of several lists for a planner to think."""
    for day in range(3):
        named = (
            said(f"e{number}", f"{number} {day if number % 9 == 0 else ''}", listed=f"{LIST}-{number % 40}")
            for number in range(4000)
        )
        listings = (each for number in range(1000) for each in listing(f"e{number}", "84 FR 1"))
        put(archive, chain(named, listings), DAY + day)
    with archive._engine.begin() as connection:
        for name in TABLES.tables:  # all of the database would be the stores of every other test, too
            connection.execute(text(f'ANALYZE "{name}"'))
    return archive


def planned(archive: Archive, query: Select[Any]) -> str:
    """How the database would answer, in its own words."""
    with archive.reading() as connection:
        word = "QUERY PLAN "
        if connection.dialect.name == "postgresql":
            word = ""
            connection.execute(text("SET LOCAL enable_seqscan = off"))  # the tables are small
        literal = query.compile(connection, compile_kwargs={"literal_binds": True})
        return "\n".join(map(str, connection.execute(text(f"EXPLAIN {word}{literal}"))))


def test_each_question_has_its_index(filled: Archive) -> None:
    for question, (query, index) in QUESTIONS.items():
        told = planned(filled, query)
        assert index in told, f"{question}:\n{told}"


def test_who_was_on_which_list_is_answered_without_the_table(filled: Archive) -> None:
    told = planned(filled, parties.listed(DAY, 2))
    if filled._engine.dialect.name == "sqlite":
        assert "COVERING INDEX statement_listed" in told, told
    else:  # of a small table it may take another index, but never go through the whole
        assert "Seq Scan on statement" not in told, told


def test_who_left_a_list_is_looked_up_without_going_through_the_list(archive: Archive) -> None:
    put(archive, names("a=Alpha", "b=Beta"))
    put(archive, names("a=Alpha"), DAY + 1)  # and no statistics: no store has any
    told = planned(archive, select(STATEMENT.c.row).where(thinned.left(2)))
    assert "statement_list " not in told, told


def test_keys_name_what_exists(filled: Archive) -> None:
    with filled.reading() as connection:
        for keys, target in (
            (STATEMENT.c.entity, ENTITY.c.key),
            (STATEMENT.c.snapshot, SNAPSHOT.c.id),
            (STATEMENT.c.gone, SNAPSHOT.c.id),
        ):
            strays = select(keys).where(keys.is_not(None), keys.not_in(select(target)))
            assert connection.execute(strays).first() is None


def test_no_snapshot_taught_a_row_beyond_its_last(filled: Archive) -> None:
    with filled.reading() as connection:
        beyond = (
            select(STATEMENT.c.row)
            .join(SNAPSHOT, SNAPSHOT.c.id == STATEMENT.c.snapshot)
            .where(STATEMENT.c.row > SNAPSHOT.c.last_row)
        )
        assert connection.execute(beyond).first() is None
