"""LW312: driver options, modes and flags as Docker's drivers know them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lanwright.plan import DockerVersion
from lanwright.rules.macvlan.driver_options import options_of
from tests.rules.found import found, messages

if TYPE_CHECKING:
    from syrupy.assertion import SnapshotAssertion

BASE = """
    version: 1
    lans:
      home: {subnet: 192.168.0.0/22, gateway: 192.168.0.1}
    hosts:
      dock1:
        docker: {version: "VERSION"}
        interfaces: {eth0: {lan: home, address: 192.168.0.231/22}, eth1: {}}
        networks:
          net: {driver: DRIVER, subnet: 10.50.0.0/24, gateway: 10.50.0.1, KEYS}
    """
ON_ETH1 = "parent: eth1"
BRIDGE = "com.docker.network.bridge"


def text(driver: str, keys: str, version: str = "28") -> str:
    """A host with one network."""
    return BASE.replace("DRIVER", driver).replace("KEYS", keys).replace("VERSION", version)


@pytest.mark.parametrize(
    ("driver", "keys", "said", "fix"),
    [
        (
            "macvlan",
            "mode: Private",
            "requested macvlan mode 'Private' is not valid, 'bridge' mode is the macvlan driver default",
            "write `private`",
        ),
        (
            "ipvlan",
            "mode: L2",
            "requested ipvlan mode 'L2' is not valid, 'l2' mode is the ipvlan driver default",
            "write `l2`",
        ),
        (
            "ipvlan",
            "flag: open",
            "requested ipvlan flag 'open' is not valid, 'bridge' is the ipvlan driver default",
            "write bridge or private or vepa",
        ),
    ],
)
def test_modes_and_flags_are_refused_in_dockers_words(driver: str, keys: str, said: str, fix: str) -> None:
    """In the wrong case, or none at all."""
    (item,) = found("LW312", text(driver, f"{ON_ETH1}, {keys}"))
    assert item.why == f'Docker refuses the network: "{said}"'
    assert item.fix == fix


@pytest.mark.parametrize(
    ("driver", "keys"),
    [
        ("bridge", "mode: l2"),
        ("bridge", "parent: eth1"),
        ("macvlan", f"{ON_ETH1}, flag: private"),
        ("macvlan", f"{ON_ETH1}, mtu: 1400"),
        ("ipvlan", f"{ON_ETH1}, mtu: 1400"),
        ("ipvlan", f"{ON_ETH1}, host_bridge: eth0"),
    ],
)
def test_a_key_of_another_driver_is_told(driver: str, keys: str) -> None:
    """Nothing is made of it."""
    (item,) = found("LW312", text(driver, keys))
    assert item.origin.path[-1] == keys.rpartition(", ")[2].partition(":")[0]


@pytest.mark.parametrize(
    ("driver", "option", "fix"),
    [
        ("macvlan", "mode: private", "write the key `mode: private`"),
        ("macvlan", f'{BRIDGE}.enable_icc: "false"', "drop it"),
        ("bridge", f'{BRIDGE}.enable_iccc: "false"', f"drop it, or write `{BRIDGE}.enable_icc`"),
        ("ipvlan", "ipvlan-mode: l3", "drop it, or write `ipvlan_mode`"),
    ],
)
def test_what_a_driver_doesnt_know_docker_ignores_silently(driver: str, option: str, fix: str) -> None:
    """The key that stands for it, or the nearest option, is the fix."""
    keys = "" if driver == "bridge" else f"{ON_ETH1}, "
    (item,) = found("LW312", text(driver, f"{keys}options: {{{option}}}"))
    assert (item.why, item.fix) == ("Docker ignores it silently", fix)


@pytest.mark.parametrize(
    ("option", "since"),
    [
        (f"{BRIDGE}.trusted_host_interfaces: eth0", "28.2"),
        (f"{BRIDGE}.gateway_mode_ipv4: routed", "27.0"),
        ('com.docker.network.advertise_addr_nmsgs: "2"', "28.0"),
    ],
)
def test_an_option_is_there_from_a_version_on(option: str, since: str) -> None:
    """An older Docker ignores it."""
    (item,) = found("LW312", text("bridge", f"options: {{{option}}}", "26"))
    assert f"came with Docker {since}" in item.message
    assert messages("LW312", text("bridge", f"options: {{{option}}}", since)) == []


def test_a_prefix_is_refused_by_a_containers_start() -> None:
    """Docker makes the network; the interface that it names is refused by the kernel."""
    (item,) = found(
        "LW312", text("bridge", "options: {com.docker.network.container_iface_prefix: a-long-prefix-x}")
    )
    assert item.why == "no container starts on it: the kernel takes no interface of such a name"
    assert item.fix == "write a word of at most 14 characters, without `/`, `:` and spaces"


NUMBERS = {
    "com.docker.network.advertise_addr_nmsgs": (0, 3),
    "com.docker.network.advertise_addr_ms": (100, 2000),
    "com.docker.network.driver.mtu": (68, 65535),
}
VALUES = {
    f"{BRIDGE}.enable_icc": (["1", "t", "T", "TRUE", "true", "True", "0", "f", "F", "FALSE", "false", "False"], ["off", "tRUE", ""]),
    f"{BRIDGE}.host_binding_ipv4": (["192.168.0.231"], ["eth0", ""]),
    "com.docker.network.host_ipv4": (["192.168.0.231"], ["192.168.0.0/24", "::1"]),
    "com.docker.network.host_ipv6": (["fd00::1"], ["fd00::1::2", "10.0.0.1"]),
    f"{BRIDGE}.gateway_mode_ipv4": (["nat", "routed", "nat-unprotected", "isolated"], ["open", "NAT"]),
    f"{BRIDGE}.trusted_host_interfaces": (["eth0:eth1", ""], []),
    "com.docker.network.container_iface_prefix": (["lan", "lan01234567890", ""], ["lan012345678901", "a/b", "a b"]),
    "com.docker.network.driver.mtu": (["0", "+1400"], ["-4", "++1400", "1e3", "", "²", "65536000000000"]),
    f"{BRIDGE}.name": (["X", "br.-lan012345678"[:15]], ["", "br.-lan012345678", "a b", "a/b", "a:b", ".", "..", "all", "default", "lo", "br%d", "brü"]),
}  # fmt: skip


@pytest.mark.parametrize("option", sorted({*NUMBERS, *VALUES}))
def test_a_value_is_read_strictly(option: str) -> None:
    """As Go reads it, and as the kernel takes it."""
    fits = options_of("bridge", DockerVersion(28, 0))[option].fits
    first, last = NUMBERS.get(option, (0, -1))
    good, bad = VALUES.get(option, ([], []))
    assert [str(number) for number in (first, last) if not fits(str(number)) and first <= last] == []
    assert [str(number) for number in (first - 1, last + 1) if fits(str(number)) and first <= last] == []
    assert [value for value in good if not fits(value)] == []
    assert [value for value in bad if fits(value)] == []


@pytest.mark.parametrize("driver", ["bridge", "macvlan", "ipvlan"])
def test_what_each_option_takes_is_told(driver: str, snapshot: SnapshotAssertion) -> None:
    """Since when, and which key of the grammar stands for it."""
    known = options_of(driver, DockerVersion(27, 5))
    told = [f"{name}: {one.takes}; {one.since}; {one.key}" for name, one in known.items()]
    assert "\n".join(told) == snapshot


@pytest.mark.parametrize(("option", "value"), [(f"{BRIDGE}.enable_icc", "off"), (f"{BRIDGE}.name", "a:b")])
def test_a_value_that_does_not_fit_is_told(option: str, value: str) -> None:
    assert len(messages("LW312", text("bridge", f'options: {{{option}: "{value}"}}'))) == 1


def test_newer_gateway_modes_came_with_28() -> None:
    """The option is older than two of its values."""
    option = f"options: {{{BRIDGE}.gateway_mode_ipv4: isolated}}, internal: true"
    assert len(messages("LW312", text("bridge", option, "27"))) == 1
    assert messages("LW312", text("bridge", option, "28")) == []


def test_isolated_is_for_internal_networks() -> None:
    """Of either family; other modes are for all."""
    (item,) = found("LW312", text("bridge", f"options: {{{BRIDGE}.gateway_mode_ipv6: isolated}}"))
    assert item.message == f"`{BRIDGE}.gateway_mode_ipv6: isolated` on a network that isn't internal"
    assert messages("LW312", text("bridge", f"options: {{{BRIDGE}.name: isolated}}")) == []


def test_a_default_bridge_is_docker0_or_the_hosts() -> None:
    """Docker makes no other one for that."""
    option = f'{BRIDGE}.default_bridge: "1"'
    (item,) = found("LW312", text("bridge", f"options: {{{option}}}"))
    assert "bridge device with non default name br-net must be created manually" in (item.why or "")
    assert messages("LW312", text("bridge", f"options: {{{option.replace('1', '0')}}}")) == []
    assert messages("LW312", text("bridge", f"host_bridge: eth1, options: {{{option}}}")) == []


FAMILY = "com.docker.network.enable_ipv"


@pytest.mark.parametrize(
    ("keys", "why"),
    [
        (
            f'options: {{{FAMILY}4: "false"}}',
            "Docker gives it no IPv4 then, and nobody an address of that subnet",
        ),
        (f'options: {{{FAMILY}6: "0"}}', "Docker turns IPv6 on all the same: a subnet of it asks for that"),
    ],
)
def test_a_subnet_of_a_family_that_is_off_is_told(keys: str, why: str) -> None:
    """At the option."""
    both = text("bridge", keys).replace("10.50.0.0/24", '[10.50.0.0/24, "fd00:50::/64"]')
    (item,) = found("LW312", both)
    assert (item.why, item.fix) == (why, "drop the option, or the subnet")
    assert messages("LW312", both.replace('"false"', '"true"').replace('"0"', '"1"')) == []


def test_a_family_that_is_off_and_has_no_subnet_is_no_matter() -> None:
    """Nor is it told twice that a bridge has no family at all (LW224)."""
    assert messages("LW312", text("bridge", f'options: {{{FAMILY}6: "false"}}')) == []
    assert messages("LW312", text("bridge", f'options: {{{FAMILY}4: "false"}}')) == []


@pytest.mark.parametrize(
    ("driver", "keys", "fix"),
    [
        (
            "macvlan",
            f"{ON_ETH1}, options: {{macvlan_mode: private}}",
            "drop the option, and write `mode: private`",
        ),
        ("macvlan", f"{ON_ETH1}, options: {{parent: eth0}}", "drop the option, and write `parent: eth0`"),
        (
            "ipvlan",
            f"{ON_ETH1}, options: {{ipvlan_flag: private}}",
            "drop the option, and write `flag: private`",
        ),
        (
            "bridge",
            "mtu: 1400, options: {com.docker.network.driver.mtu: '1300'}",
            "drop the option, and write `mtu: 1300`",
        ),
        (
            "bridge",
            f"masquerade: true, options: {{{BRIDGE}.enable_ip_masquerade: 'false'}}",
            "drop the option, and write `masquerade: false`",
        ),
    ],
)
def test_an_option_that_contradicts_its_key_is_told(driver: str, keys: str, fix: str) -> None:
    """Docker goes by it, and nothing else does."""
    (item,) = found("LW312", text(driver, keys))
    assert item.fix == fix


def test_an_option_that_says_what_the_key_says_is_no_matter() -> None:
    """Nor one where no key was written, nor one of a network that is there already."""
    assert (
        messages("LW312", text("macvlan", f"{ON_ETH1}, mode: private, options: {{macvlan_mode: private}}"))
        == []
    )
    assert messages("LW312", text("bridge", f"options: {{{BRIDGE}.enable_ip_masquerade: 'false'}}")) == []
    same = f"masquerade: true, options: {{{BRIDGE}.enable_ip_masquerade: 'true'}}"
    assert messages("LW312", text("bridge", same)) == []
    same = "mtu: 1400, options: {com.docker.network.driver.mtu: '1400'}"
    assert messages("LW312", text("bridge", same)) == []
    assert messages("LW312", text("macvlan", f"{ON_ETH1}, mode: Bridge, external: true")) == []


def test_beside_a_shim_the_contradiction_is_told_as_lw603() -> None:
    """Once is enough."""
    keys = "parent: eth0, options: {macvlan_mode: private}, host_access: {address: 10.50.0.9/32}"
    assert messages("LW312", text("macvlan", keys)) == []
    assert len(messages("LW603", text("macvlan", keys))) == 1
