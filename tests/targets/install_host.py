"""Hosts for `install` to work on: a folder with LANWRIGHT_ROOT, or a root of its own in a mount namespace."""

import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from stat import S_IMODE

import pytest

from lanwright.targets import install
from lanwright.targets.artifact import Artifact, Notice, Question, Step

SHELLS = {"dash": ("dash",), "busybox": ("busybox", "sh")}
PATH = "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin"
STATE = "/var/lib/lanwright"
NO_CHANGE = "nothing to change"


@dataclass(frozen=True, slots=True)
class Said:
    """How a run of `install` ended, and what it said."""

    code: int
    out: str
    err: str


@dataclass(slots=True)
class Tree:
    """A host's output folder; `files` has a destination's text, or its text and mode."""

    files: Mapping[str, str | tuple[str, int]] = field(default_factory=dict)
    steps: Sequence[Step] = ()
    notices: Sequence[Notice] = ()
    questions: Sequence[Question] = ()
    host: str = "dock1"
    readme: str = "read me\n"

    def artifacts(self) -> Iterator[Artifact]:
        """The installed files, and one that isn't installed."""
        for destination, value in self.files.items():
            text, mode = (value, 0o644) if isinstance(value, str) else value
            yield Artifact(
                path=f"rootfs{destination}", content=text, mode=mode, target="test", destination=destination
            )
        yield Artifact(path="README.md", content=self.readme, target="test", destination=None)

    def write(self, folder: Path) -> Path:
        """Write the folder as `build` would, but with modes that a checkout might give; return it."""
        artifacts = tuple(self.artifacts())
        for artifact in (
            *artifacts,
            *install.emit(self.host, artifacts, self.steps, self.notices, self.questions),
        ):
            path = folder / artifact.path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(artifact.content)
            path.chmod(0o600)
        return folder


