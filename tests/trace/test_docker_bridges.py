"""What was measured of Docker's bridges, published ports and docker-proxy, with other addresses, on either kind of parent.

FACTS S1, S3, S4, FACTS2 A (bridge networks with IPv6), DOCKER.md section 6: Docker 28, userland proxy on and off.
"""

from __future__ import annotations

import pytest

from tests.trace.asking import asked

PROXY = {"on": "true", "off": "false"}
LINKS = {
    "card": "eth0: {lan: office, address: [10.1.2.3/20, 'fd12:3::3/64']}",
    "bridge": "eth0: {}, br0: {kind: bridge, ports: [eth0], lan: office, address: [10.1.2.3/20, 'fd12:3::3/64']}",
}


def site(link: str, proxy: str, version: str = "28") -> str:
    """A host with two networks, one of both families; `pub` is published everywhere, `own` on loopback, `bare` not."""
    return f"""
    version: 1
    lans:
      office: {{subnet: [10.1.0.0/20, 'fd12:3::/64'], gateway: [10.1.0.1, 'fd12:3::1'], ra: false, devices: {{desk: [10.1.4.4, 'fd12:3::44']}}}}
    hosts:
      srv:
        interfaces: {{{LINKS[link]}}}
        listens: [10.1.2.3:80/tcp]
        docker: {{version: "{version}", userland_proxy: {PROXY[proxy]}}}
        networks:
          one: {{driver: bridge, subnet: [10.90.0.0/24, 'fd90::/64']}}
          two: {{driver: bridge, subnet: 10.91.0.0/24}}
          shut: {{driver: bridge, subnet: 10.92.0.0/24, internal: true}}
        services:
          pub: {{networks: {{one: [10.90.0.50, 'fd90::50']}}, listens: [80/tcp, 53/udp], publish: [{{port: 8080, to: 80}}, {{port: 53/udp}}]}}
          own: {{networks: {{one: [10.90.0.60, 'fd90::60']}}, listens: [81/tcp], publish: [{{address: 127.0.0.1, port: 8081, to: 81}}]}}
          bare: {{networks: {{one: [10.90.0.70, 'fd90::70']}}, listens: [80/tcp]}}
          far: {{networks: {{two: 10.91.0.20}}, listens: [80/tcp], publish: [{{port: 9090, to: 80}}, {{address: 10.1.2.40, port: 80, to: 80}}]}}
          hid: {{networks: {{shut: 10.92.0.20}}, listens: [80/tcp]}}
    """


BOTH = [
    ("pub", "10.1.4.4", "", "saw 10.1.2.3"),
    ("desk", "10.1.2.3", "8080", "saw 10.1.4.4"),
    ("desk", "10.1.2.3", "53/udp", "saw 10.1.4.4"),
    ("desk", "10.90.0.50", "80", "lost-in-the-internet"),
    ("desk", "10.1.2.3", "8081", "nobody-listens"),
    ("srv", "10.90.0.50", "80", "saw 10.90.0.1"),
    ("srv", "10.90.0.70", "80", "saw 10.90.0.1"),
    ("srv", "127.0.0.1", "8080", "saw 10.90.0.1"),
    ("srv", "127.0.0.1", "8081", "saw 10.90.0.1"),
    ("pub", "10.1.2.3", "8080", "saw 10.90.0.1"),
    ("bare", "10.90.0.50", "80", "saw 10.90.0.70"),
    ("far", "10.90.0.50", "80", "docker-direct-access"),
    ("srv", "10.92.0.20", "80", "saw 10.92.0.1"),
    ("hid", "10.1.4.4", "", "no-route"),
    ("desk", "10.1.2.40", "80", "saw 10.1.4.4"),
    ("desk", "10.1.2.3", "80", "saw 10.1.4.4"),
    ("pub", "fd12:3::44", "", "saw fd12:3::3"),
    ("desk", "fd12:3::3", "8080", "saw fd12:3::44"),
    ("pub", "fd12:3::3", "8080", "saw fd90::1"),
]
"""Whoever asks, with the proxy on and off: (from, address, port, outcome)."""

ON = [
    ("srv", "10.1.2.3", "8080", "saw 10.1.2.3"),
    ("bare", "10.1.2.3", "8080", "saw 10.90.0.1"),
    ("far", "10.1.2.3", "8080", "saw 10.90.0.1"),
    ("srv", "fd12:3::3", "8080", "saw fd12:3::3"),
    ("srv", "::1", "8080", "saw fd90::1"),
    ("bare", "fd12:3::3", "8080", "saw fd90::1"),
    ("desk", "fd12:3::3", "9090", "saw 10.91.0.1"),
    ("srv", "::1", "9090", "saw 10.91.0.1"),
]
OFF = [
    ("srv", "10.1.2.3", "8080", "saw 10.90.0.1"),
    ("bare", "10.1.2.3", "8080", "saw 10.90.0.70"),
    ("srv", "fd12:3::3", "8080", "saw fd90::1"),
    ("srv", "::1", "8080", "loopback-leaves-host"),
    ("bare", "fd12:3::3", "8080", "saw fd90::70"),
    ("desk", "fd12:3::3", "9090", "nobody-listens"),
    ("srv", "::1", "9090", "nobody-listens"),
]


