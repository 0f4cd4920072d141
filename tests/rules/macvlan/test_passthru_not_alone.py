"""LW306: one container for one interface."""

from __future__ import annotations

import pytest

from lanwright.diagnostics import Severity
from tests.rules.found import found, messages

BASE = """
    version: 1
    lans:
      home: {subnet: 192.168.0.0/22, gateway: 192.168.0.1}
    hosts:
      dock1:
        docker: {version: "VERSION"}
        interfaces:
          eth0: {lan: home, HAS}
        networks:
          whole: {driver: macvlan, mode: FIRST, parent: eth0, subnet: 10.1.0.0/24, gateway: 10.1.0.1}
          other: {driver: macvlan, mode: SECOND, parent: PARENT, subnet: 10.2.0.0/24, gateway: 10.2.0.1}
        services:
          web: {networks: {whole: 10.1.0.10}}
    """


def text(
    first: str = "passthru",
    second: str = "bridge",
    parent: str = "eth1",
    has: str = "mtu: 1500",
    version: str = "28",
) -> str:
    """A host with two macvlan networks, the first one with a container."""
    filled = BASE.replace("FIRST", first).replace("SECOND", second).replace("PARENT", parent)
    filled = filled.replace("HAS", has).replace("VERSION", version)
    return filled.replace("        networks:\n", "          eth1: {}\n        networks:\n", 1)


def test_one_container_on_an_interface_that_the_host_doesnt_use_is_what_it_is_for() -> None:
    """Another network elsewhere is no matter."""
    assert messages("LW306", text()) == []


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        ("passthru", "bridge", "macvlan network ... is already using parent interface eth0 in mode passthru"),
        (
            "bridge",
            "passthru",
            "cannot use mode passthru, macvlan network ... is already using parent interface eth0",
        ),
        (
            "passthru",
            "passthru",
            "macvlan network ... is already using parent interface eth0 in mode passthru",
        ),
    ],
)
def test_a_second_network_is_refused_in_dockers_words(first: str, second: str, said: str) -> None:
    """Whichever of them is in mode passthru; up to Docker 26 any second network is (LW301)."""
    (item,) = found("LW306", text(first, second, "eth0"))
    assert item.why == f'Docker refuses the second: "{said}"'
    assert item.origin.path[-2:] == ("other", "parent")
    assert messages("LW306", text(first, second, "eth0", version="26")) == []


THERE = "external: true, parent"


@pytest.mark.parametrize(
    ("first", "second", "count"), [("parent", THERE, 1), (THERE, "parent", 1), (THERE, THERE, 0)]
)
def test_two_that_exist_docker_has_taken(first: str, second: str, count: int) -> None:
    """On another host's data, or before the mode was changed."""
    site = text(parent="eth0", version="27.0").replace(
        "parent: eth0, subnet: 10.1", f"{first}: eth0, subnet: 10.1"
    )
    site = site.replace("parent: eth0, subnet: 10.2", f"{second}: eth0, subnet: 10.2")
    assert len(messages("LW306", site)) == count


def test_no_parent_is_shared_where_there_is_none_and_ipvlan_is_another_matter() -> None:
    """LW304, LW305."""
    assert messages("LW306", text(parent="eth0").replace("parent: eth0, ", "")) == []
    beside = text(second="l2", parent="eth0").replace(
        "{driver: macvlan, mode: l2", "{driver: ipvlan, mode: l2"
    )
    assert messages("LW306", beside) == []


@pytest.mark.parametrize("has", ["address: 192.168.0.231/22", "dhcp: true"])
def test_the_host_s_own_address_there_is_a_warning(has: str) -> None:
    """It may be meant so; a lease is an address, too."""
    (item,) = found("LW306", text(has=has))
    assert item.severity is Severity.WARNING
    assert item.message.startswith("`whole` takes `eth0` away from the host")


def test_replicas_are_containers() -> None:
    """Two of one service are two."""
    twice = text().replace("10.1.0.10}", "{}}, replicas: 2")
    (item,) = found("LW306", twice)
    assert item.message == "`whole` is in mode passthru, and 2 containers of `web` are on it"
    assert item.origin.path[-1] == "replicas"


def test_of_three_containers_all_are_named_once() -> None:
    """The finding stands at the second."""
    more = (
        text().rstrip()
        + """
          two: {networks: {whole: 10.1.0.11}}
          three: {networks: {whole: 10.1.0.12}}
    """
    )
    (item,) = found("LW306", more)
    assert item.message == "`whole` is in mode passthru, and `web` and `two` and `three` are on it"
    assert "two" in item.origin.path
