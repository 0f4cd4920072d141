"""A host's own /etc/network/interfaces, as its owner would have written it before Lanwright came."""

from __future__ import annotations

from ipaddress import ip_interface
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

END = "source /etc/network/interfaces.d/*\n"


def stanza(
    name: str, addresses: Sequence[str] = (), gateways: Sequence[str] = (), ports: Sequence[str] = ()
) -> str:
    """Give an interface's stanza; `ports` make it a bridge, no address leaves it bare."""
    bridge = f"    bridge_ports {' '.join(ports)}\n    bridge_stp off\n    bridge_fd 0\n" if ports else ""
    text = f"auto {name}\n" if addresses else f"auto {name}\niface {name} inet manual\n{bridge}"
    for address in addresses:
        version = ip_interface(address).version
        text += f"iface {name} inet{'6' if version == 6 else ''} static\n    address {address}\n{bridge}"
        text += "".join(f"    gateway {one}\n" for one in gateways if ip_interface(one).version == version)
        bridge = ""
    return text


def eth0(address: str, gateway: str) -> str:
    """Give the file of a host whose network card has the address."""
    return stanza("eth0", [address], [gateway]) + END


def br0(address: str, gateway: str) -> str:
    """Give the file of a host whose bridge has the address, with the network card as its only port."""
    return stanza("br0", [address], [gateway], ports=["eth0"]) + END


BY_NAME = {"eth0": eth0, "br0": br0}
