"""What the versions of Docker that write iptables rules have in common: NAT, raw, and a bridge's own chain.

Source: moby `drivers/bridge/internal/iptabler` (28, 29), `drivers/bridge/setup_ip_tables_linux.go` (26, 27).
"""

from __future__ import annotations

from dataclasses import replace
from enum import Enum
from typing import TYPE_CHECKING

from lanwright.plan.firewall import Hook
from lanwright.plan.values import host_prefix
from lanwright.world.docker.specification import rule
from lanwright.world.packet_rule import DSTNAT, RAW, SRCNAT, Chain, ChainKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from lanwright.world.docker.bridges import Bridge, Family
    from lanwright.world.docker.publishing import Serving
    from lanwright.world.packet_rule import PacketRule, Ruleset

LOOPBACK = {4: "127.0.0.0/8", 6: "::1/128"}
_NAT_CHAIN = "DOCKER (nat)"
"""Chain DOCKER of the table nat; filter has one of that name, too."""


class Guard(Enum):
    """What raw keeps from packets that come to a container's own address from outside of its bridge."""

    NOTHING = "nothing"
    PUBLISHED = "published ports"
    CONTAINERS = "containers"


def add_nat(ruleset: Ruleset, family: Family, *, returns: bool, spares_link_local: bool) -> None:
    """The table nat.

    Args:
        ruleset: the family's rules, which get it.
        family: what there is of Docker's in this family.
        returns: whether what comes from a masqueraded bridge is left to docker-proxy (up to 28).
        spares_link_local: whether of IPv6 what comes from a link-local address isn't rewritten (28 and later).
    """
    spare = "! -s fe80::/10 " if spares_link_local and family.version == 6 else ""
    ruleset.chains[_NAT_CHAIN] = [
        *(_returns(family.bridges) if family.proxy and returns else ()),
        *(_dnat(item, spare, proxy=family.proxy) for item in family.servings),
    ]
    local = "-m addrtype --dst-type LOCAL -j DOCKER"
    spared = f"! -d {LOOPBACK[family.version]} " if family.proxy else ""
    for hook, text in ((Hook.PREROUTING, local), (Hook.OUTPUT, f"{spared}{local}")):
        ruleset.add(_nat(hook, DSTNAT, [replace(rule(text), chain=_NAT_CHAIN)]))
    ruleset.add(_nat(Hook.POSTROUTING, SRCNAT, list(_postrouting(family.bridges, family.servings))))


def _nat(hook: Hook, priority: int, rules: list[PacketRule]) -> Chain:
    return Chain(name=f"nat {hook.upper()}", kind=ChainKind.NAT, hook=hook, priority=priority, rules=rules)


def _returns(bridges: Iterable[Bridge]) -> Iterator[PacketRule]:
    for bridge in bridges:
        if bridge.masquerade and not bridge.internal and bridge.mode in ("nat", "nat-unprotected"):
            yield rule(f"-i {bridge.name} -j RETURN", bridge.origin)


def _dnat(serving: Serving, spare: str, *, proxy: bool) -> PacketRule:
    """From any other bridge than its own, which docker-proxy serves."""
    where = f"-d {host_prefix(serving.address)} " if serving.address is not None else ""
    beside = f"! -i {serving.network.bridge} " if proxy else ""
    to = f"[{serving.to}]" if serving.version == 6 else serving.to
    ports = serving.port.numbers.replace("-", ":")
    target = f"{to}:{serving.to_port.numbers}"
    port = f"-p {serving.port.protocol} --dport {ports}"
    return rule(f"{spare}{where}{beside}{port} -j DNAT --to-destination {target}", serving.origin)


def _postrouting(bridges: Sequence[Bridge], servings: Iterable[Serving]) -> Iterator[PacketRule]:
    """Each network's rules stand above those of the ones before it."""
    for bridge in reversed(bridges):
        if bridge.internal or bridge.mode not in ("nat", "nat-unprotected"):
            continue
        target = f"SNAT --to-source {bridge.source}" if bridge.source else "MASQUERADE"
        if bridge.hairpin:
            yield rule(f"-o {bridge.name} -m addrtype --src-type LOCAL -j {target}", bridge.origin)
        if bridge.masquerade:
            yield rule(f"-s {bridge.subnet} ! -o {bridge.name} -j {target}", bridge.origin)
    hairpins = {bridge.name for bridge in bridges if bridge.hairpin}
    for serving in servings:
        if serving.network.bridge in hairpins:
            own = host_prefix(serving.to)
            port = f"-p {serving.port.protocol} --dport {serving.to_port.numbers.replace('-', ':')}"
            yield rule(f"-s {own} -d {own} {port} -j MASQUERADE", serving.origin)


