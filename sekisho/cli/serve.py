"""`sekisho serve`: the workbench for persons, and the API for programs."""

import os
from typing import Annotated

import typer

from sekisho.cli.store import NONE, SourcesOption, StoreOption
from sekisho.errors import UsageError


def serve(
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port to listen on.", min=0, max=65535)] = 8000,
    workers: Annotated[int, typer.Option(help="Processes that answer.", min=1, max=64)] = 1,
    open_: Annotated[bool, typer.Option("--open", help="Anybody may look up what is published.")] = False,
    https: Annotated[bool, typer.Option("--https", help="It is reached by HTTPS only, by a proxy.")] = False,
    private: Annotated[
        bool, typer.Option("--private", help="Lists and webhooks may be in private networks.")
    ] = False,
    store: StoreOption = "",
    sources: SourcesOption = None,
) -> int:
    """Answer at an address, until it is stopped (Ctrl-C)."""
    from sekisho.lists.place import store_place

    try:
        import uvicorn

        from sekisho.service.settings import Settings
    except ImportError as error:
        raise UsageError(
            f"{error.name} is not installed; install it with: pip install 'sekisho[serve]'"
        ) from error
    place = store_place(store)
    if place == NONE:
        raise UsageError("'none' is no store: give a file, or a PostgreSQL URL, with --store")
    folders = os.pathsep.join(map(str, sources or ()))
    os.environ |= Settings(place, folders, open_, https, private=private).environment()
    uvicorn.run(
        "sekisho.service.app:worker",
        factory=True,
        host=host,
        port=port,
        workers=workers,
        log_level="warning",
        timeout_graceful_shutdown=30,
    )
    return 0
