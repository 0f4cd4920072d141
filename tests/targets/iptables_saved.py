"""What iptables-save shows of our chains, in the form in which packet rules are compared."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from tests.targets.packet_rule import PacketRule, prefixes, sorted_matches

if TYPE_CHECKING:
    from collections.abc import Iterator

KEYS = {"-s": "source", "-d": "destination", "-i": "input", "-o": "output", "--ctstate": "translated"}


def saved(said: str, version: int) -> list[PacketRule]:
    """The rules of iptables-save, those of the kernel's chains that jump to ours left out."""
    found: list[PacketRule] = []
    table = ""
    for line in said.splitlines():
        if line.startswith("*"):
            table = line[1:]
        if line.startswith("-A LANWRIGHT-"):
            found.append(understood(shlex.split(line), table, version))
    return found


def understood(words: list[str], table: str, version: int) -> PacketRule:
    """One rule, from its words."""
    matches: dict[str, frozenset[str]] = {}
    said: dict[str, str] = {}
    sign = ""
    rest = iter(words[2:])
    for word in rest:
        if word == "!":
            sign = "!"
            continue
        value = next(rest)
        if word in KEYS:
            values = prefixes([value]) if word in ("-s", "-d") else frozenset([value.lower()])
            matches[sign + KEYS[word]] = values
        else:
            said[word] = value
        sign = ""
    if "--dport" in said:
        matches["port"] = frozenset([f"{said['--dport'].replace(':', '-')}/{said['-p']}"])
    to, _, port = split(said.get("--to-destination", said.get("--to-source", "")), version)
    return PacketRule(
        version=version,
        place=f"{table} {words[1]}",
        matches=sorted_matches(matches),
        verdict=said["-j"].lower(),
        to=to,
        ports=tuple(ports(port, said)),
        comment=said["--comment"],
    )


def split(to: str, version: int) -> tuple[str, str, str]:
    """`ADDRESS:PORT`, of IPv6 with brackets; or the address alone."""
    if version == 4:
        return to.partition(":")
    return to.removeprefix("[").partition("]:") if to.startswith("[") else (to, "", "")


def ports(written: str, said: dict[str, str]) -> Iterator[tuple[int, int]]:
    """What each destination port becomes: `99` for all of them, `6000-6003/5000` for one each."""
    if written:
        met = [int(number) for number in said["--dport"].split(":")]
        new, _, base = written.partition("/")
        first = int(new.partition("-")[0])
        for number in range(met[0], met[-1] + 1):
            yield number, first + number - int(base) if base else first
