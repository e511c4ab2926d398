"""`sekisho serve`: the workbench for persons, and the API for programs."""

import os
import tempfile
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sekisho.cli.store import NONE, SourcesOption, StoreOption
from sekisho.errors import InputError, UsageError

if TYPE_CHECKING:
    from sekisho.service.settings import Settings
    from sekisho.store.engine import Archive

NEEDED = ("argon2", "fastapi", "jinja2", "prometheus_client", "python_multipart", "uvicorn")
"""What the extra brings."""
GRACE = 30
"""Seconds that whoever waits for an answer has, when the service is told to stop."""


def serve(
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port to listen on.", min=1, max=65535)] = 8000,
    workers: Annotated[int, typer.Option(help="Processes that answer.", min=1, max=64)] = 1,
    open_: Annotated[bool, typer.Option("--open", help="Anybody may look up what is published.")] = False,
    https: Annotated[bool, typer.Option("--https", help="It is reached by HTTPS only, by a proxy.")] = False,
    examples: Annotated[
        Path | None, typer.Option(help="A folder of cases to ask first, where nothing is recorded yet.")
    ] = None,
    store: StoreOption = "",
    sources: SourcesOption = None,
) -> int:
    """Answer at an address, until it is stopped (Ctrl-C)."""
    from sekisho.service.settings import Settings

    for name in NEEDED:
        if find_spec(name) is None:
            raise UsageError(f"{name} is not installed; install it with: pip install 'sekisho[serve]'")
    folders = os.pathsep.join(map(str, sources or ()))
    settings = Settings(_place(store), folders, open_, https)
    _reachable(host, port)
    _begin(settings, f"{'https' if https else 'http'}://{host}:{port}", examples)
    _answer(settings, host, port, workers)
    return 0


def _place(store: str) -> str:
    from sekisho.lists.place import store_place

    place = store_place(store)
    if place == NONE:
        raise UsageError("'none' is no store: give a file, or a PostgreSQL URL, with --store")
    return place


def _reachable(host: str, port: int) -> None:
    """Try the address, before a store is made or a link is told that leads nowhere.

    Raises:
        UsageError: nothing can listen there: another program does, or it is no address of this machine.
    """
    import socket

    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        # As the service does: a port that was just left is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise UsageError(
                f"--port {port}: cannot listen at {host} ({error.strerror}); name another --port or --host"
            ) from error


def _answer(settings: "Settings", host: str, port: int, workers: int) -> None:
    """Answer until the process is told to stop."""
    import uvicorn

    with tempfile.TemporaryDirectory(prefix="sekisho-figures-") as figures:
        together = {"PROMETHEUS_MULTIPROC_DIR": figures} if workers > 1 else {}
        os.environ.update({**settings.environment(), **together})
        uvicorn.run(
            "sekisho.service.worker:worker",
            factory=True,
            host=host,
            port=port,
            workers=workers,
            access_log=False,
            log_level="warning",
            timeout_graceful_shutdown=GRACE,
            server_header=False,
        )


def _begin(settings: "Settings", address: str, examples: Path | None) -> None:
    """Make the store, the first account and the first decisions, where there are none; say where to go."""
    from sekisho.desk.people import People
    from sekisho.store.engine import Archive

    with Archive.open(settings.store, create=True) as archive:
        if examples is not None:
            _ask(archive, examples)
        link = People(archive).opening()
    if link is not None:
        print(f"the first administrator sets a password here, once: {address}/welcome/{link}")
    print(
        f"the workbench is at {address}, and its API is described at {address}/api/openapi.json", flush=True
    )


def _ask(archive: "Archive", folder: Path) -> None:
    """Put the cases of a folder to the law, and keep what is answered."""
    from sekisho.desk.desk import Desk
    from sekisho.desk.rights import console
    from sekisho.formats.notes import Rejected
    from sekisho.formats.read import read
    from sekisho.law.register import Law
    from sekisho.screen.run import now

    if not folder.is_dir():
        raise UsageError(f"--examples {folder}: there is no such folder")
    desk = Desk(archive, Law.load())
    try:
        if desk.chain.head() is not None:
            return
        cases = []
        for path in sorted(folder.glob("*.json")):
            for each in read(path, desk.law.facts, name=str(path), lists=desk.lists):
                if isinstance(each, Rejected):
                    raise InputError(f"{each.id} is refused", each.problems)
                cases.append(each)
        for _ in desk.screen(console("sekisho"), cases, now()):
            pass
    finally:
        desk.close()
