"""Our paths that end at the host itself, or need it to forward, by what another firewall must know of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from lanwright.plan import Purpose

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.plan import HostPlan
    from lanwright.plan.values import Prefix


class ToTheHost(NamedTuple):
    """What containers of a network send to the host: it comes in on `shim`, from `source`."""

    network: str
    shim: str
    source: Prefix


def to_the_host(host: HostPlan) -> Iterator[ToTheHost]:
    """By the shims, from all that they lead to; nothing where the host listens nowhere but on itself."""
    heard = any(item.address is None or not item.address.is_loopback for item in host.listens)
    for link in host.links.values():
        if heard and link.purpose is Purpose.SHIM:
            for route in host.routes:
                if route.link == link.name:
                    yield ToTheHost(link.network or "", link.name, route.destination)


def forwards_by_nftables(host: HostPlan) -> bool:
    """Whether Docker's accepts stand in tables of nftables, beside another owner's chains and not before them."""
    bridged = any(network.driver == "bridge" for network in host.networks.values())
    return bridged and host.daemon.firewall_backend == "nftables"
