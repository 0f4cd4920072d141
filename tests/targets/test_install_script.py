"""The script and the manifest as text."""

import json
import shutil
import subprocess
from hashlib import sha256
from pathlib import Path

import pytest

from lanwright import resources
from lanwright.targets import install
from lanwright.targets.artifact import Artifact, Notice, Phase, Step, manifest
from tests.targets.install_host import SHELLS, Tree, need_shell

ODD = 'it\'s "odd" $HOME `id` \\ %s {{ x }}'
STEPS = (
    Step(
        phase=Phase.NETWORKS,
        name=ODD,
        apply=f"echo {ODD}",
        undo="one\ntwo 'three'",
        check=ODD,
        interrupts=ODD,
    ),
    Step(phase=Phase.LINKS, name="macvlan0", apply="ifup macvlan0", undo="ifdown macvlan0"),
    Step(phase=Phase.LINKS, name="br0", apply="ifup br0", undo="ifdown br0"),
)
NOTICES = (Notice(command="systemctl restart docker", interrupts=ODD, when="/etc/docker/*"),)


def script(steps: tuple[Step, ...] = STEPS) -> str:
    """The text of `install` for a host with these steps."""
    return install.emit("dock1", tuple(Tree().artifacts()), steps, NOTICES)[0].content


def places(steps: tuple[Step, ...]) -> dict[str, str]:
    """The fingerprints that the script has for each step."""
    words = (line.split() for line in script(steps).splitlines() if line.startswith("    step "))
    return {place: fingerprint for _, place, fingerprint, *_ in words}


def test_shellcheck_finds_nothing(tmp_path: Path) -> None:
    """The script is plain POSIX sh, whatever the steps' texts hold."""
    if not shutil.which("shellcheck"):
        pytest.skip("shellcheck isn't installed")
    (tmp_path / "install").write_text(script())
    done = subprocess.run(
        ["shellcheck", "-s", "sh", tmp_path / "install"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, "")


@pytest.mark.parametrize("shell", SHELLS)
def test_each_shell_reads_the_whole_script(shell: str, tmp_path: Path) -> None:
    """dash and busybox's ash find no fault in its syntax."""
    (tmp_path / "install").write_text(script())
    words = need_shell(shell)
    done = subprocess.run([*words, "-n", tmp_path / "install"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_every_part_is_in_the_script_word_for_word() -> None:
    """The parts are plain shell, which an editor and shellcheck can read; none is left out."""
    text = script()
    parts = sorted(resources.folder("templates").glob("install/*.sh"))
    assert parts
    assert [part.name for part in parts if text.count(part.read_text()) != 1] == []


def test_steps_are_in_the_order_of_their_phases() -> None:
    """Links come before networks; within a phase the given order stays."""
    assert list(places(STEPS)) == ["1-links-000", "1-links-001", "3-networks-002"]


def test_what_a_step_does_and_defines_makes_its_fingerprint() -> None:
    """A new check or a new word on what it interrupts is no reason to take a link down."""
    base = {"phase": Phase.LINKS, "name": "m0", "apply": "a", "undo": "u"}
    alike = [base, base | {"check": "c"}, base | {"interrupts": "i"}]
    other = [base | {"apply": "b"}, base | {"undo": "b"}, base | {"defines": "stanza"}]
    fingerprints = [places((Step(**values),))["1-links-000"] for values in (*alike, *other)]  # type: ignore[arg-type]  # one dict, two kinds of values
    assert fingerprints[0] == fingerprints[1] == fingerprints[2]
    assert len(set(fingerprints)) == 1 + len(other)


def test_the_manifest_lists_every_file_but_itself() -> None:
    """Sorted, with sha256, mode, target and destination, and the script among them."""
    artifacts = tuple(Tree(files={"/etc/b": ("b\n", 0o600), '/etc/ä "b" \\': "a\n"}).artifacts())
    made, listing = install.emit("dock1", artifacts, STEPS, NOTICES)
    data = json.loads(listing.content)
    assert data["version"] == 1
    assert data["host"] == "dock1"
    assert list(data["files"]) == sorted([*(artifact.path for artifact in artifacts), "install"])
    assert data["files"]["rootfs/etc/b"] == {
        "sha256": sha256(b"b\n").hexdigest(),
        "mode": "0600",
        "target": "test",
        "destination": "/etc/b",
    }
    assert data["files"]["README.md"]["destination"] is None
    assert data["files"]["install"]["sha256"] == sha256(made.content.encode()).hexdigest()


def test_the_manifest_has_one_file_a_line() -> None:
    """So that sh and awk can read it."""
    artifacts = tuple(Tree(files={"/etc/a": "a\n", "/etc/b": "b\n"}).artifacts())
    lines = [line for line in manifest("dock1", artifacts).splitlines() if '"sha256"' in line]
    assert [line.split('"')[1] for line in lines] == ["README.md", "rootfs/etc/a", "rootfs/etc/b"]


def test_the_script_and_the_manifest_are_not_installed() -> None:
    """`install` is run from the folder; it's executable there."""
    made, listing = install.emit("dock1", (), (), ())
    assert (made.path, made.mode, made.destination) == ("install", 0o755, None)
    assert (listing.path, listing.mode, listing.destination) == ("manifest.json", 0o644, None)


@pytest.mark.parametrize("name", ["a\nb", "a\tb", "a\x1bb"])
def test_a_control_character_in_a_name_is_a_mistake(name: str) -> None:
    """Paths, hosts and steps stand in lines."""
    artifact = Artifact(path=name, content="", target="test", destination=None)
    with pytest.raises(ValueError, match="control character"):
        manifest("dock1", [artifact])
    with pytest.raises(ValueError, match="control character"):
        manifest(name, [])
    with pytest.raises(ValueError, match="control character"):
        script((Step(phase=Phase.LINKS, name=name, apply="", undo=""),))


def test_two_of_one_name_are_a_mistake() -> None:
    """A path says which file, a phase and a name say which step."""
    artifact = Artifact(path="a", content="", target="test", destination=None)
    with pytest.raises(ValueError, match="two artifacts"):
        manifest("dock1", [artifact, artifact])
    with pytest.raises(ValueError, match="two steps"):
        script((STEPS[1], STEPS[1]))
