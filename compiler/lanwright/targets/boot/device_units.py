"""How systemd calls a network interface: the device unit of its place in /sys (systemd.device(5))."""

from __future__ import annotations

from string import ascii_letters, digits

PLACE = "sys-subsystem-net-devices-"
_PLAIN = frozenset(ascii_letters + digits + ":_.")


def device_unit(link: str) -> str:
    """Return the device unit of an interface; it is active while there is such an interface."""
    return f"{PLACE}{_escaped(link)}.device"


def _escaped(name: str) -> str:
    """A dash stands for a slash, so a dash itself is written as its number, as is all that isn't plain (systemd.unit(5)).

    A dot is escaped only where a whole path begins with one; here the path begins before the name.
    """
    return "".join(
        chr(byte) if chr(byte) in _PLAIN else f"\\x{byte:02x}"
        for byte in name.encode(errors="surrogateescape")
    )