@dataclass(slots=True)
class Host:
    """A host whose `/` is `root`; its trees are written to `/trees/<number>`."""

    root: Path
    shell: tuple[str, ...]
    trees: int = 0

    def command(self, tree: Path, arguments: Sequence[str]) -> tuple[list[str], dict[str, str]]:
        """The command line and the environment that run the tree's `install` on this host."""
        return [*self.shell, str(tree / "install"), *arguments], {
            "PATH": PATH,
            "LANWRIGHT_ROOT": str(self.root),
        }

    def folder(self, tree: Tree | Path) -> Path:
        """The tree's folder, which is written if need be."""
        if isinstance(tree, Path):
            return tree
        self.trees += 1
        return tree.write(self.root.parent / f"trees of {self.root.name}" / str(self.trees))

    def run(self, tree: Tree | Path, *arguments: str) -> Said:
        """Run `install` with these arguments from a tree, and wait for its end."""
        return self.run_command(*self.command(self.folder(tree), arguments))

    def run_command(self, argv: Sequence[str], environment: Mapping[str, str]) -> Said:
        """Run this command line in a session of its own, and wait for its end."""
        done = subprocess.run(
            argv,
            env=environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
        return Said(done.returncode, done.stdout, done.stderr)

    def applied(self, tree: Tree | Path, *arguments: str) -> Said:
        """Apply a tree, which has to succeed."""
        said = self.run(tree, "apply", *arguments)
        assert said.code == 0, said
        return said

    def at(self, destination: str) -> Path:
        """Where a path of the host is."""
        return self.root / destination.removeprefix("/")

    def give(self, destination: str, text: str, mode: int = 0o644) -> Path:
        """Put a file on the host as its owner might."""
        path = self.at(destination)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        path.chmod(mode)
        return path

    def snapshot(self, *folders: str) -> dict[str, tuple[int, str]]:
        """Every path below these folders of the host, with its mode, and its text or kind."""
        found: dict[str, tuple[int, str]] = {}
        for folder in folders or ("/etc", "/var", "/run"):
            for path in (self.at(folder), *self.at(folder).rglob("*")):
                name = f"/{path.relative_to(self.root)}"
                if path.is_symlink():
                    found[name] = (0, f"-> {path.readlink()}")
                elif path.is_file():
                    found[name] = (S_IMODE(path.stat().st_mode), path.read_text())
                elif path.is_dir():
                    found[name] = (S_IMODE(path.stat().st_mode), "folder")
        return found


@dataclass(slots=True)
class RootHost(Host):
    """A host with a root of its own: `install` runs there as root, with its steps, on a real `/`.

    Or as the user `user`, such as `65534:65534`, which only root can arrange.
    """

    user: str = ""

    def command(self, tree: Path, arguments: Sequence[str]) -> tuple[list[str], dict[str, str]]:
        inside = f"/{tree.relative_to(self.root)}/install"
        script = 'cd "$0" && for at in proc dev; do mount --rbind "/$at" "$at"; done && '
        as_user = f"--userspec={self.user} " if self.user else ""
        script += f'exec chroot {as_user}. "$@"'
        if self.shell[0] == "dash":
            script = 'mount --bind /usr "$0/usr" && mount --bind "$0/usr-local" "$0/usr/local" && ' + script
        return [*namespace(), "sh", "-c", script, str(self.root), *self.shell, inside, *arguments], {
            "PATH": PATH
        }

    def at(self, destination: str) -> Path:
        """Where a path of the host is: its /usr/local lies beside its /usr, which may be this machine's."""
        return self.root / destination.removeprefix("/").replace("usr/local", "usr-local", 1)

    def folder(self, tree: Tree | Path) -> Path:
        if isinstance(tree, Path):
            return tree
        self.trees += 1
        return tree.write(self.root / "trees" / str(self.trees))


@cache
def namespace() -> tuple[str, ...]:
    """The words that run a command as root in a mount namespace of its own; none where that is forbidden."""
    words = ("unshare", "--mount") if os.geteuid() == 0 else ("unshare", "--mount", "--map-root-user")
    return words if subprocess.run([*words, "true"], check=False, capture_output=True).returncode == 0 else ()


def need_shell(name: str) -> tuple[str, ...]:
    """The shell's words; the test is skipped where it isn't installed."""
    if not shutil.which(SHELLS[name][0]):
        pytest.skip(f"{name} isn't installed")
    return SHELLS[name]


def image_host(folder: Path, shell: str) -> Host:
    """A folder that `install` fills with LANWRIGHT_ROOT."""
    for name in ("etc/docker", "var/lib", "run"):
        (folder / name).mkdir(parents=True)
    return Host(folder, need_shell(shell))


def root_host(folder: Path, shell: str) -> RootHost:
    """A root with busybox's tools alone, or with this machine's own ones and dash."""
    words = need_shell(shell)
    if not namespace():
        pytest.skip("no mount namespace for this user")
    for name in ("etc/docker", "var/lib", "run", "tmp", "proc", "dev", "trees", "usr-local/sbin"):
        (folder / name).mkdir(parents=True)
    if shell == "busybox":
        _install_busybox(folder)
    else:
        _use_own_tools(folder)
    return RootHost(folder, words)


def _install_busybox(folder: Path) -> None:
    (folder / "bin").mkdir()
    (folder / "usr").mkdir()
    (folder / "usr/local").symlink_to("../usr-local")
    binary = shutil.which("busybox")
    assert binary
    if "statically linked" not in _kind(binary):
        pytest.skip("busybox isn't linked statically, as it has to be to stand alone")
    shutil.copy(binary, folder / "bin/busybox")
    for applet in subprocess.run(
        [binary, "--list"], capture_output=True, text=True, check=True
    ).stdout.split():
        if applet != "busybox":
            (folder / "bin" / applet).symlink_to("busybox")


def _kind(binary: str) -> str:
    """What `ldd` says; for a static binary it fails and says so."""
    done = subprocess.run(["ldd", binary], capture_output=True, text=True, check=False)
    return "statically linked" if "not a dynamic executable" in done.stdout + done.stderr else done.stdout


def _use_own_tools(folder: Path) -> None:
    (folder / "usr").mkdir()
    for name in ("bin", "sbin", "lib", "lib32", "lib64"):
        if Path("/", name).is_symlink():
            (folder / name).symlink_to(f"usr/{name}")
    (folder / "usr-local/bin").mkdir()
    awk = Path(shutil.which("awk") or "/usr/bin/awk").resolve()  # on Debian by way of /etc/alternatives
    (folder / "usr-local/bin/awk").symlink_to(awk)
