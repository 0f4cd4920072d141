"""dnat: a container's port at an address of its own, while the host listens on the same port at its own address.

What is told here is what docs/strategies/dnat.md promises, with either firewall.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.lab.applied import answers, applied, docker_restarted, ours, rebooted, ruleset
from tests.lab.probe import Answer, Lost
from tests.lab.sample import PLACE, SAMPLES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.lab.applied import Way
    from tests.lab.host import Host
    from tests.lab.site import Site

pytestmark = pytest.mark.lab

OWN, SERVED, LAPTOP, GATEWAY = "192.168.0.231", "192.168.0.240", "192.168.0.50", "172.22.0.1"

OURS: dict[Way, Answer | Lost] = {
    ("laptop", SERVED, 80, "tcp"): Answer("web", seen_as=LAPTOP),
    ("laptop", SERVED, 53, "udp"): Answer("web", seen_as=LAPTOP),
    ("laptop", OWN, 80, "tcp"): Answer("dock1", seen_as=LAPTOP),
    ("laptop", SERVED, 22, "tcp"): Answer("dock1", seen_as=LAPTOP),
    ("dock1", SERVED, 80, "tcp"): Answer("web", seen_as=SERVED),
    ("dock1", SERVED, 53, "udp"): Answer("web", seen_as=SERVED),
    ("shopper", SERVED, 80, "tcp"): Answer("web", seen_as=GATEWAY),
    ("shopper", SERVED, 53, "udp"): Answer("web", seen_as=GATEWAY),
}
"""The client is kept from the LAN; on the container's own network it is the gateway. Other ports stay the host's."""

KEPT_OUT: dict[Way, Answer | Lost] = {("clerk", SERVED, 80, "tcp"): Lost.TIMEOUT}
"""Docker keeps its networks apart, up to 28 even for a port that is published."""

ITSELF: dict[Way, Answer | Lost] = {("web", SERVED, 80, "tcp"): Lost.TIMEOUT}
"""While bridges pass by netfilter; a packet doesn't go back through the port of a bridge that it came by."""


@pytest.fixture(scope="module", params=["nftables", "iptables"])
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The dnat sample's site, with either firewall."""
    text = (SAMPLES / "dnat" / "lanwright.yaml").read_text()
    text = text.replace("firewall: nftables", f"firewall: {request.param}")
    with applied(text, tmp_path_factory.mktemp(str(request.param))) as site:
        site.devices["laptop"].listen("laptop", "7000")
        yield site


@pytest.fixture(scope="module")
def dock1(site: Site) -> Host:
    """Its host."""
    return site.hosts["dock1"]


def all_is_served(site: Site) -> None:
    """Everything that the page promises, in both directions."""
    expected = {**OURS, **KEPT_OUT, **ITSELF}
    assert answers(site, expected) == expected
    assert site.lab.probe(site.place("web"), LAPTOP, 7000) == Answer("laptop", seen_as=SERVED)
    for other in ("shopper", "clerk", "dock1"):
        assert site.lab.probe(site.place(other), LAPTOP, 7000) == Answer("laptop", seen_as=OWN)


def test_who_reaches_it(site: Site) -> None:
    """The LAN, the host, and the container's own network; another network and the container itself don't."""
    all_is_served(site)


def test_the_container_reaches_itself_where_bridges_pass_by_no_netfilter(site: Site, dock1: Host) -> None:
    """It then sees its gateway, as its neighbours do; all else is the same."""
    dock1.run("sysctl -qw net.bridge.bridge-nf-call-iptables=0")
    expected = {**OURS, **KEPT_OUT, ("web", SERVED, 80, "tcp"): Answer("web", seen_as=GATEWAY)}
    assert answers(site, expected) == expected
    dock1.run("sysctl -qw net.bridge.bridge-nf-call-iptables=1")


def test_nobody_on_the_lan_reaches_the_loopback_port(site: Site, dock1: Host) -> None:
    """It is there for Docker's sake: at 127.0.0.1, not at the host's other addresses."""
    assert site.lab.probe(dock1, "127.0.0.1", 20000) == Answer("web", seen_as=GATEWAY)
    for address in (OWN, SERVED):
        assert site.lab.probe(site.place("laptop"), address, 20000) is Lost.REFUSED


def test_a_new_network_changes_nothing(site: Site, dock1: Host) -> None:
    """Docker puts its MASQUERADE for it above all that is in POSTROUTING."""
    dock1.run("docker network create another")
    all_is_served(site)


def test_a_restart_of_docker_changes_nothing(site: Site, dock1: Host) -> None:
    """It writes all its rules anew."""
    docker_restarted(site, dock1)
    all_is_served(site)
    dock1.run(f"sh {PLACE}/install status")


@pytest.mark.parametrize("verb", ["start", "reload", "restart", "stop"])
def test_ours_is_back_when_nftables_service_has_flushed_all(site: Site, dock1: Host, verb: str) -> None:
    """Docker's own rules are gone until it restarts: that is the way of a configuration that flushes the ruleset."""
    dock1.run(f"systemctl {verb} nftables.service")
    assert answers(site, OURS) == OURS
    assert site.lab.probe(site.place("web"), LAPTOP, 7000) == Answer("laptop", seen_as=SERVED)
    if verb == "reload":
        assert site.lab.probe(site.place("clerk"), LAPTOP, 7000) is Lost.TIMEOUT


def test_docker_mends_its_own_by_a_restart(site: Site, dock1: Host) -> None:
    """Then all of it is as before."""
    docker_restarted(site, dock1)
    all_is_served(site)


def test_all_of_it_is_there_after_a_boot(site: Site, dock1: Host) -> None:
    """With nftables.service enabled as well, whose flush comes first."""
    dock1.run("systemctl enable --quiet nftables.service")
    rebooted(site, dock1)
    all_is_served(site)
    dock1.run(f"sh {PLACE}/install status")


def test_new_rules_replace_the_old_ones_at_once(dock1: Host) -> None:
    """Loading what is loaded already changes nothing: it can be done at any time."""
    before = ruleset(dock1)
    dock1.run("systemctl reload 'lanwright-*'")
    assert ruleset(dock1) == before


def test_removing_leaves_the_kernel_as_it_was(site: Site, dock1: Host) -> None:
    """Every table, chain and rule that isn't ours is still there, and none that is; nor is the address."""
    others = [line for line in ruleset(dock1) if not ours(line)]
    assert len(others) < len(ruleset(dock1))
    dock1.run(f"sh {PLACE}/install remove")
    assert ruleset(dock1) == others
    assert site.lab.probe(site.place("laptop"), SERVED, 80) is Lost.TIMEOUT
    assert "lanwright" not in dock1.run("systemctl list-units --all --plain; systemctl cat nftables.service")
