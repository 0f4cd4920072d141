"""ifupdown reads our stanzas, and what it would run makes exactly the plan's links, addresses and routes."""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass, field
from ipaddress import ip_interface, ip_network
from typing import TYPE_CHECKING

import pytest

from lanwright.plan import LinkKind, Maker, Purpose
from lanwright.targets import ifupdown
from tests.intents import LAN, host_of
from tests.lab.tools import ifquery, ifup_no_act, shellcheck
from tests.targets.hosts import put, sample_hosts
from tests.targets.test_ifupdown import STACK, both

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from lanwright.plan import HostPlan

pytestmark = pytest.mark.lab

HOSTS = {
    **{
        name: host
        for name, host in sample_hosts().items()
        if any("interfaces.d" in item.path for item in ifupdown.emit(host).artifacts)
    },
    "stack": host_of(f"{LAN}\nhosts:\n  dock1:\n    interfaces: {STACK}\n"),
    "ours": both(managed=True),
    "not ours": both(managed=False),
}
ADDRESS = re.compile(r"ip (?:-6 )?addr (?:add|replace) (\S+)(?: broadcast \S+)?\s+dev (\S+)")
ROUTE = re.compile(r"ip (?:-6 )?route (?:add|replace) (\S+)(?: +via (\S+))? +dev (\S+)(?: src (\S+))?")
LINK = re.compile(
    r'ip link add (\S+)(?: link (\S+))?(?: address "[^"]*")? type (\S+)(?: (?:mode|id|peer name) (\S+))?'
)
PORT = re.compile(r"ip link set dev (\S+) master (\S+?);? ")


@dataclass
class Made:
    """What a list of commands makes."""

    addresses: set[tuple[str, str]] = field(default_factory=set)
    routes: set[tuple[str, str, str | None, str | None]] = field(default_factory=set)
    links: set[tuple[str | None, ...]] = field(default_factory=set)
    ports: set[tuple[str, str]] = field(default_factory=set)


def made_by(commands: str, link: str) -> Made:
    """Read the commands as `ip` would; `$IFACE` is the link."""
    made = Made()
    for line in commands.replace("$IFACE", link).splitlines():
        if found := ADDRESS.search(line):
            made.addresses.add((found[2], str(ip_interface(found[1]))))
        if found := ROUTE.search(line):
            six = "-6" in line or ":" in found[1]
            target = ip_network(found[1].replace("default", "::/0" if six else "0.0.0.0/0"))
            made.routes.add((found[3], str(target), found[2], found[4]))
        if found := LINK.search(line):
            made.links.add((found[1], found[2], found[3], found[4]))
        if found := PORT.search(f"{line} "):
            made.ports.add((found[1], found[2]))
    return made


@pytest.mark.parametrize("name", HOSTS)
def test_ifup_would_make_what_the_plan_has(name: str, tmp_path: Path) -> None:
    """Link by link: addresses, routes with their preferred source, parent, kind and mode; and nothing else."""
    host = HOSTS[name]
    path = put(ifupdown.emit(host).artifacts[0], tmp_path)
    ours = [link for link in host.links.values() if link.maker is Maker.LANWRIGHT]
    listed = ifquery(path)
    assert listed.rc == 0, listed.text
    assert set(listed.stdout.split()) - {"lo"} == {link.name for link in ours}, "ifupdown adds lo by itself"
    for link in ours:
        said = ifup_no_act(path, link.name)
        assert said.rc == 0, said.text
        # Before a link with a dot in its name ifupdown brings up the one below it, by itself.
        _, _, own = said.stderr.partition(f"configuring interface {link.name}={link.name} ")
        made = made_by(own, link.name)
        assert made.addresses == {
            (item.link, str(item.address)) for item in host.addresses if item.link == link.name
        }
        assert made.routes == {
            (item.link, str(item.destination), item.via and str(item.via), item.source and str(item.source))
            for item in host.routes
            if item.link == link.name
        }
        assert ("mtu" in own) == bool(link.mtu)
        assert ("promisc on" in own) == link.promiscuous
        said_of_kind = str(link.vlan) if link.kind is LinkKind.VLAN else link.mode
        found = link.kind in (LinkKind.PHYSICAL, LinkKind.WIRELESS, LinkKind.TUNNEL)
        planned = (link.name, link.parent, link.kind, said_of_kind)
        if link.kind is LinkKind.VETH:  # its other end is a peer, not a link below
            planned = (link.name, None, link.kind, link.parent)
        assert made.links == (set() if found else {planned})
        bridged = {(link.name, link.bridge)} if link.purpose is Purpose.UPLINK and link.bridge else set()
        assert made.ports == {(port, link.name) for port in link.ports} | bridged


