"""LW224: families without a subnet, and subnets that aren't for machines."""

from __future__ import annotations

import pytest

from tests.rules.found import found, messages
from tests.rules.mended import mended


def site(network: str = "", services: str = "{}", docker: str = "{}") -> str:
    """A host on a LAN of both families, and one of IPv4 alone, with one network."""
    networks = f"{{net1: {{{network}}}}}" if network else "{}"
    return f"""
        version: 1
        lans:
          home: {{subnet: [192.168.0.0/22, "fd00:8::/64"], gateway: [192.168.0.1, "fd00:8::1"]}}
          old: {{subnet: 192.168.8.0/24, gateway: 192.168.8.1}}
        hosts:
          dock1:
            docker: {docker}
            interfaces:
              eth0: {{lan: home, address: [192.168.0.231/22, "fd00:8::231/64"]}}
              eth1: {{lan: old}}
            networks: {networks}
            services: {services}
        """


BRIDGE = "driver: bridge, subnet: 10.22.0.0/24, "
OLD = "driver: macvlan, parent: eth1, lan: old, "


@pytest.mark.parametrize(
    ("network", "value", "fix"),
    [
        (BRIDGE + 'gateway: "fd00:1::1"', "gateway fd00:1::1", "drop it, or add the subnet fd00:1::/64"),
        (
            BRIDGE + 'ip_range: "fd00:1::80/121"',
            "range fd00:1::80/121",
            "drop it, or add the subnet fd00:1::/64",
        ),
        (
            BRIDGE + 'reserve: {nas: "fd00:8::9"}',
            "aux-address fd00:8::9",
            "drop it, or add the subnet fd00:8:0:1::/64 and an address of it",
        ),
        (
            "driver: bridge, gateway: 10.12.0.1",
            "gateway 10.12.0.1",
            "drop it, or add the subnet 10.12.0.0/24",
        ),
        (
            OLD + 'ip_range: [192.168.8.128/28, "fd00:8::80/121"]',
            "range fd00:8::80/121",
            "drop it, or write an IPv6 `subnet` for the LAN `old`",
        ),
    ],
)
def test_a_value_needs_a_subnet_of_its_family(network: str, value: str, fix: str) -> None:
    """The usual one around it is proposed where nothing else is there; on a LAN it is the LAN's business."""
    (finding,) = found("LW224", site(network))
    assert finding.why == f'Docker makes no such network: "no matching subnet for {value}"'
    assert finding.fix == fix


@pytest.mark.parametrize(
    ("network", "expected"),
    [
        (BRIDGE, ["fd00:1::5 of `web`: `net1` has no IPv6 subnet written"]),
        ('driver: bridge, subnet: "fd00:1::/64"', []),
        ('driver: bridge, subnet: "fd00:2::/64"', []),  # LW213
        ("driver: bridge", []),  # LW221
    ],
)
def test_a_static_address_needs_one_too(network: str, expected: list[str]) -> None:
    """Outside a subnet of its family it is LW213's; where Docker chooses the subnet, LW221's."""
    assert messages("LW224", site(network, '{web: {networks: {net1: "fd00:1::5"}}}')) == expected


@pytest.mark.parametrize(
    ("subnet", "range_"),
    [
        ("169.254.7.0/24", "169.254.0.0/16"),
        ("169.0.0.0/8", "169.254.0.0/16"),
        ("127.9.0.0/24", "127.0.0.0/8"),
        ("224.0.5.0/24", "224.0.0.0/4"),
        ("239.0.0.0/8", "224.0.0.0/4"),
        ("0.0.0.0/24", "0.0.0.0/8"),
        ('"fe80:9::/64"', "fe80::/10"),
        ('"ff05::/64"', "ff00::/8"),
        ('"::ffff:10.9.0.0/112"', "::ffff:0:0/96"),
        ('"::/112"', "::/127"),
        ("240.0.0.0/24", None),
        ('"fd00:9::/64"', None),
        ("223.255.255.0/24", None),
    ],
)
def test_some_ranges_are_for_no_machine(subnet: str, range_: str | None) -> None:
    """Whole or in part; the kernel takes 240.0.0.0/4 for machines."""
    told = messages("LW224", site(f"driver: bridge, subnet: {subnet}"))
    assert [message.partition(" lies in ")[2].partition(",")[0] for message in told] == (
        [range_] if range_ else []
    )


