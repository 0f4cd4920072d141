"""An entry of `publish`, as it is written into an intent."""

from __future__ import annotations

from ipaddress import IPv6Address
from typing import TYPE_CHECKING

from lanwright.change import Drop

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lanwright.change import Change
    from lanwright.intent import Publish, Service
    from lanwright.intent.values import Port as WrittenPort
    from lanwright.plan.port import Port
    from lanwright.plan.values import Address


def publish_entry(
    address: Address | None,
    port: Port | WrittenPort,
    to: Port | WrittenPort | None = None,
    via: str | None = None,
) -> Mapping[str, object]:
    """The keys of an entry; what is so anyhow (the container's port is the same one, tcp) isn't said."""
    entry: dict[str, object] = {} if address is None else {"address": address}
    entry["port"] = _port(port)
    if to is not None and to != port:
        entry["to"] = _port(to)
    return entry if via is None else entry | {"via": via}


def as_text(entry: Mapping[str, object]) -> str:
    """The same in brackets, for a sentence."""
    return f"{{{', '.join(f'{key}: {_quoted(value)}' for key, value in entry.items())}}}"


def unpublished(written: Service, publish: Publish) -> tuple[Change, ...]:
    """The change that takes an entry away; the key goes with its last one."""
    if len(written.publish) == 1:
        return (Drop(written.at("publish"), "publish"),)
    return (Drop(publish.origin, "publish"),)


def _quoted(value: object) -> str:
    """An IPv6 address may begin with a colon."""
    return f"'{value}'" if isinstance(value, IPv6Address) else str(value)


def _port(port: Port | WrittenPort) -> int | str:
    if port.protocol == "udp":
        return str(port)
    return port.first if port.first == port.last else f"{port.first}-{port.last}"
