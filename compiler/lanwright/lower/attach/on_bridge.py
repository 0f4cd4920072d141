"""What a Docker network on a bridge that Docker didn't make has in common: driver options, and the shape of its subnets.

Docker takes such a bridge for its own. It puts the network's gateway on it in place of the host's address, unless
`inhibit_ipv4` says otherwise; of IPv6 nothing keeps it from that: it removes every other address (moby
`drivers/bridge/interface_linux.go`, programIPv6Addresses), so the gateway that it is told must be the host's own
address, and the router goes by the name under which Docker takes another default route.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from lanwright.lower.masquerade import MASQUERADE
from lanwright.lower.names import interface_name
from lanwright.plan.docker import BRIDGE_NAME, DEFAULT_GATEWAY, INHIBIT_IPV4

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from lanwright.intent import Network
    from lanwright.plan import Subnet
    from lanwright.plan.values import Address


def bridge_name(name: str, network: Network) -> str:
    """The bridge of a bridge network: the host's own, one that its options name, or one made from its name."""
    return network.host_bridge or network.options.get(BRIDGE_NAME) or interface_name("br", name)


def options(network: Network, bridge: str | None) -> dict[str, str]:
    """The bridge by name, its IPv4 addresses left alone, and no MASQUERADE.

    That rule of Docker's is for whatever has an address of the network's subnet, which here is the LAN: it would hide
    every client of the LAN from the host's other containers (measured).
    """
    given = {BRIDGE_NAME: bridge or "", INHIBIT_IPV4: "true"}
    if not (network.wrote("masquerade") and network.masquerade):
        given[MASQUERADE] = "false"
    if network.mtu:
        given["com.docker.network.driver.mtu"] = str(network.mtu)
    return given


def shaped(network: Network, subnets: Iterable[Subnet], own: Iterable[Address]) -> tuple[Subnet, ...]:
    """The subnets with the gateways that Docker is told; `own` are the host's addresses on the bridge.

    Of IPv4 the router itself, since nothing is put on the bridge; of IPv6, and where the intent reserves the router
    under Docker's own name, the host's address.
    """
    by_version: dict[int, Address] = {address.version: address for address in own}
    written: set[int] = {gateway.version for gateway in network.gateway}
    return tuple(_shaped(subnet, by_version, written) for subnet in subnets)


def _shaped(subnet: Subnet, own: Mapping[int, Address], written: set[int]) -> Subnet:
    version = subnet.prefix.version
    host, name = own.get(version), DEFAULT_GATEWAY[version]
    if host is None or host not in subnet.prefix or not subnet.written:
        return subnet
    if name in subnet.reserved:
        return subnet if version in written else _with_gateway(subnet, host, subnet.reserved[name])
    return _with_gateway(subnet, host, subnet.gateway) if version == 6 else subnet


def _with_gateway(subnet: Subnet, host: Address, router: Address | None) -> Subnet:
    """Docker reserves a gateway by itself, and refuses an address that is reserved twice."""
    name = DEFAULT_GATEWAY[subnet.prefix.version]
    others = {key: item for key, item in subnet.reserved.items() if item not in (host, router)}
    way_out = {} if router in (None, host) else {name: router}
    return replace(subnet, gateway=host, reserved={**way_out, **others})
