"""What the system refuses a command is told as any other fault: in words, with exit status 2."""

from __future__ import annotations

import os
import subprocess
import sys
from textwrap import dedent
from typing import TYPE_CHECKING

import pytest

from tests.cli.conftest import GOOD

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.run import Ran

MINDS_MODES = ("setpriv", "--bounding-set=-dac_override,-dac_read_search") if os.geteuid() == 0 else ()
"""Even root then reads only what the files' modes let it."""


def ran(folder: Path, *arguments: str, shell: str = 'exec "$@"') -> subprocess.CompletedProcess[str]:
    """The command line as a process that may do no more than the modes say."""
    command = (*MINDS_MODES, sys.executable, "-m", "lanwright", *arguments)
    return subprocess.run(
        ["sh", "-c", shell, "sh", *command], cwd=folder, check=False, capture_output=True, text=True
    )


@pytest.mark.parametrize("closed", ["lanwright.yaml", "."])
def test_an_intent_that_may_not_be_read_is_a_finding(site: Path, closed: str) -> None:
    """Be it the file or the folder that it lies in."""
    (site / "intent").mkdir()
    file = site / "intent/lanwright.yaml"
    file.write_text(dedent(GOOD))
    (file.parent / closed).chmod(0)
    shown = ran(site, "check", "intent/lanwright.yaml")
    file.parent.chmod(0o755)
    assert shown.returncode == 2
    assert shown.stdout.startswith("error[LW001]: permission denied\n --> intent/lanwright.yaml:1:1\n")


def test_a_closed_folder_within_an_intent_is_a_finding(site: Path) -> None:
    """Its own findings say what is in it, or that nobody knows."""
    (site / "hosts").mkdir(mode=0)
    shown = ran(site, "check", ".", "--format", "json")
    assert shown.returncode == 2
    assert '"file": "hosts"' in shown.stdout
    assert '"message": "permission denied"' in shown.stdout


def test_an_output_folder_that_may_not_be_written_is_told(site: Path) -> None:
    (site / "out").mkdir(mode=0o555)
    shown = ran(site, "build")
    assert (shown.returncode, shown.stdout) == (2, "")
    assert shown.stderr == "error: out/dock1: permission denied\n"


def test_a_working_directory_that_has_gone_is_told(site: Path) -> None:
    """An intent that is named from the root is still understood there."""
    (site / "gone").mkdir()
    gone = 'rmdir "$PWD" && exec "$@"'
    shown = ran(site / "gone", "check", shell=gone)
    assert shown.returncode == 2
    assert shown.stdout.startswith("error[LW001]: no such file or directory\n --> lanwright.yaml:1:1\n")
    (site / "gone").mkdir()
    assert ran(site / "gone", "check", str(site / "lanwright.yaml"), shell=gone).returncode == 0


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="this system has no /dev/full")  # noqa: PTH110 - as above
def test_a_result_that_cannot_be_written_is_no_fault_of_ours(site: Path) -> None:
    shown = ran(site, "plan", shell='exec "$@" >/dev/full')
    assert shown.returncode == 2
    assert shown.stderr == "error: no space left on device\n"


@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-", "<&-"])
def test_a_stream_that_is_closed_is_written_nowhere(site: Path, closed: str) -> None:
    shown = ran(site, "build", shell=f'exec "$@" {closed}')
    assert shown.returncode == 0
    assert "Traceback" not in shown.stderr
    assert (site / "out/dock1/manifest.json").exists()


def test_an_intent_that_is_a_device_of_no_end_is_too_large(lanwright: Callable[..., Ran]) -> None:
    assert lanwright("check", "/dev/zero").status == 2
