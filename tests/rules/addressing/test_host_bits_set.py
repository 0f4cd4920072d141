"""LW207: subnets written with an address inside them."""

from __future__ import annotations

from tests.rules.found import found

EVERYWHERE = """
    version: 1
    lans:
      home: {subnet: [192.168.1.0/22, "fd00:8::1/64"]}
    avoid: {corp: [10.0.0.9/16, "fd00:c::/32"]}
    hosts:
      dock1:
        docker: {default_address_pools: [{base: 10.201.0.5/16, size: 24}, {base: 10.202.0.0/16, size: 24}]}
        networks:
          net1: {driver: bridge, subnet: [10.50.0.5/24, "fd00:50::1/64"], ip_range: ["fd00:50::80/121", 10.50.0.77/25]}
          old: {driver: bridge, subnet: 10.51.0.5/24, ip_range: 10.51.0.77/25, external: true}
    """


def test_docker_refuses_networks_and_masks_the_rest() -> None:
    """An error where the daemon refuses, in its words; a warning where it, or Lanwright, cuts the bits off."""
    found_here = [(item.severity.value, item.message, item.fix) for item in found("LW207", EVERYWHERE)]
    assert found_here == [
        (
            "warning",
            "the subnet 192.168.1.0/22 of the LAN `home` has host bits set",
            "write `192.168.0.0/22`",
        ),
        ("warning", "the subnet fd00:8::1/64 of the LAN `home` has host bits set", "write `fd00:8::/64`"),
        ("warning", "the range 10.0.0.9/16 (`corp`) has host bits set", "write `10.0.0.0/16`"),
        ("warning", "the pool 10.201.0.5/16 has host bits set", "write `10.201.0.0/16`"),
        ("error", "the subnet 10.50.0.5/24 of `net1` has host bits set", "write `10.50.0.0/24`"),
        ("error", "the subnet fd00:50::1/64 of `net1` has host bits set", "write `fd00:50::/64`"),
        ("error", "the ip_range 10.50.0.77/25 of `net1` has host bits set", "write `10.50.0.0/25`"),
        ("warning", "the subnet 10.51.0.5/24 of `old` has host bits set", "write `10.51.0.0/24`"),
        ("warning", "the ip_range 10.51.0.77/25 of `old` has host bits set", "write `10.51.0.0/25`"),
    ]


def test_each_value_of_a_list_is_told_at_its_own_place() -> None:
    """The IPv6 subnet of `net1` stands behind the IPv4 one, on the same line."""
    places = [item.origin.dotted for item in found("LW207", EVERYWHERE)]
    assert places == [
        "lans.home.subnet.0",
        "lans.home.subnet.1",
        "avoid.corp.0",
        "hosts.dock1.docker.default_address_pools.0.base",
        "hosts.dock1.networks.net1.subnet.0",
        "hosts.dock1.networks.net1.subnet.1",
        "hosts.dock1.networks.net1.ip_range.1",
        "hosts.dock1.networks.old.subnet",
        "hosts.dock1.networks.old.ip_range",
    ]
