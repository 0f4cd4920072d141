"""Published ports as compose files write them, short (`127.0.0.1:8080:80/udp`) or as a map."""

from __future__ import annotations

import re
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any

from lanwright.plan.compose_file import ComposePort
from lanwright.plan.port import Port

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.diagnostics import Origin

_NUMBERS = re.compile(r"([0-9]+)(?:-([0-9]+))?")


def ports(written: Any, origin: Origin) -> Iterator[ComposePort]:
    """A published port, if it can be told: one with a variable or of another form can't."""
    match written:
        case bool():
            return
        case int() | str():
            found = _short(str(written), origin)
        case dict():
            found = _long(written, origin)
        case _:
            return
    if found is not None:
        yield found


def _short(text: str, origin: Origin) -> ComposePort | None:
    address, rest = _split(text)
    outside, colon, inside = rest.rpartition(":")
    inside, _, protocol = inside.partition("/")
    to = _port(inside, protocol or "tcp")
    port = _port(outside, protocol or "tcp") if outside else None
    if to is None or (outside and port is None) or (address and not colon) or not _is_address(address):
        return None
    return ComposePort(
        said=text, address=ip_address(address) if address else None, port=port, to=to, origin=origin
    )


def _split(text: str) -> tuple[str, str]:
    """The address before the ports, IPv6 in brackets or bare; the ports are at most two of what is between colons."""
    bracketed = re.fullmatch(r"\[([^\]]*)\]:(.*)", text)
    if bracketed:
        return bracketed[1], bracketed[2]
    parts = text.rsplit(":", 2)
    return (parts[0], ":".join(parts[1:])) if len(parts) == 3 else ("", text)


def _long(written: dict[str, Any], origin: Origin) -> ComposePort | None:
    protocol, address = str(written.get("protocol", "tcp")), str(written.get("host_ip") or "")
    to, published = _port(str(written.get("target")), protocol), written.get("published")
    port = None if published in (None, "") else _port(str(published), protocol)
    if to is None or (published not in (None, "") and port is None) or not _is_address(address):
        return None
    shown = "" if port is None else f"{port.numbers}:"
    return ComposePort(
        said=f"{shown}{to.numbers}/{protocol}",
        address=ip_address(address) if address else None,
        port=port,
        to=to,
        origin=origin,
    )


def _port(text: str, protocol: str) -> Port | None:
    found = _NUMBERS.fullmatch(text)
    if found is None or protocol not in {"tcp", "udp"}:
        return None
    first = int(found[1])
    last = int(found[2] or first)
    return Port(first, last, protocol) if 0 < first <= last <= 65535 else None


def _is_address(text: str) -> bool:
    try:
        return not text or bool(ip_address(text))
    except ValueError:
        return False
