"""Published ports: twice, taken, at addresses of others or of nobody; sources; VPN clients."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.lab.random_sites.mistakes.places import (
    address_of,
    attachments,
    device_of,
    host_address,
    number_in,
    some,
)
from tests.lab.random_sites.promises import texts

if TYPE_CHECKING:
    from tests.lab.pools.draw import Draw
    from tests.lab.random_sites.ground import Part


def _behind(site: Part) -> list[tuple[str, str, str]]:
    return attachments(site, "nat", alone=True)


def _service(site: Part, place: tuple[str, str, str]) -> Part:
    service: Part = site["hosts"][place[0]]["services"][place[1]]
    return service


def _to(site: Part, place: tuple[str, str, str]) -> str:
    return str(_service(site, place)["listens"][0])


def port_twice(draw: Draw, site: Part) -> str | None:
    """Two services publish one port."""
    places = _behind(site)
    pairs = [(one, other) for one in places for other in places if one[0] == other[0] and one[1] < other[1]]
    if (pair := some(draw, pairs)) is None:
        return None
    for place in pair:
        protocol = "/udp" if "udp" in _to(site, pair[0]) else "/tcp"
        _service(site, place)["publish"] = [{"port": f"8888{protocol}", "to": _same(site, place, protocol)}]
    return f"{pair[0][1]} and {pair[1][1]} publish one port"


def _same(site: Part, place: tuple[str, str, str], protocol: str) -> str:
    listens = _service(site, place)["listens"]
    return str(next((one for one in listens if one.endswith(protocol)), f"80{protocol}"))


def port_of_the_host(draw: Draw, site: Part) -> str | None:
    """A service publishes the port of the host's own sshd."""
    places = [each for each in _behind(site) if "udp" not in _to(site, each)]
    if (place := some(draw, places)) is None:
        return None
    _service(site, place)["publish"] = [{"port": "22/tcp", "to": _to(site, place)}]
    return f"{place[1]} publishes the port of the host's sshd"


def port_of_the_host_on_an_alias(draw: Draw, site: Part) -> str | None:
    """The same at an address of its own, while sshd listens on all."""
    places = [each for each in _behind(site) if "udp" not in _to(site, each)]
    if (place := some(draw, places)) is None:
        return None
    address = number_in(host_address(site, place[0]), 239)
    _service(site, place)["publish"] = [{"address": address, "port": "22/tcp", "to": _to(site, place)}]
    return f"{place[1]} publishes the port of the host's sshd on an alias"


def address_of_nobody(draw: Draw, site: Part) -> str | None:
    """Docker is to publish at an address that no interface has."""
    if (place := some(draw, _behind(site))) is None:
        return None
    publish = {"address": "192.168.77.9", "port": f"8888{_protocol(site, place)}", "to": _to(site, place)}
    _service(site, place)["publish"] = [publish | {"via": "docker"}]
    return f"{place[1]} publishes at an address that nobody has"


def _protocol(site: Part, place: tuple[str, str, str]) -> str:
    return "/udp" if "udp" in _to(site, place) else "/tcp"


def alias_is_a_device(draw: Draw, site: Part) -> str | None:
    """The further address is a device's."""
    if (place := some(draw, _behind(site))) is None:
        return None
    lan = site["lans"][_first_lan(site, place[0])]
    publish = {"address": device_of(lan), "port": f"8888{_protocol(site, place)}", "to": _to(site, place)}
    _service(site, place)["publish"] = [publish]
    return f"{place[1]} publishes at a device's address"


def _first_lan(site: Part, host: str) -> str:
    return str(
        next(each["lan"] for each in site["hosts"][host]["interfaces"].values() if each and "lan" in each)
    )


def alias_of_two_hosts(draw: Draw, site: Part) -> str | None:
    """Two hosts have one further address."""
    places = _behind(site)
    pairs = [(one, other) for one in places for other in places if one[0] < other[0]]
    if (pair := some(draw, pairs)) is None:
        return None
    address = number_in(host_address(site, pair[0][0]), 239)
    for number, place in enumerate(pair):
        port = f"{8888 + number}{_protocol(site, place)}"
        _service(site, place)["publish"] = [{"address": address, "port": port, "to": _to(site, place)}]
    return f"{pair[0][1]} and {pair[1][1]} publish at one address on two hosts"


