"""One rule as nft reads it."""

from __future__ import annotations

from ipaddress import IPv4Network, IPv6Network, collapse_addresses
from typing import TYPE_CHECKING

from lanwright.targets.rule_origin import comment_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from lanwright.plan import Rule
    from lanwright.plan.port import Port
    from lanwright.plan.values import Prefix


def statement(rule: Rule) -> str:
    """Its matches, its verdict, and the place of the intent that caused it."""
    return " ".join((*_matches(rule), _verdict(rule), f'comment "{comment_of(rule)}"'))


def _matches(rule: Rule) -> Iterator[str]:
    family = "ip" if rule.version == 4 else "ip6"
    yield from _any("iifname", "", _quoted(rule.inputs))
    yield from _any("oifname", "", _quoted(rule.outputs))
    yield from _any("oifname", "!= ", _quoted([rule.not_output] if rule.not_output else []))
    yield from _any(f"{family} saddr", "", _ranges(rule.source))
    yield from _any(f"{family} saddr", "!= ", _ranges(rule.not_source))
    yield from _any(f"{family} daddr", "", _ranges(rule.destination))
    yield from _any(f"{family} daddr", "!= ", _ranges(rule.not_destination))
    if rule.port:
        yield f"{rule.port.protocol} dport {rule.port.numbers}"
    if rule.translated:
        yield "ct status dnat"
    if rule.established:
        yield "ct state established,related"
    if rule.solicitation:
        yield "icmpv6 type nd-neighbor-solicit"


def _any(key: str, relation: str, values: Sequence[str]) -> Iterator[str]:
    """A match of one value, or of a set of several."""
    if values:
        yield f"{key} {relation}{values[0] if len(values) == 1 else '{ ' + ', '.join(values) + ' }'}"


def _quoted(names: Iterable[str]) -> list[str]:
    return [f'"{name}"' for name in dict.fromkeys(names)]


def _ranges(prefixes: Sequence[Prefix]) -> list[str]:
    """A set takes no range inside another one; a prefix of one address is written as the address."""
    merged: tuple[Prefix, ...] = (
        *collapse_addresses(item for item in prefixes if isinstance(item, IPv4Network)),
        *collapse_addresses(item for item in prefixes if isinstance(item, IPv6Network)),
    )
    return [str(item.network_address if item.num_addresses == 1 else item) for item in merged]


def _verdict(rule: Rule) -> str:
    if rule.to is None:
        return rule.verdict.value
    port = _port(rule.port, rule.to_port)
    where = f"[{rule.to}]" if rule.version == 6 and port else str(rule.to)
    return f"{rule.verdict} to {where}{port}"


def _port(met: Port | None, written: Port | None) -> str:
    """What the destination port becomes: nothing where it stays, one port, or another for each of a range."""
    if written is None or met is None or met.first == written.first:
        return ""
    if written.first == written.last:
        return f":{written.first}"
    step = written.first - met.first
    each = ", ".join(f"{number} : {number + step}" for number in range(met.first, met.last + 1))
    return f" : {met.protocol} dport map {{ {each} }}"
