"""LW601: something needs a way between the host and a macvlan or ipvlan container, and there is none."""

from __future__ import annotations

import re
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any

from lanwright.change import Add
from lanwright.diagnostics import Related, Severity
from lanwright.plan.kept_apart import joined_by_switch
from lanwright.plan.kernel import FORWARDING, docker_forwards, leaves_forward_open, path_of
from lanwright.plan.parents import ON_A_PARENT
from lanwright.plan.routed import ROUTED
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from lanwright.change import Change
    from lanwright.intent import Site
    from lanwright.plan import DockerNetwork, Endpoint, HostPlan, Service, SitePlan
    from lanwright.plan.values import Address

ASKED = ("dns", "registry-mirrors", "insecure-registries", "proxies", "log-opts")
"""Settings of daemon.json that name what dockerd, or containers by way of the host, speak to."""

_FORWARDING = FORWARDING[4][0]
_WORD = re.compile(r"[0-9]+(?:\.[0-9]+)+|[0-9A-Fa-f:.]+")


@rule("LW601", Severity.ERROR)
def host_kept_from_container(site: Site, plan: SitePlan, host: HostPlan) -> Iterator[Finding]:
    """The host must reach a macvlan or ipvlan container, and its network has no `host_access`.

    A macvlan or ipvlan container is a machine of its own on the LAN. Everybody there reaches it but its own host: the
    kernel never hands a packet from the parent, eth0 say, to the container's link above it. The host waits until the
    connection times out, and so does whatever goes by way of it: containers on the host's other networks, and packets
    that the host passes on.

    Three things in an intent need that way. A setting of daemon.json names such a container: the DNS server that
    containers are told (`dns`), a registry, a proxy, a log server. A port of the host is to lead there (`via: dnat`).
    Or the containers' gateway is the host itself: they have a default route that leads nowhere. It leads nowhere with
    `host_access`, too, where Docker has set FORWARD to DROP (measured): the LAN's router is what to write.

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
    by_others = network.mode in ROUTED or joined_by_switch(host, network, plan.lans)
    return network.driver in ON_A_PARENT and network.shim is None and not by_others


def _instead(service: Service, network: DockerNetwork) -> str:
    address = next((item for endpoint in service.endpoints for item in endpoint.addresses), None)
    where = f" at {address}" if address else ""
    return f"drop it: the LAN reaches `{service.name}`{where}; for the host itself write {_access(network)} at `{network.name}`"


def _let_in(network: DockerNetwork) -> tuple[Change, ...]:
    """The same as a change of the text."""
    mode = {"mode": "bridge"} if _only_in_bridge(network) else {}
    return (Add(network.origin, {**mode, "host_access": True}),)


def _only_in_bridge(network: DockerNetwork) -> bool:
    return network.driver == "macvlan" and network.mode != "bridge"


def _access(network: DockerNetwork) -> str:
    """What lets the host in; a shim reaches containers in mode bridge alone (LW308)."""
    return "`mode: bridge` and `host_access: true`" if _only_in_bridge(network) else "`host_access: true`"


def _gateways(site: Site, plan: SitePlan, host: HostPlan) -> Iterator[Finding]:
    """Networks whose containers are to leave by the host itself."""
    own = {item.address.ip for item in host.addresses if item.purpose == "host"}
    for name, network in host.networks.items():
        by_host = [subnet.gateway for subnet in network.subnets if subnet.gateway in own]
        used = any(name in service.ways_out.values() for service in host.services.values())
        asked = by_host and used and not network.internal and network.driver in ON_A_PARENT
        why = _no_way_out(plan, host, network, by_host) if asked else None
        if why:
            yield Finding(
                message=f"the gateway of `{name}` is the host itself, {by_host[0]}, and no way out for its containers",
                origin=site.hosts[host.name].networks[name].at("gateway"),
                why=why,
                fix=_router(plan, network, by_host) or f"write {_access(network)} at `{name}`",
            )


def _no_way_out(
    plan: SitePlan, host: HostPlan, network: DockerNetwork, by_host: Sequence[Address | None]
) -> str | None:
    """Why the host doesn't take the containers further; of one that is meant for the LAN's router nothing is known here."""
    if _is_apart(plan, host, network):
        return f"the kernel drops what they send by `{network.parent}` to the host: they don't leave the LAN"
    forwards = any(
        path_of(name) == path_of(_FORWARDING) and value == "1" for name, value in host.sysctls.items()
    )
    meant = not _router(plan, network, by_host)
    if (
        meant
        or forwards
        or network.mode in ROUTED
        or 4 not in docker_forwards(host.daemon, host.networks.values())
    ):
        return None
    if leaves_forward_open(host.daemon, 4):
        return None
    return "Docker sets FORWARD to DROP: the host passes nothing on from the LAN to the LAN"


def _router(plan: SitePlan, network: DockerNetwork, by_host: Sequence[Address | None]) -> str | None:
    """The advice to write the LAN's own router, where it has another."""
    lan = plan.lans.get(network.lan or "")
    families = {address.version for address in by_host if address is not None}
    others = [lan.gateway_of(version) for version in families] if lan else []
    named = [str(address) for address in others if address is not None and address not in by_host]
    return f"write the LAN's router: `gateway: {named[0]}`" if named else None


def _settings(site: Site, plan: SitePlan, host: HostPlan) -> Iterator[Finding]:
    asked = {key: value for key, value in host.daemon.settings.items() if key in ASKED}
    apart = _addresses_apart(plan, host)
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
                edits=_let_in(network),
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
            address = _address(word)
            if address is not None:
                yield (), address


def _address(word: str) -> Address | None:
    try:
        return ip_address(word)
    except ValueError:
        return None
