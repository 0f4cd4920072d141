"""Kernel parameters and modules: what the files say, and how a parameter is set and put back."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from lanwright.plan import Module
from lanwright.targets import modules, sysctl
from lanwright.targets.artifact import Phase
from tests.intents import host_of
from tests.targets.hosts import sample_hosts

if TYPE_CHECKING:
    from pathlib import Path

    from lanwright.plan import HostPlan

HOST = """
version: 1
lans:
  home: {subnet: [192.168.0.0/22, "fd00:8::/64"]}
hosts:
  dock1:
    network: MANAGER
    docker: {version: "29", firewall_backend: nftables}
    interfaces: {eth0.10: {lan: home, dhcp: true}, eth0: {}}
    networks: {shop: {driver: bridge, subnet: ["172.22.0.0/24", "fd00:22::/64"]}}
"""


def host_by(manager: str) -> HostPlan:
    """A host that forwards both families because of us."""
    return host_of(HOST.replace("MANAGER", manager))


def lines(host: HostPlan) -> list[str]:
    """The settings in the file."""
    (file,) = sysctl.emit(host).artifacts
    assert file.destination == "/etc/sysctl.d/90-lanwright.conf"
    return [line for line in file.content.splitlines() if line and not line.startswith("#")]


FORWARDING = [
    "net/ipv4/ip_forward = 1",
    "net/ipv6/conf/all/forwarding = 1",
    "net/ipv6/conf/default/forwarding = 1",
]


@pytest.mark.parametrize("manager", ["ifupdown", "networkd"])
def test_the_host_s_parameters_are_in_the_file(manager: str) -> None:
    """An interface's are with what brings the interface up."""
    assert lines(host_by(manager)) == FORWARDING


def test_of_no_manager_the_interfaces_parameters_are_there_too() -> None:
    """A minus: the interface may come later, and gets it then."""
    assert lines(host_by("none")) == [*FORWARDING, "-net/ipv6/conf/eth0.10/accept_ra = 2"]


def test_a_host_that_needs_none_has_no_file() -> None:
    """Docker's iptables backend sets what it needs by itself."""
    for host in sample_hosts().values():
        if not host.kernel:
            assert sysctl.emit(host).artifacts == ()


def test_forwarding_waits_for_the_packet_rules() -> None:
    """Their step is of the same phase, and of a target with an earlier name."""
    assert {step.phase for step in sysctl.emit(host_by("ifupdown")).steps} == {Phase.FIREWALL}
    assert max("iptables", "nftables") < sysctl.TARGET


def run(text: str, state: Path) -> int:
    """Run a step's text with /proc/sys and the state folder below `state`."""
    moved = text.replace("/proc/sys", f"{state}/sys").replace("/var/lib/lanwright", f"{state}/state")
    return subprocess.run(["dash", "-e"], input=moved, text=True, check=False).returncode


@pytest.mark.parametrize(("found", "during"), [("0", "1"), ("1", "1")])
def test_a_parameter_is_put_back_as_it_was_found(found: str, during: str, tmp_path: Path) -> None:
    """However often the step ran, and whatever a boot has made of it meanwhile."""
    step = sysctl.emit(host_by("ifupdown")).steps[0]
    parameter = tmp_path / "sys/net/ipv4/ip_forward"
    parameter.parent.mkdir(parents=True)
    parameter.write_text(f"{found}\n")
    for _ in range(2):
        assert run(step.apply, tmp_path) == 0
        assert parameter.read_text() == f"{during}\n"
        assert run(step.check, tmp_path) == 0
    for _ in range(2):
        assert run(step.undo, tmp_path) == 0
        assert parameter.read_text() == f"{found}\n"
    assert run(step.check, tmp_path) == int(found == "0")


@pytest.mark.parametrize(("found", "during"), [("0", "0"), ("1", "2"), ("2", "2")])
def test_only_the_kernel_s_own_way_of_heeding_routers_is_changed(
    found: str, during: str, tmp_path: Path
) -> None:
    """0 is an interface whose manager heeds them by itself, or that nobody wants to."""
    step = sysctl.emit(host_by("none")).steps[-1]
    parameter = tmp_path / "sys/net/ipv6/conf/eth0.10/accept_ra"
    parameter.parent.mkdir(parents=True)
    parameter.write_text(f"{found}\n")
    assert run(step.apply, tmp_path) == 0
    assert parameter.read_text() == f"{during}\n"
    assert run(step.check, tmp_path) == 0
    assert run(step.undo, tmp_path) == 0
    assert parameter.read_text() == f"{found}\n"


def test_an_interface_that_isn_t_there_stops_nothing(tmp_path: Path) -> None:
    """It may be a NIC that is plugged in now and then."""
    step = sysctl.emit(host_by("none")).steps[-1]
    assert [run(text, tmp_path) for text in (step.apply, step.check, step.undo)] == [0, 0, 0]


def test_modules_are_loaded_now_and_at_boot(tmp_path: Path) -> None:
    """Each with its reason; a host that needs none has no file. What is built into the kernel isn't loaded."""
    host = host_by("ifupdown")
    assert modules.emit(host).artifacts == ()
    module = Module(
        name="br-netfilter",
        why="bridged packets meet the rules",
        origin=host.origin,
        shows=str(tmp_path / "bridge"),
    )
    made = modules.emit(replace(host, modules=(module,)))
    (file,), (step,) = made.artifacts, made.steps
    assert file.destination == "/etc/modules-load.d/lanwright.conf"
    assert file.content.splitlines()[-2:] == ["# bridged packets meet the rules", "br-netfilter"]
    assert run(step.check, tmp_path) != 0
    (tmp_path / "bridge").touch()
    assert [run(text, tmp_path) for text in (step.check, step.apply, step.undo)] == [0, 0, 0]


def test_a_module_that_we_loaded_is_taken_away_again(tmp_path: Path) -> None:
    """And one that was loaded before us, or that others use by now, is left."""
    tools = tmp_path / "bin"
    tools.mkdir()
    (tools / "modprobe").write_text(
        f'#!/bin/sh\necho "$@" >>{tmp_path}/asked\ncase $1 in -r) rm -f {tmp_path}/bridge ;; *) : >{tmp_path}/bridge ;; esac\n'
    )
    (tools / "modprobe").chmod(0o755)
    shown = Module(
        name="br_netfilter", why="it is needed", origin=host_by("none").origin, shows=str(tmp_path / "bridge")
    )
    (step,) = modules.emit(replace(host_by("none"), modules=(shown,))).steps
    path = f"PATH={tools}:$PATH\n"
    for text in (step.apply, step.apply, step.undo, step.undo):
        assert run(path + text, tmp_path) == 0
    assert (tmp_path / "asked").read_text() == "br_netfilter\n-r br_netfilter\n"
    assert run(step.check, tmp_path) != 0
