"""Rules in the words of iptables, as Docker writes them, read into data.

In: `-d 172.22.0.2/32 ! -i br-shop -o br-shop -p tcp --dport 80 -j ACCEPT`. Only what Docker and this package write.
"""

from __future__ import annotations

from ipaddress import ip_address, ip_network
from typing import TYPE_CHECKING, Any

from lanwright.diagnostics import NOWHERE, Origin
from lanwright.plan.port import Port
from lanwright.world.packet_rule import Action, PacketRule, masks

if TYPE_CHECKING:
    from collections.abc import Callable

_TARGETS = {
    "ACCEPT": Action.ACCEPT,
    "DROP": Action.DROP,
    "RETURN": Action.RETURN,
    "DNAT": Action.DNAT,
    "SNAT": Action.SNAT,
    "MASQUERADE": Action.MASQUERADE,
}
_STATES = {"NEW": "new", "RELATED": "established", "ESTABLISHED": "established"}


def rule(text: str, origin: Origin = NOWHERE, reason: str = "") -> PacketRule:
    """Read one rule; `reason` is why it drops, where it does."""
    found: dict[str, Any] = {"action": Action.ACCEPT}
    words = iter(text.split())
    negated = False
    for word in words:
        if word == "!":
            negated = True
            continue
        if word != "-m":
            _READERS[word](found, next(words), negated)
        else:
            next(words)
        negated = False
    protocol = found.get("protocol")
    if "ports" in found:
        first, last = found.pop("ports")
        found["port"] = Port(first, last, protocol or "tcp")
    return PacketRule(text=text, origin=origin, reason=reason, **found)


def _source(found: dict[str, Any], value: str, negated: bool) -> None:  # noqa: FBT001 - the readers' common face
    found["not_source" if negated else "source"] = masks((ip_network(value),))


def _destination(found: dict[str, Any], value: str, negated: bool) -> None:  # noqa: FBT001 - as above
    found["not_destination" if negated else "destination"] = masks((ip_network(value),))


def _input(found: dict[str, Any], value: str, negated: bool) -> None:  # noqa: FBT001 - as above
    found["not_inputs" if negated else "inputs"] = frozenset({value})


def _output(found: dict[str, Any], value: str, negated: bool) -> None:  # noqa: FBT001 - as above
    found["not_output" if negated else "outputs"] = value if negated else frozenset({value})


def _protocol(found: dict[str, Any], value: str, negated: bool) -> None:  # noqa: FBT001 - as above
    del negated
    found["protocol"] = value


def _ports(found: dict[str, Any], value: str, negated: bool) -> None:  # noqa: FBT001 - as above
    del negated
    first, _, last = value.partition(":")
    found["ports"] = int(first), int(last or first)


def _local(key: str) -> Callable[[dict[str, Any], str, bool], None]:
    def read(found: dict[str, Any], value: str, negated: bool) -> None:  # noqa: FBT001 - as above
        del value, negated
        found[key] = True

    return read


def _states(found: dict[str, Any], value: str, negated: bool) -> None:  # noqa: FBT001 - as above
    del negated
    words = value.split(",")
    found["translated"] = "DNAT" in words
    found["states"] = frozenset(_STATES[word] for word in words if word != "DNAT")


def _target(found: dict[str, Any], value: str, negated: bool) -> None:  # noqa: FBT001 - as above
    del negated
    found["action"] = _TARGETS.get(value, Action.JUMP)
    if value not in _TARGETS:
        found["chain"] = value


def _to(found: dict[str, Any], value: str, negated: bool) -> None:  # noqa: FBT001 - as above
    del negated
    address, port = split_port(value)
    found["to"], found["to_first"] = ip_address(address), port


def split_port(value: str) -> tuple[str, int]:
    """`172.22.0.2:80` or `[fd00::2]:80`, or an address alone, into both; the first of a range of ports."""
    if value.startswith("["):
        address, _, port = value[1:].partition("]")
        return address, int(port[1:].partition("-")[0] or 0)
    address, _, port = value.partition(":") if value.count(":") == 1 else (value, "", "")
    return address, int(port.partition("-")[0] or 0)


_READERS: dict[str, Callable[[dict[str, Any], str, bool], None]] = {
    "-s": _source,
    "-d": _destination,
    "-i": _input,
    "-o": _output,
    "-p": _protocol,
    "--dport": _ports,
    "--dst-type": _local("destination_local"),
    "--src-type": _local("source_local"),
    "--ctstate": _states,
    "-j": _target,
    "--to-destination": _to,
    "--to-source": _to,
}
