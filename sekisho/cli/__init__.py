"""The command line: parse, one call of the library, one writer. No rule, date or score is decided here.

Exit codes follow sysexits.h where a run fails: 64 the call, 65 the input or the law, 70 a fault of ours.
"""

import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Annotated, Final, cast

import typer

from sekisho.errors import SekishoError, UsageError
from sekisho.memory import collect_seldom
from sekisho.version import __version__

USAGE, DATA, SOFTWARE = 64, 65, 70
STOPPED, UNREAD = 130, 141
"""As a shell reports a program that was interrupted, and one whose reader went away (`| head`)."""

# Typer brings a click of its own in some versions and uses the installed one in others; either way what it
# raises for a wrong call is an ancestor of the one class of these that it gives out.
CALL: Final = cast(
    "type[typer.BadParameter]",
    next(each for each in typer.BadParameter.__mro__ if each.__name__ == "ClickException"),
)

COMMANDS: Final[Mapping[str, str]] = {
    "screen": "screen",
    "bom": "bom",
    "facts": "facts",
    "who": "who",
    "reach": "reach",
    "inventory": "inventory",
    "judge": "judge",
    "judgements": "judge",
    "match": "match",
    "law": "register",
    "lists": "lists",
    "licence": "licence",
    "assets": "inventory",
    "record": "record",
    "people": "people",
    "serve": "serve",
    "wake": "wake",
    "watch": "watch",
    "backup": "backup",
    "restore": "backup",
    "bundle": "bundle",
    "names": "names",
}
"""Every command, in the order of the help, and the module here that has it under its name."""


def app(arguments: Sequence[str] = ()) -> typer.Typer:
    """The command line for a call: nobody waits for the commands that are not called.

    Args:
        arguments: the first says which command is called; where it names none, all of them are there.
    """
    found = typer.Typer(
        name="sekisho",
        help=_main.__doc__,
        no_args_is_help=True,
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
    )
    found.callback()(_main)
    for name in [each for each in arguments[:1] if each in COMMANDS] or COMMANDS:
        part = getattr(import_module(f"sekisho.cli.{COMMANDS[name]}"), name)
        if isinstance(part, typer.Typer):
            found.add_typer(part, name=name)
        else:
            found.command()(part)
    return found


def _version(wanted: bool) -> None:
    if wanted:
        print(f"sekisho {__version__}")
        raise typer.Exit


def _main(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """May this purchase, deployment or export go ahead, under which law, on this date, and why?"""


def main(arguments: list[str] | None = None) -> int:
    """Run the command line.

    Args:
        arguments: without the program's name; None: those of the process.

    Returns:
        The exit code.
    """
    _prepare()
    arguments = sys.argv[1:] if arguments is None else arguments
    try:
        result = app(arguments)(arguments, standalone_mode=False)
        sys.stdout.flush()
    except typer.Abort:
        return STOPPED
    except CALL as error:
        error.show()
        return USAGE
    except UsageError as error:
        return _fail(error.diagnostics(), USAGE)
    except SekishoError as error:
        return _fail(error.diagnostics(), DATA)
    except (BrokenPipeError, SystemExit) as stop:
        return _left(stop)
    except Exception as error:  # noqa: BLE001  # the last resort: no user should read a traceback as an answer
        return _fault(error)
    return result if isinstance(result, int) else 0


def _prepare() -> None:
    """Names come in all scripts: a terminal shows what it can, a file or pipe gets UTF-8 everywhere."""
    import io

    collect_seldom()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            if stream.isatty():
                stream.reconfigure(errors="backslashreplace")
            else:
                stream.reconfigure(encoding="utf-8")


def _left(stop: BrokenPipeError | SystemExit) -> int:
    """The reader of our output has gone: close quietly, but never with a code that is an answer."""
    import os

    # Typer turns a broken pipe into an exit with 1, which here would say "prohibited".
    if isinstance(stop, SystemExit) and not isinstance(stop.__context__, BrokenPipeError):
        return stop.code if isinstance(stop.code, int) else SOFTWARE
    # What is still in the buffer would fail once more when Python closes the stream.
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
    return UNREAD


def _fail(message: str, code: int) -> int:
    print(message, file=sys.stderr)
    return code


def _fault(error: Exception) -> int:
    import os
    import traceback

    if os.environ.get("SEKISHO_DEBUG"):
        traceback.print_exc()
    message = f"a fault of sekisho, not of your input: {type(error).__name__}: {error}\n"
    return _fail(f"{message}set SEKISHO_DEBUG=1 to see where, and please report it", SOFTWARE)
