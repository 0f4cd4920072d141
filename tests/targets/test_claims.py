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
hosts:
  dock1:
    network: MANAGER
    interfaces:
      eth0: {{lan: home, address: 192.168.0.231/22, unit: 20-lan.network}}
      cams0: {{kind: vlan, link: eth0, id: 20, lan: things, managed: true}}
    networks:
      real_lan: {{driver: macvlan, parent: eth0, lan: home, ip_range: 192.168.0.248/29, host_access: true}}
    services:
      web: {{networks: {{real_lan: 192.168.0.241}}}}
"""
TARGETS = {"ifupdown": ifupdown, "networkd": networkd, "none": links}


@pytest.fixture(params=TARGETS)
def steps(request: pytest.FixtureRequest) -> dict[str, Step]:
    """The steps of a host with a VLAN and a shim, by the names of the links."""
    text = INTENT.replace("MANAGER", request.param)
    text = text if request.param == "networkd" else text.replace(", unit: 20-lan.network", "")
    return {step.name: step for step in TARGETS[request.param].emit(host_of(text)).steps}


def test_a_vlan_s_number_is_its_own(steps: dict[str, Step]) -> None:
    """Under whatever name."""
    assert steps["cams0"].claims == steps["cams0"].displaces == ("VLAN 20 on eth0",)


def test_a_shim_stands_beside_others_of_its_kind_alone(steps: dict[str, Step]) -> None:
    """So that one that gets another name comes before the old one goes."""
    shim = steps["shim-real_lan"]
    assert (shim.claims, shim.displaces) == (("macvlan on eth0",), ("ipvlan on eth0",))


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
    (tmp_path / "docker").write_text(f"#!/bin/sh\n{docker}\n", "utf-8")
    (tmp_path / "docker").chmod(0o755)
    path = {"PATH": f"{tmp_path}:{os.environ['PATH']}"}
    found = subprocess.run(
        ["sh", "-e", "-c", step.busy], check=False, capture_output=True, text=True, env=path
    )
    assert (found.returncode, found.stderr) == (int(bool(said)), said)
