"""`lanwright build`: writes what the intent says, keeps what a person wrote, and tells the difference."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.cli.run import Ran
from tests.cli.test_check import never_used, spoil, two_pools_overlap
from tests.output.trees import on_disk
from tests.report.schemas import complaints

if TYPE_CHECKING:
    from collections.abc import Callable

    Lanwright = Callable[..., Ran]


def test_building_writes_a_tree_for_each_host(site: Path, lanwright: Lanwright) -> None:
    """Into `out` beside the intent; the result is on the disk, so stdout stays empty."""
    ran = lanwright("build")
    assert (ran.status, ran.stdout) == (0, "")
    files = set(on_disk(site / "out"))
    for host in ("dock1", "dock2"):
        assert {f"{host}/manifest.json", f"{host}/README.md", f"{host}/install"} <= files
    assert ran.stderr == f"out: {len(files)} files written, 0 removed\n"


def test_manifests_have_the_shape_that_their_schema_tells(site: Path, lanwright: Lanwright) -> None:
    """And name every file of their tree besides themselves."""
    lanwright("build")
    tree = site / "out/dock1"
    manifest = json.loads((tree / "manifest.json").read_text())
    assert complaints(manifest, "manifest") == []
    assert set(manifest["files"]) == set(on_disk(tree)) - {"manifest.json"}


def test_building_again_writes_nothing(site: Path, lanwright: Lanwright) -> None:
    lanwright("build")
    before = {file: file.stat().st_mtime_ns for file in site.rglob("*")}
    assert lanwright("build") == Ran(0, "", "out: 0 files written, 0 removed\n")
    assert {file: file.stat().st_mtime_ns for file in site.rglob("*")} == before


def test_quiet_says_nothing_about_success(site: Path, lanwright: Lanwright) -> None:
    never_used(site)
    assert lanwright("build", "--quiet") == Ran(0, "", "")
    assert (site / "out/dock1/manifest.json").exists()


@pytest.mark.usefixtures("site")
def test_verbose_names_each_file(lanwright: Lanwright) -> None:
    assert "missing: out/dock1/install\n" in lanwright("build", "--verbose").stderr


def test_an_intent_with_errors_is_not_compiled(site: Path, lanwright: Lanwright) -> None:
    """The findings go to stderr: the result would have been the tree."""
    two_pools_overlap(site)
    ran = lanwright("build")
    assert (ran.status, ran.stdout) == (1, "")
    assert "error[LW201]" in ran.stderr
    assert not (site / "out").exists()


def test_warnings_do_not_keep_a_tree_from_being_made(site: Path, lanwright: Lanwright) -> None:
    never_used(site)
    ran = lanwright("build")
    assert ran.status == 0
    assert "warning[LW107]" in ran.stderr


@pytest.mark.usefixtures("here")
def test_an_intent_that_cannot_be_read_exits_with_2(lanwright: Lanwright) -> None:
    ran = lanwright("build")
    assert (ran.status, ran.stdout) == (2, "")
    assert "error[LW001]" in ran.stderr


def test_what_a_person_changed_is_kept(site: Path, lanwright: Lanwright) -> None:
    lanwright("build")
    file = site / "out/dock1/README.md"
    file.write_text("mine\n")
    ran = lanwright("build")
    assert (ran.status, ran.stdout) == (1, "")
    assert "out/dock1/README.md (changed since Lanwright wrote it)" in ran.stderr
    assert "--force" in ran.stderr
    assert file.read_text() == "mine\n"
    assert lanwright("build", "--force").status == 0
    assert file.read_text() != "mine\n"


def test_a_host_that_is_gone_takes_its_tree_along(site: Path, lanwright: Lanwright) -> None:
    lanwright("build")
    text = (site / "lanwright.yaml").read_text()
    (site / "lanwright.yaml").write_text(text.partition("  dock2:")[0])
    ran = lanwright("build", "--check")
    assert ran.status == 1
    assert "stale: out/dock2/install\n" in ran.stdout
    assert lanwright("build").status == 0
    assert sorted(path.name for path in (site / "out").iterdir()) == ["dock1"]


def test_check_writes_nothing_and_lists_what_differs(site: Path, lanwright: Lanwright) -> None:
    """Missing, changed and stale files, each on a line of the result."""
    before = on_disk(site)
    ran = lanwright("build", "--check")
    assert ran.status == 1
    assert "missing: out/dock1/install\n" in ran.stdout
    assert on_disk(site) == before
    lanwright("build")
    assert lanwright("build", "--check") == Ran(0, "", "out is what the intent says\n")
    (site / "out/dock1/install").write_text("")
    (site / "out/dock2/install").unlink()
    ran = lanwright("build", "--check")
    assert ran.status == 1
    assert ran.stdout == (
        "changed: out/dock1/install (changed since Lanwright wrote it)\nmissing: out/dock2/install\n"
    )


def test_check_fails_when_the_intent_moved_on(site: Path, lanwright: Lanwright) -> None:
    """The gate for CI: the committed tree is what the intent compiles to."""
    lanwright("build")
    spoil(site, "172.22.0.0/24", "172.23.0.0/24")
    ran = lanwright("build", "--check")
    assert ran.status == 1
    assert "changed: out/dock1/compose/dock1.networks.yaml\n" in ran.stdout
    assert "dock2" not in ran.stdout


def test_diff_shows_what_check_found(site: Path, lanwright: Lanwright) -> None:
    lanwright("build")
    spoil(site, "172.22.0.0/24", "172.23.0.0/24")
    before = on_disk(site)
    shown = lanwright("build", "--check", "--diff").stdout
    assert "--- out/dock1/compose/dock1.networks.yaml\n+++ out/dock1/compose/dock1.networks.yaml\n" in shown
    removed = [line for line in shown.splitlines() if line.startswith("-") and "172.22.0.0/24" in line]
    added = [line for line in shown.splitlines() if line.startswith("+") and "172.23.0.0/24" in line]
    assert removed
    assert added
    assert on_disk(site) == before


@pytest.mark.usefixtures("site")
def test_diff_without_check_writes_too(lanwright: Lanwright) -> None:
    shown = lanwright("build", "--diff").stdout
    assert "--- /dev/null\n+++ out/dock1/install\n" in shown
    assert lanwright("build", "--check").status == 0


def test_one_host_is_built_without_the_others(site: Path, lanwright: Lanwright) -> None:
    assert lanwright("build", "--host", "dock2").status == 0
    assert sorted(path.name for path in (site / "out").iterdir()) == ["dock2"]
    lanwright("build")
    (site / "out/dock1/install").unlink()
    assert lanwright("build", "--host", "dock2", "--check").status == 0


def test_errors_of_other_hosts_do_not_stop_one(site: Path, lanwright: Lanwright) -> None:
    two_pools_overlap(site)
    ran = lanwright("build", "--host", "dock2")
    assert ran.status == 0
    assert "LW201" not in ran.stderr
    ran = lanwright("build", "--host", "dock1")
    assert ran.status == 1
    assert "LW201" in ran.stderr


def test_one_target_is_built_without_the_rest(site: Path, lanwright: Lanwright) -> None:
    """The manifest stays as it is, so `install` refuses the tree until it is built whole again."""
    lanwright("build")
    manifest = (site / "out/dock1/manifest.json").read_text()
    spoil(site, "172.22.0.0/24", "172.23.0.0/24")
    spoil(site, "172.20.0.1/24", "172.20.0.1/25")
    daemon = (site / "out/dock1/rootfs/etc/docker/daemon.json").read_text()
    assert lanwright("build", "--target", "compose").stderr == "out: 1 file written, 0 removed\n"
    assert "172.23.0.0/24" in (site / "out/dock1/compose/dock1.networks.yaml").read_text()
    assert (site / "out/dock1/rootfs/etc/docker/daemon.json").read_text() == daemon
    assert (site / "out/dock1/manifest.json").read_text() == manifest
    assert lanwright("build", "--target", "compose", "--check").status == 0
    assert lanwright("build", "--check").status == 1
    assert lanwright("build").status == 0
    assert lanwright("build", "--check").status == 0


@pytest.mark.parametrize(("option", "near"), [("--host", "dock3"), ("--target", "compsoe")])
def test_a_host_or_target_that_there_is_not_is_wrong_usage(
    site: Path, lanwright: Lanwright, option: str, near: str
) -> None:
    ran = lanwright("build", option, near)
    assert ran.status == 2
    assert "did you mean" in ran.stderr
    assert not (site / "out").exists()


def test_an_output_folder_that_is_a_file_exits_with_2(site: Path, lanwright: Lanwright) -> None:
    """The system's own words with the place, no traceback."""
    (site / "out").write_text("")
    ran = lanwright("build")
    assert ran.status == 2
    assert ran.stderr.startswith("error: out: ")
    assert lanwright("build", "--check").status in (1, 2)


