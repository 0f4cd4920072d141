"""dnat without Docker's userland proxy: who reaches the port from inside, and what our masquerading is for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.lab.applied import answers, applied, docker_restarted
from tests.lab.probe import Answer, Lost
from tests.lab.sample import SAMPLES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.lab.applied import Way
    from tests.lab.site import Site

pytestmark = pytest.mark.lab

SERVED = "192.168.0.240"
BY_GATEWAY = Answer("web", seen_as="172.22.0.1")
REACHED: dict[Way, Answer | Lost] = {
    ("laptop", SERVED, 80, "tcp"): Answer("web", seen_as="192.168.0.50"),
    ("dock1", SERVED, 80, "tcp"): BY_GATEWAY,
    ("shopper", SERVED, 80, "tcp"): BY_GATEWAY,
    ("web", SERVED, 80, "tcp"): BY_GATEWAY,
    ("clerk", SERVED, 80, "tcp"): Lost.TIMEOUT,
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The dnat sample's site, its Docker without a userland proxy."""
    text = (SAMPLES / "dnat" / "lanwright.yaml").read_text()
    text = text.replace("docker: {", "docker: {userland_proxy: false, ")
    with applied(text, tmp_path_factory.mktemp("hairpin")) as site:
        docker_restarted(site, site.hosts["dock1"])
        yield site


def call_netfilter(site: Site, value: int) -> None:
    """Whether what passes a bridge passes netfilter."""
    site.hosts["dock1"].run(f"sysctl -qw net.bridge.bridge-nf-call-iptables={value}")


@pytest.mark.parametrize("value", [1, 0])
def test_the_container_reaches_itself(site: Site, value: int) -> None:
    """Docker has put the ports of its bridges into hairpin mode."""
    assert "1" in site.hosts["dock1"].run("cat /sys/class/net/br-shop/lower_*/brport/hairpin_mode")
    call_netfilter(site, value)
    assert answers(site, REACHED) == REACHED


@pytest.mark.parametrize(("value", "found"), [(1, Answer("web", seen_as="172.22.0.2")), (0, Lost.TIMEOUT)])
def test_what_neighbours_would_get_without_our_masquerading(
    site: Site, value: int, found: Answer | Lost
) -> None:
    """The container's answer comes straight from it: the neighbour takes it only where netfilter sees it pass."""
    dock1 = site.hosts["dock1"]
    call_netfilter(site, value)
    dock1.run("nft flush chain ip lanwright nat-postrouting")
    assert site.lab.probe(site.place("shopper"), SERVED, 80) == found
    dock1.run("systemctl reload lanwright-nft.service")
    assert site.lab.probe(site.place("shopper"), SERVED, 80) == BY_GATEWAY
