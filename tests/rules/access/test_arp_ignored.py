"""LW605: arp_ignore and shims."""

from __future__ import annotations

import pytest

from lanwright.diagnostics import Severity
from tests.rules.found import found, messages


def site(
    sysctls: str,
    access: str = "{interface: macvlan0, address: 192.168.143.91/32}",
    *,
    own: str = "address: 192.168.0.231/22",
    driver: str = "macvlan",
    more: str = "",
) -> str:
    """A host as found, with a shim."""
    return f"""
        version: 1
        lans:
          home: {{subnet: 192.168.0.0/22, gateway: 192.168.0.1}}
        hosts:
          dock1:
            sysctls: {{{sysctls}}}
            interfaces:
              eth0: {{lan: home, {own}}}
            networks:
              {more}
              real_lan: {{driver: {driver}, parent: eth0, lan: home, host_access: {access}}}
            services:
              web: {{networks: {{real_lan: 192.168.0.241}}}}
        """


STRICT = [
    "net.ipv4.conf.all.arp_ignore: 1",
    "net.ipv4.conf.all.arp_ignore: 2",
    "net.ipv4.conf.default.arp_ignore: 1",
    "net/ipv4/conf/macvlan0/arp_ignore: 1",
    "net.ipv4.conf.default.arp_ignore: 0, net.ipv4.conf.macvlan0.arp_ignore: 2",
]


@pytest.mark.parametrize("sysctls", STRICT)
def test_a_strict_host_is_silent_on_a_dummy_shim(sysctls: str) -> None:
    """By the setting for all interfaces, by the one for new ones, or by the shim's own."""
    (finding,) = found("LW605", site(sysctls))
    assert finding.severity is Severity.ERROR
    assert finding.origin.path[-2] == "sysctls"


@pytest.mark.parametrize(
    "sysctls",
    [
        "",
        "net.ipv4.conf.all.arp_ignore: 0",
        "net.ipv4.conf.eth0.arp_ignore: 1",
        "net.ipv4.conf.all.arp_announce: 2",
        "net.ipv4.conf.default.arp_ignore: 1, net.ipv4.conf.macvlan0.arp_ignore: 0",
    ],
)
def test_a_host_that_answers_on_the_shim_is_right(sysctls: str) -> None:
    """Another interface's setting doesn't count, and the shim's own comes before that for new ones."""
    assert messages("LW605", site(sysctls)) == []


@pytest.mark.parametrize("sysctls", [line for line in STRICT if not line.endswith("2")])
def test_the_hosts_own_address_on_the_shim_is_answered_for(sysctls: str) -> None:
    """The fix is clean."""
    assert messages("LW605", site(sysctls, "{interface: macvlan0}")) == []


@pytest.mark.parametrize(
    "sysctls",
    [
        "net.ipv4.conf.all.arp_ignore: 2",
        "net.ipv4.conf.default.arp_ignore: 2",
        "net.ipv4.conf.all.arp_ignore: 1, net.ipv4.conf.macvlan0.arp_ignore: 2",
        "net.ipv4.conf.all.arp_ignore: 2, net.ipv4.conf.macvlan0.arp_ignore: 1",
    ],
)
@pytest.mark.parametrize(
    "access", ["{interface: macvlan0}", "{interface: macvlan0, address: 192.168.0.239/32}"]
)
def test_a_shim_that_looks_at_prefixes_answers_nobody(sysctls: str, access: str) -> None:
    """With 2 who asks must be in the address's prefix, and a shim's is /32: not even the host's own is answered for."""
    (finding,) = found("LW605", site(sysctls, access))
    assert finding.severity is Severity.ERROR
    assert finding.message.startswith("`net.ipv4.conf.")
    assert finding.message.endswith(
        " is 2, and the shim of `real_lan` answers only who is in the /32 of its address"
    )
    assert "to 1 or 0" in finding.fix
    assert {item.split(": ")[0]: item[-1] for item in sysctls.split(", ")}[
        finding.message.split("`")[1]
    ] == "2"


def test_another_address_of_the_lan_is_found_alone() -> None:
    """A warning: containers reach the host there, and nowhere else."""
    (finding,) = found("LW605", site(STRICT[0], "{address: 192.168.0.239/32}"))
    assert finding.severity is Severity.WARNING
    assert "192.168.0.239 alone" in finding.why


def test_the_hosts_address_may_be_on_another_interface_of_the_lan() -> None:
    """The parent has none; the shim carries that one."""
    text = site(STRICT[0], "{interface: macvlan0}", own="mtu: 1500").replace(
        "networks:\n", "  eth1: {lan: home, address: 192.168.0.231/22}\n            networks:\n"
    )
    assert messages("LW605", text) == []


def test_a_host_without_an_address_there_needs_a_free_one() -> None:
    """With a lease nobody knows its own."""
    (finding,) = found("LW605", site(STRICT[0], own="dhcp: true"))
    assert finding.fix == (
        "write `host_access: {interface: macvlan0, address: 192.168.0.2/32}`, "
        "or set net.ipv4.conf.all.arp_ignore to 0 on the host"
    )
    assert [edit.text for edit in finding.edits] == ["{interface: macvlan0, address: 192.168.0.2/32}"]


def test_an_ipvlan_shim_cant_have_the_hosts_own_address() -> None:
    """LW404 tells what it needs; one with an address of the LAN is found at that."""
    assert messages("LW605", site(STRICT[0], driver="ipvlan")) == []
    (finding,) = found("LW605", site(STRICT[0], "{address: 192.168.0.239/32}", driver="ipvlan"))
    assert finding.severity is Severity.WARNING
    assert finding.fix == "set net.ipv4.conf.all.arp_ignore to 0 on the host"
    assert finding.edits == ()


@pytest.mark.parametrize(
    "network",
    [
        "host_access: {address: 'fd00:5::9/128'}, subnet: 'fd00:5::/64'",
        "subnet: 10.5.0.0/24, host_access: true",
    ],
)
def test_each_shim_is_looked_at(network: str) -> None:
    """One that does IPv6 alone asks by no ARP, and one that is well says nothing of the next."""
    more = f"other: {{driver: macvlan, parent: eth1, {network}}}"
    text = site(STRICT[0], more=more).replace(
        "networks:\n", "  eth1: {address: 10.5.0.2/24}\n            networks:\n"
    )
    assert [item.related[0].origin.path[3] for item in found("LW605", text)] == ["real_lan"]
