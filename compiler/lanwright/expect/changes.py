"""Changes of an intent that may mend a drop, by the drop's reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lanwright.intent.lan import LanRoute
from lanwright.intent.model import Model
from lanwright.intent.network import HostAccess
from lanwright.intent.service import Attachment, Publish
from lanwright.trace.meaning import addresses_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from lanwright.intent import Site
    from lanwright.plan import DockerNetwork, HostPlan, Task
    from lanwright.plan.values import Address
    from lanwright.trace import Trace
    from lanwright.world import World

    Proposing = Callable[[Site, World, Trace], Iterator["Change"]]


@dataclass(frozen=True, slots=True)
class Change:
    """A changed site, and what was changed in words; `destination` where another address is to be asked then."""

    site: Site
    text: str
    destination: Address | None = None


def changed(part: Any, steps: tuple[str, ...], value: Any) -> Any:
    """A part of the intent with one value below it replaced."""
    if not steps:
        return value
    step, *rest = steps
    if isinstance(part, Model):
        return part.model_copy(update={step: changed(getattr(part, step), tuple(rest), value)})
    return {**part, step: changed(part.get(step), tuple(rest), value)}


def _met(world: World, lost: Trace) -> Iterator[HostPlan]:
    """The hosts that the request meets, and the one that is asked, each once; a reply is lost at one of them."""
    names = dict.fromkeys(step.namespace.machine for step in lost.request.steps)
    names |= dict.fromkeys(sorted(world.holders(lost.flow.destination)))
    yield from (world.plan.hosts[name] for name in names if name in world.plan.hosts)


def _networks(world: World, lost: Trace, driver: str) -> Iterator[tuple[HostPlan, DockerNetwork]]:
    for host in _met(world, lost):
        yield from ((host, network) for network in host.networks.values() if network.driver == driver)


def macvlan_shim(site: Site, world: World, lost: Trace) -> Iterator[Change]:
    """A shim of the host's on the network."""
    for host, network in _networks(world, lost, "macvlan"):
        if network.shim is None:
            steps = ("hosts", host.name, "networks", network.name, "host_access")
            text = f"add `host_access: true` to hosts.{host.name}.networks.{network.name}"
            yield Change(changed(site, steps, HostAccess()), text)


def ipvlan_shim(site: Site, world: World, lost: Trace) -> Iterator[Change]:
    """A shim with an address of the LAN of its own, which is free."""
    for host, network in _networks(world, lost, "ipvlan"):
        free = _free_on_lan(world, network)
        if network.mode == "l2" and free is not None:
            steps = ("hosts", host.name, "networks", network.name, "host_access")
            access = HostAccess.model_validate({"address": f"{free}/{free.max_prefixlen}"})
            text = f"add `host_access: {{address: {free}/{free.max_prefixlen}}}` to hosts.{host.name}.networks.{network.name}"
            yield Change(changed(site, steps, access), text)


def _free_on_lan(world: World, network: DockerNetwork) -> Address | None:
    """An IPv4 address of the LAN that nobody has and that neither DHCP nor Docker hands out."""
    lan = world.plan.lans.get(network.lan or "")
    if lan is None:
        return None
    subnet = lan.subnet_of(4)
    if subnet is None:
        return None
    taken = {claim.address for claim in lan.claims}
    ranges = [
        item.ip_range
        for host in world.plan.hosts.values()
        for each in host.networks.values()
        for item in each.subnets
        if item.ip_range is not None
    ]
    for number in range(int(subnet.broadcast_address) - 1, int(subnet.network_address), -1):
        address = subnet[number - int(subnet.network_address)]
        handed_out = any(int(first) <= number <= int(last) for first, last in lan.dhcp if first.version == 4)
        if address not in taken and not handed_out and not any(address in item for item in ranges):
            return address
    return None


def mode_bridge(site: Site, world: World, lost: Trace) -> Iterator[Change]:
    """The mode, or the flag, in which those on one parent hear each other: it is the default."""
    for driver, key in (("macvlan", "mode"), ("ipvlan", "flag")):
        for host, network in _networks(world, lost, driver):
            steps = ("hosts", host.name, "networks", network.name)
            text = f"write `{key}: bridge` in {'.'.join(steps)}"
            yield Change(changed(site, (*steps, key), None), text)


def ipvlan_instead(site: Site, world: World, lost: Trace) -> Iterator[Change]:
    """A driver whose devices share the card's MAC address; its default mode is l2."""
    for host, network in _networks(world, lost, "macvlan"):
        steps = ("hosts", host.name, "networks", network.name)
        text = f"write `driver: ipvlan` in {'.'.join(steps)}"
        made = changed(changed(site, (*steps, "driver"), "ipvlan"), (*steps, "mode"), None)
        yield Change(changed(made, (*steps, "host_access"), None), text)


