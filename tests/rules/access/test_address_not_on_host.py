"""LW609: addresses that the host has, may have, gets, or can't have."""

from __future__ import annotations

import pytest

from tests.rules.found import found, messages


def site(
    published: str,
    *,
    eth1: str = "{}",
    host: str = "firewall: nftables",
    network: str = "subnet: 172.22.0.0/24",
) -> str:
    """A host on one LAN, with a service that publishes."""
    return f"""
        version: 1
        lans:
          home: {{subnet: [192.168.0.0/22, "fd00:8::/64"], gateway: [192.168.0.1, "fd00:8::1"]}}
          lab: {{subnet: 192.168.8.0/24}}
        hosts:
          dock1:
            {host}
            docker: {{bip: 10.200.0.1/24}}
            interfaces:
              eth0: {{lan: home, address: [192.168.0.231/22, "fd00:8::17/64"]}}
              eth1: {eth1}
            networks:
              backend: {{driver: bridge, {network}}}
              real_lan: {{driver: macvlan, parent: eth0, lan: home, host_access: {{address: 192.168.143.91/32}}}}
            services:
              web: {{networks: {{backend: {{}}}}, publish: [{published}]}}
        """


OWN = "publish at `192.168.0.231`, or write the address on the interface that has it"


@pytest.mark.parametrize(
    ("published", "where", "fix"),
    [
        ("{port: 80, address: 192.168.8.9}", "192.168.8.9:80/tcp", OWN),
        ("{port: 80, address: 203.0.113.9, via: docker}", "203.0.113.9:80/tcp", OWN),
        (
            "{port: 80, address: 192.168.0.240, via: docker}",
            "192.168.0.240:80/tcp",
            "drop `via: docker`, for an alias",
        ),
        (
            '{port: 80, address: "2001:db8::9"}',
            "[2001:db8::9]:80/tcp",
            "publish at `fd00:8::17`, or write the address on the interface that has it",
        ),
    ],
)
def test_an_address_that_nobody_puts_on_the_host_is_told(published: str, where: str, fix: str) -> None:
    """The fix is one of the host's own addresses of that family, or the alias that was switched off."""
    (finding,) = found("LW609", site(published))
    assert finding.message == f"`web` publishes {where}, and no interface has that address"
    assert finding.fix == fix
    assert finding.origin.path[-1] == "address"
    assert "cannot assign requested address" in finding.why


@pytest.mark.parametrize("address", ["224.0.0.1", "255.255.255.255"])
def test_an_address_of_many_machines_is_bound_for_nothing(address: str) -> None:
    """The kernel doesn't refuse it (28.5: measured)."""
    (finding,) = found("LW609", site(f"{{port: 80, address: {address}}}"))
    assert "nobody ever gets a connection" in finding.why


@pytest.mark.parametrize(
    "published",
    [
        "{port: 80}",
        "{port: 80, address: 0.0.0.0}",
        '{port: 80, address: "::"}',
        "{port: 80, address: 192.168.0.231}",
        "{port: 80, address: 192.168.0.240}",
        '{port: 80, address: "fd00:8::240"}',
        "{port: 80, address: 192.168.0.240, via: dnat}",
        "{port: 80, address: 127.0.0.5}",
        '{port: 80, address: "::1"}',
        "{port: 80, address: 10.200.0.1}",
        "{port: 80, address: 172.22.0.1}",
        "{port: 80, address: 192.168.143.91, via: docker}",
    ],
)
def test_an_address_that_the_host_has_or_gets_is_fine(published: str) -> None:
    """Its own, an alias on its LAN, loopback, Docker's bridges, a shim's."""
    assert messages("LW609", site(published)) == []


@pytest.mark.parametrize(
    ("eth1", "count"),
    [
        ("{lan: lab, dhcp: true}", 0),
        ("{dhcp: true}", 0),
        ("{lan: lab, dhcp: true, address: 192.168.8.7/24}", 1),
        ("{lan: lab}", 1),
    ],
)
def test_a_lease_that_nothing_tells_may_be_the_address(eth1: str, count: int) -> None:
    """A lease whose address is reserved is known."""
    published = "{port: 80, address: 192.168.8.9, via: docker}"
    assert len(messages("LW609", site(published, eth1=eth1))) == count