def test_each_value_of_a_list_is_judged_at_its_own_place() -> None:
    """A subnet of a LAN or of a network, and docker0's."""
    text = site(
        'driver: bridge, subnet: [10.22.0.0/24, "fe80:9::/64"]', docker='{bip: [10.9.0.1/24, "ff05::1/64"]}'
    )
    text = text.replace("subnet: 192.168.8.0/24", 'subnet: [192.168.8.0/24, "ff02::/64"]')
    assert sorted(item.origin.dotted for item in found("LW224", text)) == [
        "hosts.dock1.docker.bip.1",
        "hosts.dock1.networks.net1.subnet.1",
        "lans.old.subnet.1",
    ]


@pytest.mark.parametrize(
    ("version", "words"),
    [
        ("28", "user specified IP address is supported only when connecting to networks"),
        ("29.0", "user specified IP address is supported only when connecting to networks"),
        ("29.1", "invalid endpoint settings: no configured subnet contains IP address fd00:1::5"),
    ],
)
def test_docker_refuses_the_container_in_the_versions_words(version: str, words: str) -> None:
    """From 29.1 on a static address may be asked for on any subnet, but of this family there is none."""
    text = site(BRIDGE, '{web: {networks: {net1: "fd00:1::5"}}}', f'{{version: "{version}"}}')
    (finding,) = found("LW224", text)
    assert words in finding.why


def test_where_no_range_is_left_none_is_proposed() -> None:
    """The site avoids all private ones."""
    text = site(BRIDGE + 'gateway: "fd00:1::1"').replace(
        "lans:",
        'avoid: {one: [10.0.0.0/8, "fd00::/8"], two: 172.16.0.0/12, three: 192.168.0.0/16}\n        lans:',
        1,
    )
    text = text.replace("subnet: 192.168.8.0/24", "subnet: 169.254.8.0/24")
    assert [item.fix for item in found("LW224", text)] == [
        "write a private range",
        "drop it, or write the `subnet` that holds it",
    ]


def test_no_range_is_proposed_for_two_lans() -> None:
    """Both may be changed as proposed."""
    text = site().replace("192.168.8.0/24, gateway: 192.168.8.1", "169.254.8.0/24")
    text = text.replace("old:", "older: {subnet: 169.254.8.0/24}\n          old:")
    assert [item.fix for item in found("LW224", text)] == [
        "write a private range, for example 172.16.0.0/24",
        "write a private range, for example 172.16.1.0/24",
    ]


def test_pools_and_docker0_are_judged_likewise() -> None:
    """Each at its own place."""
    docker = "{bip: 169.254.1.1/24, default_address_pools: [{base: 169.254.0.0/16, size: 24}, {base: 10.9.0.0/16, size: 24}]}"
    findings = found("LW224", site(docker=docker))
    assert [item.message.partition(" lies")[0] for item in findings] == [
        "docker0's subnet 169.254.1.0/24",
        "the pool 169.254.0.0/16",
    ]
    assert [item.origin.path[-1] for item in findings] == ["bip", "base"]
    alone = found("LW224", site(docker="{fixed_cidr: 169.254.1.0/24}"))
    assert [item.origin.path[-1] for item in alone] == ["fixed_cidr"]
    beside = "{bip: 10.9.0.1/24, fixed_cidr: 169.254.1.0/24}"  # LW210
    assert not found("LW224", site(docker=beside))


WEB, BATCH = "{web: {networks: {net1: [192.168.2.9, 'fd00:8::9']}}}", "{batch: {networks: {net1: {}}}}"
HOME = "driver: macvlan, parent: eth0, lan: home"


@pytest.mark.parametrize(
    ("network", "services", "expected"),
    [
        (HOME + ", ip_range: 192.168.2.0/28", BATCH, 1),
        (HOME, BATCH, 1),
        (HOME + ", ip_range: 192.168.2.0/28", WEB, 0),
        (HOME + ', ip_range: [192.168.2.0/28, "fd00:8::80/121"]', BATCH, 0),
        (HOME + ", ip_range: 192.168.2.0/28, host_access: true", BATCH, 0),  # LW606
        (OLD + "ip_range: 192.168.8.128/28", BATCH, 0),
        ('driver: bridge, subnet: [10.22.0.0/24, "fd00:1::/64"]', BATCH, 0),
    ],
)
def test_ipv6_without_a_range_on_a_lan_is_handed_out_from_the_bottom(
    network: str, services: str, expected: int
) -> None:
    """A warning, where a service has no IPv6 address of its own; a network off the LANs has nobody else in it."""
    findings = found("LW224", site(network, services))
    assert len(findings) == expected
    for item in findings:
        assert item.severity.value == "warning"
        assert item.fix == "write `ip_range: fd00:8::8/125`"


