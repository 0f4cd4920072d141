"""LW212: networks on a LAN without a gateway."""

from __future__ import annotations

import pytest

from lanwright.diagnostics import Severity
from tests.rules.found import found


def host(
    network: str, version: str = "28", lan: str = "gateway: 192.168.0.1", address: str = "192.168.0.231/22"
) -> str:
    """A host on a LAN with one network."""
    return f"""
        version: 1
        lans: {{home: {{subnet: [192.168.0.0/22, "fd00:8::/64"], {lan}}}}}
        hosts:
          dock1:
            docker: {{version: "{version}", bip: 10.200.0.1/24}}
            interfaces:
              eth0: {{}}
              br0: {{kind: bridge, ports: [eth0], lan: home, address: {address}}}
            networks: {{net1: {{{network}}}}}
        """


V4 = "subnet: 192.168.0.0/22"
MACVLAN = f"driver: macvlan, parent: br0, {V4}"
ROUTER6 = 'gateway: [192.168.0.1, "fd00:8::1"]'


@pytest.mark.parametrize("version", ["26", "28", "29.0"])
@pytest.mark.parametrize(
    "network",
    [MACVLAN, f"driver: ipvlan, parent: br0, {V4}", f"driver: bridge, host_bridge: br0, {V4}"],
)
def test_containers_on_the_lan_must_be_told_its_router(network: str, version: str) -> None:
    """The router's address is known by what the parent stands on."""
    (finding,) = found("LW212", host(network, version))
    assert (finding.message, finding.fix) == ("`net1` has no IPv4 gateway", "write `gateway: 192.168.0.1`")


def test_the_reason_is_that_of_the_version() -> None:
    """29 no longer takes a gateway by itself; on the host's bridge every version does."""
    older, newer = (found("LW212", host(MACVLAN, version))[0].why for version in ("28", "29.0"))
    bridge = found("LW212", host(f"driver: bridge, host_bridge: br0, {V4}", "29"))[0].why
    assert "takes the first free address for one" in older
    assert "no default route" in newer
    assert "takes the first free address for one" in bridge


@pytest.mark.parametrize(
    "network",
    [
        f"{MACVLAN}, gateway: 192.168.0.1",
        f"{MACVLAN}, internal: true",
        f"{MACVLAN}, external: true",
        f"driver: macvlan, {V4}",
        f"driver: ipvlan, mode: l3, parent: br0, {V4}",
        "driver: bridge, subnet: 172.22.0.0/24",
    ],
)
def test_a_network_with_a_gateway_or_without_need_of_one_is_fine(network: str) -> None:
    """Internal and routed networks have no router on the LAN; what an external one has isn't known.

    Without a parent a network leads nowhere (LW304).
    """
    assert found("LW212", host(network)) == ()


@pytest.mark.parametrize(
    ("version", "families"),
    [("28", ["IPv4", "IPv6"]), ("29.0", [])],
)
def test_a_lan_without_a_router_is_trouble_only_where_docker_makes_one_up(
    version: str, families: list[str]
) -> None:
    """The LAN says that nothing leaves it; up to 28 Docker takes an address all the same."""
    told = [
        item.message.split()[3]
        for item in found("LW212", host("driver: macvlan, parent: br0, lan: home", version, "ra: false"))
    ]
    assert told == families


@pytest.mark.parametrize(
    ("lan", "version", "families"),
    [
        ("gateway: 192.168.0.1", "29", []),
        ("gateway: 192.168.0.1", "28", ["IPv6"]),
        ('gateway: [192.168.0.1, "fe80::1"]', "29", []),
        ('gateway: [192.168.0.1, "fe80::1"], ra: false', "29", ["IPv6"]),
        (ROUTER6, "28", []),
    ],
)
def test_router_advertisements_bring_the_ipv6_default_route_from_29_on(
    lan: str, version: str, families: list[str]
) -> None:
    """Docker takes no link-local gateway; the advertisements lead there anyway, unless 28 sets a wrong one."""
    told = [
        item.message.split()[3]
        for item in found("LW212", host("driver: macvlan, parent: br0, lan: home", version, lan))
    ]
    assert told == families


def test_on_a_bridge_docker_makes_a_router_up_in_every_version() -> None:
    """A LAN without one is no excuse there."""
    text = host("driver: bridge, host_bridge: br0, lan: home", "29", "ra: false")
    assert [item.message.split()[3] for item in found("LW212", text)] == ["IPv4", "IPv6"]


def test_a_gateway_of_one_family_leaves_the_other_without() -> None:
    """What the network writes replaces what the LAN brings along."""
    text = host("driver: macvlan, parent: br0, lan: home, gateway: 192.168.0.2", "28", ROUTER6)
    (finding,) = found("LW212", text)
    assert finding.fix == "write `gateway: fd00:8::1`"


def test_on_the_hosts_bridge_its_own_address_is_a_safe_gateway() -> None:
    """On a LAN without a router there is nothing else to name."""
    text = host(f"driver: bridge, host_bridge: br0, {V4}", lan="ra: false")
    (finding,) = found("LW212", text)
    assert finding.fix.endswith("`gateway: 192.168.0.231`")


@pytest.mark.parametrize(
    "network", ["driver: macvlan, parent: br0, lan: home", f"driver: bridge, host_bridge: br0, {V4}"]
)
def test_on_a_lan_that_is_written_without_a_router_nothing_is_lost(network: str) -> None:
    """Its containers reach the LAN, and there is nothing beyond (measured): a warning."""
    severities = {
        lan: {item.severity for item in found("LW212", host(network, lan=lan))}
        for lan in ("ra: false", ROUTER6)
    }
    assert severities["ra: false"] == {Severity.WARNING}
    assert Severity.WARNING not in severities[ROUTER6]


def test_on_a_lan_that_nobody_names_the_router_is_for_its_owner_to_name() -> None:
    """The bridge says of no LAN that it stands on it."""
    (finding,) = found("LW212", host(MACVLAN).replace("lan: home, address", "address"))
    assert (
        finding.fix
        == "write the router's address as `gateway`; where there is no router write `internal: true`"
    )
    assert finding.edits == ()
