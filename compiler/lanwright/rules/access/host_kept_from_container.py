"""LW601: something needs a way between the host and a macvlan or ipvlan container, and there is none."""

from __future__ import annotations

import re
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any

from lanwright.diagnostics import Related, Severity
from lanwright.plan.kept_apart import joined_by_switch
from lanwright.plan.parents import ON_A_PARENT
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from lanwright.intent import Site
    from lanwright.plan import DockerNetwork, Endpoint, HostPlan, Service, SitePlan
    from lanwright.plan.values import Address

ASKED = ("dns", "registry-mirrors", "insecure-registries", "proxies", "log-opts")
"""Settings of daemon.json that name what dockerd, or containers by way of the host, speak to."""

_WORD = re.compile(r"[0-9A-Fa-f:.]+")


@rule("LW601", Severity.ERROR)
def host_kept_from_container(site: Site, plan: SitePlan, host: HostPlan) -> Iterator[Finding]:
    """The host must reach a macvlan or ipvlan container, and its network has no `host_access`.

    A macvlan or ipvlan container is a machine of its own on the LAN. Everybody there reaches it but its own host: the
    kernel never hands a packet from the parent, eth0 say, to the container's link above it. The host waits until the
    connection times out, and so does whatever goes by way of it: containers on the host's other networks, and packets
    that the host passes on.

    Three things in an intent need that way. A setting of daemon.json names such a container: the DNS server that
    containers are told (`dns`), a registry, a proxy, a log server. A port of the host is to lead there (`via: dnat`).
    Or the containers' gateway is the host itself: they have a default route that leads nowhere.

    Write `host_access: true` at the network: the host gets a link of its own beside the containers. No port has to lead
    there: the LAN reaches the container at its own address. What `expect` needs is told there (LW801).
    """
    yield from _settings(site, plan, host)
    yield from _gateways(site, plan, host)
    for name, service in host.services.items():
        networks = networks_apart(plan, host, service)
        for publish in site.hosts[host.name].services[name].publish:
            if networks and publish.via == "dnat":
                yield Finding(
                    message=f"a port of the host is to lead to `{name}`, which the host doesn't reach",
                    origin=publish.at("via"),
                    why=f"the kernel drops what the host sends by `{networks[0].parent}` to a container above it",
                    fix=_instead(service, networks[0]),
                    related=(Related(networks[0].origin, f"`{networks[0].name}` has no `host_access`"),),
                )


def networks_apart(plan: SitePlan, host: HostPlan, service: Service) -> Sequence[DockerNetwork]:
    """The service's networks, where the host reaches it by none of them."""
    networks = [host.networks[endpoint.network] for endpoint in service.endpoints]
    return networks if all(_is_apart(plan, host, network) for network in networks) else ()


def _is_apart(plan: SitePlan, host: HostPlan, network: DockerNetwork) -> bool:
    """Whether the kernel keeps the host from it.

    A routed network (ipvlan l3) may be reached by the router, one in mode vepa by a switch that reflects frames.
    """
    by_others = network.mode in ("l3", "l3s") or joined_by_switch(host, network, plan.lans)
    return network.driver in ON_A_PARENT and network.shim is None and not by_others


def _instead(service: Service, network: DockerNetwork) -> str:
    address = next((item for endpoint in service.endpoints for item in endpoint.addresses), None)
    where = f" at {address}" if address else ""
    return f"drop it: the LAN reaches `{service.name}`{where}; for the host itself write {_access(network)} at `{network.name}`"


def _access(network: DockerNetwork) -> str:
    """What lets the host in; a shim reaches containers in mode bridge alone (LW308)."""
    only_in_bridge = network.driver == "macvlan" and network.mode != "bridge"
    return "`mode: bridge` and `host_access: true`" if only_in_bridge else "`host_access: true`"


def _gateways(site: Site, plan: SitePlan, host: HostPlan) -> Iterator[Finding]:
    """Networks whose containers are to leave by the host itself."""
    own = {item.address.ip for item in host.addresses if item.purpose == "host"}
    for name, network in host.networks.items():
        by_host = [subnet.gateway for subnet in network.subnets if subnet.gateway in own]
        used = any(name in service.ways_out.values() for service in host.services.values())
        if by_host and used and not network.internal and _is_apart(plan, host, network):
            written = site.hosts[host.name].networks[name]
            yield Finding(
                message=f"the gateway of `{name}` is the host itself, {by_host[0]}, which its containers don't reach",
                origin=written.at("gateway") if written.gateway else network.origin,
                why=f"the kernel drops what they send by `{network.parent}` to the host: no way out of the LAN",
                fix=f"write the address of the LAN's router, or {_access(network)} at `{name}`",
            )


def _settings(site: Site, plan: SitePlan, host: HostPlan) -> Iterator[Finding]:
    asked = {key: value for key, value in host.daemon.settings.items() if key in ASKED}
    apart = _addresses_apart(plan, host) if asked else {}
    for key, value in asked.items():
        for steps, address in _addresses_in(value):
            if address not in apart:
                continue
            service, endpoint = apart[address]
            network = host.networks[endpoint.network]
            yield Finding(
                message=f"`{key}` names {address}, `{service.name}` on `{network.name}`, which the host doesn't reach",
                origin=site.hosts[host.name].docker.at("settings", key, *steps),
                why=f"the kernel drops what the host sends by `{network.parent}` to a container above it: a timeout",
                fix=f"write {_access(network)} at `{network.name}`",
                related=(Related(endpoint.origin, f"`{service.name}` has this address"),),
            )


def _addresses_apart(plan: SitePlan, host: HostPlan) -> Mapping[Address, tuple[Service, Endpoint]]:
    return {
        address: (service, endpoint)
        for service in host.services.values()
        for endpoint in service.endpoints
        if _is_apart(plan, host, host.networks[endpoint.network])
        for address in endpoint.addresses
    }


def _addresses_in(value: Any) -> Iterator[tuple[tuple[str | int, ...], Address]]:
    """Each address that a setting names, as it is or in a URL, with the steps to where it stands."""
    items: Any = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    for step, below in items:
        yield from (((step, *steps), address) for steps, address in _addresses_in(below))
    if isinstance(value, str):
        for word in _WORD.findall(value):
            address = _address(word) or _address(word.rpartition(":")[0])
            if address is not None:
                yield (), address


def _address(word: str) -> Address | None:
    try:
        return ip_address(word)
    except ValueError:
        return None