@pytest.mark.parametrize(
    ("option", "outcome"),
    [
        ("enable_ip_masquerade: 'false'", "lost-in-the-internet"),
        ("host_binding_ipv4: 127.0.0.1", "nobody-listens"),
    ],
)
def test_what_the_daemon_gives_all_networks_each_of_them_has(option: str, outcome: str) -> None:
    """Just as if it were written at each; what a network says itself counts before it."""
    option = f"com.docker.network.bridge.{option}"
    flow = ("far", "10.1.4.4", "") if "masquerade" in option else ("desk", "10.1.2.3", "9090")
    text = site("card", "on")
    for_all = text.replace('"28",', f'"28", settings: {{default-network-opts: {{bridge: {{{option}}}}}}},')
    assert asked(for_all, *flow) == outcome
    assert asked(text.replace("10.91.0.0/24", f"10.91.0.0/24, options: {{{option}}}"), *flow) == outcome
    otherwise = for_all.replace(
        "10.91.0.0/24",
        f"10.91.0.0/24, options: {{{option.replace('false', 'true').replace('127.0.0.1', '0.0.0.0')}}}",
    )
    assert asked(otherwise, *flow) == asked(text, *flow) != outcome


@pytest.mark.parametrize(
    ("option", "outcome"),
    [
        ("host_binding_ipv4: 127.0.0.1", "nobody-listens"),
        ("gateway_mode_ipv4: routed", "nobody-listens"),
        ("enable_icc: 'true'", "saw 10.1.4.4"),
    ],
)
def test_composes_own_network_publishes_as_the_daemon_says(option: str, outcome: str) -> None:
    """It has what all new networks have; only from the host itself is a port at 127.0.0.1 reached."""
    defaults = f"{{default-network-opts: {{bridge: {{com.docker.network.bridge.{option}}}}}}}"
    text = site("card", "on").replace('"28",', f'"28", settings: {defaults},')
    text = text.replace(
        "services:", "services:\n          alone: {listens: [80/tcp], publish: [{port: 7070, to: 80}]}"
    )
    assert asked(text, "desk", "10.1.2.3", "7070") == outcome
    reached = asked(text, "srv", "127.0.0.1", "7070").startswith("saw")
    assert reached == ("routed" not in option)


@pytest.mark.parametrize("link", LINKS)
@pytest.mark.parametrize("proxy", PROXY)
@pytest.mark.parametrize(("source", "address", "port", "outcome"), BOTH)
def test_a_bridge_behaves_as_measured(  # noqa: PLR0917 - a table's columns
    link: str, proxy: str, source: str, address: str, port: str, outcome: str
) -> None:
    assert asked(site(link, proxy), source, address, port) == outcome


@pytest.mark.parametrize("link", LINKS)
@pytest.mark.parametrize(
    ("proxy", "source", "address", "port", "outcome"),
    [("on", *row) for row in ON] + [("off", *row) for row in OFF],
)
def test_the_userland_proxy_makes_the_measured_difference(  # noqa: PLR0917 - as above
    link: str, proxy: str, source: str, address: str, port: str, outcome: str
) -> None:
    assert asked(site(link, proxy), source, address, port) == outcome


DNAT = """
    version: 1
    lans:
      office: {{subnet: 10.1.0.0/20, gateway: 10.1.0.1, devices: {{desk: 10.1.4.4}}}}
    hosts:
      srv:
        interfaces: {{eth0: {{lan: office, address: 10.1.2.3/20}}}}
        listens: [80/tcp]
        sysctls: {{net.bridge.bridge-nf-call-iptables: {brnf}}}
        firewall: {firewall}
        docker: {{userland_proxy: {proxy}}}
        networks:
          one: {{driver: bridge, subnet: 10.90.0.0/24}}
          two: {{driver: bridge, subnet: 10.91.0.0/24}}
        services:
          led: {{networks: {{one: 10.90.0.50}}, listens: [8080/tcp], publish: [{{address: 10.1.2.40, port: 80, to: 8080, via: dnat}}]}}
          near: {{networks: {{one: 10.90.0.60}}}}
          far: {{networks: {{two: 10.91.0.60}}}}
    """


@pytest.mark.parametrize("firewall", ["nftables", "iptables"])
@pytest.mark.parametrize(
    ("proxy", "brnf", "source", "outcome"),
    [
        ("true", "1", "desk", "saw 10.1.4.4"),
        ("true", "1", "srv", "saw 10.1.2.40"),
        ("false", "1", "srv", "saw 10.90.0.1"),
        ("true", "1", "near", "saw 10.90.0.1"),
        ("true", "0", "near", "saw 10.90.0.1"),
        ("true", "1", "led", "bridge-hairpin"),
        ("true", "0", "led", "saw 10.90.0.1"),
        ("false", "1", "led", "saw 10.90.0.1"),
        ("true", "1", "far", "docker-networks-apart"),
    ],
)
def test_our_own_dnat_is_met_by_those_who_were_seen_to_meet_it(
    firewall: str, proxy: str, brnf: str, source: str, outcome: str
) -> None:
    """FACTS S4 and docs/facts.md: the LAN, the host, a neighbour, the container itself, another network."""
    text = DNAT.format(firewall=firewall, proxy=proxy, brnf=brnf)
    assert asked(text, source, "10.1.2.40", "80") == outcome
    assert asked(text, "desk", "10.1.2.3", "80") == "saw 10.1.4.4"  # the host's own service stays


@pytest.mark.parametrize("value", ["true", "1", "T"])
def test_a_gateway_that_nobody_is_takes_nothing_on(value: str) -> None:
    """`inhibit_ipv4`, however Go reads true (28.5: measured)."""
    inhibited = f"subnet: 10.91.0.0/24, options: {{com.docker.network.bridge.inhibit_ipv4: '{value}'}}"
    text = site("card", "on").replace("subnet: 10.91.0.0/24", inhibited)
    assert asked(site("card", "on"), "far", "10.1.4.4") == "saw 10.1.2.3"
    assert not asked(text, "far", "10.1.4.4").startswith("saw")
