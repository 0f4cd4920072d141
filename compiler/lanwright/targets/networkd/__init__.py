"""systemd-networkd: files for the links that are ours, drop-ins for what is added to links that aren't.

A link of the host's own is added to only where the intent names its unit (`unit`); without that name nothing can be
written for it, nor for a shim on it (LW706).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.plan import LinkKind, Purpose
from lanwright.targets.artifact import Emission
from lanwright.targets.frame import headline, on_host
from lanwright.targets.networkd.by_link import by_link
from lanwright.targets.networkd.devices import devices
from lanwright.targets.networkd.dockers import unmanaged
from lanwright.targets.networkd.places import (
    DOCKERS,
    FOLDER,
    device_file,
    drop_in,
    extended,
    network_file,
    written,
)
from lanwright.targets.networkd.settings import added, whole
from lanwright.targets.networkd.steps import notices, steps
from lanwright.targets.render import render

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lanwright.plan import HostPlan, Link
    from lanwright.targets.artifact import Artifact
    from lanwright.targets.networkd.by_link import ByLink
    from lanwright.targets.networkd.syntax import Section

TARGET = "networkd"


def emit(host: HostPlan) -> Emission:
    """Return the host's units and drop-ins; nothing for a host that networkd doesn't configure."""
    if host.network != "networkd":
        return Emission()
    plan = by_link(host)
    artifacts = tuple(_file(host, *said) for said in _said(host, plan))
    return Emission(artifacts=artifacts, steps=tuple(steps(host, plan)), notices=notices(host))


def _said(host: HostPlan, plan: ByLink) -> Iterator[tuple[str, str, tuple[Section, ...]]]:
    """Each file: its name, what it is, what it says."""
    for link, sections in devices(host):
        yield device_file(link.name), f"makes {_about(link)}", sections
    for link in written(host):
        yield network_file(link.name), f"configures {_about(link)}", whole(plan, link)
    for unit, links in extended(host).items():
        if sections := added(plan, links):
            yield drop_in(unit), f"adds to {_names(links)}, which {unit} configures", sections
    yield DOCKERS, "keeps networkd off Docker's own links", unmanaged(host)


def _about(link: Link) -> str:
    if link.kind is LinkKind.VETH:
        return f"{link.name}, one end of the pair that joins {link.network} to the LAN"
    if link.purpose is Purpose.UPLINK:
        return f"the bridge of {link.network}, which Docker finds when it starts"
    if link.network:
        return f"the host's own way to the containers of {link.network}"
    return f"the host's {link.kind} {link.name}"


def _names(links: Sequence[Link]) -> str:
    return ", ".join(link.name for link in links)


def _file(host: HostPlan, name: str, about: str, sections: Sequence[Section]) -> Artifact:
    text = render("networkd/unit.j2", headline=headline(host), about=about, sections=sections)
    return on_host(f"{FOLDER}/{name}", text, target=TARGET, about=about)
