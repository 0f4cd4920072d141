"""Every sample on other kinds of host than the one that it is written for.

Three things can bring a host's interfaces up, two can carry its packet rules. That every sample compiles for all six
pairs is told by `tests/test_kinds_of_host.py`; here each is applied to real hosts so often that it has met each network
manager and each firewall once, the pair that it is written for (which has tests of its own) among them, and that each
pair of both has met several samples. The two samples of one site, home and home_networkd, are one here, and so are
macvlan and networkd where a shim is all that matters. A site takes ten seconds and its boot five, so the whole product
would take a quarter of an hour and tell little more: a sample's rules are the same whoever brings its links up.

Each time it is asked twice, as soon as the tree is applied and after a boot, and its hosts are compared with the plan.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.kinds_of_host import FIREWALLS, MANAGERS, kinds_as_written, written_for
from tests.lab.applied import applied, assert_answers, assert_as_compiled, settled
from tests.lab.compiled import planned
from tests.lab.precondition import links_or_skip
from tests.lab.samples.ways import PORT, WAYS
from tests.sample_tree import samples

if TYPE_CHECKING:
    from lanwright.plan import SitePlan
    from tests.lab.site import Site

CHOSEN = (
    ("alias", "networkd", "iptables"),
    ("alias", "none", "nftables"),
    ("dnat", "networkd", "nftables"),
    ("dnat", "none", "iptables"),
    ("dual_stack", "networkd", "iptables"),
    ("dual_stack", "none", "nftables"),
    ("home", "none", "nftables"),
    ("macvlan", "networkd", "iptables"),
    ("macvlan", "none", "iptables"),
    ("nat", "networkd", "nftables"),
    ("nat", "none", "iptables"),
    ("networkd", "ifupdown", "iptables"),
    ("networkd", "none", "nftables"),
    ("pools", "networkd", "iptables"),
    ("pools", "none", "nftables"),
    ("seed_shim", "networkd", "iptables"),
    ("seed_shim", "none", "nftables"),
    ("two_hosts", "networkd", "nftables"),
    ("two_hosts", "none", "iptables"),
    ("wifi", "ifupdown", "nftables"),
    ("wifi", "networkd", "iptables"),
)
SAME_SITE = {"home_networkd": "home"}
ELSEWHERE = {
    "dmz": ("samples/test_dmz.py", "test_forwarding.py"),
    "host_bridge": ("samples/test_host_bridge.py", "test_host_bridge.py"),
    "ipvlan_l2": ("samples/test_ipvlan_l2.py", "test_ipvlan.py"),
    "ipvlan_l3": ("samples/test_ipvlan_l3.py", "test_ipvlan.py"),
    "nas": ("samples/test_nas.py", "test_stacks.py"),
    "several_networks": ("samples/test_several_networks.py", "test_several_networks.py"),
    "veth": ("samples/test_veth.py", "test_veth_managers.py"),
    "vlan_trunk": ("samples/test_vlan_trunk.py", "test_stacks.py"),
    "vpn": ("samples/test_vpn.py", "test_vpn.py"),
}
"""Samples whose own story doesn't fit a table of ways, and the files of the lab that tell it and ask other kinds of host."""


def met(sample: str) -> set[tuple[str, str]]:
    """The kinds of host that a sample is applied to: as it is written, and here."""
    site = SAME_SITE.get(sample, sample)
    as_written = (
        kind for one in samples() if SAME_SITE.get(one, one) == site for kind in kinds_as_written(one)
    )
    return {*as_written, *((manager, firewall) for one, manager, firewall in CHOSEN if one == site)}


def test_each_sample_is_told_somewhere() -> None:
    """Here, or in files that are there."""
    told_here = {SAME_SITE.get(sample, sample) for sample in WAYS}
    assert {SAME_SITE.get(sample, sample) for sample in samples()} == told_here | set(ELSEWHERE)
    lab = Path(__file__).parents[1]
    assert all((lab / file).is_file() for files in ELSEWHERE.values() for file in files)


@pytest.mark.parametrize("sample", sorted(set(samples()) - set(ELSEWHERE)))
def test_each_sample_meets_each_manager_and_each_firewall(sample: str) -> None:
    """And no kind twice."""
    assert {manager for manager, _ in met(sample)} == set(MANAGERS)
    assert {firewall for _, firewall in met(sample)} == set(FIREWALLS)
    assert not {(sample, *kind) for kind in kinds_as_written(sample)} & set(CHOSEN)


def test_each_pair_of_manager_and_firewall_is_met() -> None:
    """By several samples."""
    for manager in MANAGERS:
        for firewall in FIREWALLS:
            assert sum((manager, firewall) in met(sample) for sample in samples()) >= 2, (manager, firewall)


@pytest.mark.lab
@pytest.mark.parametrize(("sample", "manager", "firewall"), CHOSEN)
def test_it_is_what_it_promises_there_too(sample: str, manager: str, firewall: str, tmp_path: Path) -> None:
    """The same ways lead to the same answers, before and after a boot."""
    text = written_for(sample, manager, firewall)
    plan = planned(text)
    links_or_skip(*(network.driver for host in plan.hosts.values() for network in host.networks.values()))
    with applied(text, tmp_path) as site:
        for name, device in site.devices.items():
            device.listen(name, f"{PORT}", f"{PORT}/udp")
        assert_promised(sample, site, plan)
        for host in site.hosts.values():
            host.reboot()
        settled(site)
        assert_promised(sample, site, plan)


def assert_promised(sample: str, site: Site, plan: SitePlan) -> None:
    """Its hosts are as planned, and everybody is reached as the sample says."""
    assert_as_compiled(site, plan)
    assert_answers(site, WAYS[sample])
