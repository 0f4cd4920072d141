"""LW316: a network whose parent is a VLAN that only Docker makes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.change import Add
from lanwright.diagnostics import Severity
from lanwright.plan import LinkKind
from lanwright.plan.parents import dockers_vlan
from lanwright.rules.macvlan.wrong_vlan_id import IDS
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.intent import Site
    from lanwright.plan import DockerNetwork, HostPlan


@rule("LW316", Severity.WARNING)
def vlan_made_by_docker(site: Site, host: HostPlan) -> Iterator[Finding]:
    """A network's parent is a VLAN that is there only because Docker makes it.

    Where a macvlan or ipvlan network names a parent like eth0.10, eth0 is there and eth0.10 isn't, Docker makes the
    VLAN 10 of eth0 itself. It makes it again with each start of dockerd, and takes it away when the network is removed
    (`docker network rm`, `docker network prune`): whatever else is on that interface goes with it, an address of the
    host's, a bridge, or a link beside the containers.

    A shim (`host_access`) on such a VLAN can't be there after a boot: it is made when the host's interfaces come up,
    and Docker makes the VLAN only later. That is an error.

    Make the VLAN an interface of the host. Lanwright writes it with `managed: true`; without that, it is taken for one
    that the host has. Docker finds it there, uses it, and leaves it when the network goes.
    """
    for network in host.networks.values():
        made = dockers_vlan(host, network)
        if made is None or made.vlan not in IDS or "." in made.link.name:
            continue  # LW317, LW304
        over = host.links.get(made.link.bridge or "")
        if over is not None and over.kind is LinkKind.BOND:
            continue  # LW318
        shim = site.hosts[host.name].networks[network.name].host_access is not None
        yield Finding(
            message=f"`{network.parent}`, the parent of `{network.name}`, is made by Docker alone",
            origin=site.hosts[host.name].networks[network.name].at("parent"),
            why=_why(network, shim=shim),
            fix=f"add it to `interfaces`: `{network.parent}: {{managed: true{_lan(network)}}}`",
            edits=(
                Add(site.hosts[host.name].origin, {"interfaces": {network.parent or "": _made(network)}}),
            ),
            severity=Severity.ERROR if shim else None,
        )


def _why(network: DockerNetwork, *, shim: bool) -> str:
    if shim:
        return "at a boot the shim is made before Docker starts, on an interface that isn't there yet"
    return f"it goes when `{network.name}` is removed, with all that the host has on it"


def _made(network: DockerNetwork) -> dict[str, object]:
    return {"managed": True, **({"lan": network.lan} if network.lan else {})}


def _lan(network: DockerNetwork) -> str:
    return f", lan: {network.lan}" if network.lan else ""
