"""What nft lists as JSON, in the form in which packet rules are compared."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tests.targets.packet_rule import PacketRule, prefixes, sorted_matches

if TYPE_CHECKING:
    from collections.abc import Iterator

KEYS = {
    ("meta", "iifname"): "input",
    ("meta", "oifname"): "output",
    ("ip", "saddr"): "source",
    ("ip6", "saddr"): "source",
    ("ip", "daddr"): "destination",
    ("ip6", "daddr"): "destination",
    ("ct", "status"): "translated",
    ("icmpv6", "type"): "type",
}
VERDICTS = ("accept", "drop", "dnat", "snat", "masquerade")


def listed(said: str) -> list[PacketRule]:
    """The rules of `nft -j list ruleset`."""
    items: list[dict[str, Any]] = json.loads(said)["nftables"]
    chains = {
        (chain["family"], chain["table"], chain["name"]): f"{chain['type']} {chain['hook']} {chain['prio']}"
        for item in items
        if (chain := item.get("chain"))
    }
    return [
        understood(item["rule"], chains[item["rule"]["family"], item["rule"]["table"], item["rule"]["chain"]])
        for item in items
        if "rule" in item
    ]


def understood(rule: dict[str, Any], place: str) -> PacketRule:
    """One rule of nft's JSON."""
    matches = dict(matched(item["match"]) for item in rule["expr"] if "match" in item)
    ((verdict, what),) = (
        (key, value) for item in rule["expr"] for key, value in item.items() if key in VERDICTS
    )
    return PacketRule(
        version=4 if rule["family"] == "ip" else 6,
        place=place,
        matches=sorted_matches(matches),
        verdict=verdict,
        to=(what or {}).get("addr", ""),
        ports=tuple(ports((what or {}).get("port"), matches)),
        comment=rule["comment"],
    )


def matched(match: dict[str, Any]) -> tuple[str, frozenset[str]]:
    """Key and values of a match."""
    ((kind, left),) = match["left"].items()
    key = (left["protocol"], left["field"]) if kind == "payload" else (kind, left["key"])
    right = match["right"]
    if key[1] == "dport":
        first, last = right["range"] if isinstance(right, dict) else (right, right)
        return "port", frozenset([f"{first}-{last}/{key[0]}" if first != last else f"{first}/{key[0]}"])
    name = KEYS[key]
    values = right["set"] if isinstance(right, dict) and "set" in right else [right]
    sign = "!" if match["op"] == "!=" else ""
    if name in ("source", "destination"):
        return sign + name, prefixes(map(prefix, values))
    if name == "type":
        values = ["neighbour solicitation" if value == "nd-neighbor-solicit" else value for value in values]
    return sign + name, frozenset(values)


def prefix(value: Any) -> str:
    return f"{value['prefix']['addr']}/{value['prefix']['len']}" if isinstance(value, dict) else value


def ports(written: Any, matches: dict[str, frozenset[str]]) -> Iterator[tuple[int, int]]:
    """What each destination port becomes."""
    if isinstance(written, dict):
        yield from ((old, new) for old, new in written["map"]["data"]["set"])
    elif written is not None:
        (met,) = matches["port"]
        first, _, last = met.partition("/")[0].partition("-")
        yield from ((number, written) for number in range(int(first), int(last or first) + 1))
