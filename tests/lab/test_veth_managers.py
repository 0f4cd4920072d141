"""The pair and its bridge on hosts of networkd and of neither: made, there after a boot, gone without a trace."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.lab import sample
from tests.lab.applied import applied, assert_answers, rebooted
from tests.lab.probe import Answer
from tests.lab.sample import PLACE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.lab.site import Site

pytestmark = pytest.mark.lab

INTENT = """
version: 1
lans:
  home:
    subnet: [192.168.0.0/22, "fd00:8::/64"]
    gateway: [192.168.0.1, "fd00:8::1"]
    devices: {laptop: {address: [192.168.0.50, "fd00:8::50"], listens: [80/tcp]}}
hosts:
  dock1:
    network: MANAGER
    firewall: iptables
    interfaces:
      eth0: {}
      br0: {kind: bridge, ports: [eth0], lan: home, address: [192.168.0.231/22, "fd00:8::231/64"]}
    listens: [22/tcp]
    networks:
      real_lan: {driver: bridge, uplink: {veth_to: br0}, lan: home, ip_range: [192.168.0.248/29, "fd00:8::f8/125"]}
    services:
      web: {networks: {real_lan: [192.168.0.241, "fd00:8::41"]}, listens: [80/tcp]}
"""
WAYS = {
    ("laptop", "192.168.0.241", 80, "tcp"): Answer("web", seen_as="192.168.0.50"),
    ("laptop", "fd00:8::41", 80, "tcp"): Answer("web", seen_as="fd00:8::50"),
    ("dock1", "192.168.0.241", 80, "tcp"): Answer("web", seen_as="192.168.0.231"),
    ("dock1", "fd00:8::41", 80, "tcp"): Answer("web", seen_as="fd00:8::231"),
    ("web", "192.168.0.231", 22, "tcp"): Answer("dock1", seen_as="192.168.0.241"),
    ("web", "fd00:8::231", 22, "tcp"): Answer("dock1", seen_as="fd00:8::41"),
    ("web", "fd00:8::50", 80, "tcp"): Answer("laptop", seen_as="fd00:8::41"),
}
PARAMETERS = "cat /proc/sys/net/bridge/bridge-nf-call-iptables /proc/sys/net/bridge/bridge-nf-call-ip6tables"
SILENT = "cat /proc/sys/net/ipv4/conf/br-real_lan/arp_ignore"


@pytest.fixture(scope="module", params=["networkd", "none"])
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A host, by each of them."""
    text = INTENT.replace("MANAGER", request.param)
    with applied(text, tmp_path_factory.mktemp("out")) as site:
        yield site


def test_everybody_reaches_everybody(site: Site) -> None:
    """As soon as it is applied: both families, both ways."""
    host = site.hosts["dock1"]
    assert host.run(PARAMETERS) == "0\n0\n"
    assert host.run(SILENT) == "1\n"
    assert_answers(site, WAYS)


def test_it_is_so_after_a_boot(site: Site) -> None:
    """The bridge is there when Docker starts, and the parameters are set."""
    host = site.hosts["dock1"]
    rebooted(site, host)
    assert host.run(PARAMETERS) == "0\n0\n"
    assert host.run(SILENT) == "1\n"
    assert_answers(site, WAYS)
    host.run(f"cd {PLACE} && sh install status")


def test_removed_nothing_of_it_is_left(site: Site) -> None:
    """Neither links nor values, and the host has its addresses and its LAN."""
    host = site.hosts["dock1"]
    (project,) = site.projects["dock1"].values()
    project.down()
    sample.do_what_is_left(host, host.run(f"cd {PLACE} && sh install remove"))
    links = host.run("ip -br link").split()
    assert [word for word in links if "real_lan" in word] == []
    assert host.run(PARAMETERS) == "1\n1\n"
    assert host.attempt("ls /etc/modules-load.d/lanwright.conf /var/lib/lanwright").stdout == ""
    assert_answers(site, {("laptop", "192.168.0.231", 22, "tcp"): Answer("dock1", seen_as="192.168.0.50")})
