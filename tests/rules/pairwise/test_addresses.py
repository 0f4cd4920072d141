"""LW215 names exactly the addresses that a look at all pairs finds held twice."""

from __future__ import annotations

from collections import Counter
from itertools import combinations
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.rules.pairwise.drawn import named

addresses = st.integers(2, 9).map(lambda last: f"10.9.0.{last}")
"""So few that many are held twice."""
held = st.fixed_dictionaries(
    {
        "devices": st.lists(addresses, max_size=4),
        "hosts": st.lists(st.tuples(addresses, st.lists(addresses, max_size=4)), min_size=1, max_size=3),
    }
)


def site(drawn: dict[str, Any]) -> dict[str, Any]:
    """Devices, hosts and macvlan containers on one LAN."""
    devices = {f"d{number}": address for number, address in enumerate(drawn["devices"])}
    hosts = {}
    for number, (own, services) in enumerate(drawn["hosts"]):
        network = {"driver": "macvlan", "parent": "eth0", "lan": "home", "gateway": "10.9.0.1"}
        hosts[f"h{number}"] = {
            "interfaces": {"eth0": {"lan": "home", "address": f"{own}/24"}},
            "networks": {"net": network},
            "services": {
                f"s{index}": {"networks": {"net": address}} for index, address in enumerate(services)
            },
        }
    lan = {"subnet": "10.9.0.0/24", "gateway": "10.9.0.1", "devices": devices}
    return {"lans": {"home": lan}, "hosts": hosts}


def holders(drawn: dict[str, Any]) -> list[tuple[str, str]]:
    """Each place where an address is written, and the address."""
    found = [(f"lans.home.devices.d{number}", item) for number, item in enumerate(drawn["devices"])]
    for number, (own, services) in enumerate(drawn["hosts"]):
        found.append((f"hosts.h{number}.interfaces.eth0.address", own))
        found += [
            (f"hosts.h{number}.services.s{index}.networks.net", item) for index, item in enumerate(services)
        ]
    return found


@given(held)
def test_lw215_names_all_holders_of_an_address_but_one(drawn: dict[str, Any]) -> None:
    """And beside each the one that is left."""
    at = dict(holders(drawn))
    clashing = {one for one, other in combinations(holders(drawn), 2) if one[1] == other[1]}
    often = Counter(at.values())
    expected = {address: often[address] - 1 for _, address in clashing}
    found = named(site(drawn), "LW215")
    assert Counter(at[item.origin.dotted] for item in found) == expected
    for item in found:
        (beside,) = item.related
        assert at[beside.origin.dotted] == at[item.origin.dotted]
        assert beside.origin.dotted not in {other.origin.dotted for other in found}
