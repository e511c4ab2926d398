"""`sekisho watch`: names to be heard of, and where news is sent to."""

from typing import TYPE_CHECKING, Annotated

import typer

from sekisho.cli.store import SourcesOption, StoreOption, opened
from sekisho.model.watch import Way

if TYPE_CHECKING:
    from sekisho.desk.watch import Watches
    from sekisho.lists.source import Source
    from sekisho.store.engine import Archive

watch = typer.Typer(
    no_args_is_help=True, help="Names that are watched, and where news is sent to.", rich_markup_mode=None
)
By = Annotated[str, typer.Option(help="Whose it is.")]
Id = Annotated[int, typer.Argument(help="As the list shows it.", min=1)]


@watch.command()
def add(
    name: Annotated[str, typer.Argument(help="A name.")],
    by: By,
    country: Annotated[str, typer.Option(help="Of its bearer, as a two-letter code.")] = "",
    why: Annotated[str, typer.Option(help="What for.")] = "",
    store: StoreOption = "",
    sources: SourcesOption = None,
) -> int:
    """Watch a name: whenever a list says something else of whoever may bear it, that is told."""
    from sekisho.desk.rights import console
    from sekisho.lists.place import declared

    with opened(store, create=True) as archive:
        made = watches(archive, declared(sources or ())).watch(console(by), name, country, why)
    print(f"{made.id}  {made.name}")
    return 0


@watch.command("list")
def list_(by: By, store: StoreOption = "") -> int:
    """List what somebody watches, and where his news is sent to."""
    from sekisho.desk.notice import Notices
    from sekisho.desk.rights import console
    from sekisho.store.watches import watches as kept

    with opened(store) as archive:
        with archive.reading() as connection:
            watched = [each for each, _ in kept(connection, by)]
        hooks = Notices(archive).hooks(console(by))
    for each in watched:
        moved = f"something else is said since {each.moved}" if each.moved else f"watched since {each.since}"
        print(f"{each.id}  {each.name}" + (f" ({each.country})" if each.country else "") + f"  {moved}")
    for hook in hooks:
        print(f"hook {hook.id}  {hook.way}: {hook.target}" + ("" if hook.mine else "  (of everything)"))
    if not watched and not hooks:
        print("nothing is watched, and news is sent nowhere")
    return 0


@watch.command()
def remove(number: Id, by: By, store: StoreOption = "") -> int:
    """Watch a name no more."""
    from sekisho.desk.refusals import MissingError
    from sekisho.store.watches import unwatch

    with opened(store) as archive, archive.writing() as connection:
        if not unwatch(connection, number, by):
            raise MissingError(
                f"{by} does not watch {number}; `sekisho watch list --by {by}` shows what he does"
            )
    return 0


@watch.command()
def hook(
    target: Annotated[str, typer.Argument(help="An address of the web, or one of e-mail.")],
    by: By,
    way: Annotated[Way, typer.Option(help="How it is sent.")] = Way.WEBHOOK,
    everything: Annotated[bool, typer.Option("--all", help="Of everything, not of one's own alone.")] = False,
    store: StoreOption = "",
) -> int:
    """Have news sent somewhere; what is posted is signed with the secret that is printed here, this once."""
    from sekisho.desk.notice import Notices
    from sekisho.desk.rights import console

    with opened(store, create=True) as archive:
        made, secret = Notices(archive).hook(console(by), way, target, mine=not everything)
    print(f"hook {made.id}" + (f", secret {secret}" if way is Way.WEBHOOK else ""))
    return 0


@watch.command()
def unhook(number: Id, by: By, store: StoreOption = "") -> int:
    """Have nothing sent there any more."""
    from sekisho.desk.notice import Notices
    from sekisho.desk.rights import console

    with opened(store) as archive:
        Notices(archive).unhook(console(by), number)
    return 0


@watch.command()
def send(store: StoreOption = "") -> int:
    """Send the news that is due: what did not arrive before, too."""
    from sekisho.desk.notice import Notices

    with opened(store) as archive:
        arrived, failed = Notices(archive).send()
    print(f"news: {arrived} sent, {failed} not yet")
    return 1 if failed else 0


def watches(archive: "Archive", sources: "dict[str, Source]") -> "Watches":
    """The names that are watched in a store, by the lists as they are now."""
    from sekisho.desk.ready import Ready
    from sekisho.desk.watch import Watches
    from sekisho.law.register import Law

    return Watches(archive, Ready(archive, Law.load(), sources))
