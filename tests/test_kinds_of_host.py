"""The whole product: every sample for every kind of host that it may be for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lanwright import pipeline
from lanwright.diagnostics import Severity
from lanwright.plan.firewall import AHEAD_OF_DOCKER
from tests.kinds_of_host import FIREWALLS, MANAGERS, kinds_as_written, of_sample, plain, written_for
from tests.sample_tree import samples

if TYPE_CHECKING:
    from lanwright.plan import HostPlan

REFUSED = {("home_networkd", "none"): {"LW705"}}
"""A managed bridge, where something else configures the interfaces."""

FIREWALL_FILES = {"nftables": "nftables.d/lanwright.nft", "iptables": "sbin/lanwright-iptables"}
MANAGER_FILES = {
    "ifupdown": "etc/network/",
    "networkd": "etc/systemd/network/",
    "none": "sbin/lanwright-links",
}


@pytest.mark.parametrize("firewall", FIREWALLS)
@pytest.mark.parametrize("manager", MANAGERS)
@pytest.mark.parametrize("sample", samples())
def test_a_sample_is_compiled_for_it_or_refused_for_a_reason(
    sample: str, manager: str, firewall: str
) -> None:
    """With the files of that kind and of no other, but for the script that accepts in Docker's own chain."""
    site, plan = pipeline.understand({"lanwright.yaml": written_for(sample, manager, firewall)})
    found = pipeline.judge(site, plan)
    errors = {item.code for item in found if item.severity is Severity.ERROR}
    assert errors == REFUSED.get((sample, manager), set())
    for host in () if errors else plan.hosts.values():
        ahead = {"iptables"} if any(rule.purpose in AHEAD_OF_DOCKER for rule in host.rules) else set()
        assert kind_of_files(host) <= {manager, firewall} | ahead


def kind_of_files(host: HostPlan) -> set[str]:
    """Which tools the host's files are for."""
    places = [item.path for item in pipeline.emit(host)]
    tools = MANAGER_FILES | FIREWALL_FILES
    return {tool for tool, part in tools.items() if any(part in place for place in places)}


@pytest.mark.parametrize("sample", samples())
def test_written_for_its_own_kind_it_is_the_sample(sample: str) -> None:
    """So that what is told of the others is told of the same site."""
    ((manager, firewall),) = set(kinds_as_written(sample))
    anew, own = plain(written_for(sample, manager, firewall)), of_sample(sample)
    for host in (*anew["hosts"].values(), *own["hosts"].values()):
        assert (host.pop("network", manager), host.pop("firewall", firewall)) == (manager, firewall)
    assert anew == own
