"""LW402: which route the router must have, and when there is none to have."""

from __future__ import annotations

import pytest

from lanwright.diagnostics import Severity
from tests.rules.found import found, messages

DUAL = "subnet: [192.168.0.0/22, 'fd00:8::/64'], gateway: [192.168.0.1, 'fd00:8::1']"


def site(network: str = "subnet: 10.9.0.0/24", *, routes: str = "[]", lan: str = "", host: str = "") -> str:
    """A host with one routed network."""
    return f"""
        version: 1
        lans:
          home: {{{lan or "subnet: 192.168.0.0/22, gateway: 192.168.0.1"}, routes: {routes}}}
        hosts:
          dock1:
            interfaces: {{eth0: {{lan: home, address: {host or "192.168.0.231/22"}}}, eth1: {{}}}}
            networks:
              routed: {{driver: ipvlan, mode: l3, parent: eth0, {network}}}
        """


def test_the_fix_is_the_route_as_the_intent_takes_it() -> None:
    """Written so, it is none any more."""
    (finding,) = found("LW402", site())
    assert finding.fix.endswith("`routes: [{to: 10.9.0.0/24, via: 192.168.0.231}]`")
    assert messages("LW402", site(routes="[{to: 10.9.0.0/24, via: 192.168.0.231}]")) == []


def test_a_wider_route_will_do_and_the_closest_one_counts() -> None:
    """As the router itself decides."""
    wide = "{to: 10.0.0.0/8, via: 192.168.0.231}"
    assert messages("LW402", site(routes=f"[{wide}]")) == []
    (finding,) = found("LW402", site(routes=f"[{wide}, {{to: 10.9.0.0/16, via: 192.168.0.9}}]"))
    assert finding.message.endswith("to 192.168.0.9")
    assert finding.related[0].message == "by this route"


def test_each_subnet_needs_one() -> None:
    """Of each family, by the host's address of that family."""
    text = site(
        "subnet: [10.9.0.0/24, 10.9.1.0/24, 'fd00:9::/64']",
        lan=DUAL,
        host="[192.168.0.231/22, 'fd00:8::17/64']",
    )
    told = found("LW402", text)
    assert [item.origin.path[-1] for item in told] == ["0", "1", "2"]
    assert told[2].fix.endswith('`routes: [{to: "fd00:9::/64", via: "fd00:8::17"}]`')


def test_a_host_without_an_address_of_the_family_needs_that_first() -> None:
    """There is nothing to route by."""
    (finding,) = found("LW402", site("subnet: 'fd00:9::/64'", lan=DUAL))
    assert finding.fix.startswith("write the IPv6 address that dock1 has on `home`")


def test_a_host_that_is_the_router_needs_none() -> None:
    """What comes in on the parent is handed to the container, whatever the host's routes say."""
    assert messages("LW402", site(host="192.168.0.1/22")) == []


def test_a_lan_without_a_router_leaves_it_to_each_machine() -> None:
    """They have no gateway to ask."""
    (finding,) = found("LW402", site(lan="subnet: 192.168.0.0/22"))
    assert finding.message.startswith("no machine of `home` has a route to 10.9.0.0/24")
    assert finding.fix.startswith("give each machine")


@pytest.mark.parametrize(
    "network", ["lan: home", "subnet: 192.168.2.0/24", "subnet: 192.168.0.0/16", "subnet: 192.0.0.0/8"]
)
def test_a_subnet_of_the_lans_own_is_beyond_help(network: str) -> None:
    """Nobody answers ARP for its addresses."""
    (finding,) = found("LW402", site(network))
    assert finding.severity is Severity.ERROR
    assert finding.fix.startswith("write `mode: l2`")


def test_a_parent_on_no_lan_leads_nowhere() -> None:
    """And an internal network is meant to."""
    text = site().replace("parent: eth0", "parent: eth1")
    (finding,) = found("LW402", text)
    assert finding.origin.path[-1] == "parent"
    assert (
        messages("LW402", site("subnet: 10.9.0.0/24, internal: true").replace("parent: eth0", "parent: eth1"))
        == []
    )


def test_a_default_route_by_another_interface_is_not_the_containers() -> None:
    """They leave by the parent alone."""
    text = site(routes="[{to: 10.9.0.0/24, via: 192.168.0.231}]")
    other = text.replace("eth1: {}", "eth1: {lan: out, address: 10.1.0.2/24, default_route: true}")
    other = other.replace("hosts:", "  out: {subnet: 10.1.0.0/24, gateway: 10.1.0.1}\n        hosts:")
    (finding,) = found("LW402", other)
    assert "the host's default route leaves by `eth1`" in finding.message
    assert finding.fix.startswith("take `eth1` as its parent")


def test_a_default_route_of_the_other_family_is_another_matter() -> None:
    """What leaves by IPv6 elsewhere says nothing about IPv4."""
    text = site(
        routes="[{to: 10.9.0.0/24, via: 192.168.0.231}]", lan="subnet: 192.168.0.0/22, gateway: 192.168.0.1"
    )
    other = text.replace("eth1: {}", "eth1: {lan: out, address: 'fd00:1::2/64', default_route: true}")
    other = other.replace("hosts:", "  out: {subnet: 'fd00:1::/64', gateway: 'fd00:1::1'}\n        hosts:")
    assert messages("LW402", other) == []


def test_of_several_subnets_of_the_lan_the_one_that_it_meets_is_named() -> None:
    """The second one here."""
    lan = "subnet: [192.168.0.0/22, 'fd00:8::/64'], gateway: [192.168.0.1, 'fd00:8::1']"
    (finding,) = found(
        "LW402", site("subnet: 'fd00:8::/80'", lan=lan, host="[192.168.0.231/22, 'fd00:8::17/64']")
    )
    assert finding.message.endswith("is on the LAN `home` (fd00:8::/64)")
