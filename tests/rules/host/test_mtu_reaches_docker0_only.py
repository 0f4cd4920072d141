"""LW713: which networks have larger packets than a link takes."""

from __future__ import annotations

import pytest

from tests.rules.found import found

SITE = """
version: 1
lans:
  home: {subnet: 192.168.0.0/22, gateway: 192.168.0.1}
  small: {subnet: 192.168.8.0/24, mtu: 1450}
hosts:
  dock1:
    docker: {settings: {SETTINGS}}
    interfaces: {INTERFACES}
    networks:
      back: {driver: bridge, subnet: 10.100.0.0/24KEYS}
    services: {web: {NETWORKS}}
"""
ETH0 = "eth0: {lan: home, address: 192.168.0.231/22}"
OPTION = "com.docker.network.driver.mtu"


def said(
    interfaces: str, *, keys: str = "", settings: str = "", networks: str = "networks: {back: {}}"
) -> list[str]:
    """What is to be written."""
    text = SITE.replace("INTERFACES", interfaces).replace("KEYS", keys).replace("SETTINGS", settings)
    return [item.fix for item in found("LW713", text.replace("NETWORKS", networks))]


@pytest.mark.parametrize(
    ("interfaces", "mtu"),
    [
        (ETH0, None),
        (f"{ETH0}, wg0: {{kind: tunnel, mtu: 1420}}", 1420),
        (f"{ETH0}, wg0: {{kind: tunnel}}", None),
        ("eth0: {mtu: 1400}, eth0.8: {lan: home, address: 192.168.0.231/22}", 1400),
        ("eth0: {}, eth0.8: {mtu: 1496, lan: home, address: 192.168.0.231/22}", 1496),
        ("eth0: {lan: small, address: 192.168.8.231/24}", 1450),
        ("eth0: {lan: small, dhcp: true}", 1450),
        ("eth0: {mtu: 1400}, br0: {kind: bridge, ports: [eth0], lan: home, address: 192.168.0.231/22}", 1400),
        (f"{ETH0}, eth1: {{mtu: 1400}}", None),
        ("eth0: {lan: home, address: 192.168.0.231/22, mtu: 9000}", None),
    ],
    ids=[
        *("usual", "tunnel", "unknown tunnel", "below a VLAN", "a VLAN", "LAN", "lease", "below a bridge"),
        *("nothing leaves by it", "jumbo"),
    ],
)
def test_the_smallest_link_counts(interfaces: str, mtu: int | None) -> None:
    """Its own MTU, its LAN's, or that of what is below it."""
    assert said(interfaces) == ([] if mtu is None else [f"write `mtu: {mtu}`"])


SMALL = "eth0: {lan: small, address: 192.168.8.231/24}"


@pytest.mark.parametrize(
    ("keys", "settings", "fixes"),
    [
        (", mtu: 1450", "", 0),
        (", mtu: 1400", "", 0),
        (", mtu: 1460", "", 1),
        (", internal: true", "", 0),
        (", external: true", "", 0),
        (f", external: true, options: {{{OPTION}: '1500'}}", "", 1),
        ("", f"default-network-opts: {{bridge: {{{OPTION}: '1400'}}}}", 0),
        ("", f"default-network-opts: {{bridge: {{{OPTION}: '1480'}}}}", 1),
        ("", "mtu: 1450", 1),
        ("", "mtu: 1480", 2),
    ],
)
def test_a_networks_own_mtu_goes_before_the_daemons_default(keys: str, settings: str, fixes: int) -> None:
    """Of a network that exists nobody knows it, unless its option is written."""
    assert len(said(SMALL, keys=keys, settings=settings)) == fixes


def test_the_daemons_mtu_reaches_no_network() -> None:
    """It is told where it is written, with the networks that were meant."""
    (fix,) = said(ETH0, settings="mtu: 1400")
    assert fix == (
        f'write `default-network-opts: {{bridge: {{{OPTION}: "1400"}}}}` beside it, or `mtu: 1400` for each network'
    )
    assert said(ETH0, settings="mtu: 1400", keys=", mtu: 1400") == []
    assert said(ETH0, settings="mtu: 9000", keys=", mtu: 1500") == []


