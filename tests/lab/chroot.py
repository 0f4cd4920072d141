"""Debian roots in folders: made once by debootstrap, kept between runs.

They give the lab a dockerd, a compose, an ifupdown and an nft that are newer than
the machine's own, and the same on every machine. Each host of the lab is an overlay on one.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import shutil
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tests.lab.command import attempt, run

if TYPE_CHECKING:
    from collections.abc import Iterator

# debootstrap has one script for all of Debian's newer suites; older versions of it don't know forky's name.
SCRIPT = "sid"
DEFAULT_MIRROR = "http://deb.debian.org/debian"
PACKAGES = (
    "docker.io",
    "docker-cli",
    "docker-compose",
    "iptables",
    "nftables",
    "conntrack",
    "iproute2",
    "ufw",
    "dhcpcd-base",
    "hostapd",
    "wpasupplicant",
    "iw",
    "systemd",
    "udev",
    "dbus",
    "kmod",
    "procps",
    "iputils-ping",
    "iputils-arping",
    "tcpdump",
    "busybox-static",
    "python3-minimal",
    "shellcheck",
)
# A host of the lab has no screen, no log-ins, no hardware, and lives for seconds.
MASKED = (
    "apt-daily-upgrade.timer",
    "apt-daily.timer",
    "console-getty.service",
    "dev-hugepages.mount",
    "dev-mqueue.mount",
    "dpkg-db-backup.timer",
    "e2scrub_all.timer",
    "e2scrub_reap.service",
    "fstrim.timer",
    "getty.target",
    "ldconfig.service",
    "proc-sys-fs-binfmt_misc.automount",
    "sys-fs-fuse-connections.mount",
    "sys-kernel-config.mount",
    "sys-kernel-debug.mount",
    "sys-kernel-tracing.mount",
    "systemd-journal-catalog-update.service",
    "systemd-logind.service",
    "systemd-remount-fs.service",
    "systemd-tmpfiles-clean.timer",
    "systemd-update-done.service",
)
# Docker, other owners of the firewall, and what joins a wireless network start when a test says so; what a test enables
# is there after a reboot.
DISABLED = (
    "docker.service",
    "docker.socket",
    "containerd.service",
    "ufw.service",
    "hostapd.service",
    "wpa_supplicant.service",
)
STAMP = "lanwright-lab.stamp"


class UnavailableError(Exception):
    """The lab can't run on this machine; the message is the reason."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """What a root is made of: a suite of Debian, and what configures its network beside what every root has."""

    suite: str
    network: tuple[str, ...] = ("ifupdown", "bridge-utils", "ifenslave", "vlan")

    def __str__(self) -> str:
        packages = (*PACKAGES, *self.network)
        return "\n".join((self.suite, *packages, "masked:", *MASKED, "disabled:", *DISABLED, ""))

    @property
    def folder(self) -> Path:
        """Its own: another checkout's list of packages doesn't take it away."""
        return cache() / f"{self.suite}-{hashlib.sha256(str(self).encode()).hexdigest()[:8]}"


FORKY = Recipe("forky")
"""Docker 28."""
TRIXIE = Recipe("trixie")
"""Docker 26."""
FORKY_NG = Recipe("forky", ("ifupdown-ng", "ifupdown-ng-compat"))
"""ifupdown-ng in ifupdown's place."""
RECIPES = (FORKY, TRIXIE, FORKY_NG)


def cache() -> Path:
    """Give the folder, outside the checkout, that holds what is kept between runs."""
    home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(os.environ.get("LANWRIGHT_LAB_CACHE") or Path(home) / "lanwright-lab")


def debian(recipe: Recipe = FORKY) -> Path:
    """Give the Debian root of a recipe, made now if it isn't there.

    Raises UnavailableError with the reason; a failed attempt isn't repeated within one process.
    """
    if recipe not in _outcomes:
        _outcomes[recipe] = _made(recipe)
    outcome = _outcomes[recipe]
    if isinstance(outcome, UnavailableError):
        raise outcome
    return outcome


