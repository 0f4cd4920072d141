"""LW707: source addresses on iptables hosts."""

from __future__ import annotations

import pytest

from tests.rules.found import found


def told(
    services: str, *, firewall: str = "iptables", access: str = "{address: 192.168.143.91/32}"
) -> list[tuple[str, str]]:
    """Each finding's severity and message, on a host with a shim and three networks."""
    text = f"""
        version: 1
        lans: {{home: {{subnet: 192.168.0.0/22, gateway: 192.168.0.1}}}}
        hosts:
          dock1:
            firewall: {firewall}
            interfaces: {{eth0: {{lan: home, address: 192.168.0.231/22}}}}
            networks:
              lan: {{driver: macvlan, parent: eth0, lan: home, ip_range: 192.168.2.0/28, host_access: {access}}}
              back: {{driver: bridge, subnet: 10.22.0.0/24}}
              side: {{driver: bridge, subnet: 10.24.0.0/24}}
              found: {{driver: bridge, subnet: 10.23.0.0/24, external: true}}
              plain: {{driver: bridge, subnet: 10.25.0.0/24, external: true, masquerade: false}}
              shut: {{driver: bridge, subnet: 10.26.0.0/24, external: true, internal: true}}
            services: {services}
        """
    return [(item.severity.value, item.message) for item in found("LW707", text)]


REPLY = "and gets no reply from the containers of `lan`"


@pytest.mark.parametrize(
    ("services", "expected"),
    [
        ("{app: {networks: {back: {}}}}", []),
        ("{app: {project: shop}}", [f"`app` is on the default network of `shop`, {REPLY}"]),
        ("{app: {compose: false}}", [f"`app` is on docker0, {REPLY}"]),
        ("{app: {networks: {found: {}}}}", [f"`app` is on `found`, which exists already, {REPLY}"]),
        ("{app: {networks: {plain: {}}}}", []),
        (
            "{app: {networks: {plain: {}, found: {}}}}",
            [f"`app` is on `found`, which exists already, {REPLY}"],
        ),
        ("{app: {networks: {shut: {}}}}", []),
        ("{app: {network_mode: host}}", []),
        ("{app: {networks: {lan: 192.168.0.241}}}", []),
    ],
)
def test_behind_a_dummy_shim_some_networks_cant_be_told_the_address(
    services: str, expected: list[str]
) -> None:
    """docker0, compose's default network, networks that exist already; the others have host_ipv4."""
    assert told(services) == [("warning", message) for message in expected]


def test_a_shim_with_the_hosts_own_address_needs_no_rule() -> None:
    """Nor does a host of nftables, whose own table comes first."""
    services = "{app: {project: shop}}"
    assert told(services, access="true") == []
    assert told(services, firewall="nftables") == []


def test_what_is_done_instead_of_dockers_masquerading_is_an_information() -> None:
    """For a service with `leaves_as`; on nftables hosts Docker goes on masquerading."""
    services = "{app: {networks: {back: {}}, leaves_as: 192.168.0.232}}"
    assert told(services) == [
        ("info", "`back` is made without Docker's masquerading, which our own rules do")
    ]
    two = "{app: {networks: {back: {}, side: {}}, leaves_as: 192.168.0.232}}"
    assert told(two) == [
        ("info", "`back`, `side` are made without Docker's masquerading, which our own rules do")
    ]
    assert told(services, firewall="nftables") == []


def test_a_network_that_exists_already_never_leaves_as_another() -> None:
    """Nor a service there: an error, with nftables as its way out."""
    services = "{app: {networks: {found: {}}, leaves_as: 192.168.0.232}}"
    assert told(services, access="true") == [
        ("error", "`app` can't leave as 192.168.0.232 from `found`, which is there already")
    ]
    assert told(services, access="true", firewall="nftables") == []
    both = '{app: {networks: {found: {}}, leaves_as: [192.168.0.232, "fd00:8::232"]}}'
    assert told(both, access="true") == [
        ("error", "`app` can't leave as 192.168.0.232 and fd00:8::232 from `found`, which is there already")
    ]


@pytest.mark.parametrize("network", ["plain", "shut", "lan"])
def test_where_docker_masquerades_nothing_nothing_comes_first(network: str) -> None:
    """A network made so, an internal one, one on the LAN."""
    services = f"{{app: {{networks: {{{network}: {{}}}}, leaves_as: 192.168.0.232}}}}"
    assert told(services, access="true") == []


@pytest.mark.parametrize(("firewall", "number"), [("iptables", 1), ("nftables", 0)])
def test_that_holds_for_the_network_as_a_whole(firewall: str, number: int) -> None:
    """Unless it was made without Docker's masquerading."""
    text = f"""
        version: 1
        hosts:
          dock1:
            firewall: {firewall}
            networks:
              one: {{driver: bridge, subnet: [10.23.0.0/24, "fd00:23::/64"], external: true, leaves_as: [192.168.0.9, "fd00:8::9"]}}
              two: {{driver: bridge, subnet: 10.24.0.0/24, external: true, leaves_as: 192.168.0.9, masquerade: false}}
        """
    assert [item.message for item in found("LW707", text)] == [
        "`one`, which is there already, can't leave as 192.168.0.9 and fd00:8::9"
    ] * number
