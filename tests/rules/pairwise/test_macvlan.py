"""LW301 names exactly the macvlan networks that a look at all pairs finds to be second ones."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.rules.pairwise.drawn import BIP, bridge, named

SUBNETS = {4: ["10.9.0.0/24", "10.9.1.0/24", "10.9.0.0/25"], 6: ["fd00:9::/64", "fd00:9:0:1::/64"]}
a_network = st.fixed_dictionaries(
    {
        "driver": st.sampled_from(["macvlan", "macvlan", "macvlan", "bridge", "ipvlan"]),
        "parent": st.sampled_from(["eth0", "eth1", "eth2"]),
        "subnets": st.tuples(st.sampled_from(SUBNETS[4]), st.sampled_from([None, *SUBNETS[6]])),
        "external": st.booleans(),
    }
)


@given(st.lists(a_network, max_size=7), st.sampled_from(["26", "28"]))
def test_lw301_names_each_second_network_of_a_subnet_or_up_to_26_of_a_parent(
    drawn: list[dict[str, Any]], version: str
) -> None:
    """Beside the first one; always an error, unless Docker has both already."""
    networks = {}
    for number, item in enumerate(drawn):
        at = {} if item["driver"] == "bridge" else {"parent": item["parent"]}
        subnets = [subnet for subnet in item["subnets"] if subnet]
        external = item["external"]
        networks[bridge(number)] = {"driver": item["driver"], "subnet": subnets, "external": external, **at}
    host = {
        "interfaces": {"eth0": {}, "eth1": {}, "eth2": {}},
        "docker": {"version": version, "bip": BIP},
        "networks": networks,
    }
    expected = {}
    for number, item in enumerate(drawn):
        second = _second(drawn[:number], item, version)
        if second is not None and not (item["external"] and drawn[second[0]]["external"]):
            earlier, mine, its = second
            expected[f"hosts.dock1.networks.{bridge(number)}.{mine}"] = (
                f"hosts.dock1.networks.{bridge(earlier)}.{its}"
            )
    found = named({"hosts": {"dock1": host}}, "LW301")
    assert {item.origin.dotted: item.related[0].origin.dotted for item in found} == expected
    assert len(found) == len(expected)
    assert {item.severity.value for item in found} <= {"error"}


def _second(before: list[dict[str, Any]], item: dict[str, Any], version: str) -> tuple[int, str, str] | None:
    """The network that it comes after, and what both have: their places below each."""
    if item["driver"] != "macvlan":
        return None
    earlier = [(number, other) for number, other in enumerate(before) if other["driver"] == "macvlan"]
    for index, subnet in enumerate(item["subnets"]):
        for number, other in earlier:
            if subnet is not None and subnet == other["subnets"][index]:
                return number, f"subnet.{index}", f"subnet.{index}"
    on_it = [number for number, other in earlier if other["parent"] == item["parent"]]
    return (on_it[0], "parent", "parent") if on_it and version == "26" else None