def test_composes_own_network_needs_the_daemons_default() -> None:
    """Nobody else can tell it."""
    (fix,) = said(SMALL, keys=", mtu: 1450", networks="listens: [80]")
    assert fix == f'write `default-network-opts: {{bridge: {{{OPTION}: "1450"}}}}` under `docker.settings`'
    assert said(SMALL, keys=", mtu: 1450", networks="listens: [80], compose: false") == []


def test_on_the_hosts_own_bridge_that_ones_mtu_counts() -> None:
    """Whatever else the host has."""
    interfaces = (
        "eth0: {}, br0: {kind: bridge, ports: [eth0], mtu: 1400, lan: home, address: 192.168.0.231/22}"
    )
    text = SITE.replace("INTERFACES", interfaces).replace("SETTINGS", "").replace("NETWORKS", "listens: [80]")
    text = text.replace("subnet: 10.100.0.0/24KEYS", "host_bridge: br0, lan: home")
    assert "write `mtu: 1400`" in [item.fix for item in found("LW713", text)]


@pytest.mark.parametrize(
    ("br0", "keys", "fixes"),
    [
        ("mtu: 1400, lan: home, address: 192.168.0.231/22", "", ["write `mtu: 1400`"]),
        ("lan: small, address: 192.168.8.231/24", "", ["write `mtu: 1450`"]),
        ("mtu: 1400, lan: home, address: 192.168.0.231/22", ", mtu: 1400", []),
        ("lan: home, address: 192.168.0.231/22", "", []),
    ],
)
def test_so_it_does_at_the_end_of_a_pair(br0: str, keys: str, fixes: list[str]) -> None:
    """Its containers' packets cross that bridge, and leave by no tunnel."""
    interfaces = f"wg0: {{kind: tunnel, mtu: 1300}}, eth0: {{}}, br0: {{kind: bridge, ports: [eth0], {br0}}}"
    lan = "small" if "small" in br0 else "home"
    text = (
        SITE.replace("INTERFACES", interfaces).replace("SETTINGS", "").replace("NETWORKS", "compose: false")
    )
    text = text.replace("subnet: 10.100.0.0/24KEYS", f"uplink: {{veth_to: br0}}, lan: {lan}{keys}")
    assert [item.fix for item in found("LW713", text)] == fixes


def test_the_limit_is_shown_where_it_is_written() -> None:
    """At the interface, if it isn't the LAN of that name that says it."""
    (finding,) = found(
        "LW713",
        SITE.replace("INTERFACES", f"{ETH0}, small: {{kind: tunnel, mtu: 1420}}")
        .replace("SETTINGS", "")
        .replace("KEYS", "")
        .replace("NETWORKS", "networks: {back: {}}"),
    )
    assert [item.origin.dotted for item in finding.related] == ["hosts.dock1.interfaces.small.mtu"]


PROJECTS = "project: shop}, mail: {project: post"


@pytest.mark.parametrize(
    ("interfaces", "settings", "messages"),
    [
        (
            SMALL,
            "",
            ["the default network of `shop`, the default network of `post`: packets of 1500 bytes, and `eth0` takes 1450"],
        ),
        (f"{ETH0[:-1]}, mtu: 1500}}", "", []),
        (
            ETH0,
            "mtu: 1400",
            ["`mtu: 1400` is for docker0 alone: the default network of `shop`, the default network of `post` have 1500"],
        ),
        (ETH0, "mtu: 1500", []),
        (ETH0, f"mtu: 1400, default-network-opts: {{bridge: {{{OPTION}: '1400'}}}}", []),
        (ETH0, f"mtu: 1400, default-network-opts: {{bridge: {{{OPTION}: '1300'}}}}", []),
    ],
)  # fmt: skip
def test_projects_are_named_whose_network_nobody_tells_it(
    interfaces: str, settings: str, messages: list[str]
) -> None:
    """compose makes one for each; with `default-network-opts` it has that MTU."""
    text = SITE.replace("INTERFACES", interfaces).replace("SETTINGS", settings).replace("KEYS", ", mtu: 1300")
    assert [item.message for item in found("LW713", text.replace("NETWORKS", PROJECTS))] == messages
