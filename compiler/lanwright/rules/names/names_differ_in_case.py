"""LW109: two names that differ in case alone, where case isn't told apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from lanwright.diagnostics import Related, Severity
from lanwright.plan import Maker
from lanwright.rules.names.dns_names import names_on
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lanwright.diagnostics import Origin
    from lanwright.intent import Host, Site
    from lanwright.plan import HostPlan, SitePlan

_DISKS = "their files in the output are one on a disk that doesn't tell case apart (macOS, Windows): one is written over the other"
_DNS = "to Docker's DNS they are one name: who asks for either gets the addresses of both"


@rule("LW109", Severity.WARNING)
def names_differ_in_case(site: Site, plan: SitePlan) -> Iterator[Finding]:
    """Two names differ in case alone, and something takes them for one.

    Each host has a folder of its own in the output. To Linux `Web` and `web` are two folders; to macOS and Windows, as
    they come, they are one. A build there writes one host's files over the other's, and a checkout of an output that was
    committed on Linux has one of the two, and shows the other one as changed. Nothing is said.

    Files and folders come of further names: on a host of systemd-networkd of each interface that Lanwright makes or
    configures, and of the units that it extends; of a VPN's service, whose script has a folder.

    Docker's DNS doesn't tell case apart either. Of two services `Web` and `web` on one network it gives both addresses
    to whoever asks for either (measured with 28.5.2): a connection may go to the wrong one. So it is with aliases.

    Give one of them another name.
    """
    yield from _alike((_Name(name, host.origin) for name, host in site.hosts.items()), "hosts", _DISKS)
    for name, host in plan.hosts.items():
        scripts = (
            _Name(service.name, service.origin)
            for service in host.services.values()
            if service.clients and service.clients.script
        )
        yield from _alike(scripts, "VPN services", _DISKS)
        if host.network == "networkd":
            yield from _alike(_files(host), "interfaces", _DISKS)
            yield from _alike(_units(site.hosts[name], host), "units", _DISKS)
        for network in host.networks:
            known = (_Name(*one[:3]) for one in names_on(site.hosts[name], host, network))
            yield from _alike(known, f"names on `{network}`", _DNS)


class _Name(NamedTuple):
    """A name, where it stands, and whose it is where several may have it."""

    name: str
    origin: Origin
    owner: str = ""


def _files(host: HostPlan) -> Iterator[_Name]:
    """The links that have files: ours, and the ports of ours."""
    for link in host.links.values():
        over = host.links.get(link.bridge or "")
        if Maker.LANWRIGHT in {link.maker, over.maker if over else None}:
            yield _Name(link.name, link.origin)


def _units(written: Host, host: HostPlan) -> Iterator[_Name]:
    for link in host.links.values():
        if link.unit:
            yield _Name(link.unit, written.interfaces[link.name].at("unit"))


def _alike(names: Iterable[_Name], what: str, why: str) -> Iterator[Finding]:
    """Each that differs from an earlier one in case alone; of one service both may be meant."""
    first: dict[str, _Name] = {}
    for one in names:
        other = first.setdefault(one.name.casefold(), one)
        if other.name != one.name and (other.owner != one.owner or not one.owner):
            yield Finding(
                message=f"the {what} `{other.name}` and `{one.name}` differ in case alone",
                origin=one.origin,
                why=why,
                fix="give one of them another name",
                related=(Related(other.origin, f"`{other.name}`"),),
            )
