"""What only one link can have is claimed by its step, whoever brings links up; and a network's step says who is on it."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

import pytest

from lanwright.targets import docker_networks, ifupdown, links, networkd
from tests.intents import LAN, host_of

if TYPE_CHECKING:
    from pathlib import Path

    from lanwright.targets.artifact import Step

INTENT = f"""{LAN}
  things: {{subnet: 192.168.20.0/24}}
  far: {{subnet: 192.168.21.0/24}}
hosts:
  dock1:
    network: MANAGER
    interfaces:
      eth0: {{lan: home, address: 192.168.0.231/22, unit: 20-lan.network}}
      cams0: {{kind: vlan, link: eth0, id: 20, lan: things, managed: true}}
      far0: {{kind: vlan, link: eth0, id: 21, lan: far, address: 192.168.21.231/24, managed: true}}
    networks:
      real_lan: {{driver: macvlan, parent: eth0, lan: home, ip_range: 192.168.0.248/29, host_access: true}}
    services:
      web: {{networks: {{real_lan: 192.168.0.241}}}}
"""
FAR = "far0@eth0: <UP> vlan protocol 802.1Q id 21 "
TARGETS = {"ifupdown": ifupdown, "networkd": networkd, "none": links}


@pytest.fixture(params=TARGETS)
def steps(request: pytest.FixtureRequest) -> dict[str, Step]:
    """The steps of a host with a VLAN and a shim, by the names of the links."""
    text = INTENT.replace("MANAGER", request.param)
    text = text if request.param == "networkd" else text.replace(", unit: 20-lan.network", "")
    return {step.name: step for step in TARGETS[request.param].emit(host_of(text)).steps}


def with_tools(folder: Path, text: str, **tools: str) -> subprocess.CompletedProcess[str]:
    """Run a step's text where these tools come first in PATH."""
    for name, body in tools.items():
        (folder / name).write_text(f"#!/bin/sh\n{body}\n", "utf-8")
        (folder / name).chmod(0o755)
    path = {"PATH": f"{folder}:{os.environ['PATH']}"}
    return subprocess.run(["sh", "-e", "-c", text], check=False, capture_output=True, text=True, env=path)


def test_a_vlan_s_number_is_its_own(steps: dict[str, Step]) -> None:
    """Under whatever name."""
    assert steps["cams0"].claims == steps["cams0"].displaces == ("VLAN 20 on eth0",)


def test_a_shim_stands_beside_others_of_its_kind_alone(steps: dict[str, Step]) -> None:
    """So that one that gets another name comes before the old one goes."""
    shim = steps["shim-real_lan"]
    assert (shim.claims, shim.displaces) == (("macvlan on eth0",), ("ipvlan on eth0",))


@pytest.mark.parametrize("there", [True, False])
def test_a_vlan_that_carries_the_host_is_in_another_s_way_until_its_owner_takes_it_down(
    steps: dict[str, Step], tmp_path: Path, *, there: bool
) -> None:
    """One without an address of the host's goes by itself."""
    assert (steps["cams0"].stays, steps["cams0"].clear) == ("", "")
    assert steps["far0"].clear.endswith("|| ip link del dev far0")
    assert steps["far0"].claims == ("VLAN 21 on eth0",)
    found = with_tools(tmp_path, steps["far0"].stays, ip=f"echo '{FAR}'" if there else "exit 1")
    told = (
        "far0 has VLAN 21 on eth0 and is left up, since this session may come in by it; "
        "in one line: ip link del dev far0; sh install apply\n"
    )
    assert (found.returncode, found.stderr) == ((1, told) if there else (0, ""))


@pytest.mark.parametrize(
    ("has", "refused"),
    [(FAR, False), (FAR.replace("21", "2"), True)],
)
def test_networkd_keeps_a_vlan_s_number_while_it_is_up(tmp_path: Path, has: str, *, refused: bool) -> None:
    """It says nothing of it, either: `install` does, with what to type."""
    host = host_of(INTENT.replace("MANAGER", "networkd"))
    step = next(step for step in networkd.emit(host).steps if step.name == "far0")
    found = with_tools(tmp_path, step.apply, ip=f"echo '{has}'", systemctl="exit 1", networkctl="exit 1")
    told = "networkd leaves far0 its number while it is up; in one line: ip link del dev far0; sh install apply\n"
    assert (told in found.stderr) is refused
    assert (with_tools(tmp_path, step.check.splitlines()[-1], ip=f"echo '{has}'").returncode != 0) is refused


@pytest.mark.parametrize(
    ("docker", "said"),
    [
        (
            "echo 'dock1-web-1 dock1-db-1 '",
            "real_lan: first stop or disconnect its containers (dock1-web-1 dock1-db-1)\n",
        ),
        ("echo", ""),
        ("echo no such network >&2; false", ""),
    ],
)
def test_a_network_is_busy_while_containers_are_on_it(tmp_path: Path, docker: str, said: str) -> None:
    """One that is gone, or another's, stands in nobody's way."""
    (step,) = docker_networks.emit(
        host_of(INTENT.replace("MANAGER", "none").replace(", unit: 20-lan.network", ""))
    ).steps
    found = with_tools(tmp_path, step.busy, docker=docker)
    assert (found.returncode, found.stderr) == (int(bool(said)), said)
