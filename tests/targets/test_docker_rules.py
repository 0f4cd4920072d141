"""Whether Docker has its packet rules: `install status` asks, with either backend."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest

from lanwright.targets import docker_rules
from tests.targets.hosts import host_with, sample_hosts

if TYPE_CHECKING:
    from pathlib import Path

SHELLS = {"dash": ("dash",), "busybox": ("busybox", "sh")}


@pytest.mark.parametrize("shell", SHELLS.values(), ids=SHELLS)
@pytest.mark.parametrize(
    ("running", "code"),
    [
        (("docker", "iptables"), 0),
        (("docker", "nft"), 0),
        (("docker",), 1),
        (("iptables",), 0),
        ((), 0),
    ],
    ids=["iptables", "nftables", "flushed", "Docker is down", "nothing runs"],
)
def test_flushed_rules_are_noticed(
    tmp_path: Path, shell: tuple[str, ...], running: tuple[str, ...], code: int
) -> None:
    """Its chain in the table nat, or its own table; nothing is said while Docker doesn't run."""
    for name in ("docker", "iptables", "nft"):
        command = tmp_path / name
        command.write_text(f"#!/bin/sh\nexit {int(name not in running)}\n")
        command.chmod(0o755)
    (question,) = docker_rules.emit(sample_hosts()["nat/dock1"]).questions
    done = subprocess.run(
        [*shell, "-c", question.command],
        env={"PATH": f"{tmp_path}:/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == code, done.stderr
    assert ("left to you: systemctl restart docker (interrupts: every container" in done.stdout) == bool(code)


def test_a_docker_that_makes_no_rules_is_not_asked() -> None:
    """`iptables: false` leaves them to the host's owner."""
    assert docker_rules.emit(host_with("    docker: {settings: {iptables: false}}")).questions == ()