@pytest.mark.parametrize("shell", [("dash",), ("busybox", "sh")], ids=["dash", "busybox"])
def test_the_hook_adds_what_the_plan_adds(shell: Sequence[str], tmp_path: Path) -> None:
    """To the link that ifupdown names, and to no other."""
    host = HOSTS["not ours"]
    hook = put(ifupdown.emit(host).artifacts[1], tmp_path)
    made = made_by(traced(shell, hook, "br0"), "br0")
    assert made.addresses == aliases(host) | of_shims(host)
    assert made.links == {("shim-real_lan", "br0", "macvlan", "bridge")}
    assert {route[:2] for route in made.routes} == {
        (item.link, str(item.destination)) for item in host.routes if item.purpose is Purpose.CONTAINERS
    }
    assert "promisc on" in traced(shell, hook, "br0")
    early = traced(shell, hook, "br0", "192.168.0.231/22")
    assert made_by(early, "br0").addresses == aliases(host), "the stanza for IPv6 is yet to come"
    assert traced(shell, hook, "eth0") == ""
    assert traced(shell, hook, "--all") == ""


def traced(shell: Sequence[str], hook: Path, link: str, held: str = "192.168.0.231/22 fd00:8::17/64") -> str:
    """What the hook would run on a link with these addresses, with tools that do nothing; it ends with 0, or ifup fails."""
    shown = "".join(f"echo '2: {link} inet {address} scope global'; " for address in held.split())
    ip = f'ip() {{ [ "$1" != -o ] || {{ {shown}return; }}; echo ip "$@"; return 1; }}\n'
    text = f"{ip}sysctl() {{ :; }}\n{hook.read_text()}"
    done = subprocess.run(
        [*shell], input=text, env={"IFACE": link}, capture_output=True, text=True, check=True
    )
    return done.stdout


def aliases(host: HostPlan) -> set[tuple[str, str]]:
    """The plan's aliases as (link, address)."""
    return {(item.link, str(item.address)) for item in host.addresses if item.purpose is Purpose.ALIAS}


def of_shims(host: HostPlan) -> set[tuple[str, str]]:
    """The shims' addresses as (link, address)."""
    return {(item.link, str(item.address)) for item in host.addresses if item.purpose is Purpose.SHIM}


def test_shellcheck_has_nothing_to_say_about_the_hook(tmp_path: Path) -> None:
    """It is the host's own /etc/network/if-up.d."""
    said = shellcheck(put(ifupdown.emit(HOSTS["not ours"]).artifacts[1], tmp_path))
    assert said.rc == 0, said.text


@pytest.mark.parametrize("name", ["stack", "ours", "not ours"])
def test_shellcheck_has_nothing_to_say_about_the_steps(name: str, tmp_path: Path) -> None:
    """Their texts are run by root."""
    for number, step in enumerate(ifupdown.emit(HOSTS[name]).steps):
        for part, text in (("apply", step.apply), ("undo", step.undo), ("check", step.check)):
            path = tmp_path / f"{number}-{part}"
            path.write_text(f"#!/bin/sh -e\n{text}\n")
            said = shellcheck(path)
            assert said.rc == 0, said.text
