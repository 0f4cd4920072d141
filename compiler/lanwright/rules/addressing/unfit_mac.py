"""LW222: MAC addresses that two machines of a LAN have, or that no machine can have."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lanwright.change import Write
from lanwright.diagnostics import Related, Severity
from lanwright.plan import DockerVersion
from lanwright.rules.addressing.handed_out import on_a_lan
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from lanwright.diagnostics import Origin
    from lanwright.intent import Site
    from lanwright.plan import Endpoint, HostPlan, SitePlan

_GROUP, _LOCAL = 1 << 40, 1 << 41
"""The two flags of a MAC address, both in its first byte (IEEE 802)."""

_AT_RANDOM = DockerVersion(28, 0)


@rule("LW222", Severity.ERROR)
def unfit_mac(site: Site, plan: SitePlan) -> Iterator[Finding]:
    """A MAC address is given twice on a LAN, or is none that a machine can have.

    A switch learns behind which port a MAC address is. With two machines of one address it learns it anew with each
    frame, and each gets a part of what is meant for both. Docker knows neither the other hosts nor the devices; only on
    one macvlan parent the kernel sees it, and the second container doesn't start ("address already in use"). Up to 27
    Docker makes a container's MAC address from its IPv4 address (02:42 and the address), since 28 at random.

    An address whose first byte is odd is for groups of machines, and 00:00:00:00:00:00 is nobody's. The kernel takes
    neither, and the container doesn't start: "error setting interface "veth146fed2" MAC to "01:00:5e:00:00:fb": cannot
    assign requested address".

    Addresses of one's own choice have the second bit of the first byte set, as 02, 06, 0a and 52:54:00 have. Others
    belong to makers of network cards, and one day the LAN may have that very card: a warning.

    Write the address that the fix names, or leave `mac` out.
    """
    for held in _by_wire(site, plan).values():
        known = _Known(held)
        for item in held:
            fault = _fault(item, known.first[item.mac])
            if item.judged and fault is not None:
                free = _shown(known.proposed(item.mac))
                yield Finding(
                    message=f"the MAC address {_shown(item.mac)} of {item.said} {fault.said}",
                    origin=item.origin,
                    why=fault.why,
                    fix=f"write `mac: {free}`",
                    related=fault.related,
                    severity=fault.severity,
                    edits=(Write(item.origin, free),),
                )


@dataclass(frozen=True, slots=True)
class _Held:
    """A machine's MAC address as a number; `judged` where it is one that the intent gives to a service."""

    mac: int
    said: str
    origin: Origin
    judged: bool


@dataclass(frozen=True, slots=True)
class _Fault:
    said: str
    why: str
    related: tuple[Related, ...] = ()
    severity: Severity | None = None


class _Known:
    """The addresses on one wire: who has each first, what isn't judged before all else, and which ones are free."""

    def __init__(self, held: Iterable[_Held]) -> None:
        self.first: dict[int, _Held] = {}
        for item in sorted(held, key=lambda item: item.judged):
            self.first.setdefault(item.mac, item)
        self._taken = set(self.first)

    def proposed(self, mac: int) -> int:
        """The next free address of one's own choice; not proposed again."""
        number = (mac | _LOCAL) & ~_GROUP
        while number in self._taken or number & ~_LOCAL == 0:
            number += 1
        self._taken.add(number)
        return number


def _fault(item: _Held, first: _Held) -> _Fault | None:
    if item.mac == 0 or item.mac & _GROUP:
        why = "the container doesn't start: its MAC address can't be set, \"cannot assign requested address\""
        return _Fault("is nobody's" if item.mac == 0 else "is one for groups of machines", why)
    if first is not item:
        why = "the switch sends what is meant for both now to the one, now to the other"
        return _Fault(f"is that of {first.said}", why, (Related(first.origin, first.said),))
    if not item.mac & _LOCAL:
        why = "it belongs to a maker of network cards: a card on this LAN may have it"
        return _Fault("isn't locally administered", why, severity=Severity.WARNING)
    return None


def _by_wire(site: Site, plan: SitePlan) -> Mapping[tuple[str, str], list[_Held]]:
    """Who has which address on each LAN, and on each network off the LANs: devices first, then host by host."""
    wires: dict[tuple[str, str], list[_Held]] = {}
    for lan, described in site.lans.items():
        for name, device in described.devices.items():
            if device.mac is not None:
                wires.setdefault(("", lan), []).append(
                    _Held(_number(device.mac), f"`{lan}/{name}`", device.at("mac"), judged=False)
                )
    for host in plan.hosts.values():
        for network, members in host.members.items():
            docker = host.networks[network]
            wire = ("", docker.lan or "") if on_a_lan(docker) else (host.name, network)
            if docker.driver != "ipvlan":  # whose links have their parent's (LW407)
                for service, endpoint in members:
                    wires.setdefault(wire, []).extend(_of_endpoint(site, host, service.name, endpoint))
    return wires


def _of_endpoint(site: Site, host: HostPlan, service: str, endpoint: Endpoint) -> Iterator[_Held]:
    """As written, else what Docker makes of a static address."""
    said = f"`{host.name}/{service}`"
    if endpoint.mac is not None:
        attachment = site.hosts[host.name].services[service].networks[endpoint.network]
        yield _Held(_number(endpoint.mac), said, attachment.at("mac"), judged=True)
    elif host.daemon.version < _AT_RANDOM:
        for address in endpoint.addresses:
            if address.version == 4:
                made = f"{said}, which Docker makes of {address}"
                yield _Held(0x0242 << 32 | int(address), made, endpoint.origin, judged=False)


def _number(mac: str) -> int:
    return int(mac.replace(":", ""), 16)


def _shown(mac: int) -> str:
    return mac.to_bytes(6).hex(":")