def test_a_disk_that_takes_no_more_exits_with_2(
    site: Path, lanwright: Lanwright, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    ran = lanwright("build")
    assert ran.status == 2
    assert "no space left on device" in ran.stderr
    assert on_disk(site / "out") == {}


def test_a_tree_behind_a_link_is_refused_even_with_force(site: Path, lanwright: Lanwright) -> None:
    (site / "elsewhere").mkdir()
    (site / "out").mkdir()
    (site / "out/dock1").symlink_to(site / "elsewhere")
    ran = lanwright("build", "--force")
    assert ran.status == 1
    assert "symbolic link" in ran.stderr
    assert "--force" not in ran.stderr
    assert not list((site / "elsewhere").iterdir())


def test_output_goes_where_it_is_told(site: Path, lanwright: Lanwright, tmp_path: Path) -> None:
    assert lanwright("build", "-o", str(tmp_path / "a/b")).status == 0
    assert (tmp_path / "a/b/dock1/install").exists()
    assert not (site / "out").exists()


@pytest.mark.parametrize(
    "name", sorted(file.parent.name for file in Path("samples").glob("*/lanwright.yaml"))
)
def test_every_sample_compiles(here: Path, lanwright: Lanwright, name: str) -> None:
    """From its folder as from its file, to the same bytes."""
    sample = Path(__file__).parents[2] / "samples" / name
    assert lanwright("build", str(sample), "-o", "folder").status == 0
    assert lanwright("build", str(sample / "lanwright.yaml"), "-o", "file").status == 0
    assert on_disk(here / "folder") == on_disk(here / "file") != {}
