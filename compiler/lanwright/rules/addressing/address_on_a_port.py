"""LW229: an address, a lease or a LAN on a port of a bridge or bond."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.change import Add, Drop
from lanwright.diagnostics import Related, Severity
from lanwright.plan import Purpose
from lanwright.plan.parents import master
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.change import Change
    from lanwright.intent import Interface, Site
    from lanwright.plan import HostPlan, Link


@rule("LW229", Severity.ERROR)
def address_on_a_port(site: Site, host: HostPlan) -> Iterator[Finding]:
    """A port of a bridge or bond has an address.

    What comes in at a port belongs to its bridge or bond: the kernel hands it on before anything looks at the port's own
    addresses. An address with the LAN's prefix length on a port is out of reach, and the host with it. Its route leads
    out by the port, so the host asks there for its neighbours, and their answers come in on the bridge or the bond. No
    packet got through in either direction (measured: bridge up and down, with and without an address of its own;
    bond in modes active-backup and balance-rr). A lease is never answered, for the same reason.

    A `lan` that stands at the port alone is a warning. The bridge or bond is the one that is on that LAN: networks look
    for the host's address there, and a shim copies it from there.

    Write `address`, `dhcp` and `lan` at the bridge or bond.
    """
    interfaces = site.hosts[host.name].interfaces
    for link in host.links.values():
        top = master(host, link)
        if top is None or link.purpose is not Purpose.HOST:
            continue
        written, above = interfaces[link.name], interfaces[top.name]
        if written.address or written.dhcp:
            yield _addressed(link, top, written, above)
        elif link.lan is not None and link.lan != top.lan:
            yield _on_lan(link, top, written, above)


def _addressed(link: Link, top: Link, written: Interface, above: Interface) -> Finding:
    key = "address" if written.address else "dhcp"
    value = ", ".join(map(str, written.address)) or "true"
    return Finding(
        message=f"`{link.name}`, a port of `{link.bridge}`, has {_what(written)}",
        origin=written.at(key),
        why=f"what comes in at a port is `{top.name}`'s: neither does the LAN reach the host there, nor the host the LAN",
        fix=f"write `{key}: {value}` at `{top.name}`"
        if key == "dhcp" or len(written.address) == 1
        else f"write `address: [{value}]` at `{top.name}`",
        related=(Related(above.origin, f"`{top.name}`"),),
        edits=_moved(written, above, key),
    )


def _moved(written: Interface, above: Interface, key: str) -> tuple[Change, ...]:
    """What stands at the port goes to what it is a port of, where that has nothing of the kind."""
    if above.address or above.dhcp or not written.wrote(key):
        return ()
    value = True if key == "dhcp" else written.address if len(written.address) > 1 else written.address[0]
    return Drop(written.at(key), key), Add(above.origin, {key: value})


def _what(written: Interface) -> str:
    listed = " and ".join(str(address.ip) for address in written.address)
    return f"the address {listed}" if listed else "a lease"


def _on_lan(link: Link, top: Link, written: Interface, above: Interface) -> Finding:
    other = f", and `{top.name}` is on `{top.lan}`" if top.lan else ""
    return Finding(
        message=f"`{link.name}`, a port of `{link.bridge}`, says `lan: {link.lan}`{other}",
        origin=written.at("lan"),
        why=f"it is `{top.name}` that stands on a LAN; networks look for the host's address there",
        fix=f"write `lan: {link.lan}` at `{top.name}` alone" if not top.lan else "drop one of the two",
        related=(Related(above.at("lan"), f"`{top.name}`"),),
        edits=() if top.lan else (Drop(written.at("lan"), "lan"), Add(above.origin, {"lan": link.lan})),
        severity=Severity.WARNING,
    )
