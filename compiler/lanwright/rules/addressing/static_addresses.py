"""The static addresses that the intent gives to services; those that the plan pinned aren't among them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.diagnostics import Origin
    from lanwright.intent import Attachment, Host
    from lanwright.plan import DockerNetwork, HostPlan, Subnet
    from lanwright.plan.values import Address


class StaticAddress(NamedTuple):
    """One address of a service on one network; `attachment` and `position` say where it is written."""

    service: str
    network: DockerNetwork
    address: Address
    attachment: Attachment
    position: int

    @property
    def origin(self) -> Origin:
        """Where the address stands; looked up for findings only, since a site has many addresses."""
        return self.attachment.at("address", self.position)

    @property
    def subnet(self) -> Subnet | None:
        """The subnet of the network that holds it."""
        return next((subnet for subnet in self.network.subnets if self.address in subnet.prefix), None)


def static_addresses(written: Host, host: HostPlan) -> Iterator[StaticAddress]:
    """Every static address of a host's services, in the intent's order."""
    for name, service in written.services.items():
        for network, attachment in service.networks.items():
            for index, address in enumerate(attachment.address):
                yield StaticAddress(name, host.networks[network], address, attachment, index)