def alias_is_a_container(draw: Draw, site: Part) -> str | None:
    """The further address is that of a container on the LAN."""
    lan_places = [each for each in attachments(site, "macvlan", "host_bridge") if address_of(site, each)]
    pairs = [(one, other) for one in _behind(site) for other in lan_places if one[1] != other[1]]
    if (pair := some(draw, pairs)) is None:
        return None
    place, other = pair
    publish = {
        "address": address_of(site, other),
        "port": f"8888{_protocol(site, place)}",
        "to": _to(site, place),
    }
    _service(site, place)["publish"] = [publish]
    return f"{place[1]} publishes at the address of {other[1]}"


def nobody_listens(draw: Draw, site: Part) -> str | None:
    """A published port leads to one that the service doesn't listen on."""
    if (place := some(draw, _behind(site))) is None:
        return None
    _service(site, place)["publish"] = [{"port": "8888/tcp", "to": "4444/tcp"}]
    return f"{place[1]} publishes a port that it doesn't listen on"


def published_beside_the_lan(draw: Draw, site: Part) -> str | None:
    """A service on the LAN publishes a port besides."""
    if (place := some(draw, attachments(site, "macvlan", "host_bridge", alone=True))) is None:
        return None
    _service(site, place)["publish"] = [{"port": f"8888{_protocol(site, place)}", "to": _to(site, place)}]
    return f"{place[1]} is on the LAN and publishes"


def not_masqueraded(draw: Draw, site: Part) -> str | None:
    """A bridge behind the host isn't masqueraded."""
    if (place := some(draw, _behind(site))) is None:
        return None
    network = site["hosts"][place[0]]["networks"][place[2]]
    network["masquerade"] = False
    network.pop("leaves_as", None)
    _service(site, place).pop("leaves_as", None)
    return f"{place[2]} isn't masqueraded"


def leaves_as_a_device(draw: Draw, site: Part) -> str | None:
    """What leaves takes a device's address."""
    places = [each for each in _behind(site) if "subnet" in site["hosts"][each[0]]["networks"][each[2]]]
    if (place := some(draw, places)) is None:
        return None
    lan = site["lans"][_first_lan(site, place[0])]
    _service(site, place)["leaves_as"] = device_of(lan)
    return f"{place[1]} leaves as a device"


def clients_on_the_lan(draw: Draw, site: Part) -> str | None:
    """The VPN's clients have the LAN's range."""
    if (place := some(draw, attachments(site, "macvlan", "host_bridge", alone=True))) is None:
        return None
    lan = site["lans"][site["hosts"][place[0]]["networks"][place[2]]["lan"]]
    _service(site, place)["clients"] = texts(lan["subnet"])[0]
    return f"the clients of {place[1]} have the LAN's range"


def networks_and_mode(draw: Draw, site: Part) -> str | None:
    """Networks, and the host's."""
    if (place := some(draw, _behind(site))) is None:
        return None
    _service(site, place)["network_mode"] = "host"
    return f"{place[1]} has networks and the host's"


def port_taken_in_shared_network(draw: Draw, site: Part) -> str | None:
    """A service on the host's network listens where the host does."""
    host = draw.one_of(*site["hosts"])
    site["hosts"][host]["services"]["agent"] = {"network_mode": "host", "listens": ["22/tcp"]}
    return f"a container in the network of {host} listens where its sshd does"


MISTAKES = (
    port_twice,
    port_of_the_host,
    port_of_the_host_on_an_alias,
    address_of_nobody,
    alias_is_a_device,
    alias_of_two_hosts,
    alias_is_a_container,
    nobody_listens,
    published_beside_the_lan,
    not_masqueraded,
    leaves_as_a_device,
    clients_on_the_lan,
    networks_and_mode,
    port_taken_in_shared_network,
)