def add_raw(ruleset: Ruleset, family: Family, guard: Guard) -> None:
    """The table raw: what comes to a container but by its bridge, and to the host's loopback from elsewhere."""
    rules = [item for bridge in family.bridges if guard is Guard.CONTAINERS for item in _guarded(bridge)]
    if guard is Guard.PUBLISHED:
        rules += _guarded_ports(family)
    for serving in family.servings:
        if serving.address is not None and serving.address.is_loopback and serving.version == 4:
            port = f"-p {serving.port.protocol} --dport {serving.port.numbers.replace('-', ':')}"
            text = f"-d {serving.address}/32 ! -i lo {port} -j DROP"
            rules.append(rule(text, serving.origin, "docker-direct-access"))
    ruleset.add(
        Chain(name="raw PREROUTING", kind=ChainKind.FILTER, hook=Hook.PREROUTING, priority=RAW, rules=rules)
    )


def _guarded(bridge: Bridge) -> Iterator[PacketRule]:
    if bridge.internal or bridge.mode != "nat" or bridge.direct:
        return
    for address in bridge.containers:
        own = host_prefix(address)
        for device in bridge.trusted:
            yield rule(f"-d {own} -i {device} -j ACCEPT", bridge.origin)
        yield rule(f"-d {own} ! -i {bridge.name} -j DROP", bridge.origin, "docker-direct-access")


def _guarded_ports(family: Family) -> Iterator[PacketRule]:
    """28.0 and 28.1 leave the other ports to the filter."""
    guarded = {bridge.name for bridge in family.bridges if bridge.mode == "nat" and not bridge.internal}
    for serving in family.servings:
        name = serving.network.bridge
        if name in guarded:
            port = f"-p {serving.port.protocol} --dport {serving.to_port.numbers.replace('-', ':')}"
            text = f"-d {host_prefix(serving.to)} ! -i {name} {port} -j DROP"
            yield rule(text, serving.origin, "docker-direct-access")


def accepts(servings: Iterable[Serving], bridges: Iterable[Bridge]) -> Iterator[PacketRule]:
    """What chain DOCKER accepts: each published port, by the container's own address and port."""
    open_anyway = {bridge.name for bridge in bridges if bridge.mode == "nat-unprotected"}
    for serving in servings:
        name = serving.network.bridge
        if name not in open_anyway:
            port = f"-p {serving.port.protocol} --dport {serving.to_port.numbers.replace('-', ':')}"
            text = f"-d {host_prefix(serving.to)} ! -i {name} -o {name} {port} -j ACCEPT"
            yield rule(text, serving.origin)


def ends(bridges: Iterable[Bridge]) -> Iterator[PacketRule]:
    """What chain DOCKER does with the rest (28.0 and later)."""
    for bridge in bridges:
        if bridge.internal:
            continue
        if bridge.mode == "routed":
            yield rule(f"-o {bridge.name} -p icmp -j ACCEPT", bridge.origin)
        verdict = "ACCEPT" if bridge.mode == "nat-unprotected" else "DROP"
        yield rule(
            f"! -i {bridge.name} -o {bridge.name} -j {verdict}", bridge.origin, "docker-unpublished-port"
        )


def outgoing(bridge: Bridge) -> Iterator[PacketRule]:
    """What comes in by a bridge, and goes on: to its own containers, and away."""
    if bridge.internal:
        if bridge.icc:
            yield rule(f"-i {bridge.name} -o {bridge.name} -j ACCEPT", bridge.origin)
    elif bridge.icc:
        yield rule(f"-i {bridge.name} -j ACCEPT", bridge.origin)
    else:
        yield rule(f"-i {bridge.name} -o {bridge.name} -j DROP", bridge.origin, "docker-containers-apart")
        yield rule(f"-i {bridge.name} ! -o {bridge.name} -j ACCEPT", bridge.origin)


def enclosed(bridge: Bridge, version: int) -> Iterator[PacketRule]:
    """An internal network: nothing but what is between its own addresses."""
    also = {4: ("", ""), 6: (f"! -i {bridge.name} ", f"! -o {bridge.name} ")}[version]
    yield rule(
        f"! -s {bridge.subnet} {also[0]}-o {bridge.name} -j DROP", bridge.origin, "docker-internal-network"
    )
    yield rule(
        f"! -d {bridge.subnet} {also[1]}-i {bridge.name} -j DROP", bridge.origin, "docker-internal-network"
    )


def established(bridge: Bridge) -> PacketRule:
    """Replies to a network's containers."""
    return rule(f"-o {bridge.name} -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT", bridge.origin)
