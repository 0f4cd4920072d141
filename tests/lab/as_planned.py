"""What a host has, compared with what its plan says: `ip -j` on one side, links, addresses and routes on the other."""

from __future__ import annotations

import json
from ipaddress import ip_network
from typing import TYPE_CHECKING, Any

from lanwright.plan import LinkKind, Maker
from lanwright.plan.docker_version import DockerVersion
from tests.lab.eventually import eventually

if TYPE_CHECKING:
    from lanwright.plan import HostPlan, Link
    from tests.lab.host import Host

MADE_BY_THE_KERNEL = "kernel"


def assert_as_planned(host: Host, plan: HostPlan) -> None:
    """The plan's links are as planned, with its addresses and no other, and with its routes."""
    found = {item["ifname"]: item for item in asked(host, "-d addr show")}
    for name, link in plan.links.items():
        assert name in found, f"{name} is missing"
        assert_link(found[name], link)
        assert addresses(found[name]) == planned_addresses(plan, name), name
    assert planned_routes(plan) <= routes(host)
    for name in plan.links:
        if plan.links[name].maker is Maker.LANWRIGHT:
            assert {route for route in routes(host) if route[0] == name} - dockers_routes(plan) == {
                route for route in planned_routes(plan) if route[0] == name
            }, name


def assert_link(found: dict[str, Any], link: Link) -> None:
    """Kind, parent, mode, master, MTU and flags."""
    assert "UP" in found["flags"], link.name
    assert ("PROMISC" in found["flags"]) == link.promiscuous, link.name
    assert found.get("master") == link.bridge, link.name
    if link.mtu:
        assert found["mtu"] == link.mtu, link.name
    if link.kind is LinkKind.MACVLAN:
        kind = found["linkinfo"]
        assert (kind["info_kind"], kind["info_data"]["mode"], found["link"]) == (
            "macvlan",
            link.mode,
            link.parent,
        )
    if link.kind is LinkKind.BRIDGE:
        assert found["linkinfo"]["info_kind"] == "bridge"
    if link.kind is LinkKind.BOND:
        kind = found["linkinfo"]
        assert kind["info_kind"] == "bond"
        assert kind["info_data"]["mode"] == link.mode, link.name
    if link.kind is LinkKind.VLAN:
        kind = found["linkinfo"]
        assert (kind["info_kind"], kind["info_data"]["id"], found["link"]) == ("vlan", link.vlan, link.parent)


def addresses(found: dict[str, Any]) -> set[str]:
    """The addresses of a link that somebody gave it."""
    return {
        f"{item['local']}/{item['prefixlen']}" for item in found["addr_info"] if item["scope"] == "global"
    }


def planned_addresses(plan: HostPlan, name: str) -> set[str]:
    """The plan's addresses of a link."""
    return {str(item.address) for item in plan.addresses if item.link == name}


Route = tuple[str, str, str | None, str | None]
"""Link, destination, gateway, preferred source."""


def planned_routes(plan: HostPlan) -> set[Route]:
    """The plan's routes, those of the host's own links among them."""
    return {
        (
            route.link,
            str(route.destination),
            None if route.via is None else str(route.via),
            None if route.source is None else str(route.source),
        )
        for route in plan.routes
    }


def dockers_routes(plan: HostPlan) -> set[Route]:
    """The routes that Docker up to 26 makes to the IPv6 subnets of its bridges, behind those that are there (docs/facts.md)."""
    if plan.daemon.version >= DockerVersion(27, 0):
        return set()
    return {
        (network.bridge, str(subnet.prefix), None, None)
        for network in plan.networks.values()
        if network.bridge is not None
        for subnet in network.subnets
        if subnet.prefix.version == 6
    }


def routes(host: Host) -> set[Route]:
    """The routes of the main tables that somebody gave the host."""
    return {
        (item["dev"], _prefix(item["dst"], version), item.get("gateway"), item.get("prefsrc"))
        for version in (4, 6)
        for item in asked(host, f"-{version} route show")
        if item.get("protocol") != MADE_BY_THE_KERNEL
    }


def _prefix(destination: str, version: int) -> str:
    if destination == "default":
        return "0.0.0.0/0" if version == 4 else "::/0"
    return str(ip_network(destination))


def asked(host: Host, words: str) -> list[dict[str, Any]]:
    """What `ip -j` says."""
    listed: list[dict[str, Any]] = json.loads(host.run(f"ip -j {words}"))
    return listed


def assert_as_before(host: Host, before: str) -> None:
    """A host's snapshot is `before` again: the kernel tells of a link's new state up to a second later."""

    def same() -> None:
        assert snapshot(host) == before

    eventually(same)


def snapshot(host: Host) -> str:
    """All links, addresses and routes of a host but docker0's, without what a reboot changes anyhow."""
    host.await_addresses()
    plain = "grep -v docker0 | sed -E 's/@if[0-9]+//; s/^[0-9]+: //; s/ qdisc [a-z_]+//' | sort"
    words = ("-o link show", "-o addr show", "-4 route show table all", "-6 route show table all")
    return "\n".join(host.run(f"ip {one} | {plain}") for one in words)
