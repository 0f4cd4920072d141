"""Writing a tree: whole files, the intent's and no others, nothing that a person wrote is lost."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

import pytest

from lanwright.output import Kind, Obstacle, compare, write
from tests.output.trees import on_disk, tree

if TYPE_CHECKING:
    from pathlib import Path

FILES = {"install": "#!/bin/sh\n", "rootfs/etc/docker/daemon.json": "{}\n", "README.md": "# dock1\n"}


def inodes(directory: Path) -> dict[Path, tuple[int, int]]:
    """What changes when a file is written anew."""
    return {
        file: (file.stat().st_ino, file.stat().st_mtime_ns) for file in directory.rglob("*") if file.is_file()
    }


def test_a_tree_is_written_with_the_artifacts_content_and_modes(tmp_path: Path) -> None:
    """Modes are the artifacts', whatever the umask."""
    before = os.umask(0o077)
    try:
        write({"dock1": tree("dock1", FILES)}, tmp_path / "deep" / "out")
    finally:
        os.umask(before)
    out = tmp_path / "deep" / "out"
    assert on_disk(out / "dock1") == FILES | {"manifest.json": tree("dock1", FILES)[-1].content}
    assert stat.S_IMODE((out / "dock1/install").stat().st_mode) == 0o755
    assert stat.S_IMODE((out / "dock1/README.md").stat().st_mode) == 0o644


def test_the_same_tree_again_touches_no_file(tmp_path: Path) -> None:
    trees = {"dock1": tree("dock1", FILES), "dock2": tree("dock2", FILES)}
    assert write(trees, tmp_path)
    written = inodes(tmp_path)
    assert not write(trees, tmp_path)
    assert inodes(tmp_path) == written


def test_only_files_that_differ_are_written(tmp_path: Path) -> None:
    write({"dock1": tree("dock1", FILES)}, tmp_path)
    before = inodes(tmp_path)
    difference = write({"dock1": tree("dock1", FILES | {"README.md": "# other\n"})}, tmp_path)
    assert [(item.path, item.kind) for item in difference.changes] == [
        ("dock1/README.md", Kind.CHANGED),
        ("dock1/manifest.json", Kind.CHANGED),
    ]
    after = inodes(tmp_path)
    assert {file.name for file in after if after[file] != before[file]} == {"README.md", "manifest.json"}


def test_a_file_that_a_person_changed_stops_the_whole_write(tmp_path: Path) -> None:
    """Everything is checked before anything is written: the other files stay as they were, too."""
    write({"dock1": tree("dock1", FILES)}, tmp_path)
    (tmp_path / "dock1/README.md").write_text("mine\n")
    before = on_disk(tmp_path)
    newer = {"dock1": tree("dock1", {name: text + "new\n" for name, text in FILES.items()})}
    difference = write(newer, tmp_path)
    blocked = difference.blocked(force=False)
    assert [(item.path, item.obstacle) for item in blocked] == [("dock1/README.md", Obstacle.EDITED)]
    assert on_disk(tmp_path) == before


def test_a_file_that_was_there_before_stops_the_whole_write(tmp_path: Path) -> None:
    (tmp_path / "dock1").mkdir()
    (tmp_path / "dock1/README.md").write_text("mine\n")
    difference = write({"dock1": tree("dock1", FILES)}, tmp_path)
    assert [item.obstacle for item in difference.blocked(force=False)] == [Obstacle.FOREIGN]
    assert on_disk(tmp_path) == {"dock1/README.md": "mine\n"}


def test_force_replaces_what_a_person_changed(tmp_path: Path) -> None:
    wanted = tree("dock1", FILES)
    write({"dock1": wanted}, tmp_path)
    (tmp_path / "dock1/README.md").write_text("mine\n")
    write({"dock1": wanted}, tmp_path, force=True)
    assert not compare({"dock1": wanted}, tmp_path)


def test_a_file_that_already_is_what_is_wanted_is_ours_whoever_wrote_it(tmp_path: Path) -> None:
    (tmp_path / "dock1").mkdir()
    (tmp_path / "dock1/README.md").write_text(FILES["README.md"])
    difference = write({"dock1": tree("dock1", FILES)}, tmp_path)
    assert "dock1/README.md" not in {item.path for item in difference.changes}
    assert not compare({"dock1": tree("dock1", FILES)}, tmp_path)


def test_files_made_no_more_go_with_their_empty_folders(tmp_path: Path) -> None:
    write({"dock1": tree("dock1", FILES)}, tmp_path)
    fewer = tree("dock1", {"install": FILES["install"]})
    difference = write({"dock1": fewer}, tmp_path)
    assert [item.path for item in difference.changes if item.kind is Kind.STALE] == [
        "dock1/README.md",
        "dock1/rootfs/etc/docker/daemon.json",
    ]
    assert sorted(path.name for path in (tmp_path / "dock1").iterdir()) == ["install", "manifest.json"]


def test_a_stale_file_that_a_person_changed_is_kept(tmp_path: Path) -> None:
    write({"dock1": tree("dock1", FILES)}, tmp_path)
    (tmp_path / "dock1/README.md").write_text("mine\n")
    difference = write({"dock1": tree("dock1", {"install": FILES["install"]})}, tmp_path)
    assert [item.path for item in difference.kept(force=False)] == ["dock1/README.md"]
    assert (tmp_path / "dock1/README.md").read_text() == "mine\n"
    assert not (tmp_path / "dock1/rootfs").exists()


