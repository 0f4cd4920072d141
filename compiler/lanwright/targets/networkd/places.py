"""Where what is said of a link goes: into a file of ours, into a drop-in for the host's own unit, or nowhere.

networkd takes the first `.network` file, by name, that matches a link, so ours begin with a low number. Drop-ins are
read wherever their unit is: /etc, /run (netplan's) or /usr/lib.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from lanwright.plan import LinkKind, Maker

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lanwright.plan import HostPlan, Link

FOLDER = "/etc/systemd/network"
OURS = "05-lanwright-"
DOCKERS = "06-lanwright-docker.network"
"""Behind ours: a link of ours may be called as Docker calls its own."""


def device_file(name: str) -> str:
    """The file that makes a link."""
    return f"{OURS}{name}.netdev"


def network_file(name: str) -> str:
    """The file that configures a link of ours."""
    return f"{OURS}{name}.network"


def drop_in(unit: str) -> str:
    """The file that extends a unit that isn't ours."""
    return f"{unit}.d/lanwright.conf"


def written(host: HostPlan) -> tuple[Link, ...]:
    """The links that a file of ours configures: those of ours, and the ports of our bridges and bonds.

    A port whose unit isn't ours is left to that one, and a link that networkd can't be told to make is left out.
    """
    return tuple(
        link
        for link in host.links.values()
        if (can_be_made(host, link) if is_ours(link) else _is_our_port(host, link) and link.unit is None)
    )


def extended(host: HostPlan) -> Mapping[str, Sequence[Link]]:
    """Each unit that isn't ours, with the links that it configures."""
    units: defaultdict[str, list[Link]] = defaultdict(list)
    for link in host.links.values():
        if link.unit and not is_ours(link):
            units[link.unit].append(link)
    return units


def can_be_made(host: HostPlan, link: Link) -> bool:
    """Whether anything of ours can say that a link stands on its parent (LW706)."""
    parent = host.links.get(link.parent or "")
    if link.parent is None or link.kind is LinkKind.VETH:
        return True
    return parent is not None and (is_ours(parent) or _is_our_port(host, parent) or parent.unit is not None)


def is_ours(link: Link) -> bool:
    """Whether we make or configure it."""
    return link.maker is Maker.LANWRIGHT


def _is_our_port(host: HostPlan, link: Link) -> bool:
    over = host.links.get(link.bridge or "")
    return over is not None and is_ours(over)
