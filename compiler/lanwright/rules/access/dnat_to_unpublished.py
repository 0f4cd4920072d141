"""LW612: a rule of ours that leads to a port which Docker publishes nowhere."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address
from typing import TYPE_CHECKING, NamedTuple

from lanwright.change import Add
from lanwright.diagnostics import Severity
from lanwright.plan import RulePurpose
from lanwright.plan.behind_nat import inside, let_through, served_at, translated
from lanwright.plan.free_ports import FreePorts
from lanwright.plan.sockets import ports_in_use
from lanwright.plan.values import host_prefix
from lanwright.rules.access.publish_entry import as_text, publish_entry
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.intent import Site
    from lanwright.plan import HostPlan, Published, Service
    from lanwright.plan.port import Port


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
    found = list(_led_nowhere(host))
    free = FreePorts(ports_in_use(host) if found else ())
    for led in found:
        yield _finding(site, host, led, None if led.service.compose else free.take(led.published.to))


class _Led(NamedTuple):
    """What rules of ours of one family lead to."""

    service: Service
    published: Published
    version: int


def _led_nowhere(host: HostPlan) -> Iterator[_Led]:
    """In vain, since Docker drops it."""
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
                    yield _Led(service, published, version)


def _finding(site: Site, host: HostPlan, led: _Led, port: Port | None) -> Finding:
    service, published, version = led
    written = site.hosts[host.name].services[service.name]
    index = next(index for index, item in enumerate(service.published) if item is published)
    if port is None:
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
    entry = publish_entry(loopback, port, to)
    protocol = "/udp" if to.protocol == "udp" else ""
    return Finding(
        message=f"a rule leads to port {to} of `{service.name}`, which Docker publishes nowhere",
        origin=written.publish[index].at("via"),
        why="Docker drops what comes for it from outside, and its nftables backend has no DOCKER-USER to accept it in: a timeout",
        fix=f"run it with `-p {shown}:{port.numbers}:{to.numbers}{protocol}`, and add `{as_text(entry)}` to its `publish`",
        edits=(Add(written.origin, {"publish": [entry]}),),
    )
