"""LW604: macvlan shims with a dummy address, or without one."""

from __future__ import annotations

import pytest

from lanwright.diagnostics import Severity
from tests.rules.found import found, messages

FOUR = ("subnet: 192.168.0.0/22, gateway: 192.168.0.1", "address: 192.168.0.231/22")
BOTH = (
    "subnet: [192.168.0.0/22, 'fd00:8::/64'], gateway: [192.168.0.1, 'fd00:8::1']",
    "address: [192.168.0.231/22, 'fd00:8::17/64']",
)


def site(access: str, *, lan: str = FOUR[0], own: str = FOUR[1], firewall: str = "nftables") -> str:
    """A host with a macvlan network and a shim."""
    return f"""
        version: 1
        lans:
          home: {{{lan}}}
        hosts:
          dock1:
            firewall: {firewall}
            interfaces:
              eth0: {{lan: home, {own}}}
            networks:
              real_lan: {{driver: macvlan, parent: eth0, lan: home, host_access: {access}}}
            services:
              web: {{networks: {{real_lan: 192.168.0.241}}}}
        """


@pytest.mark.parametrize(
    "access", ["true", "{address: 192.168.0.231/32}", "{address: 192.168.0.239/32}", "false"]
)
def test_an_address_of_the_lan_is_no_dummy(access: str) -> None:
    """The host's own or another one; on a host with one family or with both."""
    assert messages("LW604", site(access)) == []
    assert messages("LW604", site(access, lan=BOTH[0], own=BOTH[1])) == []


@pytest.mark.parametrize(("firewall", "instead"), [("nftables", "SNAT rule"), ("iptables", "host_ipv4")])
def test_a_dummy_address_is_a_warning(firewall: str, instead: str) -> None:
    """With what is generated on such a host, and the address's own place."""
    (finding,) = found("LW604", site("{address: 192.168.143.91/32}", firewall=firewall))
    assert finding.severity is Severity.WARNING
    assert instead in finding.why
    assert finding.origin.path[-1] == "address"
    assert finding.fix == "write `host_access: true`"


def test_with_ipv6_a_dummy_is_an_error() -> None:
    """Nobody answers neighbour solicitations for the host."""
    (finding,) = found("LW604", site("{address: 'fd00:dead::1/128'}", lan=BOTH[0], own=BOTH[1]))
    assert finding.severity is Severity.ERROR
    assert "solicitations" in finding.why


def test_a_dummy_of_one_family_leaves_the_other_one_right() -> None:
    """The host's own IPv6 address stands beside it."""
    (finding,) = found("LW604", site("{address: 192.168.143.91/32}", lan=BOTH[0], own=BOTH[1]))
    assert finding.severity is Severity.WARNING


def test_a_dummy_shim_on_a_network_with_ipv6_that_the_host_hasnt_is_an_error_there() -> None:
    """One finding for each family."""
    told = found("LW604", site("{address: 192.168.143.91/32}", lan=BOTH[0]))
    assert sorted(item.severity.value for item in told) == ["error", "warning"]


def test_a_host_without_ipv6_is_warned() -> None:
    """Its containers have IPv6 by their LAN, and it can't reach them by that."""
    (finding,) = found("LW604", site("true", lan=BOTH[0]))
    assert finding.severity is Severity.WARNING
    assert "no IPv6 address" in finding.message


def test_a_lease_is_an_address_that_nothing_tells() -> None:
    """A free one is proposed."""
    (finding,) = found("LW604", site("true", own="dhcp: true"))
    assert "lease" in finding.message
    assert finding.fix == "write `host_access: {address: 192.168.0.2/32}`"
    assert messages("LW604", site("true", own="dhcp: true, address: 192.168.0.231/22")) == []


def test_an_alias_of_a_services_is_no_address_of_the_hosts() -> None:
    """Containers aren't answered by it."""
    text = site("{address: 192.168.143.91/32}", own="dhcp: true").replace(
        "web:", "mail: {publish: [{address: 192.168.0.240, port: 25}]}\n              web:"
    )
    (finding,) = found("LW604", text)
    assert finding.fix == "write `host_access: {address: 192.168.0.2/32}`"


def test_of_two_families_each_is_given_an_address() -> None:
    """A lease tells neither."""
    told = found("LW604", site("{interface: macvlan0}", lan=BOTH[0], own="dhcp: true"))
    assert {item.fix for item in told} == {
        'write `host_access: {interface: macvlan0, address: [192.168.0.2/32, "fd00:8::3/128"]}`'
    }
    assert {edit.text for item in told for edit in item.edits} == {
        "{interface: macvlan0, address: [192.168.0.2/32, fd00:8::3/128]}"
    }


def test_each_of_two_dummies_is_told_at_its_place() -> None:
    """In the list of them; of a family that the host hasn't another free one is proposed."""
    told = found("LW604", site("{address: [192.168.143.91/32, 'fd00:dead::1/128']}", lan=BOTH[0]))
    assert [item.origin.path[-2:] for item in told] == [("address", "0"), ("address", "1")]
    assert {item.fix for item in told} == {'write `host_access: {address: "fd00:8::3/128"}`'}


def test_no_address_at_all_is_another_rules() -> None:
    """LW602 refuses it."""
    assert messages("LW604", site("true", own="mtu: 1500")) == []


def test_an_ipvlan_shim_is_another_rules() -> None:
    """There the host can't even speak first (LW404)."""
    assert messages("LW604", site("{address: 192.168.143.91/32}").replace("macvlan", "ipvlan")) == []


def test_an_ipv6_network_on_the_lan_has_no_business_with_ipv4() -> None:
    """Docker adds an IPv4 subnet of its own choice, which nobody asked for."""
    text = """
        version: 1
        lans: {home: {subnet: [192.168.0.0/22, "fd00:8::/64"], gateway: [192.168.0.1, "fd00:8::1"]}}
        hosts:
          dock1:
            interfaces: {eth0: {lan: home, address: [192.168.0.231/22, "fd00:8::231/64"]}}
            docker: {bip: 10.200.0.1/24, default_address_pools: [{base: 10.201.0.0/16, size: 24}]}
            networks:
              lan6: {driver: macvlan, parent: eth0, lan: home, subnet: "fd00:8::/64", host_access: true}
            services: {web: {networks: {lan6: "fd00:8::99"}, listens: [80]}}
        """
    assert not found("LW604", text)
    assert not found("LW606", text)
