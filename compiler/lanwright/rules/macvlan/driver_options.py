"""The options of Docker's network drivers: what each holds, since when, and the key of the grammar that stands for it.

Source: moby `libnetwork/drivers/{bridge,macvlan,ipvlan}` and `libnetwork/netlabel/labels.go`, and the release notes of
27.0 (gateway modes), 28.0 (families, announcements) and 28.2 (trusted interfaces).
"""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import ip_address
from typing import TYPE_CHECKING

from lanwright.plan import DockerVersion
from lanwright.plan.truth import is_false, is_true

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_BRIDGE = "com.docker.network.bridge."
_NETWORK = "com.docker.network."

_UNPROTECTED = DockerVersion(28, 0)


@dataclass(frozen=True, slots=True)
class Option:
    """A driver option: whether a value fits, what would, since when it is there, and the grammar's own key for it.

    `at_start`: another value is refused by a container's start, not with the network.
    """

    fits: Callable[[str], bool]
    takes: str
    since: DockerVersion | None = None
    key: str | None = None
    at_start: bool = False


def _is_anything(_: str) -> bool:
    return True


def _is_text(value: str) -> bool:
    return bool(value)


def _is_link_name(value: str) -> bool:
    """What the kernel takes (dev_valid_name, sysctl_dev_name_is_allowed)."""
    plain = not any(letter.isspace() or letter in "/:" for letter in value)
    return plain and 0 < len(value) <= 15 and value not in {".", "..", "all", "default"}


def _is_bridge_name(value: str) -> bool:
    """The kernel makes `br0` of `br%d`, Docker doesn't find `brü` again, and `lo` is there already (28.5: measured)."""
    return _is_link_name(value) and value.isascii() and "%" not in value and value != "lo"


def _begins_a_name(value: str) -> bool:
    """A number follows; nothing is `eth`, as ever."""
    return not value or _is_link_name(f"{value}0")


def _is_flag(value: str) -> bool:
    return is_true(value) or is_false(value)


def _is_address(value: str) -> bool:
    try:
        ip_address(value)
    except ValueError:
        return False
    return True


def _is_address_of(version: int) -> Callable[[str], bool]:
    return lambda value: _is_address(value) and ip_address(value).version == version


def _is_number(first: int, last: int) -> Callable[[str], bool]:
    """As Go's Atoi reads it, with a plus too."""

    def fits(value: str) -> bool:
        digits = value.removeprefix("+")
        return digits.isascii() and digits.isdecimal() and first <= int(digits[:9]) <= last

    return fits


def _is_mtu(value: str) -> bool:
    """What the kernel takes for a bridge; 0 leaves it as it is."""
    return value == "0" or _is_number(68, 65535)(value)


def _one_of(*words: str) -> Option:
    return Option(frozenset(words).__contains__, f"one of {', '.join(words)}")


def _flag(key: str | None = None) -> Option:
    return Option(_is_flag, "true or false", key=key)


_ANY_DRIVER: Mapping[str, Option] = {
    f"{_NETWORK}enable_ipv4": Option(_is_flag, "true or false", DockerVersion(28, 0)),
    f"{_NETWORK}enable_ipv6": _flag(),
    f"{_NETWORK}advertise_addr_nmsgs": Option(_is_number(0, 3), "0 to 3", DockerVersion(28, 0)),
    f"{_NETWORK}advertise_addr_ms": Option(_is_number(100, 2000), "100 to 2000", DockerVersion(28, 0)),
}

MODES = {
    "macvlan_mode": ("bridge", "private", "vepa", "passthru"),
    "ipvlan_mode": ("l2", "l3", "l3s"),
    "ipvlan_flag": ("bridge", "private", "vepa"),
}
"""By option, what it may say: the default first."""

_PARENT = Option(_is_text, "an interface", key="parent")


def _mode(option: str) -> Option:
    words = _one_of(*MODES[option])
    return Option(words.fits, words.takes, key=option.split("_")[1])


def _gateway_mode(version: DockerVersion) -> Option:
    newer = ("nat-unprotected", "isolated") if version >= _UNPROTECTED else ()
    words = _one_of("nat", "routed", *newer)
    return Option(words.fits, words.takes, DockerVersion(27, 0))


def _bridge(version: DockerVersion) -> Mapping[str, Option]:
    """The bridge driver's own; what an MTU may be is the kernel's to judge: at most 65535."""
    mtu = Option(_is_mtu, "68 to 65535, or 0", key="mtu")
    return {
        f"{_BRIDGE}name": Option(
            _is_bridge_name, "a name of at most 15 ASCII characters, without `/`, `:`, `%` and spaces"
        ),
        f"{_BRIDGE}enable_icc": _flag(),
        f"{_BRIDGE}enable_ip_masquerade": _flag(key="masquerade"),
        f"{_BRIDGE}host_binding_ipv4": Option(_is_address, "an address"),
        f"{_BRIDGE}inhibit_ipv4": _flag(),
        f"{_BRIDGE}default_bridge": _flag(),
        f"{_BRIDGE}gateway_mode_ipv4": _gateway_mode(version),
        f"{_BRIDGE}gateway_mode_ipv6": _gateway_mode(version),
        f"{_BRIDGE}trusted_host_interfaces": Option(
            _is_anything, "interfaces with colons between them", DockerVersion(28, 2)
        ),
        f"{_NETWORK}host_ipv4": Option(_is_address_of(4), "an IPv4 address"),
        f"{_NETWORK}host_ipv6": Option(_is_address_of(6), "an IPv6 address"),
        f"{_NETWORK}container_iface_prefix": Option(
            _begins_a_name, "a word of at most 14 characters, without `/`, `:` and spaces", at_start=True
        ),
        f"{_NETWORK}driver.mtu": mtu,
    }


def options_of(driver: str, version: DockerVersion) -> Mapping[str, Option]:
    """Every option that a driver knows, of whatever version; only what a value may be goes by `version`."""
    match driver:
        case "macvlan":
            own: Mapping[str, Option] = {"parent": _PARENT, "macvlan_mode": _mode("macvlan_mode")}
        case "ipvlan":
            own = {
                "parent": _PARENT,
                "ipvlan_mode": _mode("ipvlan_mode"),
                "ipvlan_flag": _mode("ipvlan_flag"),
            }
        case _:
            own = _bridge(version)
    return {**own, **_ANY_DRIVER}
