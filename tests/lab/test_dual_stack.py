"""The dual_stack sample on a real kernel, a real ifupdown and a real Docker: whatever holds for IPv4 holds for IPv6."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from lanwright import pipeline
from lanwright.plan.service import ENDPOINT_SYSCTLS
from tests.lab import advertise, sample
from tests.lab.as_planned import assert_as_planned
from tests.lab.command import run
from tests.lab.eventually import eventually
from tests.lab.probe import Answer

if TYPE_CHECKING:
    from tests.lab.container import Container
    from tests.lab.lab import Lab
    from tests.lab.site import Site

pytestmark = pytest.mark.lab

LAPTOP = ("192.168.0.50", "fd00:8::50")
HOST = ("192.168.0.231", "fd00:8::231")
ALIAS = ("192.168.0.232", "fd00:8::232")
WEB = ("192.168.0.241", "fd00:8::241")
BOTH_FAMILIES = pytest.mark.parametrize("family", [0, 1], ids=["IPv4", "IPv6"])
PREFIX = "fd00:8::/64"
ADVERTISE = Path(advertise.__file__)


@pytest.fixture(scope="module")
def site(lab: Lab) -> Site:
    """The sample's site with its compiled folder applied and its containers up."""
    return sample.applied(lab, "dual_stack")


def container(site: Site, name: str) -> Container:
    """A running container of the sample's project."""
    return site.projects["dock1"]["dock1"].container(name)


def shown(lab: Lab, place: Container, words: str) -> str:
    """What `ip` says inside a container."""
    return run(lab.in_network(place.netns, "ip", *words.split())).stdout


def addresses(lab: Lab, place: Container) -> list[str]:
    """A container's global IPv6 addresses."""
    return re.findall(r"inet6 (\S+)/", shown(lab, place, "-6 -o addr show scope global"))


def test_the_host_is_as_planned(site: Site) -> None:
    """Links, addresses and routes of both families, to the last one."""
    text = (sample.SAMPLES / "dual_stack" / "lanwright.yaml").read_text(encoding="utf-8")
    _, plan = pipeline.understand({"lanwright.yaml": text})
    assert_as_planned(site.hosts["dock1"], plan.hosts["dock1"])


@BOTH_FAMILIES
def test_lan_and_container_are_neighbours(lab: Lab, site: Site, family: int) -> None:
    """Each is seen as itself, whoever speaks first."""
    laptop, web = site.place("laptop"), site.place("web")
    assert lab.probe(laptop, WEB[family], 80) == Answer("web", seen_as=LAPTOP[family])
    assert lab.probe(web, LAPTOP[family], 80) == Answer("laptop", seen_as=WEB[family])
    assert lab.ping(laptop, WEB[family])
    assert lab.ping(web, LAPTOP[family])


@BOTH_FAMILIES
def test_host_and_container_see_each_other_as_themselves(lab: Lab, site: Site, family: int) -> None:
    """By the shim, which carries the host's own address, whoever speaks first."""
    host, web = site.place("dock1"), site.place("web")
    assert lab.probe(host, WEB[family], 80) == Answer("web", seen_as=HOST[family])
    assert lab.probe(web, HOST[family], 22) == Answer("dock1", seen_as=WEB[family])
    assert lab.ping(host, WEB[family])
    assert lab.ping(web, HOST[family])


@BOTH_FAMILIES
def test_an_address_of_dockers_choice_is_reached_too(lab: Lab, site: Site, family: int) -> None:
    """It comes from the ip_range, which the host has a route to."""
    facts = container(site, "batch").inspect()["NetworkSettings"]["Networks"]["real_lan"]
    address = (facts["IPAddress"], facts["GlobalIPv6Address"])[family]
    assert lab.ping(site.place("dock1"), address)
    assert lab.ping(site.place("laptop"), address)


@BOTH_FAMILIES
def test_the_lan_still_reaches_the_host(lab: Lab, site: Site, family: int) -> None:
    """As itself, at the one place where it always was: the shim says nothing to the LAN."""
    laptop = site.place("laptop")
    assert lab.probe(laptop, HOST[family], 22) == Answer("dock1", seen_as=LAPTOP[family])
    eth0 = site.hosts["dock1"].run("cat /sys/class/net/eth0/address").strip()
    assert eth0 in run(lab.in_network(laptop.netns, "ip", "neigh", "show", "to", HOST[family])).stdout


