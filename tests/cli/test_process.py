"""The command line as a process: what it imports, its colours, its faults."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from textwrap import dedent
from typing import TYPE_CHECKING

import pytest

from lanwright import cli
from tests.cli.conftest import GOOD

if TYPE_CHECKING:
    from pathlib import Path

HEAVY = {"pydantic", "jinja2", "netaddr", "yaml", "rich", "jsonschema"}

LOADED = """
import sys
from lanwright.cli import main
sys.argv = ["lanwright", *sys.argv[1:]]
try:
    main()
finally:
    print("\\n".join(sys.modules), file=sys.stderr)
"""


def loaded_by(*arguments: str) -> set[str]:
    """The modules that are loaded when a command has ended."""
    command = [sys.executable, "-c", LOADED, *arguments]
    return set(subprocess.run(command, check=True, capture_output=True, text=True).stderr.split())


def in_a_terminal(folder: Path, *arguments: str, **environment: str) -> str:
    """What a command prints where both its streams are a terminal."""
    ours, theirs = pty.openpty()
    plain = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
    command = [sys.executable, "-m", "lanwright", *arguments]
    with subprocess.Popen(
        command, cwd=folder, stdout=theirs, stderr=theirs, env=plain | environment
    ) as process:
        os.close(theirs)
        shown = b""
        while True:
            try:
                part = os.read(ours, 65536)
            except OSError:
                break
            if not part:
                break
            shown += part
        process.wait()
    os.close(ours)
    return shown.decode()


def by_typer(modules: set[str]) -> set[str]:
    """What typer loads by itself: from 0.29 on pydantic, once a command's own parameters are looked at."""
    return {"pydantic"} if "typer._adapters" in modules else set()


def test_help_and_version_load_no_pydantic_at_all() -> None:
    """Not even by way of typer."""
    assert "pydantic" not in loaded_by("--version") | loaded_by("--help")


@pytest.mark.parametrize("arguments", [["--version"], ["--help"], ["build", "--help"], ["check", "--help"]])
def test_help_and_version_load_nothing_heavy(arguments: list[str]) -> None:
    """Neither what reads intents nor what renders templates."""
    modules = loaded_by(*arguments)
    assert not HEAVY & modules - by_typer(modules)
    assert (
        not {f"lanwright.{stage}" for stage in ("intent", "lower", "rules", "targets", "pipeline")} & modules
    )


def test_explaining_loads_the_rules_and_no_more() -> None:
    modules = loaded_by("explain", "LW201")
    assert "lanwright.rules" in modules
    assert not HEAVY & modules - by_typer(modules)
    assert not {f"lanwright.{stage}" for stage in ("source.parse", "intent", "targets")} & modules


def test_reading_a_plan_loads_no_templates(tmp_path: Path) -> None:
    (tmp_path / "lanwright.yaml").write_text(dedent(GOOD))
    modules = loaded_by("plan", str(tmp_path))
    assert "lanwright.lower" in modules
    assert not {"jinja2", "lanwright.targets"} & modules


def test_colours_are_for_terminals_whose_owner_wants_them(tmp_path: Path) -> None:
    """no-color.org; a dumb terminal has none either."""
    assert "\x1b[" in in_a_terminal(tmp_path, "check", TERM="xterm")
    assert "\x1b" not in in_a_terminal(tmp_path, "check", TERM="xterm", NO_COLOR="1")
    assert "\x1b" not in in_a_terminal(tmp_path, "check", TERM="dumb")
    command = [sys.executable, "-m", "lanwright", "check"]
    assert b"\x1b" not in subprocess.run(command, cwd=tmp_path, check=False, capture_output=True).stdout


def test_a_terminal_that_knows_few_characters_is_no_reason_to_fail(tmp_path: Path) -> None:
    (tmp_path / "lanwright.yaml").write_text("version: 1\nsite: 名\n")
    command = [sys.executable, "-m", "lanwright", "check"]
    plain = os.environ | {"PYTHONIOENCODING": "latin-1"}
    ran = subprocess.run(command, cwd=tmp_path, check=False, capture_output=True, env=plain)
    assert ran.returncode == 1
    assert b"\\u540d" in ran.stdout


def test_a_fault_of_ours_exits_with_70_and_asks_for_a_report(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """One line; the traceback only for those who ask."""
    (tmp_path / "lanwright.yaml").write_text(dedent(GOOD))
    monkeypatch.setattr(sys, "argv", ["lanwright", "check", str(tmp_path)])
    monkeypatch.setattr("lanwright.pipeline.written", lambda texts: texts["no\nsuch"])
    monkeypatch.delenv("LANWRIGHT_DEBUG", raising=False)
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == 70
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("lanwright: internal fault (KeyError: ")
    assert said.err.count("\n") == 1
    assert "report" in said.err
    monkeypatch.setenv("LANWRIGHT_DEBUG", "1")
    with pytest.raises(KeyError):
        cli.main()


def test_a_reader_that_goes_away_is_no_fault(tmp_path: Path) -> None:
    (tmp_path / "lanwright.yaml").write_text(dedent(GOOD))
    command = f"{sys.executable} -m lanwright plan --format json | head -n 1"
    ran = subprocess.run(["sh", "-c", command], cwd=tmp_path, check=False, capture_output=True, text=True)
    assert ran.stdout == "{\n"
    assert "fault" not in ran.stderr
    assert "Traceback" not in ran.stderr


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_shells_can_complete(shell: str) -> None:
    environment = os.environ | {"_LANWRIGHT_COMPLETE": f"source_{shell}"}
    command = [sys.executable, "-c", "from lanwright.cli import main; main()"]
    ran = subprocess.run(command, check=True, capture_output=True, text=True, env=environment)
    assert "_LANWRIGHT_COMPLETE" in ran.stdout
