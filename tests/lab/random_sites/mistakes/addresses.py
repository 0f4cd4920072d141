"""Addresses: outside, taken, twice, of the wrong family."""

from __future__ import annotations

from ipaddress import ip_network
from typing import TYPE_CHECKING

from tests.lab.random_sites.mistakes.places import (
    address_of,
    attach,
    attachments,
    device_of,
    host_address,
    lan_of,
    networks,
    number_in,
    some,
)
from tests.lab.random_sites.promises import texts

if TYPE_CHECKING:
    from tests.lab.pools.draw import Draw
    from tests.lab.random_sites.ground import Part

LAN = ("macvlan", "host_bridge", "veth")


def static_outside_the_lan(draw: Draw, site: Part) -> str | None:
    """A container on the LAN has an address of another range."""
    if (place := some(draw, attachments(site, *LAN))) is None:
        return None
    attach(site, place, "192.168.77.20")
    return f"{place[1]} has an address outside its LAN"


def static_outside_the_bridge(draw: Draw, site: Part) -> str | None:
    """A container behind the host has an address of another subnet."""
    places = [each for each in attachments(site, "nat") if _subnet(site, each)]
    if (place := some(draw, places)) is None:
        return None
    attach(site, place, "10.150.0.20")
    return f"{place[1]} has an address outside its network's subnet"


def _subnet(site: Part, place: tuple[str, str, str]) -> list[str]:
    return texts(site["hosts"][place[0]]["networks"][place[2]].get("subnet"))


def static_on_a_chosen_subnet(draw: Draw, site: Part) -> str | None:
    """A container has an address in a network whose subnet Docker chooses."""
    places = [each for each in attachments(site, "nat") if not _subnet(site, each)]
    if (place := some(draw, places)) is None:
        return None
    attach(site, place, "172.17.0.20")
    return f"{place[1]} has an address where Docker chooses the subnet"


def routers_address(draw: Draw, site: Part) -> str | None:
    """A container has the address of the LAN's router."""
    if (place := some(draw, attachments(site, *LAN))) is None:
        return None
    attach(site, place, texts(lan_of(site, place[0], place[2])["gateway"])[0])
    return f"{place[1]} has the router's address"


def broadcast_address(draw: Draw, site: Part) -> str | None:
    """A container has the last address of its subnet."""
    if (place := some(draw, attachments(site, *LAN))) is None:
        return None
    subnet = ip_network(texts(lan_of(site, place[0], place[2])["subnet"])[0])
    attach(site, place, str(subnet.broadcast_address))
    return f"{place[1]} has the broadcast address"


def network_address(draw: Draw, site: Part) -> str | None:
    """A container has the first address of its subnet."""
    places = [each for each in attachments(site, "nat") if _subnet(site, each)]
    if (place := some(draw, places)) is None:
        return None
    attach(site, place, str(ip_network(_subnet(site, place)[0]).network_address))
    return f"{place[1]} has the network's own address"


def devices_address(draw: Draw, site: Part) -> str | None:
    """A container has the address of a device."""
    if (place := some(draw, attachments(site, *LAN))) is None:
        return None
    attach(site, place, device_of(lan_of(site, place[0], place[2])))
    return f"{place[1]} has a device's address"


def own_hosts_address(draw: Draw, site: Part) -> str | None:
    """A container has the address of its own host."""
    if (place := some(draw, attachments(site, *LAN))) is None:
        return None
    lan = site["hosts"][place[0]]["networks"][place[2]]["lan"]
    attach(site, place, host_address(site, place[0], lan))
    return f"{place[1]} has its host's address"


def same_address_twice(draw: Draw, site: Part) -> str | None:
    """Two containers have one address, on one host or on two."""
    places = attachments(site, *LAN)
    pairs = [
        (one, other)
        for one in places
        for other in places
        if one[1] != other[1]
        and lan_of(site, one[0], one[2]) is lan_of(site, other[0], other[2])
        and address_of(site, other)
    ]
    if (pair := some(draw, pairs)) is None:
        return None
    attach(site, pair[0], address_of(site, pair[1]) or "")
    return f"{pair[0][1]} has the address of {pair[1][1]}"


def wrong_family(draw: Draw, site: Part) -> str | None:
    """A container has an IPv6 address where there is no IPv6."""
    places = [each for each in attachments(site, "nat") if len(_subnet(site, each)) == 1]
    if (place := some(draw, places)) is None:
        return None
    attach(site, place, "fd00:77::20")
    return f"{place[1]} has an IPv6 address on a network without IPv6"


