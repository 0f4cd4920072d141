"""A packet rule as it is met, in one form for the plan's rules and for what the kernel's tools list."""

from __future__ import annotations

from dataclasses import dataclass, replace
from ipaddress import IPv4Address, IPv6Address, ip_network
from itertools import product
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lanwright.plan import Rule
    from lanwright.world.packet_rule import Mask
    from lanwright.world.packet_rule import PacketRule as WorldRule

Values = frozenset[str]


@dataclass(frozen=True)
class PacketRule:
    """Where a rule stands, what it matches and what it does.

    `matches` has the values of each key, the key of a negated match begins with `!`; `ports` is what each destination
    port becomes, where it becomes another.
    """

    version: int
    place: str
    matches: tuple[tuple[str, Values], ...]
    verdict: str
    to: str
    ports: tuple[tuple[int, int], ...]
    comment: str

    def matched(self, **others: str) -> PacketRule:
        """The same rule with one value for some keys."""
        changed = {**dict(self.matches), **{key: frozenset([value]) for key, value in others.items()}}
        return replace(self, matches=sorted_matches(changed))


def sorted_matches(matches: dict[str, Values]) -> tuple[tuple[str, Values], ...]:
    """The matches that there are, by key."""
    return tuple(sorted((key, values) for key, values in matches.items() if values))


def planned(rule: Rule, place: str) -> PacketRule:
    """The plan's rule."""
    return PacketRule(
        version=rule.version,
        place=place,
        matches=sorted_matches(
            {
                "input": frozenset(rule.inputs),
                "output": frozenset(rule.outputs),
                "!output": frozenset([rule.not_output] if rule.not_output else []),
                "source": prefixes(rule.source),
                "!source": prefixes(rule.not_source),
                "destination": prefixes(rule.destination),
                "!destination": prefixes(rule.not_destination),
                "port": frozenset([str(rule.port)] if rule.port else []),
                "translated": frozenset(["dnat"] if rule.translated else []),
                "type": frozenset(["neighbour solicitation"] if rule.solicitation else []),
            }
        ),
        verdict=rule.verdict.value,
        to=str(rule.to or ""),
        ports=tuple(_ports(rule)),
        comment=rule.origin.dotted,
    )


def of_the_world(rule: WorldRule, place: str, version: int) -> PacketRule:
    """The world's rule."""
    return PacketRule(
        version=version,
        place=place,
        matches=sorted_matches(
            {
                "input": rule.inputs,
                "output": rule.outputs,
                "!output": frozenset([rule.not_output] if rule.not_output else []),
                "source": _unmasked(rule.source, version),
                "!source": _unmasked(rule.not_source, version),
                "destination": _unmasked(rule.destination, version),
                "!destination": _unmasked(rule.not_destination, version),
                "port": frozenset([str(rule.port)] if rule.port else []),
                "translated": frozenset(["dnat"] if rule.translated else []),
                "type": frozenset(["neighbour solicitation"] if rule.solicitation else []),
            }
        ),
        verdict=rule.action.value,
        to=str(rule.to or ""),
        ports=tuple(_world_ports(rule)),
        comment=rule.origin.dotted,
    )


def _world_ports(rule: WorldRule) -> Iterator[tuple[int, int]]:
    if rule.port and rule.to_first not in (0, rule.port.first):
        for number in range(rule.port.first, rule.port.last + 1):
            yield number, rule.to_first + number - rule.port.first


def _unmasked(masks: Iterable[Mask], version: int) -> Values:
    address = IPv4Address if version == 4 else IPv6Address
    return frozenset(f"{address(value)}/{mask.bit_count()}" for mask, value in masks)


def _ports(rule: Rule) -> Iterator[tuple[int, int]]:
    if rule.to_port and rule.port and rule.to_port.first != rule.port.first:
        step = 0 if rule.to_port.first == rule.to_port.last else 1
        for number in range(rule.port.last - rule.port.first + 1):
            yield rule.port.first + number, rule.to_port.first + number * step


def prefixes(values: Iterable[object]) -> Values:
    """Addresses and prefixes in one form."""
    return frozenset(str(ip_network(str(value))) for value in values)


def one_value_each(rule: PacketRule) -> tuple[PacketRule, ...]:
    """The rules that say the same with one link and one prefix each."""
    several = {
        key: sorted(values) for key, values in rule.matches if len(values) > 1 and not key.startswith("!")
    }
    return tuple(
        rule.matched(**dict(zip(several, chosen, strict=True))) for chosen in product(*several.values())
    )