@pytest.mark.parametrize(
    ("sysctl", "published", "count"),
    [
        ("net.ipv4.ip_nonlocal_bind: 1", "{port: 80, address: 203.0.113.9}", 0),
        ("net/ipv4/ip_nonlocal_bind: 1", "{port: 80, address: 203.0.113.9}", 0),
        ("net.ipv4.ip_nonlocal_bind: 0", "{port: 80, address: 203.0.113.9}", 1),
        ("net.ipv4.ip_nonlocal_bind: 1", '{port: 80, address: "2001:db8::9"}', 1),
        ("net.ipv6.ip_nonlocal_bind: 1", '{port: 80, address: "2001:db8::9"}', 0),
        ("net.ipv4.ip_nonlocal_bind: 1", "{port: 80, address: 203.0.113.9, via: dnat}", 1),
    ],
)
def test_nonlocal_binds_are_allowed_by_a_sysctl(sysctl: str, published: str, count: int) -> None:
    """For each family by itself; nobody answers for a DNAT rule's address all the same."""
    assert len(messages("LW609", site(published, host=f"sysctls: {{{sysctl}}}"))) == count


def test_a_bridge_whose_subnet_isnt_known_may_have_the_address() -> None:
    """A network that exists already took a block of the pools that nothing tells."""
    text = site("{port: 80, address: 172.20.0.1, via: docker}", network="external: true")
    assert messages("LW609", text) == []
    assert len(messages("LW609", text.replace("172.20.0.1", "172.40.0.1"))) == 1


def test_what_docker_doesnt_publish_isnt_bound() -> None:
    """A macvlan container's ports are ignored (LW610)."""
    text = site("{port: 80, address: 203.0.113.9}")
    assert messages("LW609", text.replace("networks: {backend: {}}", "networks: {real_lan: {}}")) == []


DEFAULT = """
version: 1
lans: {home: {subnet: 192.168.0.0/22, gateway: 192.168.0.1}}
hosts:
  dock1:
    interfaces: {eth0: {lan: home, address: 192.168.0.231/22}}
    networks:
      shop: {driver: bridge, subnet: 10.22.0.0/24, options: {com.docker.network.bridge.host_binding_ipv4: ADDRESS}}
    services:
      web: {networks: {shop: {}}, publish: [{port: 80}, {address: 192.168.0.231, port: 81}]}
"""


@pytest.mark.parametrize(
    ("address", "number"), [("192.168.0.99", 1), ("192.168.0.231", 0), ("0.0.0.0", 0), ("127.0.0.1", 0)]
)
def test_a_network_s_default_address_must_be_the_host_s(address: str, number: int) -> None:
    """No alias is made for it; a port that says its own address isn't asked."""
    told = messages("LW609", DEFAULT.replace("ADDRESS", address))
    assert len(told) == number
    assert all(f"publishes 80/tcp at {address}, its network's default" in message for message in told)


def test_at_a_default_address_too_the_kernel_may_bind_what_isnt_there() -> None:
    """The sysctl doesn't ask who names the address."""
    lifted = "dock1:\n    sysctls: {net.ipv4.ip_nonlocal_bind: 1}"
    assert messages("LW609", DEFAULT.replace("ADDRESS", "192.168.0.99").replace("dock1:", lifted)) == []


@pytest.mark.parametrize("published", ["{port: 80, address: 203.0.113.9}", "{port: 80}"])
def test_where_the_host_has_no_address_its_interface_is_to_be_written(published: str) -> None:
    """There is none to publish at instead."""
    text = DEFAULT.replace("ADDRESS", "192.168.0.99").replace(", address: 192.168.0.231/22", "")
    (finding,) = found("LW609", text.replace("{port: 80}, {address: 192.168.0.231, port: 81}", published))
    assert finding.fix == "write the address on the interface that has it"
