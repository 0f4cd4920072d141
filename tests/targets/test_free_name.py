"""A link that its owner made by hand is in the way of ours; one that our files have made is not."""

import subprocess
from pathlib import Path

import pytest

from lanwright.targets import targets
from lanwright.targets.free_name import free_name
from tests.intents import LAN, host_of


@pytest.mark.parametrize("ours", [True, False])
@pytest.mark.parametrize("there", [True, False])
def test_only_a_link_that_came_without_our_file_is_in_the_way(
    *, ours: bool, there: bool, tmp_path: Path
) -> None:
    """With our file it is what an image's first boot has brought up."""
    file = tmp_path / "lanwright"
    if ours:
        file.touch()
    ip = tmp_path / "ip"
    ip.write_text(f'#!/bin/sh\n[ "$*" = "link show dev macvlan0" ] && exit {0 if there else 1}\n')
    ip.chmod(0o755)
    said = subprocess.run(
        ["sh", "-e", "-c", free_name("macvlan0", str(file))],
        env={"PATH": f"{tmp_path}:/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    if there and not ours:
        assert said.returncode == 1
        assert (
            "there is a link macvlan0 that lanwright didn't make; take it down (ip link del dev macvlan0)"
            in said.stderr
        )
    else:
        assert (said.returncode, said.stderr) == (0, "")


@pytest.mark.parametrize("manager", ["ifupdown", "networkd", "none"])
def test_what_remove_takes_away_was_not_there_before(manager: str) -> None:
    """A VLAN that its owner made by hand would go with ours: it is said before anything is changed."""
    interfaces = (
        "{eth0: {lan: home, address: 192.168.0.231/22, unit: 20-lan.network}, eth0.30: {managed: true}}"
    )
    host = host_of(f"{LAN}\nhosts:\n  dock1:\n    network: {manager}\n    interfaces: {interfaces}\n")
    (step,) = (step for target in targets().values() for step in target(host).steps if step.name == "eth0.30")
    assert "there is a link eth0.30 that lanwright didn" in step.needs