_outcomes: dict[Recipe, Path | UnavailableError] = {}


def in_use() -> tuple[Path, ...]:
    """Give the Debian roots that this process has asked for, and got."""
    return tuple(outcome for outcome in _outcomes.values() if isinstance(outcome, Path))


def _made(recipe: Recipe) -> Path | UnavailableError:
    try:
        with alone(cache() / f"{recipe.suite}.lock"):
            if _stamp(recipe.folder) != str(recipe):
                _build(recipe)
    except (UnavailableError, OSError) as problem:
        return UnavailableError(str(problem))
    return recipe.folder


@contextmanager
def alone(lock: Path) -> Iterator[None]:
    """Hold `lock` against every other test process."""
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _stamp(root: Path) -> str | None:
    path = root / STAMP
    return path.read_text() if path.is_file() else None


def _build(recipe: Recipe) -> None:
    """Make the root under another name and rename it when it is whole."""
    _refuse_without_tools()
    root = recipe.folder
    for remains in root.parent.glob(f"{root.name}.new-*"):
        shutil.rmtree(remains)
    new = root.with_name(f"{root.name}.new-{os.getpid()}")
    _debootstrap(recipe, new)
    for verb, units in (("mask", MASKED), ("disable", DISABLED)):
        run(["chroot", str(new), "env", "SYSTEMD_OFFLINE=1", "systemctl", "--quiet", verb, *units])
    for package in (new / "var/cache/apt/archives").glob("*.deb"):
        package.unlink()
    (new / STAMP).write_text(str(recipe))
    if root.exists():
        shutil.rmtree(root)
    new.rename(root)


def _refuse_without_tools() -> None:
    if os.geteuid() != 0:
        raise UnavailableError("debootstrap needs root")
    if shutil.which("debootstrap") is None:
        raise UnavailableError("debootstrap isn't installed")


def _debootstrap(recipe: Recipe, target: Path) -> None:
    """Fill `target`; in a mount namespace of its own, so that a failure leaves no mount behind."""
    include = f"--include={','.join((*PACKAGES, *recipe.network))}"
    output = attempt(
        [
            "unshare",
            "--mount",
            "debootstrap",
            "--variant=minbase",
            include,
            recipe.suite,
            str(target),
            mirror(),
            SCRIPT,
        ],
        timeout=1800,
    )
    if output.rc:
        last = "; ".join(output.text.strip().splitlines()[-3:])
        raise UnavailableError(f"debootstrap of {recipe.suite} failed: {last}")


def mirror() -> str:
    """Give the Debian mirror that the machine's own apt uses, or Debian's public one."""
    if shutil.which("apt-get") is None:
        return DEFAULT_MIRROR
    listed = attempt(["apt-get", "indextargets", "--format", "$(REPO_URI)", "Component: main"]).stdout
    own = re.search(r"^(https?://\S+/debian)/?$", listed, re.MULTILINE)
    return own[1] if own else DEFAULT_MIRROR


def versions(root: Path) -> str:
    """Say, in a line, on which kernel and with which Docker and tools the lab measures."""
    shown = [
        "docker.io",
        "docker-compose",
        "containerd",
        "runc",
        "iptables",
        "nftables",
        "iproute2",
        "ifupdown",
        "ifupdown-ng",
        "systemd",
    ]
    form = "${Package} ${source:Upstream-Version}\\n"
    listed = attempt(["chroot", str(root), "dpkg-query", "--show", f"--showformat={form}", *shown]).stdout
    # A package that was replaced by another one has a line without a version.
    there = [line for line in listed.splitlines() if not line.endswith(" ")]
    return ", ".join([f"Linux {os.uname().release.partition('-')[0]}", *there])


if __name__ == "__main__":
    for each in RECIPES:
        print(debian(each))
