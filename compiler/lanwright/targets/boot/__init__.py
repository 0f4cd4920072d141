"""After a boot, and after each start of Docker, all that was generated is there, in order.

Docker wants our units and comes after them; nothing is required, for a missing NIC must not keep Docker from starting.
None of the units stays active, so each start of Docker runs them again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.plan import Maker, Owner, Purpose
from lanwright.plan.beside import made_beside
from lanwright.plan.vpn import by_own_links
from lanwright.targets.artifact import EVERY_CONTAINER, Emission, Notice, Phase, Question, Step
from lanwright.targets.boot.device_units import device_unit
from lanwright.targets.boot.needs import needs
from lanwright.targets.frame import headline, on_host
from lanwright.targets.render import render

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.plan import HostPlan, Link
    from lanwright.targets.artifact import Artifact

TARGET = "boot"
UNITS = "/etc/systemd/system"
WAIT = "/usr/local/sbin/lanwright-wait"
ONLINE = "network-online.target"
LINKS = "lanwright-links.service"
NETWORKS = "lanwright-docker-networks.service"
PATIENCE = 30
"""Seconds that Docker waits at most, once the host's network is online."""


def emit(host: HostPlan) -> Emission:
    """Return the units that the host needs; nothing for a host whose Docker depends on nothing of ours."""
    files = {
        item.path.rpartition("/")[2]: item for item in (*_waiting(host), *_links(host), *_networks(host))
    }
    if not files:
        return Emission()
    wanted = [ONLINE, *(name for name in files if name.endswith(".service"))]
    before = [name for name in wanted if name != NETWORKS]
    text = render("boot/lanwright.conf.j2", headline=headline(host), wanted=wanted, before=before)
    about = "Docker starts after what it needs, and our units with it"
    drop_in = on_host(f"{UNITS}/docker.service.d/lanwright.conf", text, target=TARGET, about=about)
    artifacts = (*files.values(), drop_in)
    places = "\n".join(f"/{item.path.partition('/')[2]}" for item in artifacts if item.destination != WAIT)
    return Emission(
        artifacts=artifacts,
        steps=tuple(_enabled(item) for name, item in files.items() if name == LINKS),
        questions=(_started_without(),) if needs(host) else (),
        notices=(Notice(command="systemctl daemon-reload", interrupts="", when=places),),
    )


def _started_without() -> Question:
    about = "what Docker looks for when it starts, and only then: parents, and addresses that ports are published at"
    return Question(command=f"{WAIT} status", about=about)


def _waiting(host: HostPlan) -> Iterator[Artifact]:
    """The script that waits for links and addresses, and its unit."""
    needed = needs(host)
    if needed:
        text = render(
            "boot/lanwright-wait.j2",
            headline=headline(host),
            needs=needed,
            patience=PATIENCE,
            interrupts=EVERY_CONTAINER,
        )
        about = "waits for the links and addresses that Docker needs, and says which are missing"
        yield on_host(WAIT, text, target=TARGET, about=about, mode=0o755)
        yield _unit(host, "lanwright-wait.service", "runs lanwright-wait before Docker starts")


def _links(host: HostPlan) -> Iterator[Artifact]:
    """The unit that runs lanwright-links, on hosts that have the script; again when a link of the host's comes that it adds to."""
    ours = made_beside(host)
    beneath = dict.fromkeys(
        (
            *(link.parent for link in ours.values() if link.parent),
            *(link.parent for link in host.links.values() if link.purpose is Purpose.SHIM and link.parent),
            *(bridge for link in host.links.values() if (bridge := _joined(host, link))),
            *(item.link for item in host.addresses if item.purpose is Purpose.ALIAS),
            *(route.link for route in by_own_links(host)),
            *(link.name for link in host.links.values() if link.promiscuous and link.maker is Maker.HOST),
        )
    )
    if host.network == "none" and beneath:
        devices = [device_unit(link) for link in beneath if link not in ours]
        about = "runs lanwright-links at boot, and whenever a link comes that it adds to"
        yield _unit(host, LINKS, about, devices=devices, patience=PATIENCE)


def _joined(host: HostPlan, link: Link) -> str | None:
    """The host's own bridge that a network's pair leads to."""
    over = host.links.get(link.bridge or "")
    return over.name if over and link.purpose is Purpose.UPLINK and over.purpose is Purpose.HOST else None


def _networks(host: HostPlan) -> Iterator[Artifact]:
    """The unit that runs lanwright-docker-networks, on hosts that have the script."""
    makes = any(network.owner is Owner.LANWRIGHT for network in host.networks.values())
    connects = any(service.endpoints and not service.compose for service in host.services.values())
    if makes or connects:
        about = "runs lanwright-docker-networks when Docker has started"
        yield _unit(host, NETWORKS, about, connects=connects)


def _unit(host: HostPlan, name: str, about: str, **view: object) -> Artifact:
    text = render(f"boot/{name}.j2", headline=headline(host), **view)
    return on_host(f"{UNITS}/{name}", text, target=TARGET, about=about)


def _enabled(unit: Artifact) -> Step:
    """Enabled anew where its text changed: it may belong to other links now.

    A run that a link has started just now is stopped before what it makes is taken away.
    """
    name = unit.path.rpartition("/")[2]
    return Step(
        phase=Phase.LINKS,
        name=name,
        apply=f"systemctl reenable --quiet {name}",
        undo=f"systemctl disable --quiet --now {name}",
        check=f"systemctl is-enabled --quiet {name}",
        defines=unit.content,
    )
