"""A small intent of which given conditions hold: what advice without an intent is shown in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lanwright.advise.conditions import Condition as Is

if TYPE_CHECKING:
    from collections.abc import Collection

HOST, LAN = "dock1", "home"
_IPV4, _IPV6 = "192.168.0.231/22", "fd00:8::231/64"


def example(known: Collection[Is]) -> dict[str, Any]:
    """The intent as data."""
    six = Is.IPV6 in known or Is.ROUTER_ADVERTISES in known
    return {"version": 1, "lans": {LAN: _lan(known, six=six)}, "hosts": {HOST: _host(known, six=six)}}


def _lan(known: Collection[Is], *, six: bool) -> dict[str, Any]:
    lan: dict[str, Any] = {
        "subnet": ["192.168.0.0/22", "fd00:8::/64"] if six else "192.168.0.0/22",
        "gateway": ["192.168.0.1", "fd00:8::1"] if six else "192.168.0.1",
    }
    if six:
        lan["ra"] = Is.ROUTER_ADVERTISES in known
    if Is.LAN_DHCP in known:
        lan["dhcp"] = ["192.168.1.0-192.168.1.255"]
    switch = {"macs_per_port": 1} if Is.NO_MORE_MACS in known else {}
    switch |= {"hairpin": True} if Is.HAIRPIN in known else {}
    return lan | ({"switch": switch} if switch else {})


def _host(known: Collection[Is], *, six: bool) -> dict[str, Any]:
    host: dict[str, Any] = {
        "firewall": "iptables" if Is.IPTABLES in known else "nftables",
        "interfaces": _interfaces(known, [_IPV4, _IPV6] if six else _IPV4),
        "docker": _docker(known),
    }
    if Is.VIRTUAL in known:
        host["virtual"] = True
    if Is.FLUSHED in known:
        host["foreign"] = ["nftables.conf"]
    if Is.HOST_PORT in known:
        host["listens"] = ["80/tcp"]
    networks = _networks(known)
    if networks:
        host["networks"] = networks
        host["services"] = {f"old-{name}": {"networks": {name: {}}} for name in networks}
    return host


def _link(known: Collection[Is]) -> tuple[str, str | None]:
    """The name and kind of the host's interface on the LAN."""
    kinds = {Is.WIRELESS: ("wlan0", "wireless"), Is.TUNNEL: ("tun0", "tunnel"), Is.BRIDGE: ("br0", "bridge")}
    return next((named for condition, named in kinds.items() if condition in known), ("eth0", None))


def _interfaces(known: Collection[Is], address: Any) -> dict[str, Any]:
    name, kind = _link(known)
    link = {"lan": LAN, "address": address} | ({"dhcp": True} if Is.LEASE in known else {})
    if kind == "bridge":
        return {"eth0": {}, name: {"kind": kind, "ports": ["eth0"], **link}}
    return {name: link if kind is None else {"kind": kind, **link}}


def _docker(known: Collection[Is]) -> dict[str, Any]:
    docker: dict[str, Any] = {
        "bip": "10.200.0.1/24",
        "default_address_pools": [{"base": "10.201.0.0/16", "size": 24}],
    }
    if Is.DOCKER_26 in known:
        docker["version"] = "26"
    if Is.NFTABLES_BACKEND in known:
        docker |= {"version": "29", "firewall_backend": "nftables"}
    if Is.NO_PROXY in known:
        docker["userland_proxy"] = False
    return docker


def _networks(known: Collection[Is]) -> dict[str, Any]:
    name, kind = _link(known)
    bridge = name if kind == "bridge" else "br0"
    on_lan = {"lan": LAN, "ip_range": "192.168.3.0/29"}
    there: dict[Is, dict[str, Any]] = {
        Is.MACVLAN_THERE: {"driver": "macvlan", "parent": name, **on_lan},
        Is.IPVLAN_THERE: {"driver": "ipvlan", "parent": name, **on_lan},
        Is.IPVLAN_L3_THERE: {"driver": "ipvlan", "mode": "l3", "parent": name, "subnet": "10.8.0.0/24"},
        Is.HOST_BRIDGE_THERE: {"driver": "bridge", "host_bridge": bridge, **on_lan},
        Is.VETH_THERE: {"driver": "bridge", "uplink": {"veth_to": bridge}, **on_lan},
        Is.BESIDE_NAT: {"driver": "bridge", "subnet": "10.22.0.0/24"},
    }
    return {condition.value: network for condition, network in there.items() if condition in known}
