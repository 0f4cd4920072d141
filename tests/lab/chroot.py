"""A Debian root in a folder: made once by debootstrap, kept between runs.

It gives the lab a dockerd, a compose, an ifupdown and an nft that are newer than
the machine's own, and the same on every machine. Each host of the lab is an overlay on it.
"""

from __future__ import annotations

import fcntl
import functools
import hashlib
import os
import re
import shutil
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from tests.lab.command import attempt, run

if TYPE_CHECKING:
    from collections.abc import Iterator

SUITE = "forky"
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
    "ifupdown",
    "bridge-utils",
    "ifenslave",
    "ufw",
    "vlan",
    "dhcpcd-base",
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
# Docker, and other owners of the firewall, start when a test says so; what a test enables is there after a reboot.
DISABLED = ("docker.service", "docker.socket", "containerd.service", "ufw.service")
STAMP = "lanwright-lab.stamp"


class UnavailableError(Exception):
    """The lab can't run on this machine; the message is the reason."""


def cache() -> Path:
    """Give the folder, outside the checkout, that holds what is kept between runs."""
    home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(os.environ.get("LANWRIGHT_LAB_CACHE") or Path(home) / "lanwright-lab")


def debian() -> Path:
    """Give the Debian root, made now if it isn't there.

    Its folder is named after what it is made of: another checkout's list of packages doesn't take it away.

    Raises UnavailableError with the reason; a failed attempt isn't repeated within one process.
    """
    outcome = _debian()
    if isinstance(outcome, UnavailableError):
        raise outcome
    return outcome


def in_use() -> Path | None:
    """Give the Debian root if this process has asked for it, and got it."""
    outcome = _debian() if _debian.cache_info().currsize else None
    return outcome if isinstance(outcome, Path) else None


@functools.cache
def _debian() -> Path | UnavailableError:
    root = cache() / f"{SUITE}-{hashlib.sha256(_recipe().encode()).hexdigest()[:8]}"
    try:
        with alone(cache() / f"{SUITE}.lock"):
            if _stamp(root) != _recipe():
                _build(root)
    except (UnavailableError, OSError) as problem:
        return UnavailableError(str(problem))
    return root


@contextmanager
def alone(lock: Path) -> Iterator[None]:
    """Hold `lock` against every other test process."""
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _recipe() -> str:
    """Say what the root is made of; another recipe makes another root."""
    return "\n".join((SUITE, *PACKAGES, "masked:", *MASKED, "disabled:", *DISABLED, ""))


def _stamp(root: Path) -> str | None:
    path = root / STAMP
    return path.read_text() if path.is_file() else None


def _build(root: Path) -> None:
    """Make the root under another name and rename it when it is whole."""
    _refuse_without_tools()
    for remains in root.parent.glob(f"{root.name}.new-*"):
        shutil.rmtree(remains)
    new = root.with_name(f"{root.name}.new-{os.getpid()}")
    _debootstrap(new)
    for verb, units in (("mask", MASKED), ("disable", DISABLED)):
        run(["chroot", str(new), "env", "SYSTEMD_OFFLINE=1", "systemctl", "--quiet", verb, *units])
    for package in (new / "var/cache/apt/archives").glob("*.deb"):
        package.unlink()
    (new / STAMP).write_text(_recipe())
    if root.exists():
        shutil.rmtree(root)
    new.rename(root)


def _refuse_without_tools() -> None:
    if os.geteuid() != 0:
        raise UnavailableError("debootstrap needs root")
    if shutil.which("debootstrap") is None:
        raise UnavailableError("debootstrap isn't installed")


def _debootstrap(target: Path) -> None:
    """Fill `target`; in a mount namespace of its own, so that a failure leaves no mount behind."""
    include = f"--include={','.join(PACKAGES)}"
    output = attempt(
        [
            "unshare",
            "--mount",
            "debootstrap",
            "--variant=minbase",
            include,
            SUITE,
            str(target),
            mirror(),
            SCRIPT,
        ],
        timeout=1800,
    )
    if output.rc:
        last = "; ".join(output.text.strip().splitlines()[-3:])
        raise UnavailableError(f"debootstrap of {SUITE} failed: {last}")


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
        "systemd",
    ]
    form = "${Package} ${source:Upstream-Version}\\n"
    listed = run(["chroot", str(root), "dpkg-query", "--show", f"--showformat={form}", *shown]).stdout
    return ", ".join([f"Linux {os.uname().release}", *listed.split("\n")]).rstrip(", ")


if __name__ == "__main__":
    print(debian())
