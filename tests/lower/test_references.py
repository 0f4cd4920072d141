"""Every name must mean something, and one thing (LW1xx)."""

from __future__ import annotations

import pytest

from lanwright.diagnostics import MAX_PROBLEMS
from tests.intents import LAN, refusal_of, refused_codes

HOST = (
    LAN
    + """
hosts:
  dock1:
    interfaces:
      eth0: {lan: home, address: 192.168.0.231/22}
    networks:
      real_lan: {driver: macvlan, parent: eth0, lan: home}
    services:
      web: {networks: {real_lan: 192.168.0.241}}
expect:
  - {from: laptop, to: web, port: 80/tcp}
"""
)


def test_an_intent_whose_names_are_known_is_taken() -> None:
    """The base of the cases below has no finding of its own."""
    assert refused_codes(HOST) == []


@pytest.mark.parametrize(
    ("old", "new", "message", "fix"),
    [
        ("eth0: {lan: home", "eth0: {lan: hom", "unknown LAN `hom`", "write `home`"),
        ("parent: eth0", "parent: eth1", "unknown interface `eth1`", "write `eth0`"),
        ("networks: {real_lan: 1", "networks: {reallan: 1", "unknown network `reallan`", "write `real_lan`"),
        ("from: laptop", "from: labtop", "unknown endpoint `labtop`", "write `laptop`"),
        ("to: web", "to: lan/work", "unknown LAN `work`", "define it under `lans`, or use one of: home"),
        ("to: web", "to: host/dock2", "unknown host `dock2`", "write `dock1`"),
    ],
)
def test_an_unknown_name_is_told_with_the_nearest_known_one(
    old: str, new: str, message: str, fix: str
) -> None:
    """LW101 at the name itself."""
    (found,) = refusal_of(HOST.replace(old, new))
    assert (found.code, found.message, found.fix) == ("LW101", message, fix)


@pytest.mark.parametrize(
    "end", ["dock1", "dock1/web", "home/laptop", "192.168.0.9", "lan/home", "host/dock1", "internet"]
)
def test_an_end_may_be_written_in_every_form(end: str) -> None:
    """Endpoints by short or full name, addresses, groups and the internet."""
    assert refused_codes(HOST.replace("to: web", f"to: {end}")) == []


def test_a_short_name_of_two_endpoints_is_ambiguous() -> None:
    """LW102 names both in full."""
    (found,) = refusal_of(
        HOST.replace("laptop: 192.168.0.50", "web: 192.168.0.50").replace("from: laptop", "from: dock1")
    )
    assert (found.code, found.fix) == ("LW102", "write `home/web` or `dock1/web`")


def test_a_parent_that_docker_makes_from_a_known_interface_is_no_unknown_name() -> None:
    """eth0.10 on a declared eth0 is a VLAN that dockerd adds."""
    assert refused_codes(HOST.replace("parent: eth0", "parent: eth0.10")) == []


@pytest.mark.parametrize(
    ("interfaces", "code"),
    [
        (
            "eth0: {lan: home}, br0: {kind: bridge, ports: [eth0]}, br1: {kind: bridge, ports: [eth0]}",
            "LW106",
        ),
        ("eth0: {lan: home}, br0: {kind: bridge, ports: [br1]}, br1: {kind: bridge, ports: [br0]}", "LW106"),
        ("eth0: {lan: home}, br0: {kind: bridge, ports: [br0]}", "LW106"),
        ("eth0: {lan: home}, vl0: {kind: vlan, link: vl0, id: 3}", "LW106"),
        ("eth0: {lan: home}, docker0: {kind: bridge}", "LW105"),
        ("eth0: {lan: home}, br-0123456789ab: {kind: bridge}", "LW105"),
        (
            "eth0: {lan: home}, br0: {kind: bridge, ports: [br1]}, br1: {kind: bridge}",
            "LW106",
        ),
        ("eth0: {lan: home}, br0: {kind: bridge, ports: [br7]}", "LW101"),
        ("eth0: {lan: home}, vlan7: {kind: vlan, link: eth0}", "LW003"),
        ("eth0: {lan: home, ports: [eth1]}, eth1: {}", "LW003"),
        ("eth0: {lan: home}, br0: {kind: bridge, mode: active-backup}", "LW003"),
        ("eth0: {lan: home}, bond0: {kind: bond, link: eth0}", "LW003"),
        ("eth0: {lan: home, id: 7}", "LW003"),
    ],
)
def test_interfaces_that_dont_fit_together_are_refused(interfaces: str, code: str) -> None:
    """Loops, ports with two masters, a bridge in a bridge, Docker's own names, a VLAN without an id, keys of other kinds."""
    text = HOST.replace("      eth0: {lan: home, address: 192.168.0.231/22}", f"      {{{interfaces}}}")
    assert {found for found, _ in refused_codes(text)} == {code}


def test_a_link_above_a_loop_is_not_told_as_part_of_it() -> None:
    """Only what contains itself is."""
    interfaces = "{eth0: {lan: home}, br0: {kind: bridge, ports: [br0]}, br0.5: {}}"
    text = HOST.replace("      eth0: {lan: home, address: 192.168.0.231/22}", f"      {interfaces}")
    assert [item.message for item in refusal_of(text)] == ["`br0` is, by its ports or its link, below itself"]


def test_two_links_of_one_name_are_refused() -> None:
    """A shim may not be called like an interface (LW105)."""
    text = HOST.replace(
        "lan: home}\n    services", "lan: home, host_access: {interface: eth0}}\n    services"
    )
    assert [item.code for item in refusal_of(text)] == ["LW105"]


def test_a_fault_of_the_defaults_is_told_once() -> None:
    """At the default's own line, however many hosts have it."""
    text = LAN + "defaults: {host: {interfaces: {eth0: {lan: nowhere}}}}\nhosts: {one: {}, two: {}}\n"
    assert refused_codes(text) == [("LW101", 5)]


def test_a_short_name_of_many_endpoints_names_some_of_them() -> None:
    """A thousand hosts may have a service of one name, and a thousand expectations ask for it."""
    hosts = "".join(f"  d{number}: {{services: {{web: {{}}}}}}\n" for number in range(9))
    (found,) = refusal_of(f"version: 1\nhosts:\n{hosts}expect: [{{from: internet, to: web}}]\n")
    shown = " or ".join(f"`d{number}/web`" for number in range(6))
    assert (found.code, found.message) == ("LW102", f"`web` may be {shown}, or one of 3 more")


def test_a_stage_stops_at_a_thousand_problems() -> None:
    """Nobody reads more; one that many hosts have of the defaults counts once."""
    many = "".join(f"  d{number}: {{interfaces: {{eth1: {{lan: x{number}}}}}}}\n" for number in range(1_500))
    defaults = "defaults: {host: {interfaces: {eth0: {lan: nowhere}}}}\n"
    assert len(refusal_of(f"version: 1\n{defaults}hosts:\n{many}")) == MAX_PROBLEMS
    few = "".join(f"  d{number}: {{}}\n" for number in range(1_500))
    assert len(refusal_of(f"version: 1\n{defaults}hosts:\n{few}")) == 1
