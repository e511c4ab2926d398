"""The command line: parse, one call of the library, one writer. No rule, date or score is decided here.

Exit codes follow sysexits.h where a run fails: 64 the call, 65 the input or the law, 70 a fault of ours.
"""

import sys
from typing import Annotated, Final, cast

import typer

from sekisho.cli.bom import bom
from sekisho.cli.bundle import bundle
from sekisho.cli.facts import facts
from sekisho.cli.inventory import assets, inventory
from sekisho.cli.judge import judge, judgements
from sekisho.cli.law import law
from sekisho.cli.licence import licence
from sekisho.cli.lists import lists
from sekisho.cli.match import match
from sekisho.cli.names import names
from sekisho.cli.reach import reach
from sekisho.cli.record import record
from sekisho.cli.register import build, diff, matrix, sweep
from sekisho.cli.screen import screen
from sekisho.cli.who import who
from sekisho.errors import SekishoError, UsageError
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

app: Final = typer.Typer(
    name="sekisho",
    help="May this purchase, deployment or export go ahead, under which law, on this date, and why?",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
app.command()(screen)
app.command()(bom)
for command in (matrix, sweep, diff, build):
    law.command()(command)
app.add_typer(law, name="law")
app.add_typer(lists, name="lists")
app.add_typer(licence, name="licence")
app.command()(facts)
app.command()(who)
app.command()(reach)
app.command()(inventory)
app.add_typer(assets, name="assets")
app.command()(judge)
app.command()(judgements)
app.add_typer(record, name="record")
app.add_typer(bundle, name="bundle")
app.command()(match)
app.add_typer(names, name="names")


def _version(wanted: bool) -> None:
    if wanted:
        print(f"sekisho {__version__}")
        raise typer.Exit


@app.callback()
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
    try:
        result = app(arguments, standalone_mode=False)
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
    except Exception as error:  # noqa: BLE001 — the last resort: no user should read a traceback as an answer
        return _fault(error)
    return result if isinstance(result, int) else 0


def _prepare() -> None:
    """Names come in all scripts: a terminal shows what it can, a file or pipe gets UTF-8 everywhere."""
    import io

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
