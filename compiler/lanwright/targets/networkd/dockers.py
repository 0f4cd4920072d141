"""Docker's own links, which networkd has to leave alone.

Where a host has a file for all links (`Name=*`, `Type=ether`), networkd would configure docker0, Docker's bridges and
the containers' veths, and drop their addresses and routes when it restarts (systemd issues 28626 and 25451).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.plan import Owner
from lanwright.plan.parents import dockers_vlan
from lanwright.targets.networkd.syntax import Section, section

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.plan import HostPlan

_HEX = "[0-9a-f]"
_PATTERNS = (
    "docker0",
    "docker_gwbridge",
    f"br-{_HEX * 12}",
    f"veth{_HEX * 7}",
    f"dm-{_HEX * 12}",
    f"di-{_HEX * 12}",
)
"""The names that dockerd gives by itself (moby `libnetwork/drivers`), digit by digit: `br-*` might be the host's own."""


def unmanaged(host: HostPlan) -> tuple[Section, ...]:
    """The file that keeps networkd off every link of Docker's."""
    names = " ".join(dict.fromkeys((*_PATTERNS, *_named(host))))
    return section("Match", [("Name", names)]), section("Link", [("Unmanaged", True)])


def _named(host: HostPlan) -> Iterator[str]:
    """The links that Docker makes under a name of the plan's: bridges, and VLANs for parents like eth0.10."""
    for network in host.networks.values():
        if network.owner is Owner.EXTERNAL:
            continue
        if network.bridge and network.bridge not in host.links:
            yield network.bridge
        if network.parent and dockers_vlan(host, network):
            yield network.parent
