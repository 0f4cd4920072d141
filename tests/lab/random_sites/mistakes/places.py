"""Where in a site a mistake can be made."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from tests.lab.random_sites.promises import texts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.lab.pools.draw import Draw
    from tests.lab.random_sites.ground import Part

T = TypeVar("T")


def some(draw: Draw, options: Sequence[T]) -> T | None:
    """One of some, if there is any."""
    return draw.one_of(*options) if options else None


def networks(site: Part, *strategies: str) -> list[tuple[str, str]]:
    """The names of host and network of all that have one of these strategies."""
    return [
        (host, name)
        for host, each in site["hosts"].items()
        for name, network in each["networks"].items()
        if strategy(network) in strategies
    ]


def strategy(network: Part) -> str:
    """What a network is to its owner."""
    if network["driver"] != "bridge":
        return str(network["driver"])
    if "host_bridge" in network:
        return "host_bridge"
    if "uplink" in network:
        return "veth"
    return "internal" if network.get("internal") else "nat"


def attachments(site: Part, *strategies: str, alone: bool = False) -> list[tuple[str, str, str]]:
    """Host, service and network of all that are on a network of one of these strategies."""
    wanted = networks(site, *strategies)
    return [
        (host, service, network)
        for host, each in site["hosts"].items()
        for service, described in each["services"].items()
        for network in described.get("networks") or {}
        if (host, network) in wanted and not (alone and len(described["networks"]) > 1)
    ]


def attach(site: Part, place: tuple[str, str, str], address: str) -> None:
    """Give a service an address on a network, and keep what else stands there."""
    host, service, network = place
    at = site["hosts"][host]["services"][service]["networks"]
    keeps = (
        {key: value for key, value in at[network].items() if key != "address"}
        if isinstance(at[network], dict)
        else {}
    )
    at[network] = {"address": address, **keeps} if keeps else address


def address_of(site: Part, place: tuple[str, str, str]) -> str | None:
    """The first address that a service has there, if it is written."""
    host, service, network = place
    at: Any = site["hosts"][host]["services"][service]["networks"][network]
    found = texts(at.get("address") if isinstance(at, dict) else at)
    return found[0] if found else None


def lan_of(site: Part, host: str, network: str) -> Part:
    """The LAN that a network is on."""
    lan: Part = site["lans"][site["hosts"][host]["networks"][network]["lan"]]
    return lan


def device_of(lan: Part) -> str:
    """The first address of a LAN's first device."""
    device = next(iter(lan["devices"].values()))
    return texts(device["address"] if isinstance(device, dict) else device)[0]


def host_address(site: Part, host: str, lan: str | None = None) -> str:
    """The first address of a host, on a LAN if one is said."""
    for each in site["hosts"][host]["interfaces"].values():
        if each and each.get("lan") and lan in {None, each["lan"]}:
            return texts(each["address"])[0].partition("/")[0]
    raise LookupError(host)


def number_in(address: str, number: int) -> str:
    """The address of the same /24 that ends in a number."""
    return f"{address.rpartition('.')[0]}.{number}"