@BOTH_FAMILIES
def test_a_published_port_is_served_by_both_families(lab: Lab, site: Site, family: int) -> None:
    """At the host's own address and at the alias; the container sees its client."""
    laptop = site.place("laptop")
    assert lab.probe(laptop, HOST[family], 8080) == Answer("app", seen_as=LAPTOP[family])
    assert lab.probe(laptop, ALIAS[family], 80) == Answer("shop", seen_as=LAPTOP[family])


@BOTH_FAMILIES
def test_a_container_behind_nat_leaves_as_the_host(lab: Lab, site: Site, family: int) -> None:
    """To the LAN, and to the host's own containers there, for which no rule is needed."""
    app = site.place("app")
    assert lab.probe(app, LAPTOP[family], 80) == Answer("laptop", seen_as=HOST[family])
    assert lab.probe(app, WEB[family], 80) == Answer("web", seen_as=HOST[family])


@BOTH_FAMILIES
def test_a_container_that_knows_the_host_already_finds_it_again(lab: Lab, site: Site, family: int) -> None:
    """The kernel asks a neighbour that it knows by unicast, and by IPv6 from its link-local address."""
    web = container(site, "web")
    assert lab.ping(web, HOST[family])
    place = ("ip", "neigh", "change", HOST[family], "dev", "eth0", "nud", "probe")
    run(lab.in_network(web.netns, *place))
    judged = f"until ip neigh show to {HOST[family]} | grep -v PROBE; do sleep 0.1; done"
    assert "REACHABLE" in run(lab.in_network(web.netns, "sh", "-c", judged)).stdout


def test_all_of_it_is_there_after_a_boot(lab: Lab, site: Site) -> None:
    """Links, rules and containers, both families."""
    site.hosts["dock1"].reboot()
    project = site.projects["dock1"]["dock1"]
    for service in project.services:
        project.wait_for(service)
    test_the_host_is_as_planned(site)
    for family in (0, 1):
        test_host_and_container_see_each_other_as_themselves(lab, site, family)
        test_the_lan_still_reaches_the_host(lab, site, family)
        test_a_published_port_is_served_by_both_families(lab, site, family)


# The laptop heeds advertisements, too: from here on it has an address more, as laptops have.


@pytest.fixture(scope="module")
def untold(lab: Lab, site: Site) -> Container:
    """A container run by hand, after the router has said its prefix to everybody and it has made itself an address."""
    host, lan = site.hosts["dock1"], site.lans["home"]
    untold = host.run_container("untold", "80", options="--network real_lan --ip6 fd00:8::fe")
    told = f"name=real_lan,ip6=fd00:8::fd,driver-opt={ENDPOINT_SYSCTLS}=net.ipv6.conf.IFNAME.autoconf=0"
    host.run_container("listener", "80", options=f"--network {told}")

    def heard() -> None:
        lan.router.run(f"/usr/bin/python3 -I -S - {lan.name} {PREFIX}", stdin=ADVERTISE.read_text())
        assert len(shown(lab, untold, "-6 -o addr show scope global -tentative").splitlines()) >= 2
        assert "proto ra" in shown(lab, host.container("listener"), "-6 route show default")

    eventually(heard)
    return untold


def test_a_container_keeps_to_its_own_address_where_the_router_advertises(
    lab: Lab, site: Site, untold: Container
) -> None:
    """One that isn't told so sends from the address that it made itself."""
    assert addresses(lab, container(site, "web")) == [WEB[1]]
    assert lab.probe(site.place("web"), LAPTOP[1], 80) == Answer("laptop", seen_as=WEB[1])
    other = lab.probe(untold, LAPTOP[1], 80)
    assert isinstance(other, Answer)
    assert other.seen_as != "fd00:8::fe"


@pytest.mark.usefixtures("untold")
def test_an_advertisement_gives_the_shim_nothing(site: Site) -> None:
    """No address of the router's making, and no second default route."""
    host = site.hosts["dock1"]
    listed = host.run("ip -6 -o addr show dev shim-real_lan scope global")
    assert set(re.findall(r"inet6 (\S+)", listed)) == {f"{HOST[1]}/128", f"{ALIAS[1]}/128"}
    assert "shim" not in host.run("ip -6 route show default")


@pytest.mark.usefixtures("untold")
def test_who_makes_no_address_may_still_hear_of_the_router(lab: Lab, site: Site) -> None:
    """The option for a network without an IPv6 gateway: the default route is the advertised one, the address its own."""
    listener = site.hosts["dock1"].container("listener")
    assert addresses(lab, listener) == ["fd00:8::fd"]
    assert "proto ra" in shown(lab, listener, "-6 route show default")
