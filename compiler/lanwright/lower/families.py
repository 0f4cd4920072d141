"""Which families a Docker network has: IPv4 unless an option turns it off, IPv6 where a subnet or an option asks for it.

Each family that is on has a subnet: a written one, or one of Docker's choice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lanwright.plan import DockerVersion
from lanwright.plan.docker import ENABLE_FAMILY
from lanwright.plan.truth import is_true

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from lanwright.intent import Docker, Network
    from lanwright.plan import Subnet

_OPTIONS_COUNT = DockerVersion(28, 0)
"""Before, dockerd takes the options and does nothing with them (26.1: measured)."""


def families(network: Network, docker: Docker, subnets: Iterable[Subnet]) -> frozenset[int]:
    """The families that are on; a written IPv6 subnet turns IPv6 on, whatever the options say."""
    said = {**_defaults(docker, network.driver), **network.options}
    if DockerVersion.parse(docker.version) < _OPTIONS_COUNT:
        said = {}
    on = {
        family
        for family, option in ENABLE_FAMILY.items()
        if (is_true(str(said[option])) if option in said else family == 4)
    }
    return frozenset(on | {6 for subnet in subnets if subnet.prefix.version == 6})


def _defaults(docker: Docker, driver: str) -> Mapping[str, Any]:
    """What the daemon gives each new network of a driver (daemon.json, default-network-opts)."""
    defaults: Any = docker.settings.get("default-network-opts")
    options = defaults.get(driver) if isinstance(defaults, dict) else None
    return options if isinstance(options, dict) else {}
