"""The wheel holds all that a run needs: templates, schemas, the rules' samples."""

from __future__ import annotations

import json
import os
import site
import subprocess
import sys
import venv
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.output.trees import on_disk

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from this checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """`lanwright` in an environment of its own, which borrows this one's dependencies and not its Lanwright.

    A folder named in a .pth file is no site folder: the editable install's own .pth there isn't read.
    """
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=False)
    python = folder / "bin/python"
    (purelib,) = folder.glob("lib/python3.*/site-packages")
    (purelib / "borrowed.pth").write_text("".join(f"{path}\n" for path in site.getsitepackages()))
    command = [
        sys.executable,
        "-m",
        "pip",
        "--python",
        str(python),
        "install",
        "--no-deps",
        "--no-index",
        str(wheel),
    ]
    subprocess.run(command, check=True, capture_output=True)
    return folder / "bin/lanwright"


def ran(command: Path, *arguments: str, folder: Path) -> str:
    """What a command prints, run away from the checkout."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    words = [str(command), *arguments]
    return subprocess.run(words, check=True, capture_output=True, text=True, cwd=folder, env=clean).stdout


def test_nothing_generic_lands_among_the_users_packages(wheel: Path) -> None:
    names = ZipFile(wheel).namelist()
    assert {name.partition("/")[0].partition("-")[0] for name in names} == {"lanwright"}
    assert not [name for name in names if "__pycache__" in name]


def test_the_installed_command_is_not_the_checkouts(installed: Path, tmp_path: Path) -> None:
    """Or the rest would say nothing."""
    where = ran(
        installed.with_name("python"), "-c", "import lanwright; print(lanwright.__file__)", folder=tmp_path
    )
    assert Path(where.strip()).is_relative_to(installed.parents[1])


def test_an_installed_lanwright_compiles_a_sample(installed: Path, tmp_path: Path) -> None:
    """To what the checkout makes of it."""
    text = (ROOT / "samples/macvlan/lanwright.yaml").read_text()
    (tmp_path / "lanwright.yaml").write_text(text)
    ran(installed, "build", folder=tmp_path)
    checkout = [sys.executable, "-m", "lanwright", "build", "-o", "theirs"]
    subprocess.run(checkout, check=True, capture_output=True, cwd=tmp_path)
    assert on_disk(tmp_path / "out") == on_disk(tmp_path / "theirs") != {}


def test_an_installed_lanwright_explains_with_samples(installed: Path, tmp_path: Path) -> None:
    page = ran(installed, "explain", "LW301", folder=tmp_path)
    assert page.startswith("LW301 ")
    assert "\nbad:\n" in page
    assert "\ngood:\n" in page


@pytest.mark.parametrize("name", ["intent", "diagnostics", "plan", "manifest"])
def test_an_installed_lanwright_has_its_schemas(installed: Path, tmp_path: Path, name: str) -> None:
    committed = (ROOT / "schemas" / f"{name}.schema.json").read_text()
    assert json.loads(ran(installed, "schema", name, folder=tmp_path)) == json.loads(committed)


def test_an_installed_lanwright_begins_an_intent(installed: Path, tmp_path: Path) -> None:
    ran(installed, "init", folder=tmp_path)
    assert ran(installed, "check", "--strict", folder=tmp_path) == "1 info\n"
