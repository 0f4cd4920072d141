"""LW315: a network says one LAN, its parent is on another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.change import Write
from lanwright.diagnostics import Related, Severity
from lanwright.plan.parents import foothold
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.change import Change
    from lanwright.intent import Network, Site
    from lanwright.plan import HostPlan, Link


@rule("LW315", Severity.ERROR)
def parent_on_another_lan(site: Site, host: HostPlan) -> Iterator[Finding]:
    """A network's parent is on another LAN than the network.

    The network takes its subnet and gateway from the LAN that it names; its containers' frames go where the parent's
    cable leads. Docker can't know and makes the network: the containers have addresses of one LAN and stand on the
    other, where no router answers them.

    Write the interface that is on the network's LAN as its parent, or the parent's LAN as the network's. A parent
    that says no `lan`, or a VLAN that Docker makes by itself, isn't judged.
    """
    written = site.hosts[host.name]
    for network in host.networks.values():
        link = host.links.get(network.parent or "")
        if link is None or link.bridge or link.network or link.lan is None or network.lan in (None, link.lan):
            continue
        right = foothold(host, network.lan)
        fix = f"write `lan: {link.lan}`: no interface of this host is on `{network.lan}`"
        if right is not None:
            fix = f"write `parent: {right.name}` or `lan: {link.lan}`"
        yield Finding(
            message=f"`{network.name}` is a network of `{network.lan}`, and its parent `{link.name}` is on `{link.lan}`",
            origin=written.networks[network.name].at("parent"),
            why=f"its containers would have addresses of `{network.lan}` and stand on `{link.lan}`: nobody answers",
            fix=fix,
            related=(Related(written.interfaces[link.name].at("lan"), f"`{link.name}` is on `{link.lan}`"),),
            edits=(_changed(written.networks[network.name], right, link),),
        )


def _changed(written: Network, right: Link | None, link: Link) -> Change:
    """The parent that is on the LAN; where there is none, the LAN that the parent is on."""
    return Write(written.at("lan"), link.lan) if right is None else Write(written.at("parent"), right.name)
