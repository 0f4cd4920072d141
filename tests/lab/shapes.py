"""The two shapes of a host's network, as its own /etc/network/interfaces (ifupdown, bridge-utils)."""

from __future__ import annotations

END = "source /etc/network/interfaces.d/*\n"


def eth0(address: str, gateway: str) -> str:
    """Give the file of a host whose network card has the address."""
    return f"auto eth0\niface eth0 inet static\n    address {address}\n    gateway {gateway}\n{END}"


def br0(address: str, gateway: str) -> str:
    """Give the file of a host whose bridge has the address, with the network card as its only port."""
    bridge = "    bridge_ports eth0\n    bridge_stp off\n    bridge_fd 0\n"
    return f"auto br0\niface br0 inet static\n    address {address}\n    gateway {gateway}\n{bridge}{END}"


BY_NAME = {"eth0": eth0, "br0": br0}
