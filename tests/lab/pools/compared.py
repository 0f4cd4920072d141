"""Where the compiler has said something else than Docker does: each difference as a sentence; none is what is wanted."""

from __future__ import annotations

from enum import Enum, auto
from ipaddress import ip_network
from typing import TYPE_CHECKING

from lanwright.plan.docker import INHIBIT_IPV4
from lanwright.plan.intervals import interval
from tests.lab.pools.found import Made, Refused
from tests.lab.pools.told import (
    DOCKER0,
    EXHAUSTED,
    clashes,
    lacks_room,
    runs_out,
    start_refusals,
    without_gateway,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lanwright.diagnostics import Diagnostic
    from lanwright.plan import Daemon, DockerNetwork, HostPlan, Subnet
    from lanwright.plan.intervals import Network
    from tests.lab.pools.found import Found

ULA = ip_network("fd00::/8")


class Bridge(Enum):
    """Whether a network's gateways are addresses of its bridge; without one, a finding may say what Docker makes up."""

    HAS_GATEWAY = auto()
    BARE = auto()
    NO_GATEWAY = auto()


def differences(plan: HostPlan, findings: Sequence[Diagnostic], found: Found) -> tuple[str, ...]:
    """All differences of one configuration, docker0's first."""
    return tuple(_differences(plan, findings, found))


def _differences(plan: HostPlan, findings: Sequence[Diagnostic], found: Found) -> Iterator[str]:
    refusals = [*filter(None, [plan.daemon.docker0_refusal]), *start_refusals(findings)]
    if found.start or refusals:
        if not any(words in found.start for words in refusals):
            yield f"dockerd {f'says {found.start}' if found.start else 'starts'}; told was {refusals}"
        return
    if plan.daemon.docker0_predicted is not None:
        yield from _docker0(plan.daemon, found.docker0)
    told, cramped, ungated = clashes(findings), lacks_room(findings), without_gateway(findings)
    unknown = [
        name for name, network in plan.networks.items() if network.predicted is None and not network.refusal
    ]
    for name, network in plan.networks.items():
        got, clash = found.networks[name], told.get(name)
        if isinstance(got, Refused):
            if not any(_overlap(network, found.networks[one]) for one in unknown):
                yield from _refused(network, got, clash.words if clash else cramped.get(name, ""))
        elif network.refusal:
            yield f"{name}: Docker makes it, with {_said(got)}; the plan says {network.refusal}"
        else:
            yield from _made(plan.daemon, network, got, _bridge(network, ungated))
            if clash is not None and not isinstance(found.networks.get(clash.earlier), Refused):
                yield f"{name}: Docker makes it, a finding says {clash.words}"
    if runs_out(findings) != any(network.refusal for network in plan.networks.values()):
        yield f"{EXHAUSTED} is {'there' if runs_out(findings) else 'missing'}, the plan's networks say otherwise"


def _docker0(daemon: Daemon, got: Made | None) -> Iterator[str]:
    if got is None:
        if daemon.docker0:
            yield f"{DOCKER0}: there is none"
    else:
        shown = _without_ula(daemon, daemon.docker0, got) if daemon.settings.get("ipv6") else got
        yield from _subnets(DOCKER0, daemon.docker0, shown, Bridge.HAS_GATEWAY)


def _refused(network: DockerNetwork, got: Refused, told: str) -> Iterator[str]:
    """The words of an exhausted pool are the plan's to say, others a finding's."""
    words = network.refusal or told
    if not words or words not in got.words:
        yield f"{network.name}: Docker says {got.words.strip()}; told was {words or 'nothing'}"


def _overlap(network: DockerNetwork, other: Made | Refused) -> bool:
    """Whether a network overlaps one whose subnet Docker chose and the plan didn't know: nothing can be told of that."""
    taken = () if isinstance(other, Refused) else other.gateways
    return any(interval(subnet.prefix).overlaps(interval(one)) for subnet in network.subnets for one in taken)


def _bridge(network: DockerNetwork, ungated: frozenset[str]) -> Bridge:
    if network.name in ungated:
        return Bridge.NO_GATEWAY
    isolated = "isolated" in network.options.values()
    bare = network.strategy != "nat" or INHIBIT_IPV4 in network.options or isolated
    return Bridge.BARE if bare else Bridge.HAS_GATEWAY


def _made(daemon: Daemon, network: DockerNetwork, got: Made, bridge: Bridge) -> Iterator[str]:
    shown = _without_ula(daemon, network.subnets, got) if network.ipv6 else got
    if network.predicted is not None:
        yield from _subnets(network.name, network.subnets, shown, bridge)
        return
    may_be = (*network.candidates, *(subnet.prefix for subnet in network.subnets))
    for prefix in shown.gateways:
        if not any(interval(one).covers(interval(prefix)) for one in may_be):
            yield f"{network.name}: Docker gives {prefix}, none of {may_be}"


def _subnets(name: str, planned: Sequence[Subnet], got: Made, bridge: Bridge) -> Iterator[str]:
    prefixes = [subnet.prefix for subnet in planned]
    if prefixes != sorted(got.gateways, key=_family):
        yield f"{name}: Docker gives {_said(got)}, the plan says {', '.join(map(str, prefixes))}"
        return
    for subnet in planned:
        shown = got.gateways[subnet.prefix]
        if shown not in (None, subnet.gateway) and bridge is not Bridge.NO_GATEWAY:
            yield f"{name}: Docker's gateway is {shown}, the plan's {subnet.gateway}"
        here = [one for one in got.own if one in subnet.prefix]
        if bridge is Bridge.HAS_GATEWAY and here != ([subnet.gateway] if subnet.gateway else []):
            yield f"{name}: its bridge has {here}, the plan's gateway is {subnet.gateway}"


def _without_ula(daemon: Daemon, planned: Sequence[Subnet], got: Made) -> Made:
    """A network without the subnet that comes from the engine's own ULA, which nobody can know before (27 and newer)."""
    pools = any(pool.base.version == 6 for pool in daemon.pools or ())
    if pools or any(subnet.prefix.version == 6 for subnet in planned):
        return got
    return Made({prefix: gateway for prefix, gateway in got.gateways.items() if not _is_ula(prefix)}, got.own)


def _is_ula(prefix: Network) -> bool:
    return prefix.version == 6 and interval(ULA).covers(interval(prefix)) and prefix.prefixlen == 64


def _family(prefix: Network) -> int:
    return prefix.version


def _said(got: Made) -> str:
    return ", ".join(map(str, got.gateways))
