"""LW226: several containers of one service that would have to share an address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.change import Drop
from lanwright.diagnostics import Related, Severity
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.intent import Attachment, Service, Site
    from lanwright.plan import DockerNetwork, HostPlan


@rule("LW226", Severity.ERROR)
def replicas_with_one_address(site: Site, host: HostPlan) -> Iterator[Finding]:
    """A service with several replicas has a static address or a MAC address.

    Replicas are like containers, and what is written for the service is written for each of them. The first one gets
    the address, the second doesn't start: "Address already in use". With a MAC address it is the same on a macvlan
    network; on a bridge both start, and what is meant for both goes now to the one, now to the other.

    Leave the address out, so that Docker hands out one for each; or write a service for each container, with an address
    of its own.
    """
    for service in site.hosts[host.name].services.values():
        if service.replicas > 1:
            for name, attachment in service.networks.items():
                yield from _shared(service, host.networks[name], attachment)


def _shared(service: Service, network: DockerNetwork, attachment: Attachment) -> Iterator[Finding]:
    replicas = Related(service.at("replicas"), f"{service.replicas} replicas")
    for index, address in enumerate(attachment.address):
        yield Finding(
            message=f"{service.replicas} replicas on `{network.name}` with one address, {address}",
            origin=attachment.at("address", index),
            why='Docker refuses to start the second container: "Address already in use"',
            fix="drop the address, or write one service for each container",
            related=(replicas,),
            edits=(Drop(attachment.at("address", index), "address"),),
        )
    if attachment.mac is not None:
        yield Finding(
            message=f"{service.replicas} replicas on `{network.name}` with one MAC address, {attachment.mac}",
            origin=attachment.at("mac"),
            why=_WHY_MACVLAN if network.driver == "macvlan" else _WHY_BRIDGE,
            fix="drop `mac`: Docker gives each container one of its own",
            related=(replicas,),
            edits=(Drop(attachment.at("mac"), "mac"),),
        )


_WHY_MACVLAN = "the second container doesn't start: its MAC address can't be set, \"address already in use\""
_WHY_BRIDGE = "both have it, and what is meant for them goes now to the one, now to the other"
