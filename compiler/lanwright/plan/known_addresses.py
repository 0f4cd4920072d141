"""The addresses that a host has, and those that it may have for all that the plan knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.plan.docker import DockerNetwork
    from lanwright.plan.host import HostPlan
    from lanwright.plan.lan import LanPlan
    from lanwright.plan.site import SitePlan
    from lanwright.plan.values import Address


class KnownAddresses:
    """One host's addresses: on its interfaces, on its shims and aliases, and on Docker's bridges."""

    def __init__(self, plan: SitePlan, host: HostPlan) -> None:
        self._host = host
        self._lans = plan.lans
        self._has = {item.address.ip for item in host.addresses}
        self._has.update(subnet.gateway for subnet in host.daemon.docker0 if subnet.gateway)
        for network in _bridges(host):
            self._has.update(subnet.gateway for subnet in network.subnets if subnet.gateway)

    def __contains__(self, address: Address) -> bool:
        return address in self._has or address.is_loopback

    def may_have(self, address: Address) -> bool:
        """Whether the address is the host's, or a lease or Docker's choice that nothing tells."""
        return address in self or self._may_lease(address) or self._docker_may_choose(address)

    def may_leave_as(self, address: Address) -> bool:
        """Whether what leaves may have it, and be answered: loopback stays on the host."""
        return self.may_have(address) and not address.is_loopback

    def binds_anything(self, version: int) -> bool:
        """Whether the kernel lets programs bind addresses that the host doesn't have."""
        wanted = f"net.ipv{version}.ip_nonlocal_bind"
        return any(
            key.replace("/", ".") == wanted and value == "1" for key, value in self._host.sysctls.items()
        )

    def is_on_lan(self, address: Address) -> bool:
        """Whether the address lies in a LAN that the host has an interface on."""
        return any(address in subnet for lan in self._own_lans() for subnet in lan.subnets)

    def own(self, version: int) -> Address | None:
        """The host's own address, the first of a family."""
        written = (item.address.ip for item in self._host.addresses if item.purpose == "host")
        return next((address for address in written if address.version == version), None)

    def _own_lans(self) -> Iterator[LanPlan]:
        names = {link.lan: None for link in self._host.links.values() if link.lan in self._lans}
        yield from (self._lans[name] for name in names if name is not None)

    def _may_lease(self, address: Address) -> bool:
        reserved = {item.link for item in self._host.addresses if item.address.version == address.version}
        leases = [link for link in self._host.links.values() if link.dhcp and link.name not in reserved]
        lans = [self._lans.get(link.lan or "") for link in leases]
        return any(lan is None or any(address in subnet for subnet in lan.subnets) for lan in lans)

    def _docker_may_choose(self, address: Address) -> bool:
        return any(address in prefix for network in _bridges(self._host) for prefix in network.candidates)


def _bridges(host: HostPlan) -> Iterator[DockerNetwork]:
    return (network for network in host.networks.values() if network.strategy == "nat")
