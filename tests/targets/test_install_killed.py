"""`install` killed (kill -9, with all its children) at every place; the next run finishes or goes back.

The script under test is the rendered one with one part more: each command that changes something first
counts down, and at zero kills the whole process group. The steps of the test do the same half-way. So every
state in which a kill can leave the host is tried, between any two changes. What is made in /tmp doesn't count.
"""

import os
import shutil
import signal
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from lanwright.targets import install
from lanwright.targets.artifact import Artifact, Phase, Step, manifest
from tests.targets.install_host import SHELLS, STATE, RootHost, Tree, root_host

DAEMON = "/etc/docker/daemon.json"
MINE = "/etc/mine"
WAS = "/etc/was"
FOLDERS = ("etc", "var", "run")
MANY = 1_000_000
CHANGING = "mv cp rm mkdir rmdir chmod chown sh"
COUNT = """
count() {
    [ -e /test/left ] || return 0
    case $* in
    */tmp/lanwright.*) return 0 ;;
    esac
    read -r count_left </test/left
    [ "$count_left" != 0 ] || kill -9 0
    echo $((count_left - 1)) >/test/left
}
"""
NOTE = """
note() {
    count
    printf '%s\\t%s\\t%s\\n' "$1" "$2" "$3" >>"$journal"
}
"""
Snapshot = dict[str, tuple[int, str]]


def step(name: str, text: str) -> Step:
    """A step that can be killed half-way, up and down."""
    return Step(
        phase=Phase.LINKS,
        name=name,
        apply=f". /test/count\necho half >/run/{name}\ncount\necho {text} >/run/{name}",
        undo=f". /test/count\necho going >/run/{name}\ncount\nrm -f /run/{name}",
        check=f"[ -e /run/{name} ]",
    )


OLD = Tree(
    files={"/etc/same": "s\n", DAEMON: "1\n", "/etc/goes/x": "x\n", WAS: "w\n"},
    steps=(step("stays", "s"), step("changes", "old"), step("goes", "g")),
)
NEW = Tree(
    files={
        "/etc/same": "s\n",
        DAEMON: "2\n",
        MINE: "ours\n",
        "/etc/new/deep/y": ("y\n", 0o600),
        WAS: "w2\n",
    },
    steps=(step("stays", "s"), step("changes", "new"), step("comes", "c")),
)
FIRST = Tree(files={MINE: "ours\n", "/etc/new/deep/y": "y\n", WAS: "w2\n"}, steps=(step("changes", "new"),))
OTHER = Tree(files={DAEMON: "1\n", WAS: "w\n"}, steps=(step("changes", "old"),))
ADOPT = ("--adopt", MINE, "--adopt", WAS)


def write_killable(tree: Tree, folder: Path) -> Path:
    """Write a tree whose script counts."""
    artifacts = tuple(tree.artifacts())
    script, _ = install.emit(tree.host, artifacts, tree.steps, tree.notices)
    body, main, _ = script.content.rpartition('main "$@"\n')
    counting = "sync() { count; }\n" + "".join(
        f'{name}() {{ count "$@"; command {name} "$@"; }}\n' for name in CHANGING.split()
    )
    script = replace(script, content=f"{body}{COUNT}{NOTE}{counting}{main}")
    listing = manifest(tree.host, (*artifacts, script))
    for artifact in (
        *artifacts,
        script,
        Artifact(path="manifest.json", content=listing, target="", destination=None),
    ):
        path = folder / artifact.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(artifact.content)
    return folder


@dataclass(slots=True)
class Scene:
    """A host that can be put back to a state that was saved, as often as it takes."""

    host: RootHost
    saved: Path
    first: int
    old: Path
    new: Path

    def save(self, name: str) -> None:
        """Keep the host's state under a name."""
        shutil.rmtree(self.saved / name, ignore_errors=True)
        for folder in FOLDERS:
            shutil.copytree(self.host.at(folder), self.saved / name / folder, symlinks=True)

    def go_to(self, name: str) -> None:
        """Put the host back to a state that was saved."""
        for folder in FOLDERS:
            shutil.rmtree(self.host.at(folder))
            shutil.copytree(self.saved / name / folder, self.host.at(folder), symlinks=True)

    def run(self, tree: Path, *arguments: str) -> None:
        """A run that nothing disturbs and that succeeds."""
        said = self.host.run(tree, *arguments)
        assert said.code == 0, said

    def places(self, tree: Path, *arguments: str) -> Iterator[int]:
        """Kill a run from here at each place in turn; the state that it leaves is saved as `killed`.

        Each shell takes every other place, so that both together take all.
        """
        self.save("begin")
        for place in range(self.first, MANY, 2):
            self.go_to("begin")
            left = self.host.give("/test/left", f"{place}\n")
            said = self.host.run(tree, *arguments)
            left.unlink()
            if said.code == 0:
                break
            assert said.code == -signal.SIGKILL, said
            self.save("killed")
            yield place
        assert place > 20, "the script was hardly ever killed"

    def end(self) -> Snapshot:
        """The host, with what Lanwright keeps about it, but for the backup and the lock of a dead run."""
        skipped = (f"{STATE}/backup", f"{STATE}.lock")
        found = self.host.snapshot()
        return {path: value for path, value in found.items() if not path.startswith(skipped)}


