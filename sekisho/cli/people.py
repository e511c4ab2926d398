"""`sekisho people`: who may sign in, with which role, and the keys of programs."""

import json
from dataclasses import asdict
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from sekisho.cli.store import StoreOption, opened
from sekisho.model.person import Right, Role

if TYPE_CHECKING:
    from sekisho.desk.review import Settled
    from sekisho.model.person import Account, Caller, Key
    from sekisho.store.engine import Archive

people = typer.Typer(
    no_args_is_help=True, help="Who may sign in, with which role, and keys.", rich_markup_mode=None
)
key = typer.Typer(no_args_is_help=True, help="Keys of programs.", rich_markup_mode=None)
people.add_typer(key, name="key")


class Shape(StrEnum):
    """How accounts and keys are written."""

    TEXT = "text"
    JSON = "json"


class Lang(StrEnum):
    """In which language somebody is spoken to."""

    ENGLISH = "en"
    JAPANESE = "ja"


Name = Annotated[str, typer.Argument(help="The name of the account.")]
By = Annotated[str, typer.Option(help="Who does it; the record keeps that.")]
Form = Annotated[Shape, typer.Option("--format", help="How it is written.")]
Url = Annotated[str, typer.Option(help="Where the service is, for the link.")]
HERE = "http://127.0.0.1:8000"


@people.command()
def add(
    name: Name,
    by: By,
    role: Annotated[Role, typer.Option(help="What he is here for.")] = Role.VIEWER,
    lang: Annotated[Lang, typer.Option(help="His language.")] = Lang.ENGLISH,
    url: Url = HERE,
    store: StoreOption = "",
) -> int:
    """Make an account, and the link by which its owner sets his password."""
    from sekisho.desk.people import People
    from sekisho.desk.rights import console

    with opened(store, create=True) as archive:
        found = People(archive)
        found.create(console(by), name, role, lang)
        print(_link(url, found.invite(console(by), name)))
    return 0


@people.command()
def invite(name: Name, by: By, url: Url = HERE, store: StoreOption = "") -> int:
    """Make a new link for somebody who lost his password; the old one is worth nothing any more."""
    from sekisho.desk.people import People
    from sekisho.desk.rights import console

    with opened(store) as archive:
        print(_link(url, People(archive).invite(console(by), name)))
    return 0


@people.command("list")
def list_(form: Form = Shape.TEXT, store: StoreOption = "") -> int:
    """List the accounts."""
    from sekisho.desk.people import People

    with opened(store) as archive:
        found = People(archive).accounts()
    if form is Shape.JSON:
        print(json.dumps([asdict(each) for each in found], ensure_ascii=False, indent=2))
    else:
        print("\n".join(map(_account, found)) or "nobody has an account; `sekisho people add` makes one")
    return 0


@people.command()
def role(
    name: Name, role: Annotated[Role, typer.Argument(help="The new role.")], by: By, store: StoreOption = ""
) -> int:
    """Give somebody another role, from now on."""
    from sekisho.desk.people import People
    from sekisho.desk.rights import console

    with opened(store) as archive:
        print(_account(People(archive).change(console(by), name, role=role)))
    return 0


@people.command()
def disable(name: Name, by: By, store: StoreOption = "") -> int:
    """Let somebody do nothing any more: sessions and links end, and keys are worth nothing."""
    return _able(name, by, store, disabled=True)


@people.command()
def enable(name: Name, by: By, store: StoreOption = "") -> int:
    """Let somebody who was disabled sign in again."""
    return _able(name, by, store, disabled=False)


def _able(name: str, by: str, store: str, *, disabled: bool) -> int:
    from sekisho.desk.people import People
    from sekisho.desk.rights import console

    with opened(store) as archive:
        print(_account(People(archive).change(console(by), name, disabled=disabled)))
    return 0


@key.command("add")
def add_key(
    name: Name,
    label: Annotated[str, typer.Argument(help="What the key is for.")],
    scope: Annotated[list[Right], typer.Option(help="What it may do; repeat it for more.")],
    by: By,
    days: Annotated[int, typer.Option(help="How long it lasts; at most 366.")] = 90,
    store: StoreOption = "",
) -> int:
    """Make a key; it is shown this once."""
    from sekisho.desk.keys import Keys
    from sekisho.desk.rights import console

    with opened(store) as archive:
        made, token = Keys(archive).make(console(by), label, scope, days, name)
    print(f"{token}\n{_key(made)}")
    return 0


@key.command("list")
def list_keys(
    account: Annotated[str, typer.Option(help="Only the keys of this account.")] = "",
    form: Form = Shape.TEXT,
    store: StoreOption = "",
) -> int:
    """List the keys, without what is shown for them."""
    from sekisho.desk.keys import Keys

    with opened(store) as archive:
        found = Keys(archive).keys(account or None)
    if form is Shape.JSON:
        told = [asdict(each) | {"scopes": sorted(each.scopes)} for each in found]
        print(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        print("\n".join(map(_key, found)) or "there are no keys; `sekisho people key add` makes one")
    return 0


@key.command()
def revoke(
    key_id: Annotated[str, typer.Argument(metavar="ID", help="Of the key.")], by: By, store: StoreOption = ""
) -> int:
    """Let a key be worth nothing, at once."""
    from sekisho.desk.keys import Keys
    from sekisho.desk.rights import console

    with opened(store) as archive:
        gone = Keys(archive).revoke(console(by), key_id)
    print(f"revoked: {_key(gone)}")
    return 0


def sayer(archive: "Archive", by: str) -> "Caller | None":
    """Who says something, where what persons say takes two of them; None: nobody has an account.

    Raises:
        UsageError: he has none, and others have.
    """
    from sekisho.desk.people import People

    found = People(archive)
    return None if found.empty() else found.console(by)


def told(settled: "Settled") -> str:
    """What came of a person's word, in a line."""
    from sekisho.model.task import Proposal

    if isinstance(settled, Proposal):
        return f"proposed: entry {settled.number}; somebody else has to approve it"
    return f"entry {settled.number}: {settled.kind}"


def _link(url: str, token: str) -> str:
    return f"{url.rstrip('/')}/welcome/{token}\n  works once, within three days"


def _account(each: "Account") -> str:
    state = "disabled" if each.disabled else "" if each.welcomed else "has no password yet"
    return "  ".join(filter(None, (each.name, each.role, each.lang, state)))


def _key(each: "Key") -> str:
    scopes = ", ".join(sorted(each.scopes))
    return f"{each.id}  {each.account}  {each.label}: {scopes}, until {each.until}"
