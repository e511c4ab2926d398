"""The public face: what is visible is what is promised, and importing it does nothing."""

from __future__ import annotations

import subprocess
import sys
from types import ModuleType

import sekisho
from tests.whole import ROOT

# What Python opens while the package is imported: modules, and nothing else.
WATCH = """
import sys
seen = []
def watch(event, arguments):
    if event == "open" and isinstance(arguments[0], str):
        seen.append(arguments[0])
    elif event.startswith(("socket.", "subprocess.", "os.system")):
        seen.append(event)
sys.addaudithook(watch)
import sekisho
for path in seen:
    print(path)
print("modules", *sorted(sys.modules))
"""


def test_what_is_visible_is_what_is_promised() -> None:
    rooms = {name for name, value in vars(sekisho).items() if isinstance(value, ModuleType)}
    visible = {name for name in vars(sekisho) if not name.startswith("_")} - rooms
    assert visible | {"__version__"} == set(sekisho.__all__)
    assert list(sekisho.__all__) == sorted(sekisho.__all__)


def test_everything_promised_is_there_and_says_what_it_is() -> None:
    for name in sekisho.__all__:
        assert getattr(sekisho, name).__doc__, name
    assert sekisho.__version__
    assert callable(sekisho.screen)


def test_it_is_about_fifteen_names() -> None:
    assert 10 <= len(sekisho.__all__) <= 20


def imported() -> tuple[list[str], set[str]]:
    """The files opened and the modules loaded by importing sekisho in a fresh process."""
    run = subprocess.run([sys.executable, "-c", WATCH], cwd=ROOT, capture_output=True, text=True, check=True)
    *opened, modules = run.stdout.splitlines()
    return opened, set(modules.split()[1:])


def test_importing_reads_no_law_and_no_list_and_talks_to_nobody() -> None:
    opened, _ = imported()
    assert not [path for path in opened if path.endswith((".toml", ".md", ".json", ".csv", ".db"))]
    assert not [path for path in opened if path.startswith(("socket.", "subprocess."))]


def test_importing_brings_in_no_command_line() -> None:
    _, modules = imported()
    assert not {"typer", "rich", "click"} & modules
    assert not {name for name in modules if name.startswith("sekisho.cli")}


def test_the_example_of_the_package_runs() -> None:
    law, store = sekisho.Law.load(), sekisho.open_store()
    assert list(sekisho.screen([], law=law, store=store)) == []


def test_names_are_compared_and_matched() -> None:
    found = sekisho.compare("Hangzhou Hikvision Digital Technology", "杭州海康威视数字技术股份有限公司")
    assert 0 <= found.score <= 1
    assert found.features
    ((first, *_), nobody) = sekisho.match(["ZTE Corp", "Bakery of Kyoto"], sekisho.open_store(), most=1)
    assert first.bearer == "zte"
    assert not nobody or nobody[0].zone == "different"


def test_importing_does_not_load_what_compares_names() -> None:
    _, modules = imported()
    assert "rapidfuzz" not in modules
    assert "sekisho.match.matcher" not in modules


def test_every_error_is_one_of_ours() -> None:
    for name in sekisho.__all__:
        if name.endswith("Error"):
            assert issubclass(getattr(sekisho, name), sekisho.SekishoError)
    problem = sekisho.Problem(at=None, message="something")  # type: ignore[arg-type]
    assert "something" in sekisho.InputError("cannot be read", [problem]).diagnostics()
