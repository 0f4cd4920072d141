"""Whether Docker takes an address of a network's subnet for a gateway, where none is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.lower import ipam
from lanwright.plan.docker import INHIBIT_IPV4
from lanwright.plan.truth import is_true

if TYPE_CHECKING:
    from lanwright.plan import DockerNetwork, DockerVersion, Subnet
    from lanwright.plan.values import Address

_GATEWAY_MODE = "com.docker.network.bridge.gateway_mode_ipv"


def takes_gateway(network: DockerNetwork, family: int, version: DockerVersion) -> bool:
    """By driver, mode and options; a macvlan or ipvlan network without a parent is an internal one."""
    is_bridge = network.driver == "bridge"
    return ipam.gateway_is_automatic(
        version,
        network.driver,
        mode=network.options.get(f"{_GATEWAY_MODE}{family}") if is_bridge else network.mode,
        internal=network.internal or not (is_bridge or network.parent),
        inhibit_ipv4=family == 4 and is_true(network.options.get(INHIBIT_IPV4)),
    )


def own_gateway(subnet: Subnet) -> Address | None:
    """The address that Docker takes: the first free one of the ip_range, or of the subnet; None where there is none."""
    return ipam.next_address(subnet.prefix, subnet.ip_range, list(subnet.reserved.values()))
