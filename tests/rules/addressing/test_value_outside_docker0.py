"""LW210: what goes with bip and lies elsewhere."""

from __future__ import annotations

import pytest

from tests.rules.found import found


def told(docker: str) -> list[tuple[str, str, str]]:
    """What is found on a host with a bridge on its LAN: key, severity and fix."""
    text = f"""
        version: 1
        lans: {{home: {{subnet: [192.168.0.0/22, "fd00:8::/64"], gateway: [192.168.0.1, "fd00:8::1"]}}}}
        hosts:
          dock1:
            interfaces:
              eth0: {{}}
              br0: {{kind: bridge, ports: [eth0], lan: home, address: [192.168.0.231/22, "fd00:8::231/64"]}}
            docker: {docker}
        """
    return [(item.message.split("`")[1], item.severity.value, item.fix) for item in found("LW210", text)]


OUT = "drop it: docker0 itself is the way out"


@pytest.mark.parametrize(
    ("docker", "expected"),
    [
        ("{bip: 10.200.0.1/24, fixed_cidr: 10.200.0.128/25, default_gateway: 10.200.0.254}", []),
        ("{bip: 10.200.0.1/24, fixed_cidr: 10.200.0.0/24}", []),
        ("{fixed_cidr: 10.199.0.0/24}", []),
        (
            '{bip: 10.200.0.1/24, default_gateway: "fd00:1::9"}',
            [("default_gateway", "error", "write a `bip` of IPv6 whose subnet holds it, or drop it")],
        ),
        ('{bridge: none, default_gateway: "fd00:1::9"}', []),
        ('{version: "26", bip: 10.200.0.1/24, default_gateway: "fd00:1::9"}', []),  # LW208
        (
            "{bip: 10.200.0.1/24, fixed_cidr: 10.199.0.128/25}",
            [("fixed_cidr", "error", "write `fixed_cidr: 10.200.0.128/25`")],
        ),
        (
            "{bip: 10.200.0.1/24, fixed_cidr: 10.200.0.0/16}",
            [("fixed_cidr", "warning", "drop it: it is for a part of 10.200.0.0/24")],
        ),
        (
            '{bip: [10.200.0.1/24, "fd00:1::1/64"], fixed_cidr: [10.200.0.128/25, "fd00:2::80/121"]}',
            [("fixed_cidr", "error", "write `fixed_cidr: fd00:1::80/121`")],
        ),
    ],
)
def test_a_fixed_cidr_is_a_part_of_bips_subnet(docker: str, expected: list[tuple[str, str, str]]) -> None:
    """Without bip it is the subnet itself; a larger one does nothing; families are apart."""
    assert told(docker) == expected


@pytest.mark.parametrize(
    ("fixed_cidr", "severity"),
    [("10.199.0.128/25", "warning"), ("10.199.0.0/24", "warning"), ("10.198.0.0/15", "error")],
)
def test_docker_26_takes_the_host_bits_alone(fixed_cidr: str, severity: str) -> None:
    """Of a part of the subnet's size at most; on the host's own bridge as ever."""
    said = f'{{version: "26", bip: 10.200.0.1/24, fixed_cidr: {fixed_cidr}}}'
    assert [item[1] for item in told(said)] == [severity]
    assert [item[1] for item in told(said.replace("26", "27.0"))] == ["error"]
    theirs = f'{{version: "26", bridge: br0, default_gateway: 192.168.0.1, fixed_cidr: {fixed_cidr}}}'
    assert [item[1] for item in told(theirs)] == ["error"]


@pytest.mark.parametrize(
    ("docker", "expected"),
    [
        ("{bip: 10.200.0.1/24, default_gateway: 10.199.0.1}", [("default_gateway", "error", OUT)]),
        ("{bip: 10.200.0.1/24, default_gateway: 10.200.0.1}", [("default_gateway", "error", OUT)]),
        ("{bip: 10.200.0.1/24, default_gateway: 10.200.0.255}", [("default_gateway", "error", OUT)]),
        ("{fixed_cidr: 10.199.0.0/24, default_gateway: 10.200.0.1}", [("default_gateway", "error", OUT)]),
        ("{default_gateway: 10.199.0.1}", [("default_gateway", "error", OUT)]),
        ("{default_gateway: 172.17.0.9}", []),
    ],
)
def test_a_default_gateway_is_another_machine_of_the_subnet(
    docker: str, expected: list[tuple[str, str, str]]
) -> None:
    """Not docker0 itself, not the subnet's edges; where Docker chooses the subnet, what it is known to choose counts."""
    assert told(docker) == expected


def test_on_a_bridge_of_the_hosts_own_the_bridges_subnet_counts() -> None:
    """dockerd ignores the one and refuses the other; the LAN's router is proposed."""
    docker = '{bridge: br0, fixed_cidr: [10.199.0.0/25, "fd00:9::/80"], default_gateway: 10.0.0.1}'
    assert told(docker) == [
        ("fixed_cidr", "error", "write `fixed_cidr: 192.168.0.0/25`"),
        ("fixed_cidr", "error", "write `fixed_cidr: fd00:8::/80`"),
        ("default_gateway", "error", "write `default_gateway: 192.168.0.1`"),
    ]