@pytest.fixture(params=SHELLS)
def scene(request: pytest.FixtureRequest, tmp_path: Path) -> Scene:
    """A host with a file of its owner's, one that is identical to ours by chance, and two trees for it."""
    return scene_with(OLD, NEW, request.param, tmp_path)


@pytest.fixture(params=SHELLS)
def small_scene(request: pytest.FixtureRequest, tmp_path: Path) -> Scene:
    """The same host, with two trees of a few things each that contradict each other."""
    return scene_with(OTHER, FIRST, request.param, tmp_path)


def scene_with(old: Tree, new: Tree, shell: str, tmp_path: Path) -> Scene:
    """The host for these two trees."""
    host = root_host(tmp_path / "host", shell)
    host.give("/test/count", COUNT)
    host.give(MINE, "mine\n", 0o640)
    host.give(WAS, "w\n")
    return Scene(
        host=host,
        saved=tmp_path / "saved",
        first=list(SHELLS).index(shell),
        old=write_killable(old, host.at("/trees/old")),
        new=write_killable(new, host.at("/trees/new")),
    )


def test_a_killed_update_is_finished_by_apply_or_undone_by_remove(scene: Scene) -> None:
    """Files, steps and the record are those of a run that nothing disturbed, or of a host that never had us.

    What --adopt allowed needn't be said again.
    """
    found = scene.end()
    scene.run(scene.old, "apply")
    scene.save("old")
    scene.run(scene.new, "apply", *ADOPT)
    expected = scene.end()
    scene.go_to("old")
    for place in scene.places(scene.new, "apply", *ADOPT):
        begun = scene.host.at(f"{STATE}/unfinished").exists()
        scene.run(scene.new, "apply", *(() if begun else ADOPT))
        assert scene.end() == expected, place
        scene.go_to("killed")
        scene.run(scene.new, "remove")
        assert scene.end() == found, place


def test_a_killed_first_apply_is_undone_by_remove_or_gives_way_to_another_tree(small_scene: Scene) -> None:
    """Even when not all of the record was there yet, and though the killed tree never was the installed one.

    The record of what the other tree replaced may then differ from that of an undisturbed run (a file that was
    identical to its own had to be kept, since the killed tree replaced it), but not the host, nor what remove does.
    """
    scene = small_scene
    found = scene.end()
    scene.save("found")
    scene.run(scene.old, "apply")
    expected = without_state(scene.end())
    scene.go_to("found")
    for place in scene.places(scene.new, "apply", *ADOPT):
        scene.run(scene.new, "remove")
        assert scene.end() == found, place
        scene.go_to("killed")
        scene.run(scene.old, "apply", *ADOPT[2:])
        assert without_state(scene.end()) == expected, place
        scene.run(scene.old, "remove")
        assert scene.end() == found, place


def without_state(snapshot: Snapshot) -> Snapshot:
    """The host but for Lanwright's own folder."""
    return {path: value for path, value in snapshot.items() if not path.startswith(STATE)}


def test_a_killed_remove_is_finished_by_remove_or_taken_back_by_apply(scene: Scene) -> None:
    """Originals are back and nothing of ours is left; or files and steps are those of the tree again."""
    found = scene.end()
    scene.run(scene.new, "apply", *ADOPT)
    expected = scene.end()
    for place in scene.places(scene.new, "remove"):
        scene.run(scene.new, "remove")
        assert scene.end() == found, place
        scene.go_to("killed")
        scene.run(scene.new, "apply", *ADOPT)
        assert scene.end() == expected, place


def test_a_killed_rollback_is_finished_by_the_next_one(scene: Scene) -> None:
    """Everything is as it was before the apply that wasn't confirmed."""
    scene.run(scene.old, "apply")
    before = scene.end()
    apply_and_lose_the_timer(scene)
    for place in scene.places(scene.new, "rollback"):
        if scene.host.at(f"{STATE}/pending").exists():
            scene.run(scene.new, "rollback")
        assert scene.end() == before, place


def apply_and_lose_the_timer(scene: Scene) -> None:
    """An apply with --rollback whose timer ends at once, as in a reboot."""
    scene.run(scene.new, "apply", *ADOPT, "--rollback", "600")
    watcher = scene.host.at(f"{STATE}/watcher")
    while not watcher.exists() or not watcher.read_text():
        time.sleep(0.05)
    os.kill(int(watcher.read_text().split(".")[0]), signal.SIGKILL)
