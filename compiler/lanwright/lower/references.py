"""Every name that refers to something: it must be there (LW101)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.change import Rename, Write
from lanwright.lower.attach.shim import shim_name
from lanwright.lower.names import interface_name
from lanwright.lower.nearest import nearest_name, suggestion
from lanwright.lower.vlan import split_vlan_name

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator

    from lanwright.diagnostics import Origin
    from lanwright.intent import Host, Interface, Network, Service, Site
    from lanwright.lower.problems import Problems

_LONGEST_ROW = 40
"""Services that share a network, each by the one before; nobody has three."""


def check_references(site: Site, problems: Problems) -> None:
    """Note each unknown LAN, interface, network or service; expectations are checked by the directory of endpoints."""
    for host in site.hosts.values():
        for name, interface in host.interfaces.items():
            _check_interface(site, host, name, interface, problems)
        made = _made(host)
        for network in host.networks.values():
            _check_network(site, host, network, made, problems)
        for service in host.services.values():
            _check_service(host, service, problems)
        bridge = host.docker.bridge
        if bridge not in (None, "none"):
            _known(problems, "interface", bridge, host.interfaces, host.docker.at("bridge"))


def _known(problems: Problems, what: str, name: str | None, known: Iterable[str], origin: Origin) -> None:
    if name is None or name in known:
        return
    where = {"LAN": "lans", "interface": "interfaces", "network": "networks", "service": "services"}[what]
    near = nearest_name(name, known)
    change = Rename(origin, near or "") if what == "network" else Write(origin, _named(origin, name, near))
    problems.add(
        "LW101",
        f"unknown {what} `{name}`",
        origin,
        fix=suggestion(name, known, where),
        changes=(change,) if near else (),
    )


def _named(origin: Origin, name: str, near: str | None) -> str:
    """The nearest name as it is written there; a network of another service stands behind `service:`."""
    return f"service:{near}" if origin.path[-1] == "network_mode" else near or name


def _check_interface(site: Site, host: Host, name: str, interface: Interface, problems: Problems) -> None:
    _known(problems, "LAN", interface.lan, site.lans, interface.at("lan"))
    for index, port in enumerate(interface.ports):
        if interface.kind != "bridge" or port not in _macvlan_shims(
            host
        ):  # a shim is there, but no port (LW310)
            _known(problems, "interface", port, host.interfaces, interface.at("ports", index))
    link = interface.link
    if link is None and interface.kind in (None, "vlan"):
        link = split_vlan_name(name)[0]
    _known(problems, "interface", link, host.interfaces, interface.at("link"))


def _check_network(
    site: Site, host: Host, network: Network, made: Container[str], problems: Problems
) -> None:
    _known(problems, "LAN", network.lan, site.lans, network.at("lan"))
    _known(problems, "interface", network.host_bridge, host.interfaces, network.at("host_bridge"))
    if network.uplink:
        _known(problems, "interface", network.uplink.veth_to, host.interfaces, network.uplink.at("veth_to"))
    if split_vlan_name(network.parent or "")[0] in host.interfaces or network.parent in made:
        return  # Docker makes the VLAN itself (LW316); the others are there, but no parents (LW304)
    _known(problems, "interface", network.parent, host.interfaces, network.at("parent"))


def _made(host: Host) -> set[str]:
    """Links that a host has though nobody wrote them: loopback, Docker's bridges and the shims."""
    bridges = {
        interface_name("br", name) for name, network in host.networks.items() if network.driver == "bridge"
    }
    shims = {
        shim_name(name, network.host_access) for name, network in host.networks.items() if network.host_access
    }
    return {"lo", "docker0", *bridges, *shims}


def _macvlan_shims(host: Host) -> Iterator[str]:
    """The shims that macvlan networks have: those of mode bridge."""
    for name, network in host.networks.items():
        if network.driver == "macvlan" and network.mode in (None, "bridge") and network.host_access:
            yield shim_name(name, network.host_access)


def _check_service(host: Host, service: Service, problems: Problems) -> None:
    for name in service.networks:
        _known(problems, "network", name, host.networks, service.at("networks", name))
    mode, _, other = (service.network_mode or "").partition(":")
    if mode == "service":
        _known(problems, "service", other, host.services, service.at("network_mode"))
        if _is_far_from_its_network(host, other):
            problems.add(
                "LW005",
                f"more than {_LONGEST_ROW} services share one network, each by the one before",
                service.at("network_mode"),
                fix="name the service whose network it is",
            )


def _is_far_from_its_network(host: Host, name: str) -> bool:
    """Whether it takes more than the bound to find the service that has the network; loops are another's business."""
    seen: dict[str, None] = {}
    while name in host.services and name not in seen and len(seen) < _LONGEST_ROW:
        seen[name] = None
        mode, _, name = (host.services[name].network_mode or "").partition(":")
        if mode != "service":
            return False
    return name in host.services and name not in seen
