"""What happens to a host's interfaces, and what its owner or his network manager does about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.plan import LinkKind, Purpose
from tests.lab import networkd
from tests.lab.faults import links
from tests.lab.faults.fault import Fault

if TYPE_CHECKING:
    from lanwright.plan import HostPlan
    from tests.lab.faults.fault import Struck

APPLY = frozenset({"sh install apply"})


def by_ifupdown(plan: HostPlan) -> bool:
    """Whether ifupdown brings its interfaces up: in the lab it does also where Lanwright leaves them alone."""
    return plan.network in {"ifupdown", "none"}


def by_networkd(plan: HostPlan) -> bool:
    """Whether networkd does."""
    return plan.network == "networkd"


def _pull_cables(struck: Struck) -> None:
    for cable in struck.host.cables:
        cable.pull()
    for cable in struck.host.cables:
        struck.run(f'until [ "$(cat /sys/class/net/{cable.nic}/carrier)" = 0 ]; do sleep 0.1; done')
    if by_networkd(struck.plan):
        for cable in struck.host.cables:
            struck.run(
                f"until networkctl list --no-legend {cable.nic} | grep -q no-carrier; do sleep 0.1; done"
            )
    for cable in struck.host.cables:
        cable.plug_in_again()
        struck.run(f'until [ "$(cat /sys/class/net/{cable.nic}/carrier)" = 1 ]; do sleep 0.1; done')


def _flap(struck: Struck) -> None:
    """What the kernel drops meanwhile of the owner's own, his manager or himself brings back."""
    for link in _addressed(struck.plan):
        own = struck.run(
            f"ip -6 addr show dev {link} scope global permanent | sed -n 's/^ *inet6 \\([^ ]*\\) .*/\\1/p'"
        )
        struck.run(f"ip link set {link} down; ip link set {link} up")
        if by_ifupdown(struck.plan):
            _restore(struck, link, own.split())


def _restore(struck: Struck, link: str, kept: list[str]) -> None:
    """Give a link back what its owner had there; ours (aliases) isn't his business."""
    his = {
        str(item.address) for item in struck.plan.addresses if item.link == link and item.purpose == "host"
    }
    for address in kept:
        if address in his:
            struck.run(f"ip addr replace {address} dev {link}")
    for route in struck.plan.routes:
        if route.link == link and route.purpose is Purpose.DEFAULT_ROUTE and route.via:
            metric = f" metric {route.metric}" if route.metric else ""
            struck.run(f"ip route replace {route.destination} via {route.via} dev {link}{metric}")


def _ipv6_aliases(plan: HostPlan) -> frozenset[str]:
    """The kernel drops a link's IPv6 addresses with the link; of the managers networkd alone puts them back."""
    flapped = _addressed(plan)
    lost = [
        item
        for item in plan.addresses
        if item.purpose is Purpose.ALIAS and item.address.version == 6 and item.link in flapped
    ]
    return APPLY if lost and by_ifupdown(plan) else frozenset()


def _addressed(plan: HostPlan) -> list[str]:
    return list(dict.fromkeys(item.link for item in plan.addresses if item.purpose == "host"))


def _flap_shims(struck: Struck) -> None:
    for link in links.shims(struck.plan):
        struck.run(f"ip link set {link.name} down; ip link set {link.name} up")


def _take_down_and_up(struck: Struck) -> None:
    for link in links.cards(struck.plan):
        struck.run(f"ifdown {link.name}; ifup {link.name}")


def _containers_on_vlans(plan: HostPlan) -> frozenset[str]:
    """`ifdown` of a card takes its VLANs away, `ifup` makes new ones."""
    cards = {link.name for link in links.cards(plan)}
    vlans = [link.name for link in plan.links.values() if link.kind is LinkKind.VLAN and link.parent in cards]
    names = links.containers_on(plan, *vlans) if plan.network == "ifupdown" else frozenset()
    return frozenset(f"docker restart {name}" for name in names)


def _restart_networkd(struck: Struck) -> None:
    struck.run("systemctl restart systemd-networkd")
    networkd.settle(struck.host)


def _reload_networkd(struck: Struck) -> None:
    struck.run("networkctl reload")
    networkd.settle(struck.host)


def _reconfigure(struck: Struck) -> None:
    for name in struck.plan.links:
        struck.run(f"networkctl reconfigure {name}")
    networkd.settle(struck.host)


CABLES = Fault("its cables are pulled and plugged in again", _pull_cables)
FLAP = Fault("its interfaces are set down and up", _flap, leaves=_ipv6_aliases)
SHIMS = Fault(
    "its shims are set down and up",
    _flap_shims,
    befalls=lambda plan: bool(links.shims(plan)),
    # networkd watches its links; nobody watches the others'.
    leaves=lambda plan: frozenset() if by_networkd(plan) else APPLY,
)
IFUPDOWN = Fault(
    "ifdown and ifup are run",
    _take_down_and_up,
    befalls=lambda plan: by_ifupdown(plan) and bool(links.cards(plan)),
    leaves=_containers_on_vlans,
)
NETWORKD_RESTARTED = Fault("networkd restarts", _restart_networkd, befalls=by_networkd)
NETWORKD_RELOADED = Fault("networkd reads its files again", _reload_networkd, befalls=by_networkd)
RECONFIGURED = Fault("networkd configures its links anew", _reconfigure, befalls=by_networkd)
