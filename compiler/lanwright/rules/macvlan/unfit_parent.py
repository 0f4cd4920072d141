"""LW304: a network's parent can't be one, or there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from lanwright.change import Add
from lanwright.diagnostics import Severity
from lanwright.plan import LinkKind, Owner
from lanwright.plan.parents import ON_A_PARENT, dockers_vlan, foothold
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.change import Change
    from lanwright.intent import Host, Site
    from lanwright.plan import DockerNetwork, HostPlan


class _Fault(NamedTuple):
    """What is wrong with a parent; `fix` says what is needed where it isn't the LAN's interface, `parent` which other one.

    `is_missing` says that the interface is right, and has to be told.
    """

    message: str
    why: str
    fix: str = ""
    parent: str | None = None
    is_missing: bool = False


@rule("LW304", Severity.ERROR)
def unfit_parent(site: Site, host: HostPlan) -> Iterator[Finding]:
    """A macvlan or ipvlan network has no parent, or one that leads nowhere.

    The parent is the interface of the host that carries the containers' frames to the LAN. These don't:

    - none at all: Docker makes a dummy interface (`dm-...`, with ipvlan `di-...`) and the network is internal, its
      containers reach each other and nothing else. Not reported where the network says `internal` and names no LAN;
    - lo: "loopback interface is not a valid macvlan parent link";
    - docker0 and the bridges of other Docker networks: Docker takes them, and behind them is no LAN;
    - another macvlan or ipvlan interface, a shim for example: the kernel goes down to its parent anyway, and the
      network fails with it;
    - a VLAN in a VLAN that the host doesn't have: Docker makes eth0.10 by itself and not eth0.10.20, "required
      interface name format is: name.vlan_id, ex. eth0.10 for vlan 10".

    Write the interface that is on the network's LAN: a NIC, a bridge, a bond or a VLAN.
    """
    bridges = {
        "docker0",
        *(network.bridge or "" for network in host.networks.values() if network.strategy == "nat"),
    }
    for network in host.networks.values():
        if network.driver not in ON_A_PARENT:
            continue
        fault = _fault(host, network, network.parent, bridges) if network.parent else _none(network)
        if fault is not None:
            yield Finding(
                message=f"`{network.name}` {fault.message}",
                origin=site.hosts[host.name].networks[network.name].at("parent"),
                why=fault.why,
                fix=fault.fix or _instead(host, network),
                edits=_changed(site.hosts[host.name], host, network, fault),
            )


def _none(network: DockerNetwork) -> _Fault | None:
    on_purpose = network.internal and network.lan is None
    if on_purpose or network.owner is Owner.EXTERNAL:
        return None
    why = "Docker makes a dummy interface for it: its containers reach each other and nothing else"
    return _Fault("has no `parent`", why)


def _fault(host: HostPlan, network: DockerNetwork, parent: str, bridges: set[str]) -> _Fault | None:
    if parent == "lo":
        why = f'Docker refuses it: "loopback interface is not a valid {network.driver} parent link"'
        return _Fault(f"has `{parent}` as its parent", why)
    if parent in bridges:
        return _Fault(
            f"has `{parent}`, a bridge of Docker's own, as its parent", "no LAN is behind that bridge"
        )
    link = host.links.get(parent)
    if link is not None and link.kind in (LinkKind.MACVLAN, LinkKind.IPVLAN):
        why = f"the kernel goes down to `{link.parent}` anyway, and the network fails with `{link.name}`"
        message = f"is on `{link.name}`, itself a {link.kind.value} interface"
        return _Fault(message, why, f"write `parent: {link.parent}`", link.parent)
    if dockers_vlan(host, network) and parent.count(".") > 1:
        said = f"required interface name format is: name.vlan_id, ex. eth0.10 for vlan 10, instead received {parent}"
        why = f'Docker makes no VLAN in a VLAN: "{said}"'
        return _Fault(
            f"has the missing `{parent}` as its parent",
            why,
            f"add `{parent}: {{}}` to `interfaces`",
            is_missing=True,
        )
    return None


def _changed(written: Host, host: HostPlan, network: DockerNetwork, fault: _Fault) -> tuple[Change, ...]:
    """The same as a change of the text."""
    if fault.is_missing:
        return (Add(written.origin, {"interfaces": {network.parent: {}}}),)
    name = fault.parent or _fitting(host, network)
    return (Add(written.networks[network.name].origin, {"parent": name}),) if name else ()


def _fitting(host: HostPlan, network: DockerNetwork) -> str | None:
    """The parent that was written among the options; else the host's interface on the network's LAN."""
    link = foothold(host, network.lan)
    written = network.options.get("parent") if network.parent is None else None
    return written or (link.name if link else None)


def _instead(host: HostPlan, network: DockerNetwork) -> str:
    name = _fitting(host, network)
    return f"write `parent: {name}`" if name else "write the host's interface that is on the LAN"
