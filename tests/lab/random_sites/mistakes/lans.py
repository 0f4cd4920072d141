"""Networks on the LAN: parents, modes, two where one may be, shims that are forgotten."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.lab.random_sites.mistakes.places import attachments, networks, some
from tests.lab.random_sites.promises import texts

if TYPE_CHECKING:
    from tests.lab.pools.draw import Draw
    from tests.lab.random_sites.ground import Part


def parent_is_a_port(draw: Draw, site: Part) -> str | None:
    """The parent is the card below the host's bridge."""
    places = [
        (host, name)
        for host, _, name in attachments(site, "macvlan")
        if "ports" in (_link(site, host, name) or {})
    ]
    if (place := some(draw, places)) is None:
        return None
    host, name = place
    site["hosts"][host]["networks"][name]["parent"] = _link(site, host, name)["ports"][0]
    return f"the parent of {name} is a port of the bridge"


def _link(site: Part, host: str, name: str) -> Part:
    link: Part = site["hosts"][host]["interfaces"][site["hosts"][host]["networks"][name]["parent"]]
    return link


def parent_of_another_lan(draw: Draw, site: Part) -> str | None:
    """The parent leads to another LAN."""
    places = []
    for host, _, name in attachments(site, "macvlan"):
        network = site["hosts"][host]["networks"][name]
        places += [
            (host, name, other)
            for other, each in site["hosts"][host]["interfaces"].items()
            if each and each.get("lan") not in {None, network["lan"]} and "ports" not in each
        ]
    if (place := some(draw, places)) is None:
        return None
    host, name, other = place
    site["hosts"][host]["networks"][name]["parent"] = other
    site["hosts"][host]["networks"][name].pop("host_access", None)
    return f"the parent of {name} is on another LAN"


def parent_forgotten(draw: Draw, site: Part) -> str | None:
    """No parent at all: Docker makes a dummy link, and the LAN is nowhere."""
    places = [(host, name) for host, _, name in attachments(site, "macvlan")]
    if (place := some(draw, places)) is None:
        return None
    network = site["hosts"][place[0]]["networks"][place[1]]
    del network["parent"]
    network.pop("host_access", None)
    return f"{place[1]} has no parent"


def second_macvlan(draw: Draw, site: Part) -> str | None:
    """A second macvlan network on the same LAN, and a service on it."""
    if (place := some(draw, attachments(site, "macvlan", alone=True))) is None:
        return None
    host, service, name = place
    first = site["hosts"][host]["networks"][name]
    keep = {key: first[key] for key in ("driver", "parent", "lan")}
    site["hosts"][host]["networks"]["lan2"] = {**keep, **_other_range(site, first)}
    site["hosts"][host]["services"]["second"] = {"networks": {"lan2": {}}, "listens": ["80/tcp"]}
    del service
    return f"lan2 is a second macvlan network beside {name}"


def _other_range(site: Part, network: Part) -> Part:
    first = texts(site["lans"][network["lan"]]["subnet"])[0].partition("/")[0]
    return {"ip_range": f"{first.rpartition('.')[0]}.216/29"}


def macvlan_beside_the_bridge(draw: Draw, site: Part) -> str | None:
    """A macvlan network of the LAN that a host's bridge serves already."""
    if (place := some(draw, attachments(site, "host_bridge", "veth"))) is None:
        return None
    host, _, name = place
    first = site["hosts"][host]["networks"][name]
    parent = first.get("host_bridge") or first["uplink"]["veth_to"]
    network = {"driver": "macvlan", "parent": parent, "lan": first["lan"], **_other_range(site, first)}
    site["hosts"][host]["networks"]["lan2"] = network
    site["hosts"][host]["services"]["second"] = {"networks": {"lan2": {}}, "listens": ["80/tcp"]}
    return f"lan2 is a macvlan network beside {name}"


def second_on_the_bridge(draw: Draw, site: Part) -> str | None:
    """Two Docker networks on one bridge of the host's."""
    if (place := some(draw, attachments(site, "host_bridge"))) is None:
        return None
    host, _, name = place
    bridge = site["hosts"][host]["networks"][name]["host_bridge"]
    second = {"driver": "bridge", "host_bridge": bridge, "subnet": "10.140.0.0/24", "gateway": "10.140.0.1"}
    site["hosts"][host]["networks"]["lan2"] = second
    site["hosts"][host]["services"]["second"] = {"networks": {"lan2": {}}, "listens": ["80/tcp"]}
    return f"lan2 is on the bridge of {name}"


