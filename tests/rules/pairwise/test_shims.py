"""LW602 names exactly the shims' addresses that a look at all that there is finds to do harm, or to be somebody's."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Interface, IPv4Network
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.rules.pairwise.drawn import BIP, Network, bridge, meets, named, networks, overlap

HOME, FAR = IPv4Network("10.9.0.0/26"), IPv4Network("10.9.0.64/26")
"""The hosts' LAN, whose containers they reach by the shims, and another one."""


def of(lan: IPv4Network) -> st.SearchStrategy[IPv4Address]:
    """A machine's address of a LAN, the gateway's and the hosts' aside."""
    return st.integers(10, 61).map(lambda last: lan[last])


shims = st.tuples(st.integers(1, 254), st.sampled_from([32, 32, 32, 30, 26, 25, 24])).map(
    lambda drawn: IPv4Interface((int(IPv4Address("10.9.0.0")) + drawn[0], drawn[1]))
)
a_host = st.fixed_dictionaries(
    {
        "shim": shims,
        "ip_range": st.none()
        | st.integers(2, 7).map(lambda eighth: IPv4Network((int(HOME[eighth * 8]), 29))),
        "pools": st.lists(networks(4, longest=5), max_size=2),
        "subnets": st.lists(networks(4, longest=5), max_size=2),
    }
)
site = st.fixed_dictionaries(
    {
        "dhcp": st.lists(st.tuples(of(HOME), of(HOME)).map(sorted), max_size=2),
        "devices": st.lists(of(FAR), max_size=4, unique=True),
        "hosts": st.lists(a_host, min_size=1, max_size=3),
    }
)


def written(drawn: dict[str, Any]) -> dict[str, Any]:
    """The intent."""
    hosts = {}
    for number, host in enumerate(drawn["hosts"]):
        range_ = {} if host["ip_range"] is None else {"ip_range": str(host["ip_range"])}
        real_lan = {"driver": "macvlan", "parent": "eth0", "lan": "home", **range_}
        pools = [{"base": str(base), "size": base.prefixlen} for base in host["pools"]]
        hosts[f"h{number}"] = {
            "interfaces": {"eth0": {"lan": "home", "address": f"{HOME[number + 2]}/26"}},
            "docker": {"bip": BIP, **({"default_address_pools": pools} if pools else {})},
            "networks": {
                "real_lan": {**real_lan, "host_access": {"address": str(host["shim"])}},
                **{
                    bridge(index): {"driver": "bridge", "subnet": str(item)}
                    for index, item in enumerate(host["subnets"])
                },
            },
        }
    return {
        "lans": {
            "home": {
                "subnet": str(HOME),
                "gateway": str(HOME[1]),
                "dhcp": [f"{first}-{last}" for first, last in drawn["dhcp"]],
            },
            "far": {
                "subnet": str(FAR),
                "gateway": str(FAR[1]),
                "devices": {f"d{number}": str(address) for number, address in enumerate(drawn["devices"])},
            },
        },
        "hosts": hosts,
    }


def fault(drawn: dict[str, Any], number: int) -> str | None:
    """How much what is wrong with a host's shim weighs."""
    host = drawn["hosts"][number]
    shim, own = host["shim"], HOME[number + 2]
    in_range = host["ip_range"] is not None and shim.network.subnet_of(host["ip_range"])
    if shim.network.prefixlen < 32 and not in_range and meets([shim.network], [HOME, FAR]):
        return "warning" if shim.network == HOME else "error"
    if shim.ip == own:
        return None
    alone: Network = IPv4Network(shim.ip)
    leased = any(first <= shim.ip <= last for first, last in drawn["dhcp"])
    of_docker = any(overlap(alone, item) for item in (*host["pools"], *host["subnets"]))
    of_somebody = shim.ip in (*drawn["devices"], FAR[1])
    return "error" if leased or (shim.ip not in HOME and (of_docker or of_somebody)) else None


@given(site)
def test_lw602_names_each_shim_whose_address_does_harm(drawn: dict[str, Any]) -> None:
    """A wide prefix, the DHCP server's range, one of the host's Docker, another LAN's machine; each once."""
    faults = {
        f"hosts.h{number}.networks.real_lan.host_access.address": fault(drawn, number)
        for number in range(len(drawn["hosts"]))
    }
    found = named(written(drawn), "LW602")
    assert {item.origin.dotted: item.severity.value for item in found} == {
        place: severity for place, severity in faults.items() if severity is not None
    }
    assert len({item.origin for item in found}) == len(found)
