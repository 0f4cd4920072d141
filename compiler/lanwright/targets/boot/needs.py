"""What Docker must find when it starts: it looks for links only then, and binds published ports only then.

Measured with 28.5: a macvlan network without its parent stays unusable until Docker is started again; a bridge of the
host's that is missing is made by Docker, and joined to the LAN when the host's own stanza finds it; without its default
bridge Docker doesn't start.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from lanwright.plan import Purpose, Via
from lanwright.plan.parents import dockers_vlan

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lanwright.plan import DockerNetwork, HostPlan

RESTART = "systemctl restart docker"


class Need(NamedTuple):
    """A link or an address, and what happens without it: the rest of a sentence, with what to type."""

    kind: str
    name: str
    without: str


def needs(host: HostPlan) -> tuple[Need, ...]:
    """All of them, each once: links in the plan's order, then addresses."""
    return (*_default_bridge(host), *_links(host), *_addresses(host))


def _default_bridge(host: HostPlan) -> Iterator[Need]:
    bridge = host.daemon.bridge
    if bridge not in (None, "none"):
        again = "systemctl reset-failed docker.service docker.socket; systemctl start docker"
        yield Need("link", bridge, f"Docker doesn't start; once it is there: {again}")


def _links(host: HostPlan) -> Iterator[Need]:
    parents: dict[str, list[str]] = {}
    bridges: dict[str, list[str]] = {}
    for network in host.networks.values():
        if network.strategy in {"host_bridge", "veth"}:
            bridges.setdefault(network.bridge or "", []).append(network.name)
        elif (parent := _parent(host, network)) is not None:
            parents.setdefault(parent, []).append(network.name)
    for name, networks in parents.items():
        yield Need("link", name, f"{_named(networks)} can't be used; once it is there: {RESTART}")
    for name, networks in bridges.items():
        alone = f"Docker makes an empty one, and {_named(networks)} reaches nobody"
        ours = name in host.links and host.links[name].purpose is Purpose.UPLINK
        other = "ours" if ours else "the host's own"
        yield Need("link", name, f"{alone} until {other} is brought up")


def _parent(host: HostPlan, network: DockerNetwork) -> str | None:
    """The link that must be there: the parent, or what Docker's own VLAN stands on."""
    if network.parent is None:
        return None
    below = dockers_vlan(host, network)
    return below.link.name if below else network.parent


def _named(networks: Iterable[str]) -> str:
    names = tuple(networks)
    return f"{'the network' if len(names) == 1 else 'the networks'} {', '.join(names)}"


def _addresses(host: HostPlan) -> Iterator[Need]:
    """Of the host's addresses those that Docker itself serves ports at; a rule of ours needs none."""
    own = {item.address.ip for item in host.addresses}
    served: dict[str, list[str]] = {}
    for service in host.services.values():
        for published in service.published:
            if published.address in own and published.via is not Via.DNAT:
                served.setdefault(str(published.address), []).append(service.name)
    for address, services in served.items():
        names = ", ".join(dict.fromkeys(services))
        yield Need("address", address, f"{names} can't be started; once it is there: {RESTART}")
