"""LW706: additions to an interface of networkd whose unit nobody names."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from lanwright.diagnostics import Related, Severity
from lanwright.plan import LinkKind, Maker, Purpose
from lanwright.plan.parents import dockers_vlan
from lanwright.plan.vpn import by_own_links
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lanwright.intent import Site
    from lanwright.plan import HostPlan, Link

_STANDS_ON_ONE = frozenset({LinkKind.VLAN, LinkKind.MACVLAN, LinkKind.IPVLAN})


@rule("LW706", Severity.ERROR)
def unit_not_named(site: Site, host: HostPlan) -> Iterator[Finding]:
    """On a host of networkd something is added to an interface, and its unit isn't named.

    networkd is told in an interface's own file what stands on it: that file says `MACVLAN=shim-real_lan`, or the shim is
    never made. An alias, a VLAN and promiscuous mode are said there as well. The file isn't Lanwright's; what is added
    goes into a drop-in beside it, `/etc/systemd/network/20-lan.network.d/lanwright.conf`, and for that its name must be
    known. A file of Lanwright's own for the interface would take the host's place instead: networkd reads one file for
    each.

    The drop-in is for every interface that the unit matches. Where two interfaces of the intent have one unit, the
    other one would get the alias too.

    Write the `unit`: `networkctl status eth0` names it under "Network File". On a host of netplan that is
    10-netplan-eth0.network.
    """
    if host.network != "networkd":
        return
    added, units = _added(host), _units(host)
    for name, things in added.items():
        link = host.links[name]
        written = site.hosts[host.name].interfaces[name]
        listed = ", ".join(dict.fromkeys(things))
        if link.unit is None:
            yield Finding(
                message=f"`{name}` gets {listed}, and its `unit` isn't named",
                origin=link.origin,
                why="networkd is told in the interface's own file what stands on it, and that file isn't ours",
                fix=f'write `unit: FILE.network`, the file that `networkctl status {name}` shows as "Network File"',
            )
        elif len(units[link.unit]) > 1:
            other = next(item for item in units[link.unit] if item is not link)
            yield Finding(
                message=f"`{name}` gets {listed}, and `{other.name}` has the same unit, {link.unit}",
                origin=written.at("unit"),
                why=f"the drop-in for the unit holds for both: `{other.name}` would get it too",
                fix=f"give one of the two a unit of its own on the host, and write `unit: 10-{name}.network` here",
                related=(
                    Related(site.hosts[host.name].interfaces[other.name].at("unit"), f"`{other.name}`"),
                ),
            )
    yield from _on_dockers_vlans(site, host)


def _added(host: HostPlan) -> Mapping[str, list[str]]:
    """By interface of the host's own, what is added to it; ports of our bridges have a file of ours."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for link in host.links.values():
        if link.maker is Maker.LANWRIGHT and link.kind in _STANDS_ON_ONE and link.parent:
            found[link.parent].append(
                f"the {'shim' if link.purpose is Purpose.SHIM else 'VLAN'} `{link.name}`"
            )
    for item in host.addresses:
        if item.purpose is Purpose.ALIAS:
            found[item.link].append(f"the alias {item.address.ip}")
    for route in by_own_links(host):
        found[route.link].append(f"a route to {route.destination}")
    for link in host.links.values():
        if link.promiscuous:
            found[link.name].append("promiscuous mode")
    return {
        name: found[name] for name, link in host.links.items() if name in found and _is_the_hosts(host, link)
    }


def _is_the_hosts(host: HostPlan, link: Link) -> bool:
    over = host.links.get(link.bridge or "")
    port_of_ours = over is not None and over.maker is Maker.LANWRIGHT and link.unit is None
    return link.maker is Maker.HOST and not port_of_ours


def _units(host: HostPlan) -> Mapping[str, list[Link]]:
    found: defaultdict[str, list[Link]] = defaultdict(list)
    for link in host.links.values():
        if link.unit is not None:
            found[link.unit].append(link)
    return found


def _on_dockers_vlans(site: Site, host: HostPlan) -> Iterator[Finding]:
    """Shims on a VLAN that Docker makes: no file is that VLAN's at all."""
    for network in host.networks.values():
        made = dockers_vlan(host, network) if network.shim is not None else None
        if made is not None:
            yield Finding(
                message=f"the shim `{network.shim}` is to stand on `{network.parent}`, which only Docker makes",
                origin=site.hosts[host.name].networks[network.name].at("parent"),
                why="networkd has no file for that VLAN in which the shim could be named",
                fix=f"add `{network.parent}: {{managed: true}}` to `interfaces`",
            )