def same_mac_twice(draw: Draw, site: Part) -> str | None:
    """Two containers of one LAN have one MAC address."""
    places = attachments(site, "macvlan", "host_bridge")
    pairs = [
        (one, other)
        for one in places
        for other in places
        if one[1] < other[1] and lan_of(site, one[0], one[2]) is lan_of(site, other[0], other[2])
    ]
    if (pair := some(draw, pairs)) is None:
        return None
    for host, service, network in pair:
        at = site["hosts"][host]["services"][service]["networks"]
        keeps = at[network] if isinstance(at[network], dict) else {"address": at[network]}
        at[network] = {**keeps, "mac": "02:42:c0:a8:00:07"}
    return f"{pair[0][1]} and {pair[1][1]} have one MAC address"


def group_mac(draw: Draw, site: Part) -> str | None:
    """A container has a multicast MAC address."""
    if (place := some(draw, attachments(site, "macvlan", "host_bridge"))) is None:
        return None
    host, service, network = place
    at = site["hosts"][host]["services"][service]["networks"]
    keeps = at[network] if isinstance(at[network], dict) else {"address": at[network]}
    at[network] = {**keeps, "mac": "03:42:c0:a8:00:07"}
    return f"{service} has a multicast MAC address"


def range_over_a_device(draw: Draw, site: Part) -> str | None:
    """Docker may hand out the address of a device, and of nobody else."""
    places = [each for each in attachments(site, "macvlan", "host_bridge") if address_of(site, each) is None]
    if (place := some(draw, places)) is None:
        return None
    network = site["hosts"][place[0]]["networks"][place[2]]
    ranges = texts(network["ip_range"])
    network["ip_range"] = [f"{device_of(lan_of(site, place[0], place[2]))}/32", *ranges[1:]]
    return f"the ip_range of {place[2]} is a device's address"


def ranges_of_two_hosts(draw: Draw, site: Part) -> str | None:
    """Two daemons hand out the same addresses."""
    places = [
        each for each in attachments(site, "macvlan", "host_bridge", "veth") if not address_of(site, each)
    ]
    pairs = [
        (one, other)
        for one in places
        for other in places
        if one[0] < other[0] and lan_of(site, one[0], one[2]) is lan_of(site, other[0], other[2])
    ]
    if (pair := some(draw, pairs)) is None:
        return None
    one, other = (site["hosts"][host]["networks"][network] for host, _, network in pair)
    other["ip_range"] = one["ip_range"]
    return f"{pair[0][2]} of {pair[0][0]} and {pair[1][2]} of {pair[1][0]} hand out the same addresses"


def range_outside(draw: Draw, site: Part) -> str | None:
    """An ip_range is outside the LAN."""
    if (place := some(draw, networks(site, *LAN))) is None:
        return None
    site["hosts"][place[0]]["networks"][place[1]]["ip_range"] = "192.168.77.8/29"
    return f"the ip_range of {place[1]} is outside its LAN"


def shim_has_a_devices_address(draw: Draw, site: Part) -> str | None:
    """The shim takes what a device has."""
    places = [each for each in networks(site, "macvlan") if _has_shim(site, each)]
    if (place := some(draw, places)) is None:
        return None
    device = device_of(lan_of(site, *place))
    site["hosts"][place[0]]["networks"][place[1]]["host_access"] = {"address": f"{device}/32"}
    return f"the shim of {place[1]} has a device's address"


def shim_has_the_lans_prefix(draw: Draw, site: Part) -> str | None:
    """The shim has an address of the LAN with the LAN's prefix."""
    places = [each for each in networks(site, "macvlan") if _has_shim(site, each)]
    if (place := some(draw, places)) is None:
        return None
    lan = lan_of(site, *place)
    subnet = texts(lan["subnet"])[0]
    free = number_in(texts(lan["gateway"])[0], 235)
    access = {"address": f"{free}/{subnet.partition('/')[2]}"}
    site["hosts"][place[0]]["networks"][place[1]]["host_access"] = access
    return f"the shim of {place[1]} has the LAN's prefix"


def _has_shim(site: Part, place: tuple[str, str]) -> bool:
    return bool(site["hosts"][place[0]]["networks"][place[1]].get("host_access"))


MISTAKES = (
    static_outside_the_lan,
    static_outside_the_bridge,
    static_on_a_chosen_subnet,
    routers_address,
    broadcast_address,
    network_address,
    devices_address,
    own_hosts_address,
    same_address_twice,
    wrong_family,
    same_mac_twice,
    group_mac,
    range_over_a_device,
    ranges_of_two_hosts,
    range_outside,
    shim_has_a_devices_address,
    shim_has_the_lans_prefix,
)
