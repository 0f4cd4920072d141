"""LW709: Docker's own pools."""

from __future__ import annotations

from ipaddress import IPv4Network

import pytest

from tests.rules.found import found


def told(docker: str, rest: str = "") -> list[str]:
    """Whose subnets Docker chooses, as the finding lists them."""
    text = f"""
        version: 1
        hosts:
          dock1:
            docker: {{{docker}}}
            {rest}
        """
    findings = found("LW709", text)
    assert {item.severity.value for item in findings} <= {"info"}
    return [
        item.message.removeprefix("Docker chooses the subnets of ").partition(" on ")[0] for item in findings
    ]


@pytest.mark.parametrize(
    ("docker", "rest", "expected"),
    [
        ("", "", ["docker0"]),
        ("bip: 10.9.0.1/24", "", []),
        ("bridge: none", "", []),
        ("bip: 10.9.0.1/24", "networks: {net1: {driver: bridge}}", ["`net1`"]),
        ("bip: 10.9.0.1/24", "networks: {net1: {driver: bridge, subnet: 10.22.0.0/24}}", []),
        ("bip: 10.9.0.1/24", "networks: {net1: {driver: bridge, external: true}}", []),
        ("bip: 10.9.0.1/24", "services: {web: {project: shop}}", ["the project `shop`"]),
        ("bip: 10.9.0.1/24", "services: {web: {network_mode: host}}", []),
        ("bip: 10.9.0.1/24", "services: {web: {compose: false}}", []),
        (
            "",
            "networks: {net1: {driver: bridge}, net2: {driver: bridge}, net3: {driver: bridge}}",
            ["docker0, `net1`, `net2`, `net3`"],
        ),
        (
            "",
            "networks: {net1: {driver: bridge}, net2: {driver: bridge}, net3: {driver: bridge}, net4: {driver: bridge}}",
            ["docker0, `net1`, `net2`, `net3` and 1 more"],
        ),
        (
            "default_address_pools: [{base: 10.201.0.0/16, size: 24}]",
            "networks: {net1: {driver: bridge}}",
            [],
        ),
    ],
)
def test_it_says_whose_subnets_docker_chooses(docker: str, rest: str, expected: list[str]) -> None:
    """docker0's, those of networks without a subnet, of projects' default networks; nobody's where pools are written."""
    assert told(docker, rest) == expected


def test_pools_are_proposed_that_nothing_in_the_site_uses() -> None:
    """The same ones for each host: every engine has books of its own."""
    text = """
        version: 1
        lans: {home: {subnet: 10.201.0.0/16}}
        hosts: {dock1: {}, dock2: {}}
        """
    fixes = {item.fix for item in found("LW709", text)}
    assert fixes == {"write `default_address_pools: [{base: 10.202.0.0/16, size: 24}]`"}


@pytest.mark.parametrize(
    ("unused", "fix"),
    [
        ("10.201.64.0/20", "write `default_address_pools: [{base: 10.201.64.0/20, size: 28}]`"),
        ("10.201.64.0/24", "write `default_address_pools: [{base: 10.201.64.0/24, size: 28}]`"),
        ("10.201.64.0/25", "write pools of your own"),
    ],
)
def test_where_little_is_left_the_pools_are_small(unused: str, fix: str) -> None:
    """A whole /16 only where there is one; nothing is proposed where not even a /24 is free."""
    around = IPv4Network("10.0.0.0/8").address_exclude(IPv4Network(unused))
    used = ["172.16.0.0/12", "192.168.0.0/16", *around]
    avoided = ", ".join(f"site{number}: {prefix}" for number, prefix in enumerate(used))
    text = f"""
        version: 1
        avoid: {{{avoided}}}
        hosts: {{dock1: {{}}}}
        """
    (finding,) = found("LW709", text)
    assert finding.fix == fix
    assert bool(finding.edits) == ("base" in fix)
