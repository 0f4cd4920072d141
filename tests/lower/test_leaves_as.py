"""Which address containers send from: of one service, of one network, and behind a shim with a dummy address."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lanwright.lower.masquerade import MASQUERADE
from lanwright.plan import Purpose, Verdict
from tests.intents import host_of

if TYPE_CHECKING:
    from lanwright.plan import HostPlan

SITE = """
version: 1
lans:
  home: {subnet: [192.168.0.0/22, "fd00:8::/64"], gateway: 192.168.0.1}
hosts:
  dock1:
    firewall: FIREWALL
    interfaces: {eth0: {lan: home, address: [192.168.0.231/22, "fd00:8::231/64"]}}
    networks:
      back: {driver: bridge, subnet: 172.22.0.0/24, NETWORK}
      other: {driver: bridge, subnet: [172.23.0.0/24, "fd00:23::/64"]}
      loose: {driver: bridge}
      real_lan: {driver: macvlan, parent: eth0, lan: home, ip_range: 192.168.0.248/29, host_access: ACCESS}
    services:
      app: {networks: SERVICE}
      web: {networks: {real_lan: 192.168.0.242}}
"""
HOST_IPV4 = "com.docker.network.host_ipv4"


def host_with(
    firewall: str, *, service: str = "{back: {}}", network: str = "", access: str = "false"
) -> HostPlan:
    """A host with these keys of the network `back`, the service `app` and the shim."""
    text = SITE.replace("FIREWALL", firewall).replace("NETWORK", network).replace("ACCESS", access)
    return host_of(text.replace("SERVICE", service))


def sources(host: HostPlan) -> list[tuple[str, str, str]]:
    """Of whom, by which link, what the source becomes; in the order of the rules."""
    return [
        (
            ", ".join(map(str, rule.source)),
            f"not {rule.not_output}" if rule.not_output else ", ".join(rule.outputs),
            str(rule.to or rule.verdict.value),
        )
        for rule in host.rules
        if rule.verdict in (Verdict.SNAT, Verdict.MASQUERADE)
    ]


LEAVES = "{back: {}}, leaves_as: 192.168.0.240"


def test_a_service_leaves_as_its_address_and_the_host_gets_that_as_an_alias() -> None:
    """The rule names the container, which is pinned."""
    host = host_with("nftables", service=LEAVES)
    assert sources(host) == [("172.22.0.254/32", "not br-back", "192.168.0.240")]
    assert [str(item.address) for item in host.addresses if item.purpose is Purpose.ALIAS] == [
        "192.168.0.240/32"
    ]
    assert MASQUERADE not in host.networks["back"].options


def test_on_iptables_hosts_all_of_the_network_is_masqueraded_by_us() -> None:
    """Docker would put its own rule above ours; of the rest we do what it would have done."""
    host = host_with("iptables", service=LEAVES)
    assert host.networks["back"].options[MASQUERADE] == "false"
    assert MASQUERADE not in host.networks["other"].options
    assert sources(host) == [
        ("172.22.0.254/32", "not br-back", "192.168.0.240"),
        ("172.22.0.0/24", "not br-back", "masquerade"),
    ]


def test_the_rest_of_a_network_keeps_the_address_that_it_leaves_as() -> None:
    """Both keys at once: the service's own goes first."""
    host = host_with("iptables", service=LEAVES, network="leaves_as: 192.168.0.241")
    assert sources(host) == [
        ("172.22.0.254/32", "not br-back", "192.168.0.240"),
        ("172.22.0.0/24", "not br-back", "192.168.0.241"),
    ]


@pytest.mark.parametrize("firewall", ["nftables", "iptables"])
def test_a_networks_address_is_dockers_business(firewall: str) -> None:
    """Docker writes SNAT itself, and keeps it in its place."""
    host = host_with(firewall, network="leaves_as: 192.168.0.241")
    assert host.networks["back"].options[HOST_IPV4] == "192.168.0.241"
    assert sources(host) == []


@pytest.mark.parametrize("firewall", ["nftables", "iptables"])
@pytest.mark.parametrize(
    ("service", "network"),
    [
        ("{loose: {}}, leaves_as: 192.168.0.240", ""),
        ("{back: {}}, leaves_as: 'fd00:8::240'", ""),
        ("{back: {}}, leaves_as: 192.168.0.240, replicas: 2", ""),
        ("{real_lan: 192.168.0.243}, leaves_as: 192.168.0.240", ""),
    ],
    ids=["Docker chooses the subnet", "no IPv6 there", "two containers", "no NAT there"],
)
def test_what_no_rule_can_name_leaves_as_before(firewall: str, service: str, network: str) -> None:
    """Nor does its network lose Docker's MASQUERADE."""
    host = host_with(firewall, service=service, network=network)
    assert sources(host) == []
    assert not any(item.masquerade_is_ours for item in host.networks.values())


