"""LW612: a rule of ours that leads to a port which Docker publishes nowhere."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address
from typing import TYPE_CHECKING

from lanwright.change import Add
from lanwright.diagnostics import Severity
from lanwright.plan import RulePurpose
from lanwright.plan.behind_nat import inside, let_through, served_at, translated
from lanwright.plan.port import Port
from lanwright.plan.port_ranges import PortRanges
from lanwright.plan.values import host_prefix
from lanwright.rules.access.publish_entry import as_text, publish_entry
from lanwright.rules.access.shown import ports_in_use
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.intent import Site
    from lanwright.plan import HostPlan, Published, Service

FIRST, LAST = 20_000, 65_535
"""Where the search for a free port begins: below the kernel's own range for outgoing connections."""


@rule("LW612", Severity.ERROR)
def dnat_to_unpublished(site: Site, host: HostPlan) -> Iterator[Finding]:
    """A rule of ours (`via: dnat`) leads to a container's port that Docker publishes nowhere.

    Docker drops what comes from outside for a container's port, unless it publishes that port somewhere. An accept of
    ours doesn't help: in netfilter a drop anywhere wins, and Docker's comes all the same. Therefore the port of a
    service that compose runs is published at 127.0.0.1 as well, by which nobody outside gets in and Docker lets ours
    through.

    A container that compose doesn't run (`compose: false`) gets its published ports where it is run, so Lanwright can't
    add one. With Docker's iptables backend an accept in DOCKER-USER stands in for it. The nftables backend of Docker 29
    has no DOCKER-USER: the host itself gets through, the LAN times out (measured with 29.7).

    Publish the port at 127.0.0.1 where the container is run, and write so under its `publish`.
    """
    own = frozenset(item.address.ip for item in host.addresses if item.purpose == "host")
    accepted = {
        (prefix, rule.port)
        for rule in host.rules
        if rule.purpose is RulePurpose.UNPUBLISHED
        for prefix in rule.destination
    }
    for service in host.services.values():
        for published in translated(service):
            for version in sorted({address.version for address in served_at(published, own)}):
                found = inside(host.networks, service, version)
                led = found is not None and (host_prefix(found[1]), published.to) not in accepted
                if led and not let_through(service, published, version):
                    yield _finding(site, host, service, published, version)


def _finding(site: Site, host: HostPlan, service: Service, published: Published, version: int) -> Finding:
    written = site.hosts[host.name].services[service.name]
    index = next(index for index, item in enumerate(service.published) if item is published)
    free = _free(ports_in_use(host).get(published.port.protocol, PortRanges()), published.to)
    if service.compose or free is None:
        return Finding(
            message=f"a rule leads to port {published.to} of `{service.name}`, which Docker publishes nowhere",
            origin=written.publish[index].at("via"),
            why="Docker drops what comes for it from outside, and no port is free on the host to publish it at loopback",
            fix="free as many ports in a row, from 1024 on, as the service publishes, or take `via: dnat` away",
        )
    loopback, shown = (
        (IPv4Address("127.0.0.1"), "127.0.0.1") if version == 4 else (IPv6Address("::1"), "[::1]")
    )
    to = published.to
    entry = publish_entry(loopback, free, to)
    protocol = "/udp" if to.protocol == "udp" else ""
    return Finding(
        message=f"a rule leads to port {to} of `{service.name}`, which Docker publishes nowhere",
        origin=written.publish[index].at("via"),
        why="Docker drops what comes for it from outside, and its nftables backend has no DOCKER-USER to accept it in: a timeout",
        fix=f"run it with `-p {shown}:{free.numbers}:{to.numbers}{protocol}`, and add `{as_text(entry)}` to its `publish`",
        edits=(Add(written.origin, {"publish": [entry]}),),
    )


def _free(in_use: PortRanges[None], like: Port) -> Port | None:
    """The next free port, or as many in a row as `like` has."""
    first: int | None = FIRST
    while first is not None and first + like.last - like.first <= LAST:
        row = Port(first, first + like.last - like.first, like.protocol)
        taken = in_use.overlapping(row)
        if taken is None:
            return row
        first = in_use.free_from(taken[0].last + 1)
    return None