def test_force_removes_a_stale_file_that_a_person_changed(tmp_path: Path) -> None:
    write({"dock1": tree("dock1", FILES)}, tmp_path)
    (tmp_path / "dock1/README.md").write_text("mine\n")
    write({"dock1": tree("dock1", {"install": FILES["install"]})}, tmp_path, force=True)
    assert not (tmp_path / "dock1/README.md").exists()


def test_a_host_that_is_gone_takes_its_tree_along(tmp_path: Path) -> None:
    """Its own folder goes too; what a person put into it keeps it."""
    write(
        {"dock1": tree("dock1", FILES), "dock2": tree("dock2", FILES), "dock3": tree("dock3", FILES)},
        tmp_path,
    )
    (tmp_path / "dock3/notes.txt").write_text("mine\n")
    write({"dock1": tree("dock1", FILES)}, tmp_path)
    assert not (tmp_path / "dock2").exists()
    assert on_disk(tmp_path / "dock3") == {"notes.txt": "mine\n"}


def test_trees_of_other_hosts_are_left_alone_when_one_is_asked_for(tmp_path: Path) -> None:
    write({"dock1": tree("dock1", FILES), "dock2": tree("dock2", FILES)}, tmp_path)
    assert not write({"dock1": tree("dock1", FILES)}, tmp_path, whole=False)
    assert (tmp_path / "dock2/install").exists()


def test_folders_without_our_manifest_are_nobodys_tree(tmp_path: Path) -> None:
    """A manifest.json of some other program, or of another host, makes nothing there ours."""
    (tmp_path / "app").mkdir()
    (tmp_path / "app/manifest.json").write_text('{"name": "web app", "files": {}}')
    (tmp_path / "copy").mkdir()
    (tmp_path / "copy/manifest.json").write_text(tree("dock1", FILES)[-1].content)
    before = on_disk(tmp_path)
    write({}, tmp_path)
    assert on_disk(tmp_path) == before


@pytest.mark.parametrize("path", ["../victim", "/etc/passwd", "a/../../victim", "", "a//b", "./a"])
def test_a_manifest_that_names_files_elsewhere_is_not_believed(tmp_path: Path, path: str) -> None:
    (tmp_path / "out/dock2").mkdir(parents=True)
    (tmp_path / "out/victim").write_text("")
    entry = '{"sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"}'
    (tmp_path / "out/dock2/manifest.json").write_text(f'{{"host": "dock2", "files": {{"{path}": {entry}}}}}')
    before = on_disk(tmp_path)
    write({}, tmp_path / "out")
    assert on_disk(tmp_path) == before


@pytest.mark.parametrize("text", ["", "[]", "{", '{"host": "dock1", "files": [1]}', "[" * 100_000])
def test_a_manifest_that_is_broken_makes_nothing_ours(tmp_path: Path, text: str) -> None:
    write({"dock1": tree("dock1", FILES)}, tmp_path)
    (tmp_path / "dock1/manifest.json").write_text(text)
    newer = {"dock1": tree("dock1", FILES | {"README.md": "# new\n"})}
    blocked = write(newer, tmp_path).blocked(force=False)
    assert {item.path: item.obstacle for item in blocked} == {
        "dock1/README.md": Obstacle.FOREIGN,
        "dock1/manifest.json": Obstacle.FOREIGN,
    }


def test_part_of_a_tree_is_written_without_touching_the_rest(tmp_path: Path) -> None:
    """Artifacts without their manifest: nothing is removed, and the manifest stays, so `install` will refuse."""
    write({"dock1": tree("dock1", FILES)}, tmp_path)
    manifest = (tmp_path / "dock1/manifest.json").read_text()
    part = tree("dock1", {"README.md": "# new\n"})[:-1]
    write({"dock1": part, "dock2": ()}, tmp_path, whole=False)
    assert (tmp_path / "dock1/README.md").read_text() == "# new\n"
    assert (tmp_path / "dock1/manifest.json").read_text() == manifest
    assert (tmp_path / "dock1/install").exists()


def test_a_lost_executable_bit_is_a_difference(tmp_path: Path) -> None:
    trees = {"dock1": tree("dock1", FILES)}
    write(trees, tmp_path)
    (tmp_path / "dock1/install").chmod(0o644)
    assert [item.path for item in write(trees, tmp_path).changes] == ["dock1/install"]
    assert stat.S_IMODE((tmp_path / "dock1/install").stat().st_mode) == 0o755


def test_permissions_that_a_checkout_changes_are_no_difference(tmp_path: Path) -> None:
    """Git carries the executable bit alone: the rest is the umask of whoever checked out."""
    trees = {"dock1": tree("dock1", FILES)}
    write(trees, tmp_path)
    (tmp_path / "dock1/install").chmod(0o775)
    (tmp_path / "dock1/README.md").chmod(0o664)
    assert not compare(trees, tmp_path)


def test_comparing_writes_nothing(tmp_path: Path) -> None:
    difference = compare({"dock1": tree("dock1", FILES)}, tmp_path / "out")
    assert {item.kind for item in difference.changes} == {Kind.MISSING}
    assert not (tmp_path / "out").exists()


def test_what_a_killed_run_left_beside_a_file_goes(tmp_path: Path) -> None:
    trees = {"dock1": tree("dock1", FILES)}
    write(trees, tmp_path)
    (tmp_path / "dock1/.lanwright-README.md").write_text("hal")
    write(trees, tmp_path)
    assert not (tmp_path / "dock1/.lanwright-README.md").exists()
