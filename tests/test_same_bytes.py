"""One intent, one output: the same bytes in every run, on every Python."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SAMPLES = sorted(file.parent for file in (ROOT / "samples").glob("*/lanwright.yaml"))

ALL_OF_IT = """
import sys
from lanwright.cli.app import app

out, *samples = sys.argv[1:]
for sample in samples:
    for command in (["check", "--format=json"], ["plan", "--format=json"], ["plan"], ["build", "-o", out + sample]):
        print(sample, command[:2])
        assert not app([*command, sample], standalone_mode=False)
"""


def everything(python: str, out: Path, **environment: str) -> dict[str, bytes]:
    """All that the samples compile to, with what `check` and `plan` print, as this interpreter has it."""
    ours = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT / "compiler"), "PYTHONDONTWRITEBYTECODE": "1"}
    samples = [sample.name for sample in SAMPLES]
    command = [python, "-c", ALL_OF_IT, f"{out}/", *samples]
    ran = subprocess.run(
        command, check=True, capture_output=True, cwd=ROOT / "samples", env=ours | environment
    )
    files = {str(file.relative_to(out)): file.read_bytes() for file in out.rglob("*") if file.is_file()}
    return files | {"stdout": ran.stdout}


@pytest.fixture(scope="module")
def here_and_now(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What this interpreter makes of the samples."""
    return everything(sys.executable, tmp_path_factory.mktemp("now"), PYTHONHASHSEED="0")


def test_there_is_something_to_compare(here_and_now: dict[str, bytes]) -> None:
    """A tree for each sample, and the commands' words."""
    made = {name.partition("/")[0] for name in here_and_now}
    assert made == {sample.name for sample in SAMPLES} | {"stdout"}
    assert len(here_and_now["stdout"].splitlines()) > 100


@pytest.mark.parametrize(
    "environment",
    [
        {"PYTHONHASHSEED": "1"},
        {"PYTHONHASHSEED": "2", "LC_ALL": "C", "TZ": "Asia/Kathmandu", "HOME": "/nowhere"},
    ],
)
def test_neither_hashes_nor_surroundings_are_seen(
    here_and_now: dict[str, bytes], tmp_path: Path, environment: dict[str, str]
) -> None:
    assert everything(sys.executable, tmp_path, **environment) == here_and_now


@cache
def able(python: str) -> bool:
    """Whether an interpreter is there and has what Lanwright needs."""
    command = [python, "-c", "import jinja2, netaddr, pydantic, typer, typing_extensions, yaml"]
    return (
        shutil.which(python) is not None
        and subprocess.run(command, check=False, capture_output=True).returncode == 0
    )


@pytest.mark.parametrize("minor", [11, 12, 13])
def test_the_python_is_not_seen(here_and_now: dict[str, bytes], tmp_path: Path, minor: int) -> None:
    """Every supported Python on the PATH that has the dependencies."""
    python = sys.executable if sys.version_info.minor == minor else f"python3.{minor}"
    if not able(python):
        pytest.skip(f"no {python} with the dependencies on the PATH")
    assert everything(python, tmp_path, PYTHONHASHSEED="3") == here_and_now