def test_a_default_network_that_isnt_there_has_no_subnet_to_be_outside_of() -> None:
    """`bridge: none`."""
    assert told("{bridge: none, fixed_cidr: 10.199.0.0/24, default_gateway: 10.200.0.1}") == []


OWN = "kind: bridge, ports: [eth0], lan: home, address: [192.168.0.231/22, 'fd00:8::231/64']"


@pytest.mark.parametrize(
    ("docker", "message", "why"),
    [
        (
            "{bip: 10.200.0.1/24, fixed_cidr: 10.199.0.0/25}",
            "`fixed_cidr` 10.199.0.0/25 is outside docker0's subnet 10.200.0.0/24",
            "no container starts on the default bridge: \"range '10.199.0.0/25' is not in subnet '10.200.0.0/24'\"",
        ),
        (
            "{bip: 10.200.0.1/24, fixed_cidr: 10.200.0.0/16}",
            "`fixed_cidr` 10.200.0.0/16 is larger than docker0's subnet 10.200.0.0/24",
            "dockerd ignores it: containers get addresses from all of 10.200.0.0/24",
        ),
        (
            "{bridge: br0, fixed_cidr: 10.199.0.0/25}",
            "`fixed_cidr` 10.199.0.0/25 is outside br0's subnet 192.168.0.0/22",
            "dockerd ignores it: containers get addresses from all of 192.168.0.0/22",
        ),
        (
            '{bridge: br0, fixed_cidr: "fd00:9::/80"}',
            "`fixed_cidr` fd00:9::/80 is outside br0's subnet fd00:8::/64",
            'dockerd refuses to start: "is outside any subnet implied by addresses on the user-managed default bridge"',
        ),
        (
            "{bip: 10.200.0.1/24, default_gateway: 10.199.0.1}",
            "`default_gateway` 10.199.0.1 is outside docker0's subnet 10.200.0.0/24",
            'dockerd refuses to start: "auxiliary address: (DefaultGatewayIPv4:10.199.0.1) must belong to the master pool: 10.200.0.0/24"',
        ),
        (
            "{bip: 10.200.0.1/24, default_gateway: 10.200.0.1}",
            "`default_gateway` 10.200.0.1 is docker0's own address",
            'dockerd refuses to start: "failed to allocate secondary ip address (DefaultGatewayIPv4:10.200.0.1): Address already in use"',
        ),
    ],
)
def test_what_happens_is_said_in_dockerds_words(docker: str, message: str, why: str) -> None:
    """On docker0 and on a bridge of the host's own they differ (28.5.2)."""
    text = f"""
        version: 1
        lans: {{home: {{subnet: [192.168.0.0/22, "fd00:8::/64"]}}}}
        hosts: {{dock1: {{docker: {docker}, interfaces: {{eth0: {{}}, br0: {{{OWN}}}}}}}}}
        """
    (finding,) = found("LW210", text)
    assert (finding.message, finding.why) == (message, why)
    assert finding.related[0].origin.path[-1] in {"bip", "bridge"}


def test_as_large_as_the_subnet_and_elsewhere_it_can_only_be_dropped() -> None:
    """A part of the same length would be the whole."""
    assert told("{bip: 10.200.0.1/24, fixed_cidr: 10.199.0.0/24}") == [
        ("fixed_cidr", "error", "drop it: it is for a part of 10.200.0.0/24")
    ]


def test_larger_than_a_bridge_of_the_hosts_own_is_an_error_too() -> None:
    """The bridge's whole subnet is the LAN's: the first container gets the router's address."""
    assert told("{bridge: br0, fixed_cidr: 192.168.0.0/16}") == [
        ("fixed_cidr", "error", "drop it: it is for a part of 192.168.0.0/22")
    ]


def test_each_gateway_is_judged_at_its_own_place() -> None:
    """The IPv6 one stands before the IPv4 one, and docker0 has no subnet of its family."""
    text = """
        version: 1
        hosts: {dock1: {docker: {bip: 10.200.0.1/24, default_gateway: ["fd00:8::9", 10.199.0.1]}}}
        """
    findings = found("LW210", text)
    assert [item.origin.path[-2:] for item in findings] == [
        ("default_gateway", "0"),
        ("default_gateway", "1"),
    ]
    assert "has no IPv6 subnet written" in findings[0].message


def test_a_router_outside_of_the_bridges_own_subnet_isnt_proposed() -> None:
    """The bridge's prefix length is LW227's."""
    text = """
        version: 1
        lans: {home: {subnet: 192.168.0.0/22, gateway: 192.168.0.1}}
        hosts:
          dock1:
            interfaces: {eth0: {}, br0: {kind: bridge, ports: [eth0], lan: home, address: 192.168.2.231/24}}
            docker: {bridge: br0, default_gateway: 10.199.0.1}
        """
    (finding,) = found("LW210", text)
    assert finding.fix == "drop it: br0 itself is the way out"