@pytest.mark.parametrize(("firewall", "rules"), [("nftables", 1), ("iptables", 0)])
def test_a_network_that_is_there_already_keeps_its_options(firewall: str, rules: int) -> None:
    """They can't be changed, and with Docker's MASQUERADE above it a chain's rule would never be met."""
    host = host_with(firewall, service=LEAVES, network="external: true")
    assert not host.networks["back"].masquerade_is_ours
    assert len(sources(host)) == rules


def test_neighbours_on_a_network_that_is_there_already_are_known_by_their_addresses() -> None:
    """The name of its bridge isn't ours to say."""
    (rule,) = host_with("nftables", service=LEAVES, network="external: true").rules
    assert (rule.not_output, [str(prefix) for prefix in rule.not_destination]) == (None, ["172.22.0.0/24"])


EXTERNAL = "external: true, leaves_as: 192.168.0.240"


def test_a_whole_network_that_is_there_already_is_named_by_its_subnet() -> None:
    """Nothing can be told it; the services' own rules come first, and the address is an alias."""
    host = host_with("nftables", service="{back: {}}, leaves_as: 192.168.0.241", network=EXTERNAL)
    assert [(str(rule.source[0]), str(rule.to)) for rule in host.rules] == [
        ("172.22.0.254/32", "192.168.0.241"),
        ("172.22.0.0/24", "192.168.0.240"),
    ]
    assert all([str(prefix) for prefix in rule.not_destination] == ["172.22.0.0/24"] for rule in host.rules)
    assert HOST_IPV4 not in host.networks["back"].options
    aliases = [str(item.address) for item in host.addresses if item.purpose is Purpose.ALIAS]
    assert aliases == ["192.168.0.240/32", "192.168.0.241/32"]


def test_with_iptables_such_a_network_needs_to_be_without_masquerade() -> None:
    """As it was made: then nothing stands before our rule."""
    assert sources(host_with("iptables", network=EXTERNAL)) == []
    for false in ("false", "0", "F"):
        unmasked = f"{EXTERNAL}, options: {{{MASQUERADE}: '{false}'}}"
        assert [to for _, _, to in sources(host_with("iptables", network=unmasked))] == ["192.168.0.240"]


@pytest.mark.parametrize("keys", ["internal: true, ", ""])
def test_of_an_internal_network_and_of_another_family_nothing_leaves(keys: str) -> None:
    """It isn't there, or there is no subnet to name."""
    network = f"{keys}{EXTERNAL}" if keys else "external: true, leaves_as: 'fd00:8::240'"
    assert sources(host_with("nftables", network=network)) == []


def test_a_network_without_masquerade_needs_our_rule_only() -> None:
    """The intent has switched Docker's off, so nothing stands above ours, and the rest stays as it is."""
    for keys in ("masquerade: false", f"options: {{{MASQUERADE}: '0'}}"):
        host = host_with("iptables", service=LEAVES, network=keys)
        assert sources(host) == [("172.22.0.254/32", "not br-back", "192.168.0.240")]
        assert not host.networks["back"].masquerade_is_ours


DUMMY = "{address: 192.168.143.91/32}"


def test_a_dummy_shim_gets_a_rule_on_nftables_hosts() -> None:
    """For whatever other source goes out by it."""
    host = host_with("nftables", access=DUMMY)
    assert sources(host) == [("", "shim-real_lan", "192.168.0.231")]
    assert all(HOST_IPV4 not in network.options for network in host.networks.values())


def test_on_iptables_hosts_the_networks_are_told_instead() -> None:
    """No rule of ours in POSTROUTING would stay above Docker's."""
    host = host_with("iptables", access=DUMMY)
    assert sources(host) == []
    told = {
        name for name, network in host.networks.items() if network.options.get(HOST_IPV4) == "192.168.0.231"
    }
    assert told == {"back", "other", "loose"}


def test_what_a_network_leaves_as_goes_before_the_dummys_cure() -> None:
    """It was asked for, and nobody who is asked by it fails to answer."""
    host = host_with("iptables", access=DUMMY, network="leaves_as: 192.168.0.241")
    assert host.networks["back"].options[HOST_IPV4] == "192.168.0.241"


def test_where_all_of_a_network_is_ours_the_dummys_cure_goes_before_the_rest() -> None:
    """Masquerading comes last: it would take the shim's own address."""
    host = host_with("iptables", service=LEAVES, access=DUMMY)
    assert sources(host) == [
        ("172.22.0.254/32", "not br-back", "192.168.0.240"),
        ("172.22.0.0/24", "shim-real_lan", "192.168.0.231"),
        ("172.22.0.0/24", "not br-back", "masquerade"),
    ]


@pytest.mark.parametrize("firewall", ["nftables", "iptables"])
def test_a_shim_with_the_hosts_own_address_needs_nothing(firewall: str) -> None:
    """MASQUERADE takes the right one by itself."""
    host = host_with(firewall, access="true")
    assert sources(host) == []
    assert all(HOST_IPV4 not in network.options for network in host.networks.values())