def passthru_for_two(draw: Draw, site: Part) -> str | None:
    """Mode passthru, and two containers."""
    places = [
        (host, name)
        for host, name in networks(site, "macvlan")
        if len([each for each in attachments(site, "macvlan") if (each[0], each[2]) == (host, name)]) > 1
    ]
    if (place := some(draw, places)) is None:
        return None
    network = site["hosts"][place[0]]["networks"][place[1]]
    network["mode"] = "passthru"
    network.pop("host_access", None)
    return f"{place[1]} is passthru and has several containers"


def private_with_a_shim(draw: Draw, site: Part) -> str | None:
    """Mode private or vepa, and the host is to reach the containers."""
    places = [(host, name) for host, _, name in attachments(site, "macvlan")]
    if (place := some(draw, places)) is None:
        return None
    network = site["hosts"][place[0]]["networks"][place[1]]
    network |= {"mode": draw.one_of("private", "vepa"), "host_access": True}
    return f"{place[1]} is {network['mode']} and has host_access"


def mode_in_capitals(draw: Draw, site: Part) -> str | None:
    """A mode as nobody writes it."""
    if (place := some(draw, networks(site, "macvlan"))) is None:
        return None
    site["hosts"][place[0]]["networks"][place[1]]["mode"] = "Bridge"
    return f"the mode of {place[1]} is in capitals"


def internal_on_the_lan(draw: Draw, site: Part) -> str | None:
    """A network on the host's bridge is to be internal."""
    if (place := some(draw, networks(site, "host_bridge"))) is None:
        return None
    site["hosts"][place[0]]["networks"][place[1]]["internal"] = True
    return f"{place[1]} is on the host's bridge and internal"


def host_bridge_is_a_card(draw: Draw, site: Part) -> str | None:
    """`host_bridge` names a card."""
    places = [each for each in networks(site, "macvlan") if "ports" not in _link(site, *each)]
    if (place := some(draw, places)) is None:
        return None
    network = site["hosts"][place[0]]["networks"][place[1]]
    network["driver"] = "bridge"
    network["host_bridge"] = network.pop("parent")
    network.pop("host_access", None)
    network.pop("mode", None)
    return f"{place[1]} is to be on a card as if it were a bridge"


def long_shim_name(draw: Draw, site: Part) -> str | None:
    """A shim's name is longer than the kernel's names are."""
    places = [each for each in networks(site, "macvlan") if _access(site, each)]
    if (place := some(draw, places)) is None:
        return None
    site["hosts"][place[0]]["networks"][place[1]]["host_access"] = {"interface": "macvlan-of-the-host"}
    return f"the shim of {place[1]} has a long name"


def _access(site: Part, place: tuple[str, str]) -> bool:
    return bool(site["hosts"][place[0]]["networks"][place[1]].get("host_access"))


def unknown_option(draw: Draw, site: Part) -> str | None:
    """A driver option that the driver refuses."""
    if (place := some(draw, networks(site, "macvlan"))) is None:
        return None
    site["hosts"][place[0]]["networks"][place[1]]["options"] = {"macvlan_mode": "brigde"}
    return f"an option of {place[1]} is misspelt"


def arp_ignored(draw: Draw, site: Part) -> str | None:
    """arp_ignore, and a shim with no address of the host's."""
    places = [(host, name) for host, _, name in attachments(site, "macvlan") if _access(site, (host, name))]
    if (place := some(draw, places)) is None:
        return None
    host = site["hosts"][place[0]]
    host["networks"][place[1]]["host_access"] = {"address": "192.168.143.91/32"}
    host["sysctls"] = {"net.ipv4.conf.all.arp_ignore": 1}
    return f"the host ignores ARP for what isn't on the shim of {place[1]}"


MISTAKES = (
    parent_is_a_port,
    parent_of_another_lan,
    parent_forgotten,
    second_macvlan,
    macvlan_beside_the_bridge,
    second_on_the_bridge,
    passthru_for_two,
    private_with_a_shim,
    mode_in_capitals,
    internal_on_the_lan,
    host_bridge_is_a_card,
    long_shim_name,
    unknown_option,
    arp_ignored,
)