@pytest.mark.parametrize(
    ("network", "written"),
    [
        (BRIDGE + 'gateway: "fd00:1::1"', ["subnet: [10.22.0.0/24, fd00:1::/64]"]),
        (OLD + 'ip_range: [192.168.8.128/28, "fd00:8::80/121"]', ["ip_range: [192.168.8.128/28]"]),
        (OLD + 'gateway: [192.168.8.1, "fd00:8::1"]', ["gateway: [192.168.8.1]"]),
        (BRIDGE + 'reserve: {nas: "fd00:8::9"}', ["reserve: {}"]),
        (BRIDGE + 'reserve: {nas: "fd00:8::9", printer: 10.22.0.9}', ["reserve: {printer: 10.22.0.9}"]),
        (BRIDGE + 'reserve: {nas: [10.22.0.9, "fd00:8::9"]}', ["reserve: {nas: [10.22.0.9]}"]),
        (BRIDGE + 'reserve: {nas: ["fd00:8::9"], tv: 10.22.0.9}', ["reserve: {tv: 10.22.0.9}"]),
    ],
)
def test_a_value_without_a_subnet_gets_one_or_goes(network: str, written: list[str]) -> None:
    """It goes where a LAN says what there is, or others have what is around it."""
    (line,) = mended("LW224", site(network))
    assert [part for part in written if part not in line] == []


@pytest.mark.parametrize(
    ("given", "left"),
    [
        ("'fd00:1::5'", "{}"),
        ("{address: 'fd00:1::5'}", "{}"),
        ("[192.168.8.9, 'fd00:1::5']", "[192.168.8.9]"),
        ("{address: [192.168.8.9, 'fd00:1::5']}", "{address: [192.168.8.9]}"),
    ],
)
def test_a_static_address_without_a_subnet_likewise(given: str, left: str) -> None:
    """On a LAN of IPv4 the container has what Docker gives it, beside what it has already."""
    services = f"{{web: {{networks: {{net1: {given}}}}}}}"
    (line,) = mended("LW224", site(OLD + "ip_range: 192.168.8.128/28", services))
    assert f"{{networks: {{net1: {left}}}}}" in line


def test_a_range_for_no_machine_is_replaced_with_what_is_in_it() -> None:
    """The gateway and the containers keep their places."""
    network = "driver: bridge, subnet: 169.254.7.0/24, gateway: 169.254.7.1"
    (line,) = mended("LW224", site(network, "{web: {networks: {net1: 169.254.7.9}}}"))
    assert "subnet: 172.16.0.0/24, gateway: 172.16.0.1" in line
    assert "{net1: 172.16.0.9}" in line


def test_so_are_pools_and_docker0() -> None:
    """By private ranges of their size that are free."""
    docker = "{bip: 169.254.1.1/24, default_address_pools: [{base: 10.9.0.0/16, size: 24}]}"
    (line,) = mended("LW224", site(docker=docker))
    assert "bip: 172.16.0.1/24" in line
    docker = "{bip: 10.8.0.1/24, default_address_pools: [{base: 169.254.0.0/16, size: 24}]}"
    (line,) = mended("LW224", site(docker=docker))
    assert "base: 172.16.0.0/16" in line


def test_a_lans_own_subnet_is_for_its_owner_to_change() -> None:
    """Its machines have addresses of it."""
    (finding,) = found("LW224", site().replace("192.168.8.0/24, gateway: 192.168.8.1", "169.254.8.0/24"))
    assert finding.fix == "write a private range, for example 172.16.0.0/24"
    assert finding.edits == ()


def test_without_either_family_the_option_goes() -> None:
    """IPv4 is there by itself."""
    network = "driver: bridge, options: {com.docker.network.enable_ipv4: 'false', com.docker.network.driver.mtu: 1400}"
    (line,) = mended("LW224", site(network))
    assert "options: {com.docker.network.driver.mtu: 1400}" in line
    (finding,) = found("LW224", site(network))
    assert finding.message == "`net1` has neither IPv4 nor IPv6"
    assert finding.origin.path[-1] == "com.docker.network.enable_ipv4"
