"""What happens to a host as a whole: it is applied again, loses its power, boots before its network card is there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.plan import LinkKind
from lanwright.targets.boot.needs import RESTART, needs
from tests.lab import networkd
from tests.lab.faults import links
from tests.lab.faults.fault import Fault
from tests.lab.faults.interfaces import by_networkd
from tests.lab.sample import PLACE

if TYPE_CHECKING:
    from lanwright.plan import HostPlan
    from lanwright.targets.boot.needs import Need
    from tests.lab.faults.fault import Struck

UNIT = "/etc/systemd/system/{}.service.d/lab.conf"
SOON = "[Service]\nExecStart=\nExecStart={}\n"
"""networkd waits two minutes for the network, Docker half a minute for what it needs (test_boot.py has seen that)."""
ONLINE = "/usr/lib/systemd/systemd-networkd-wait-online --timeout=1"


def _apply(struck: Struck) -> None:
    said = struck.run(f"cd {PLACE} && sh install apply")
    assert said == "nothing to change: this host is what this folder says\n"


def _reboot(struck: Struck) -> None:
    struck.host.reboot()


def _boot_without_cables(struck: Struck) -> None:
    """The cards come when all has started, and who has the interfaces brings them up."""
    cables, struck.host.cables = struck.host.cables, []
    # What listens on the host may want an address of a card's: it starts when they are there.
    struck.host.write(UNIT.format("systemd-networkd-wait-online"), SOON.format(ONLINE))
    if needs(struck.plan):
        struck.host.write(UNIT.format("lanwright-wait"), SOON.format("/usr/local/sbin/lanwright-wait 1"))
    struck.host.power_off()
    struck.host.power_on()
    struck.run(f"rm -f {UNIT.format('*')}; systemctl daemon-reload")
    struck.host.cables = cables
    _plug_in(struck)
    struck.host.listen_again()


def _started_in_vain(plan: HostPlan) -> frozenset[str]:
    """Docker looks for parents and for addresses of published ports when it starts, and only then."""
    missed = [need for need in needs(plan) if need.without.endswith(RESTART) and not _is_there(plan, need)]
    return frozenset({RESTART}) if missed else frozenset()


def _is_there(plan: HostPlan, need: Need) -> bool:
    """A bridge, and what stands on it, needs no network card; nor does a bond, but for ifupdown's stanzas of what is on it."""
    if need.kind == "address":
        link = next(item.link for item in plan.addresses if str(item.address.ip) == need.name)
    else:
        link = need.name
    alone = {LinkKind.BRIDGE} if plan.network == "ifupdown" else {LinkKind.BRIDGE, LinkKind.BOND}
    return any(plan.links[below].kind in alone for below in links.down_from(plan, link))


def _plug_in(struck: Struck) -> None:
    for cable in struck.host.cables:
        cable.connect()
    if by_networkd(struck.plan):
        networkd.settle(struck.host)
        return
    for link in links.own(struck.plan):
        if link.bridge:  # a bond takes none that is up
            struck.run(f"ip link set {link.name} down master {link.bridge}; ip link set {link.name} up")
    struck.run("ifup --all; systemctl reset-failed networking.service")


def _replace_cards(struck: Struck) -> None:
    """Not within a fraction of a second: systemd may miss that a card was gone then (docs/facts.md)."""
    names = {link.name for link in links.cards(struck.plan)}
    for cable in struck.host.cables:
        if cable.nic in names:
            cable.take_out()
    struck.run("udevadm settle")
    for cable in struck.host.cables:
        cable.connect()
    if by_networkd(struck.plan):
        networkd.settle(struck.host)
    else:
        for link in links.cards(struck.plan):
            struck.run(f"ifdown --force {link.name}; ifup {link.name}")


def _make_bridges_anew(struck: Struck) -> None:
    for link in links.bridges(struck.plan):
        if by_networkd(struck.plan):
            struck.run(f"ip link del {link.name}; systemctl restart systemd-networkd")
            networkd.settle(struck.host)
        else:
            struck.run(f"ifdown {link.name}; ip link del {link.name} 2>/dev/null; ifup {link.name}")


def _restarts_of_containers_on(plan: HostPlan, below: list[str]) -> frozenset[str]:
    return frozenset(f"docker restart {name}" for name in links.containers_on(plan, *below))


def _on_cards(plan: HostPlan) -> frozenset[str]:
    return _restarts_of_containers_on(plan, [link.name for link in links.cards(plan)])


def _on_bridges(plan: HostPlan) -> frozenset[str]:
    return _restarts_of_containers_on(plan, [link.name for link in links.bridges(plan)])


APPLIED = Fault("it is applied again", _apply)
REBOOTED = Fault("its power fails", _reboot)
LATE_CARD = Fault(
    "it boots before its network cards are there", _boot_without_cables, leaves=_started_in_vain
)
NEW_CARD = Fault(
    "its network cards are replaced",
    _replace_cards,
    befalls=lambda plan: bool(links.cards(plan)),
    leaves=_on_cards,
)
NEW_BRIDGE = Fault(
    "its bridges are made anew",
    _make_bridges_anew,
    befalls=lambda plan: bool(links.bridges(plan)),
    leaves=_on_bridges,
)
