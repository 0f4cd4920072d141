"""The daemon and the host: keys of daemon.json, interfaces, the host's own addresses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.lab.random_sites.mistakes.places import some
from tests.lab.random_sites.promises import texts

if TYPE_CHECKING:
    from tests.lab.pools.draw import Draw
    from tests.lab.random_sites.ground import Part


def _docker(draw: Draw, site: Part) -> tuple[str, Part]:
    host = draw.one_of(*site["hosts"])
    return host, site["hosts"][host]["docker"]


def unknown_key(draw: Draw, site: Part) -> str | None:
    """A key that dockerd doesn't know."""
    host, docker = _docker(draw, site)
    docker["settings"] = {"log-drivr": "local"}
    return f"a key of {host}'s daemon is misspelt"


def flags_name(draw: Draw, site: Part) -> str | None:
    """A flag's name in the file."""
    host, docker = _docker(draw, site)
    docker["settings"] = {"default-address-pool": [{"base": "10.230.0.0/16", "size": 24}]}
    return f"the daemon of {host} has a flag's name as a key"


def wrong_type(draw: Draw, site: Part) -> str | None:
    """A key with a value of another type."""
    host, docker = _docker(draw, site)
    docker["settings"] = {"live-restore": "yes"}
    return f"a key of {host}'s daemon has a wrong value"


def bip_without_a_bridge(draw: Draw, site: Part) -> str | None:
    """No docker0, and an address for it."""
    host, docker = _docker(draw, site)
    docker |= {"bridge": "none", "bip": "10.200.9.1/24"}
    return f"{host} has no docker0 and a bip"


def fixed_cidr_outside(draw: Draw, site: Part) -> str | None:
    """fixed_cidr is outside of docker0's subnet."""
    host, docker = _docker(draw, site)
    docker |= {"bip": "10.200.9.1/24", "fixed_cidr": "10.200.10.0/25"}
    return f"the fixed_cidr of {host} is outside its bip"


def gateway_outside_docker0(draw: Draw, site: Part) -> str | None:
    """default_gateway is outside of docker0's subnet."""
    host, docker = _docker(draw, site)
    docker |= {"bip": "10.200.9.1/24", "default_gateway": "10.200.10.254"}
    return f"the default_gateway of {host} is outside its bip"


def no_packet_rules(draw: Draw, site: Part) -> str | None:
    """Docker is to keep its hands off the packet rules."""
    host, docker = _docker(draw, site)
    docker["settings"] = {"iptables": False}
    return f"Docker makes no packet rules on {host}"


def host_outside_its_lan(draw: Draw, site: Part) -> str | None:
    """The host's address isn't the LAN's."""
    host = draw.one_of(*site["hosts"])
    interface = next(each for each in site["hosts"][host]["interfaces"].values() if each and "lan" in each)
    interface["address"] = "192.168.77.5/24"
    return f"the address of {host} is outside its LAN"


def two_hosts_one_address(draw: Draw, site: Part) -> str | None:
    """Two hosts have one address."""
    del draw
    firsts = [
        next(each for each in host["interfaces"].values() if each and "lan" in each)
        for host in site["hosts"].values()
    ]
    if len(firsts) < 2:
        return None
    firsts[1]["address"] = firsts[0]["address"]
    return "both hosts have one address"


def host_is_a_device(draw: Draw, site: Part) -> str | None:
    """The host has a device's address."""
    host = draw.one_of(*site["hosts"])
    interface = next(each for each in site["hosts"][host]["interfaces"].values() if each and "lan" in each)
    lan = site["lans"][interface["lan"]]
    device = next(iter(lan["devices"].values()))
    mine = texts(device["address"] if isinstance(device, dict) else device)
    prefixes = [one.partition("/")[2] for one in texts(interface["address"])]
    interface["address"] = [f"{one}/{prefix}" for one, prefix in zip(mine, prefixes, strict=True)]
    return f"{host} has a device's address"


def port_has_an_address(draw: Draw, site: Part) -> str | None:
    """The card below the bridge has an address, too."""
    places = [
        (host, name, each)
        for host, described in site["hosts"].items()
        for name, each in described["interfaces"].items()
        if each and "ports" in each
    ]
    if (place := some(draw, places)) is None:
        return None
    host, _, bridge = place
    own = texts(bridge["address"])[0]
    port = {"lan": bridge["lan"], "address": own}
    site["hosts"][host]["interfaces"][bridge["ports"][0]] = port
    del bridge["address"]
    return f"the address of {host} is on the port of its bridge"


def newer_key(draw: Draw, site: Part) -> str | None:
    """`interface_name` where Docker doesn't have it."""
    places = [
        (host, name, network)
        for host, each in site["hosts"].items()
        if each["docker"]["version"] == "26"
        for name, service in each["services"].items()
        for network in service.get("networks") or {}
    ]
    if (place := some(draw, places)) is None:
        return None if site["hosts"]["dock1"]["docker"]["version"] == "26" else _spelt(draw, site)
    host, name, network = place
    at = site["hosts"][host]["services"][name]["networks"]
    keeps = at[network] if isinstance(at[network], dict) else {"address": at[network]}
    at[network] = {**keeps, "gw_priority": 1}
    return f"{name} has a gw_priority, which Docker 26 doesn't know"


def _spelt(draw: Draw, site: Part) -> str:
    host, docker = _docker(draw, site)
    docker["settings"] = {"mtu": "1500"}
    return f"the mtu of {host}'s daemon is a text"


MISTAKES = (
    unknown_key,
    flags_name,
    wrong_type,
    bip_without_a_bridge,
    fixed_cidr_outside,
    gateway_outside_docker0,
    no_packet_rules,
    host_outside_its_lan,
    two_hosts_one_address,
    host_is_a_device,
    port_has_an_address,
    newer_key,
)
