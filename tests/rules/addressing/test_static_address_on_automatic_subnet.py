"""LW221: static addresses where Docker chooses the subnet."""

from __future__ import annotations

import pytest

from tests.rules.found import found


def host(
    network: str = "driver: bridge", address: str = "10.30.0.5", version: str = "28", docker: str = ""
) -> str:
    """A host with one network and one service."""
    return f"""
        version: 1
        hosts:
          dock1:
            docker: {{version: "{version}"{docker}}}
            networks: {{net1: {{{network}}}}}
            services: {{web: {{networks: {{net1: {address}}}}}}}
        """


@pytest.mark.parametrize(
    ("version", "severity"),
    [("26", "error"), ("28", "error"), ("29.0", "error"), ("29.1", "warning"), ("29", "warning")],
)
def test_it_is_refused_up_to_29_0_and_chancy_afterwards(version: str, severity: str) -> None:
    """moby#51569."""
    (finding,) = found("LW221", host(version=version))
    assert finding.severity == severity
    assert ("user specified IP address is supported only" in finding.why) == (severity == "error")


@pytest.mark.parametrize(
    "text",
    [
        host("driver: bridge, subnet: 10.30.0.0/24"),
        host("driver: bridge, subnet: 10.30.0.0/24, options: {com.docker.network.enable_ipv6: 'true'}"),
        host("driver: bridge, external: true"),
        host(address="{}"),
        host(address="{aliases: [db]}"),
    ],
)
def test_a_subnet_that_is_written_or_unknown_is_fine(text: str) -> None:
    """Where Docker chooses one of the other family, too; an external network has the subnet that it has."""
    assert found("LW221", text) == ()


@pytest.mark.parametrize(
    ("address", "docker", "fix"),
    [
        ("10.30.0.5", "", "write `subnet: 10.30.0.0/24` for `net1`"),
        ('"fd00:30::5"', "", "write `subnet: fd00:30::/64` for `net1`"),
        ("172.18.0.5", "", "write a `subnet` for `net1`, for example 10.0.0.0/24, and an address of it"),
        (
            "10.201.0.5",
            ", default_address_pools: [{base: 10.201.0.0/16, size: 24}]",
            "write a `subnet` for `net1`, for example 10.202.0.0/24, and an address of it",
        ),
    ],
)
def test_the_subnet_to_write_is_the_addresss_own_unless_a_pool_has_it(
    address: str, docker: str, fix: str
) -> None:
    """A subnet inside a pool may be taken by another network first."""
    (finding,) = found("LW221", host(address=address, docker=docker))
    assert finding.fix == fix


def test_where_no_range_is_left_none_is_proposed() -> None:
    """The site avoids all private ones."""
    avoided = "avoid: {one: [10.0.0.0/8, 'fd00::/8'], two: 172.16.0.0/12, three: 192.168.0.0/16}"
    (finding,) = found("LW221", host().replace("hosts:", f"{avoided}\n        hosts:"))
    assert finding.fix == "write a `subnet`"
    assert finding.edits == ()


def test_no_range_is_proposed_for_two_networks() -> None:
    """Their addresses have one range around them."""
    networks = "driver: bridge}, net2: {driver: bridge"
    text = host(networks, "10.30.0.5, net2: 10.30.0.6")
    assert [item.fix for item in found("LW221", text)] == [
        "write `subnet: 10.30.0.0/24` for `net1`",
        "write a `subnet` for `net2`, for example 10.30.1.0/24, and an address of it",
    ]
