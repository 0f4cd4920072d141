"""LW508: a network without masquerading whose replies Docker drops, or nobody knows where to send."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.change import Add
from lanwright.diagnostics import Related, Severity
from lanwright.plan import DockerVersion, Owner
from lanwright.plan.default_networks import default_network_of, on_default_networks
from lanwright.plan.network_defaults import KEY
from lanwright.plan.sockets import GATEWAY_MODE
from lanwright.rules.bridges.unknown_subnets import place, unknown_subnets, ways_back, without
from lanwright.rules.bridges.untranslated import gateway_mode, sends_untranslated, turned_off_by, untranslated
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.change import Change
    from lanwright.intent import Site
    from lanwright.plan import DockerNetwork, HostPlan, Service, SitePlan


DROPS_DIRECT = DockerVersion(28, 2)
"""From here on Docker drops, ahead of connection tracking, what is for a container and comes in elsewhere."""

_TRUSTED = "com.docker.network.bridge.trusted_host_interfaces"


@rule("LW508", Severity.ERROR)
def replies_dropped(site: Site, plan: SitePlan, host: HostPlan) -> Iterator[Finding]:
    """A network isn't masqueraded, and the replies to what its containers send don't come back.

    With `masquerade: false` containers send with their own addresses, and the LAN's router needs a route to them. Since
    28.2 Docker lets nobody come straight to a container: whatever is for a container's address and doesn't come in by
    its own bridge is dropped in raw PREROUTING, before connection tracking could tell that it is a reply. So the
    containers' packets get out, and no answer gets in (measured with 28.5).

    It works in gateway mode `routed` (every published port is then open at the container's own address), with the LAN's
    interface among `trusted_host_interfaces`, or with `allow-direct-routing` in daemon.json. A source address of
    your own (`leaves_as` of each of its services, or of the network in place of `masquerade: false`) needs none of that:
    replies come to the host then.

    In each of these modes, and before 28.2 anyhow, replies are let in and find their way only by a route: a LAN of the
    host's needs one to the network's subnet by the host's address (`routes`). Without it whoever answers gives the reply
    to his router, which knows nothing of it, and nobody on that LAN reaches a port that is open at a container's own
    address (a warning for each such LAN; measured with 26.1 and 28.5: with the route LAN and internet answer, without it
    nobody). A LAN without a router has nobody to give a route to.

    `default-network-opts` of daemon.json says the same of all networks that don't say otherwise: of the `default` ones
    that compose makes, too, whose subnets no router can know, since Docker chooses them.

    Write one of them, or drop `masquerade: false`; where the daemon's options say it, `masquerade: true` at a network is
    another way.
    """
    for network in host.networks.values():
        if network.strategy != "nat" or network.owner is Owner.EXTERNAL or network.internal:
            continue
        versions = [version for version in (4, 6) if _leaves_as_itself(host, network, version)]
        dropped = [version for version in versions if _is_dropped(host, network, version)]
        if dropped:
            yield _finding(site, plan, host, network, dropped)
        else:
            yield from unknown_subnets(site, plan, host, network, versions)
    yield from _of_projects(site, host)


def _leaves_as_itself(host: HostPlan, network: DockerNetwork, version: int) -> bool:
    """Whether a container of it sends with its own address."""
    has_family = network.ipv4 if version == 4 else network.ipv6
    if not has_family or not sends_untranslated(host, network, version):
        return False
    services = [service for service, _ in host.members[network.name]]
    return not (services and all(_has_source(item, version) for item in services))


def _has_source(service: Service, version: int) -> bool:
    return any(address.version == version for address in service.leaves_as)


def _is_dropped(host: HostPlan, network: DockerNetwork, version: int) -> bool:
    """Whether Docker keeps the replies out."""
    let_in = bool(network.in_force.get(_TRUSTED)) or host.daemon.settings.get("allow-direct-routing") is True
    newer = host.daemon.version >= DROPS_DIRECT
    return newer and not let_in and gateway_mode(host, network, version) == "nat"


def _finding(
    site: Site, plan: SitePlan, host: HostPlan, network: DockerNetwork, versions: list[int]
) -> Finding:
    modes = ", ".join(f"{GATEWAY_MODE}{version}: routed" for version in versions)
    out = [link.name for link in host.links.values() if link.lan is not None and not link.bridge]
    trusted = f"or `options: {{{_TRUSTED}: {out[0]}}}`, " if out else ""
    return Finding(
        message=f"`{network.name}` isn't masqueraded, and Docker drops the replies to its containers",
        origin=place(site, host, network),
        why=f"since {DROPS_DIRECT} it drops what is for a container and doesn't come in by `{network.bridge}`, "
        "before it knows a reply",
        fix=f"write `options: {{{modes}}}`, {trusted}or drop it",
        edits=_mended(site, plan, host, network, versions),
    )


def _of_projects(site: Site, host: HostPlan) -> Iterator[Finding]:
    """The networks that compose makes by itself have the daemon's options, and nothing else can be said of them."""
    for project, services in on_default_networks(host).items():
        network = default_network_of(host, services[0])
        if sends_untranslated(host, network, 4):
            dropped = _is_dropped(host, network, 4)
            option = turned_off_by(network)
            lost = "Docker drops the replies to it" if dropped else "no router knows the way back to it"
            yield Finding(
                message=f"the default network of `{project}` {untranslated(network)}, and {lost}",
                origin=site.hosts[host.name].docker.at("settings", KEY, network.driver, option),
                why="its containers send with their own addresses, from a subnet that Docker chooses",
                fix=f"put its services on a network with a `subnet`, or drop `{option}`",
                related=(Related(services[0].origin, "on that network"),),
                severity=Severity.ERROR if dropped else Severity.WARNING,
            )


def _mended(
    site: Site, plan: SitePlan, host: HostPlan, network: DockerNetwork, versions: list[int]
) -> tuple[Change, ...]:
    """Routed mode where a router knows the way to the containers; where none does, no mode brings a reply back."""
    if not any(way.is_known for way in ways_back(plan, host, network, versions)):
        return without(site, host, network)
    written = site.hosts[host.name].networks[network.name]
    return (Add(written.origin, {"options": {f"{GATEWAY_MODE}{version}": "routed" for version in versions}}),)
