"""Endpoint names: `web` where it is unique in the site, `dock1/web`, `home/laptop`, `openvpn/clients` in full."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from ipaddress import ip_address
from typing import TYPE_CHECKING

from lanwright.change import Write
from lanwright.lower.nearest import nearest_name, suggestion

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lanwright.diagnostics import Origin
    from lanwright.intent import Site
    from lanwright.lower.problems import Problems


_SHOWN = 6
"""Endpoints that a finding names; a service may have its name on each of a thousand hosts."""


class Kind(StrEnum):
    """What sort of endpoint a name stands for."""

    HOST = "host"
    SERVICE = "service"
    DEVICE = "device"
    CLIENTS = "clients"


@dataclass(frozen=True, slots=True)
class Named:
    """One endpoint: `place` is its host (services, clients) or its LAN (devices); empty for a host."""

    kind: Kind
    place: str
    name: str

    @property
    def full(self) -> str:
        """The name that can't be mistaken."""
        shown = f"{self.place}/{self.name}" if self.place else self.name
        return f"{shown}/clients" if self.kind is Kind.CLIENTS else shown


def directory(site: Site) -> Mapping[str, tuple[Named, ...]]:
    """Every name, short and full, with the endpoints that it may stand for."""
    found: defaultdict[str, list[Named]] = defaultdict(list)
    for named in _endpoints(site):
        short = f"{named.name}/clients" if named.kind is Kind.CLIENTS else named.name
        for name in {short, named.full}:
            found[name].append(named)
    return {name: tuple(endpoints) for name, endpoints in found.items()}


def _endpoints(site: Site) -> Iterator[Named]:
    for lan, described in site.lans.items():
        yield from (Named(Kind.DEVICE, lan, device) for device in described.devices)
    for name, host in site.hosts.items():
        yield Named(Kind.HOST, "", name)
        for service, described_service in host.services.items():
            yield Named(Kind.SERVICE, name, service)
            if described_service.clients:
                yield Named(Kind.CLIENTS, name, service)


def check_expectations(site: Site, names: Mapping[str, tuple[Named, ...]], problems: Problems) -> None:
    """Note each end of an expectation that names nothing (LW101) or more than one thing (LW102)."""
    for expectation in site.expect:
        for key, ends in (("from", expectation.from_), ("to", expectation.to)):
            for index, end in enumerate(ends):
                _check_end(site, names, end, expectation.at(key, index), problems)


def _check_end(
    site: Site, names: Mapping[str, tuple[Named, ...]], end: str, origin: Origin, problems: Problems
) -> None:
    group, _, member = end.partition("/")
    if end == "internet" or _is_address(end):
        return
    if group in ("lan", "host") and member:
        known = site.lans if group == "lan" else site.hosts
        if member not in known:
            shown = "LAN" if group == "lan" else "host"
            near = nearest_name(member, known)
            problems.add(
                "LW101",
                f"unknown {shown} `{member}`",
                origin,
                fix=suggestion(member, known, f"{group}s"),
                changes=(Write(origin, f"{group}/{near}"),) if near else (),
            )
        return
    meant = names.get(end, ())
    if not meant:
        fix = suggestion(end, names, "hosts.<host>.services` or `lans.<lan>.devices")
        near = nearest_name(end, names)
        changes = (Write(origin, near),) if near else ()
        problems.add("LW101", f"unknown endpoint `{end}`", origin, fix=fix, changes=changes)
    elif len(meant) > 1:
        full = " or ".join(f"`{named.full}`" for named in meant[:_SHOWN])
        more = f", or one of {len(meant) - _SHOWN} more" if len(meant) > _SHOWN else ""
        problems.add("LW102", f"`{end}` may be {full}{more}", origin, fix=f"write {full}{more}")


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True
