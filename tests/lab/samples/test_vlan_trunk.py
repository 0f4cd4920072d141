"""The vlan_trunk sample: three LANs on one cable, containers on each, the host on one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.lab.applied import applied, assert_answers, rebooted
from tests.lab.precondition import links_or_skip
from tests.lab.probe import Answer
from tests.sample_tree import SAMPLES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.lab.site import Site

pytestmark = pytest.mark.lab

HOST, WEB, HUB, PORTAL = "192.168.0.231", "192.168.0.241", "192.168.20.10", "192.168.30.10"
LAPTOP, THERMOSTAT, PHONE = "192.168.0.50", "192.168.20.50", "192.168.30.50"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The sample, applied."""
    links_or_skip("vlan")
    text = (SAMPLES / "vlan_trunk" / "lanwright.yaml").read_text(encoding="utf-8")
    with applied(text, tmp_path_factory.mktemp("out")) as site:
        yield site


@pytest.mark.parametrize("booted", [False, True], ids=["applied", "booted"])
def test_containers_stand_on_their_lans(site: Site, *, booted: bool) -> None:
    """Neighbours reach them directly, other LANs by the router, and the host reaches its own LAN's by the shim."""
    if booted:
        rebooted(site, site.hosts["dock1"])
    assert_answers(
        site,
        {
            ("thermostat", HUB, 1883, "tcp"): Answer("hub", seen_as=THERMOSTAT),
            ("phone", PORTAL, 80, "tcp"): Answer("portal", seen_as=PHONE),
            ("laptop", WEB, 80, "tcp"): Answer("web", seen_as=LAPTOP),
            ("dock1", WEB, 80, "tcp"): Answer("web", seen_as=HOST),
            ("laptop", HUB, 1883, "tcp"): Answer("hub", seen_as=LAPTOP),
            ("dock1", HUB, 1883, "tcp"): Answer("hub", seen_as=HOST),
            ("portal", WEB, 80, "tcp"): Answer("web", seen_as=PORTAL),
        },
    )
    meter = site.projects["dock1"]["dock1"].container("meter")
    assert site.lab.probe(meter, HUB, 1883) == Answer("hub", seen_as="192.168.20.16")
    site.hosts["dock1"].run("cd /root/lanwright && sh install status")


def test_the_host_has_no_address_on_the_vlans(site: Site) -> None:
    """Whoever is on those LANs doesn't see it there."""
    for vlan in ("eth0.20", "eth0.30"):
        assert site.hosts["dock1"].run(f"ip -o addr show dev {vlan} scope global") == ""
