"""Two macvlan networks on one parent, with subnets and shims of their own; and the MAC addresses that the switch sees."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from lanwright.plan.mac_addresses import shown_by
from tests.intents import plan_of
from tests.lab.applied import applied, assert_answers
from tests.lab.probe import Answer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.lab.site import Site

pytestmark = pytest.mark.lab

INTENT = """
version: 1
site: twice
lans:
  home: {subnet: 192.168.0.0/22, gateway: 192.168.0.1, devices: {laptop: 192.168.0.50}}
hosts:
  dock1:
    interfaces: INTERFACES
    listens: [22/tcp]
    networks:
      real_lan: {driver: macvlan, parent: PARENT, lan: home, ip_range: 192.168.0.248/29, host_access: true}
      sensors:
        driver: macvlan
        parent: PARENT
        subnet: 10.77.0.0/24
        gateway: 10.77.0.1
        ip_range: 10.77.0.128/25
        host_access: {address: 10.77.0.9/32}
      backend: {driver: bridge, subnet: 10.50.0.0/24}
    services:
      web: {networks: {real_lan: 192.168.0.241}, listens: [80/tcp]}
      worker: {networks: {real_lan: {}}, listens: [80/tcp], replicas: 1}
      gauge: {networks: {sensors: 10.77.0.10}, listens: [80/tcp]}
      app: {networks: {backend: {}}, listens: [80/tcp]}
"""
ADDRESS = "lan: home, address: 192.168.0.231/22"
INTERFACES = {
    "eth0": f"{{eth0: {{{ADDRESS}}}}}",
    "br0": f"{{eth0: {{}}, br0: {{kind: bridge, ports: [eth0], {ADDRESS}}}}}",
}
HOST, LAPTOP, WEB, GAUGE, SHIM = "192.168.0.231", "192.168.0.50", "192.168.0.241", "10.77.0.10", "10.77.0.9"


def intent(parent: str) -> str:
    """The site, with its address and its networks on one interface."""
    return INTENT.replace("INTERFACES", INTERFACES[parent]).replace("PARENT", parent)


@pytest.fixture(scope="module", params=["eth0", "br0"])
def parent(request: pytest.FixtureRequest) -> str:
    """The interface that both networks are on."""
    return str(request.param)


@pytest.fixture(scope="module")
def site(parent: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The site above; its router is the gateway of both subnets on one cable, and the laptop listens."""
    with applied(intent(parent), tmp_path_factory.mktemp(parent)) as site:
        site.lans["home"].router.run("ip addr add 10.77.0.1/24 dev home")
        site.devices["laptop"].listen("laptop", "7000")
        yield site


def test_two_networks_on_one_parent_are_two_networks(site: Site) -> None:
    """LAN, host, containers of either and those behind NAT: each is seen as an address that can be answered.

    Between the two the router routes; the host has a shim in each.
    """
    assert_answers(
        site,
        {
            ("laptop", WEB, 80, "tcp"): Answer("web", seen_as=LAPTOP),
            ("laptop", GAUGE, 80, "tcp"): Answer("gauge", seen_as=LAPTOP),
            ("web", GAUGE, 80, "tcp"): Answer("gauge", seen_as=WEB),
            ("gauge", WEB, 80, "tcp"): Answer("web", seen_as=GAUGE),
            ("dock1", WEB, 80, "tcp"): Answer("web", seen_as=HOST),
            ("dock1", GAUGE, 80, "tcp"): Answer("gauge", seen_as=SHIM),
            ("web", HOST, 22, "tcp"): Answer("dock1", seen_as=WEB),
            ("gauge", SHIM, 22, "tcp"): Answer("dock1", seen_as=GAUGE),
            ("gauge", HOST, 22, "tcp"): Answer("dock1", seen_as=GAUGE),
            ("app", GAUGE, 80, "tcp"): Answer("gauge", seen_as=SHIM),
        },
    )


def test_the_switch_sees_the_mac_addresses_that_are_counted(site: Site, parent: str) -> None:
    """The host's own, each container's and each shim's, once all have spoken; what is behind NAT shows none."""
    host, lan = site.hosts["dock1"], site.lans["home"]
    lan.forget_machines(host.cables[0])
    for who, address, port in (
        ("web", LAPTOP, 7000),
        ("worker", LAPTOP, 7000),
        ("gauge", LAPTOP, 7000),
        ("app", LAPTOP, 7000),
        ("dock1", WEB, 80),
        ("dock1", GAUGE, 80),
    ):
        assert isinstance(site.lab.probe(site.place(who), address, port), Answer)
    links = {link["ifname"]: link["address"] for link in json.loads(host.run("ip -j link"))}
    expected = {links[name] for name in (parent, "shim-real_lan", "shim-sensors")} | containers(site)
    assert lan.macs_behind(host.cables[0]) == expected
    plan = plan_of(intent(parent)).hosts["dock1"]
    assert shown_by(plan, plan.links["eth0"]).all == len(expected)


def containers(site: Site) -> set[str]:
    """The MAC addresses of all containers on the two networks."""
    project = site.projects["dock1"]["dock1"]
    facts = (project.container(name).inspect() for name in ("web", "worker", "gauge"))
    attached = (network for item in facts for network in item["NetworkSettings"]["Networks"].values())
    return {network["MacAddress"] for network in attached}


def test_a_card_that_cant_filter_goes_promiscuous_by_itself(site: Site) -> None:
    """The kernel sees to it when the first macvlan link is there; nobody needs to switch it on."""
    (card,) = json.loads(site.hosts["dock1"].run("ip -d -j link show eth0"))
    assert card["promiscuity"] > 0
    assert "PROMISC" not in card["flags"]
