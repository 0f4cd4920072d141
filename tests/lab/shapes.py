"""A host's own /etc/network/interfaces, as its owner would have written it before Lanwright came."""

from __future__ import annotations

from ipaddress import ip_interface
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

JOINS = "/etc/wpa_supplicant/wpa_supplicant-{}.conf"
"""Where a wireless card's owner says what it joins; systemd's unit looks for it there, too."""
END = "source /etc/network/interfaces.d/*\n"


def bridge(ports: Sequence[str]) -> str:
    """Give what makes an interface a bridge, as bridge-utils and ifupdown-ng both read it: the latter wants hyphens."""
    return f"    bridge-ports {' '.join(ports)}\n    bridge-stp off\n    bridge-fd 0\n"


def bond(ports: Sequence[str], mode: str) -> str:
    """Give what makes it a bond (package ifenslave)."""
    return f"    bond-slaves {' '.join(ports)}\n    bond-mode {mode}\n    bond-miimon 100\n"


def vlan(link: str, number: int) -> str:
    """Give what makes it a VLAN; one that is named like eth0.10 ifupdown has made by itself."""
    made = f"    pre-up ip link show $IFACE >/dev/null 2>&1 || ip link add link {link} name $IFACE type vlan id {number}\n"
    return made + "    post-down ip link del dev $IFACE || :\n"


def wireless(name: str) -> str:
    """Give what has it join a wireless network (package wpasupplicant)."""
    return f"    wpa-conf {JOINS.format(name)}\n"


def stanza(
    name: str,
    addresses: Sequence[str] = (),
    gateways: Sequence[str] = (),
    ports: Sequence[str] = (),
    made: str = "",
) -> str:
    """Give an interface's stanza; `ports` make it a bridge, `made` whatever it says, no address leaves it bare."""
    lower = made or (bridge(ports) if ports else "")
    text = f"auto {name}\n" if addresses else f"auto {name}\niface {name} inet manual\n{lower}"
    for address in addresses:
        version = ip_interface(address).version
        text += f"iface {name} inet{'6' if version == 6 else ''} static\n    address {address}\n{lower}"
        text += "".join(f"    gateway {one}\n" for one in gateways if ip_interface(one).version == version)
        lower = ""
    return text


def eth0(address: str, gateway: str) -> str:
    """Give the file of a host whose network card has the address."""
    return stanza("eth0", [address], [gateway]) + END


def br0(address: str, gateway: str) -> str:
    """Give the file of a host whose bridge has the address, with the network card as its only port."""
    return stanza("br0", [address], [gateway], ports=["eth0"]) + END


BY_NAME = {"eth0": eth0, "br0": br0}