def routes_on_router(site: Site, world: World, lost: Trace) -> Iterator[Change]:
    """What the plan leaves to a person to do on the LANs' routers, written as done."""
    for task in world.plan.tasks:
        for lan in _routed_by(site, task):
            *_, to, _, via = task.command.split()
            route = LanRoute.model_validate({"to": to, "via": via})
            routes = (*site.lans[lan].routes, route)
            text = f"give the router the route `{to} via {via}`, and add `{{to: {to}, via: {via}}}` to lans.{lan}.routes"
            yield Change(changed(site, ("lans", lan, "routes"), routes), text)
    del lost


def _routed_by(site: Site, task: Task) -> Iterator[str]:
    """The LAN whose router is to be given a route; another task isn't one."""
    if task.command.startswith("ip route add "):
        yield from (lan for lan in site.lans if task.where == f"router of {lan}")


def _asked(world: World, lost: Trace) -> tuple[str, str] | None:
    """The host and service that are meant, by name or by address."""
    named = world.places.get(lost.flow.to) or next(iter(world.named.get(lost.flow.to, ())), None)
    if named is not None and named.host and named.service:
        return named.host, named.service
    for host in _met(world, lost):
        for attached in world.view(host.name).everybody():
            if lost.flow.destination in attached.addresses.values():
                return host.name, attached.service.name
    return None


def publish(site: Site, world: World, lost: Trace) -> Iterator[Change]:
    """A port of the host that leads there, and the host's address to ask instead."""
    found = _asked(world, lost)
    if found is None or not lost.flow.port:
        return
    host, service = found
    services = site.hosts[host].services
    own = [
        address
        for address in addresses_of(world, world.places[host])
        if address.version == lost.flow.destination.version
    ]
    for address in own[:1]:
        word = f"{lost.flow.port}/{lost.flow.protocol}"
        added = Publish.model_validate({"port": word})
        steps = ("hosts", host, "services", service, "publish")
        made = changed(site, steps, (*services[service].publish, added))
        text = f"add `{{port: {word}}}` to {'.'.join(steps)}, and ask at {address}"
        yield Change(made, text, destination=address)


def not_internal(site: Site, world: World, lost: Trace) -> Iterator[Change]:
    """A network that leads out."""
    for host, network in _networks(world, lost, "bridge"):
        if network.internal:
            steps = ("hosts", host.name, "networks", network.name, "internal")
            yield Change(changed(site, steps, value=False), f"drop `{'.'.join(steps)}`")


def same_network(site: Site, world: World, lost: Trace) -> Iterator[Change]:
    """The asking service on a network of the one that is asked."""
    asking, found = world.places[lost.flow.source], _asked(world, lost)
    if found is None or asking.service is None or asking.host != found[0]:
        return
    host, service = found
    services = site.hosts[host].services
    for name in services[service].networks:
        if name not in services[asking.service].networks:
            steps = ("hosts", host, "services", asking.service, "networks", name)
            yield Change(changed(site, steps, Attachment()), f"add `{name}: {{}}` to {'.'.join(steps[:-1])}")


def lenient_filter(site: Site, world: World, lost: Trace) -> Iterator[Change]:
    """Reverse path filtering that takes any way back."""
    for host in _met(world, lost):
        sysctls = {
            key: "2" if key.endswith("rp_filter") else value
            for key, value in site.hosts[host.name].sysctls.items()
        }
        if sysctls != dict(site.hosts[host.name].sysctls):
            text = f"set rp_filter to 2 on {host.name}, and write so in hosts.{host.name}.sysctls"
            yield Change(changed(site, ("hosts", host.name, "sysctls"), sysctls), text)


def by_docker(site: Site, world: World, lost: Trace) -> Iterator[Change]:
    """Docker's own publishing in place of a DNAT rule of ours."""
    for host in _met(world, lost):
        for name, service in site.hosts[host.name].services.items():
            published = tuple(
                item.model_copy(update={"via": "alias"}) if item.via == "dnat" else item
                for item in service.publish
            )
            if published != service.publish:
                steps = ("hosts", host.name, "services", name, "publish")
                yield Change(changed(site, steps, published), f"write `via: alias` in {'.'.join(steps)}")


CHANGES: Mapping[str, tuple[Proposing, ...]] = {
    "macvlan-parent-isolation": (macvlan_shim,),
    "ipvlan-parent-isolation": (ipvlan_shim,),
    "arp-reply-to-shim": (ipvlan_shim,),
    "macvlan-mode-isolation": (mode_bridge,),
    "ipvlan-mode-isolation": (mode_bridge,),
    "wireless-one-mac": (ipvlan_instead,),
    "lost-in-the-internet": (routes_on_router, same_network, publish),
    "no-route": (routes_on_router, not_internal, same_network),
    "docker-direct-access": (same_network, publish),
    "docker-networks-apart": (same_network, publish),
    "docker-unpublished-port": (publish,),
    "docker-internal-network": (not_internal, same_network),
    "rp-filter": (lenient_filter,),
    "bridge-hairpin": (by_docker,),
}
"""By reason, what may help; the smaller change first."""
