"""Symbolic links below OUT are never followed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lanwright.output import Obstacle, write
from tests.output.trees import on_disk, tree

if TYPE_CHECKING:
    from pathlib import Path

FILES = {"rootfs/etc/daemon.json": "{}\n"}


@pytest.mark.parametrize("link", ["dock1", "dock1/rootfs", "dock1/rootfs/etc"])
@pytest.mark.parametrize("force", [False, True])
def test_a_folder_that_is_a_link_stops_the_write_whatever_is_forced(
    tmp_path: Path, link: str, *, force: bool
) -> None:
    out, elsewhere = tmp_path / "out", tmp_path / "elsewhere"
    elsewhere.mkdir()
    (out / link).parent.mkdir(parents=True, exist_ok=True)
    (out / link).symlink_to(elsewhere)
    difference = write({"dock1": tree("dock1", FILES)}, out, force=force)
    assert Obstacle.LINK in {item.obstacle for item in difference.blocked(force=force)}
    assert not list(elsewhere.iterdir())


def test_a_file_that_is_a_link_is_not_ours(tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_text("precious\n")
    write({"dock1": tree("dock1", FILES)}, tmp_path / "out")
    file = tmp_path / "out/dock1/rootfs/etc/daemon.json"
    file.unlink()
    file.symlink_to(victim)
    wanted = {"dock1": tree("dock1", FILES)}
    assert [item.obstacle for item in write(wanted, tmp_path / "out").blocked(force=False)] == [
        Obstacle.FOREIGN
    ]
    write(wanted, tmp_path / "out", force=True)
    assert not file.is_symlink()
    assert file.read_text() == "{}\n"
    assert victim.read_text() == "precious\n"


def test_stale_files_behind_a_link_stay(tmp_path: Path) -> None:
    out, elsewhere = tmp_path / "out", tmp_path / "elsewhere"
    write({"dock1": tree("dock1", FILES)}, out)
    (out / "dock1/rootfs").rename(elsewhere)
    (out / "dock1/rootfs").symlink_to(elsewhere)
    difference = write({"dock1": tree("dock1", {})}, out, force=True)
    assert [item.obstacle for item in difference.kept(force=True)] == [Obstacle.LINK]
    assert on_disk(elsewhere) == {"etc/daemon.json": "{}\n"}


def test_a_whole_tree_behind_a_link_is_nobodys(tmp_path: Path) -> None:
    out, elsewhere = tmp_path / "out", tmp_path / "elsewhere"
    write({"dock1": tree("dock1", FILES)}, out)
    (out / "dock1").rename(elsewhere)
    (out / "dock1").symlink_to(elsewhere)
    before = on_disk(elsewhere)
    assert not write({}, out, force=True)
    assert on_disk(elsewhere) == before


@pytest.mark.parametrize("force", [False, True])
def test_a_folder_in_the_place_of_a_file_stops_the_write(tmp_path: Path, *, force: bool) -> None:
    (tmp_path / "dock1/manifest.json").mkdir(parents=True)
    difference = write({"dock1": tree("dock1", FILES)}, tmp_path, force=force)
    assert [item.obstacle for item in difference.blocked(force=force)] == [Obstacle.FOLDER]


@pytest.mark.parametrize("force", [False, True])
def test_a_file_in_the_place_of_a_folder_stops_the_write(tmp_path: Path, *, force: bool) -> None:
    (tmp_path / "dock1").write_text("a file\n")
    difference = write({"dock1": tree("dock1", FILES)}, tmp_path, force=force)
    assert {item.obstacle for item in difference.blocked(force=force)} == {Obstacle.FILE}
