"""Every command is found under its name, and nobody waits for those that are not called."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from sekisho.cli import COMMANDS, USAGE, app, main
from tests.whole import ROOT

if TYPE_CHECKING:
    from pathlib import Path


def test_every_command_is_in_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    listed = capsys.readouterr().out.partition("Commands:")[2].splitlines()
    told = [line.split()[0] for line in listed if line.startswith("  ") and line[2] != " "]
    assert sorted(told) == sorted(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_a_call_brings_its_command(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([name, "--help"]) == 0
    usage = capsys.readouterr().out.splitlines()[0]
    assert f" {name} [OPTIONS]" in usage or usage.endswith(f" {name}")
    found = app([name])
    assert len(found.registered_commands) + len(found.registered_groups) == 1


def test_a_slip_is_answered_with_the_command_that_was_meant(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["scren"]) == USAGE
    assert "Did you mean 'screen'" in capsys.readouterr().err


def test_nobody_waits_for_the_commands_that_are_not_called() -> None:
    code = (
        "import sys; from sekisho.cli import main; main(['facts', '--help']);"
        "print(*(name for name in sys.modules if name.startswith('sekisho.cli.')), file=sys.stderr)"
    )
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert set(run.stderr.split()) == {"sekisho.cli.facts", "sekisho.cli.choices"}


def test_one_case_waits_neither_for_bills_of_materials_nor_for_the_text_of_the_law(tmp_path: Path) -> None:
    case = ROOT / "examples" / "1-ministry-server.json"
    code = "import sys; from sekisho.cli import main; main(sys.argv[1:]); print(*sys.modules)"
    call = ["screen", str(case), "--store", "none", "--out", str(tmp_path / "answer")]
    command = [sys.executable, "-c", code, *call]
    # The second time, what was read is kept.
    _, run = (subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True) for _ in range(2))
    late = {"sekisho.formats.cyclonedx", "sekisho.law.read", "rich", "sqlalchemy", "pyarrow", "lxml"}
    assert not late & set(run.stdout.split())
    assert (tmp_path / "answer").read_text("utf-8").startswith("ministry-server")
