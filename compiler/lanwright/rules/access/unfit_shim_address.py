"""LW602: a shim with an address that does harm, or that somebody else has; or with none to have."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from lanwright.change import Write
from lanwright.diagnostics import Related, Severity
from lanwright.plan import LinkKind
from lanwright.plan.intervals import WIDTH, interval
from lanwright.plan.prefix_index import PrefixIndex
from lanwright.rules.access.shims import NOBODYS, best_way, bettered, free_address, lack, shims
from lanwright.rules.addressing.docker_ranges import docker_ranges
from lanwright.rules.addressing.free_addresses import FreeAddresses, dhcp_ranges
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lanwright.change import Change
    from lanwright.diagnostics import Origin
    from lanwright.intent import Site
    from lanwright.plan import Claim, SitePlan
    from lanwright.plan.values import Address, AddressWithPrefix, Prefix
    from lanwright.rules.access.shims import Shim
    from lanwright.rules.addressing.docker_ranges import DockerRange


@rule("LW602", Severity.ERROR)
def unfit_shim_address(site: Site, plan: SitePlan) -> Iterator[Finding]:
    """The host's way to its containers (the shim) has an address that does harm, or none.

    A shim's address stands alone in its prefix: 192.168.0.239/32, not /22. With the LAN's prefix the kernel makes a
    second route to the whole LAN beside that of the host's interface. As long as the interface's own came first all is
    well (measured: a warning). After a boot or a pulled cable it may come second, and with a part of the LAN as its
    prefix it is the closer one at once: what is meant for a laptop leaves by the shim, with the shim's address as its
    source.

    Nobody else may have the address. One in the range of the LAN's DHCP server will be leased to another machine one
    day. One in a range of Docker's (a pool that is written, docker0, a network's subnet) will be a container's. That an
    address of the LAN is used twice is told by LW215.

    A host without an address on the network's LAN has none that the shim could carry.

    Write `host_access: true` where the host has an address on the LAN: the shim carries it, and it costs nothing. Else
    give the shim an address that nobody has, with /32 or /128.
    """
    claims = {claim.address: claim for lan in plan.lans.values() for claim in lan.claims}
    lans = PrefixIndex((subnet, subnet) for lan in plan.lans.values() for subnet in lan.subnets)
    free = FreeAddresses(site, plan)
    for host in plan.hosts.values():
        ranges = docker_ranges(site.hosts[host.name], host, plan)
        around = _Around(site, plan, free, lans, claims, PrefixIndex((item.prefix, item) for item in ranges))
        for shim in shims(site.hosts[host.name], host):
            yield from _missing(shim, free)
            for index, address in enumerate(shim.access.address):
                fault = next(around.faults(shim, address), None)
                if fault is not None:
                    yield fault.at(shim.access.at("address", index))


def _missing(shim: Shim, free: FreeAddresses) -> Iterator[Finding]:
    """No address at all, since the host has none there; of ipvlan that is LW404, of a lease LW604."""
    if shim.carries or shim.leased or shim.link.kind is not LinkKind.MACVLAN or not shim.families:
        return
    yield Finding(
        message=lack(shim, shim.families[0]),
        origin=shim.origin,
        why="no container could answer the host, and none could ask for it",
        fix=f"{best_way(shim, free)}, or give the host an address on the LAN",
        edits=bettered(shim, free),
    )


@dataclass(frozen=True, slots=True)
class _Fault:
    """What is wrong with an address; `instead` is what to write in its place, if that is all there is to change."""

    message: str
    why: str
    fix: str
    related: tuple[Related, ...] = ()
    edits: tuple[Change, ...] = ()
    instead: str = ""
    safe: bool = False
    severity: Severity | None = None

    def at(self, place: Origin) -> Finding:
        return Finding(
            message=self.message,
            origin=place,
            why=self.why,
            fix=self.fix,
            related=self.related,
            edits=(Write(place, self.instead),) if self.instead else self.edits,
            safe=self.safe,
            severity=self.severity,
        )


@dataclass(frozen=True, slots=True)
class _Around:
    """What a shim's address may clash with: all LANs and the claims there, the ranges of the host's Docker."""

    site: Site
    plan: SitePlan
    free: FreeAddresses
    lans: PrefixIndex[Prefix]
    claims: Mapping[Address, Claim]
    ranges: PrefixIndex[DockerRange]

    def faults(self, shim: Shim, address: AddressWithPrefix) -> Iterator[_Fault]:
        """All that is wrong with one address."""
        yield from self._wide(shim, address)
        if address.ip in shim.own:
            return
        yield from self._leased(shim, address.ip)
        if not any(address.ip in subnet.prefix for subnet in shim.network.subnets):
            yield from self._of_docker(shim, address.ip)
            yield from self._of_another_lan(shim, address.ip)

    def _wide(self, shim: Shim, address: AddressWithPrefix) -> Iterator[_Fault]:
        """A prefix that holds more than the containers' own range."""
        alone = f"{address.ip}/{WIDTH[address.version]}"
        ranges = [interval(subnet.ip_range) for subnet in shim.network.subnets if subnet.ip_range]
        if any(own.covers(interval(address.network)) for own in ranges):
            return
        lan = self._lan(shim, address.network)
        if lan is not None and str(address) != alone:
            as_the_parent = any(address.network == subnet.prefix for subnet in shim.network.subnets)
            yield _Fault(
                message=f"the shim of `{shim.network.name}` has {address}: with it comes a second route to {lan}",
                why=f"the kernel has that route by `{shim.network.parent}` already: what is meant for the LAN may go by the shim",
                fix=f"write `{alone}`",
                instead=alone,
                safe=True,
                severity=Severity.WARNING if as_the_parent else None,
            )

    def _lan(self, shim: Shim, prefix: Prefix) -> Prefix | None:
        """A LAN that a prefix shares addresses with, the network's own first."""
        own = (subnet.prefix for subnet in shim.network.subnets if subnet.prefix.version == prefix.version)
        here = next((subnet for subnet in own if subnet.overlaps(prefix)), None)
        return here or next(self.lans.overlapping(prefix), None)

    def _leased(self, shim: Shim, address: Address) -> Iterator[_Fault]:
        lan = self.plan.lans.get(shim.network.lan or "")
        for leased in dhcp_ranges(lan) if lan else ():
            if lan and leased.covers(interval(address)):
                yield self._given_up(
                    shim,
                    address,
                    f"lies in the DHCP range {leased} of `{lan.name}`",
                    "the DHCP server knows nothing of it: one day it leases it to another machine",
                    Related(self.site.lans[lan.name].at("dhcp"), f"the DHCP range of `{lan.name}`"),
                )

    def _of_docker(self, shim: Shim, address: Address) -> Iterator[_Fault]:
        for used in self.ranges.containing(address):
            yield self._given_up(
                shim,
                address,
                f"lies in {used.said.removesuffix(',')}",
                "Docker looks at the routes of the host's interfaces, not at single addresses: a container gets it",
                Related(used.origin, "Docker's range"),
            )

    def _of_another_lan(self, shim: Shim, address: Address) -> Iterator[_Fault]:
        claim = self.claims.get(address)
        if claim is not None and claim.host != shim.host.name:
            yield self._given_up(
                shim,
                address,
                f"is that of the {claim.holder.value} `{claim.name}`",
                f"the host takes the address for its own and can't reach `{claim.name}` any more",
                Related(claim.origin, f"the {claim.holder.value} `{claim.name}`"),
            )

    def _given_up(self, shim: Shim, address: Address, message: str, why: str, there: Related) -> _Fault:
        """The host's own address in its place, or a free one, where it has none or the shim is of ipvlan."""
        fault = _Fault(f"the shim's address {address} {message}", why, NOBODYS, (there,))
        if shim.has_own(address.version) and shim.link.kind is LinkKind.MACVLAN:
            return replace(fault, fix=best_way(shim, self.free), edits=bettered(shim, self.free))
        found = free_address(shim, address.version, self.free)
        if found is None:
            return fault
        instead = f"{found}/{WIDTH[address.version]}"
        return replace(fault, fix=f"write `{instead}`, which is free", instead=instead)
