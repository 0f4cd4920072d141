"""The static addresses that the intent gives to services; those that the plan pinned aren't among them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.diagnostics import Origin
    from lanwright.intent import Host
    from lanwright.plan import DockerNetwork, HostPlan, Subnet
    from lanwright.plan.values import Address


class StaticAddress(NamedTuple):
    """One address of a service on one network."""

    service: str
    network: DockerNetwork
    address: Address
    origin: Origin

    @property
    def subnet(self) -> Subnet | None:
        """The subnet of the network that holds it."""
        return next((subnet for subnet in self.network.subnets if self.address in subnet.prefix), None)


def static_addresses(written: Host, host: HostPlan) -> Iterator[StaticAddress]:
    """Every static address of a host's services, in the intent's order."""
    for name, service in written.services.items():
        for network, attachment in service.networks.items():
            for index, address in enumerate(attachment.address):
                place = attachment.at("address", index)
                yield StaticAddress(name, host.networks[network], address, place)
