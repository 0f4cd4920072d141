"""LW107: left behind, or of use to somebody."""

from __future__ import annotations

import pytest

from tests.rules.found import found, messages


def site(
    *,
    lans: str = "",
    interfaces: str = "",
    networks: str = "",
    services: str = "app: {networks: {backend: {}}}",
    host: str = "firewall: nftables",
    expect: str = "",
) -> str:
    """A host on one LAN with one network and one service, and more of each."""
    return f"""
        version: 1
        lans:
          home: {{subnet: 192.168.0.0/22, gateway: 192.168.0.1, devices: {{laptop: 192.168.0.50}}}}
          {lans}
        hosts:
          dock1:
            {host}
            interfaces:
              eth0: {{lan: home, address: 192.168.0.231/22}}
              {interfaces}
            networks:
              backend: {{driver: bridge, subnet: 172.22.0.0/24}}
              {networks}
            services: {{{services}}}
        expect: [{expect}]
        """


def test_what_is_in_use_is_no_finding() -> None:
    """The base of the cases below."""
    assert messages("LW107", site()) == []


LAB = "lab: {subnet: 192.168.8.0/24, devices: {scope: 192.168.8.9}}"


@pytest.mark.parametrize(
    "use",
    [
        {"interfaces": "eth1: {lan: lab}"},
        {"networks": "net1: {driver: macvlan, parent: eth0, lan: lab, host_access: {address: 10.9.9.9/32}}"},
        {"expect": "{from: app, to: scope}"},
        {"expect": "{from: app, to: lab/scope}"},
        {"expect": "{from: lan/lab, to: app}"},
        {"expect": "{from: app, to: 192.168.8.77}"},
    ],
)
def test_a_lan_is_used_by_what_is_on_it_and_by_who_names_it(use: dict[str, str]) -> None:
    """An interface, a network, an expectation: by group, device or address."""
    assert messages("LW107", site(lans=LAB)) == ["the LAN `lab` is never used"]
    assert messages("LW107", site(lans=LAB, **use)) == []


def test_a_lan_may_be_used_by_way_of_a_router() -> None:
    """LANs of one router are routed to each other; a route leads to what is behind a machine."""
    shared = site(lans=LAB.replace("devices", "router: gw, devices")).replace(
        "gateway: ", "router: gw, gateway: "
    )
    assert messages("LW107", shared) == []
    routed = site(lans=LAB).replace(
        "devices: {l", "routes: [{to: 192.168.8.0/24, via: 192.168.0.9}], devices: {l"
    )
    assert messages("LW107", routed) == []
    alone = site(
        lans=LAB.replace("devices", "router: gw, devices")
        + "\n          attic: {subnet: 192.168.9.0/24, router: gw}"
    )
    assert messages("LW107", alone) == ["the LAN `lab` is never used", "the LAN `attic` is never used"]


def test_each_used_lan_has_routes_of_its_own() -> None:
    """What one LAN reaches doesn't take another one's place; and what is reached reaches further."""
    lans = """lab: {subnet: 192.168.8.0/24, routes: [{to: 192.168.10.0/24, via: 192.168.8.9}]}
          attic: {subnet: 192.168.9.0/24}
          cellar: {subnet: 192.168.10.0/24, routes: [{to: 192.168.11.0/24, via: 192.168.10.9}]}
          shed: {subnet: 192.168.11.0/24}"""
    routed = site(lans=lans, interfaces="eth1: {lan: lab}").replace(
        "devices: {l", "routes: [{to: 192.168.9.0/24, via: 192.168.0.9}], devices: {l"
    )
    assert messages("LW107", routed) == []


def test_an_unused_lan_may_be_meant_for_avoid() -> None:
    """The fix is the line to write, if it is there to keep Docker's pools off it."""
    (finding,) = found("LW107", site(lans='lab: {subnet: [192.168.8.0/24, "fd00:9::/64"]}'))
    assert "`lab: [192.168.8.0/24, fd00:9::/64]` under `avoid`" in finding.fix
    assert finding.severity == "warning"


def test_lans_without_a_host_are_a_beginning() -> None:
    """Who has written no host yet isn't told that nothing uses the LANs."""
    assert messages("LW107", "version: 1\nlans:\n  home: {subnet: 192.168.0.0/22}\n") == []


@pytest.mark.parametrize(
    "interface",
    [
        "eth1: {lan: home}",
        "eth1: {address: 10.0.0.1/24}",
        "eth1: {dhcp: true}",
        "eth1: {promiscuous: true}",
        "eth1: {managed: true}",
        "eth1: {unit: 20-lan.network}",
        "eth1: {}\n              br1: {kind: bridge, ports: [eth1], lan: home}",
        "eth1: {}\n              eth1.7: {lan: home}",
        "eth1: {}\n              v7: {kind: vlan, link: eth1, id: 7, dhcp: true}",
    ],
)
def test_an_interface_that_says_something_or_carries_something_is_used(interface: str) -> None:
    """An address, a LAN, a lease, something to write for it; a port; the link of a VLAN."""
    assert messages("LW107", site(interfaces=interface)) == []


@pytest.mark.parametrize(
    ("interface", "network"),
    [
        ("eth1: {}", "net1: {driver: macvlan, parent: eth1, subnet: 10.1.0.0/24}"),
        ("eth1: {}", "net1: {driver: ipvlan, parent: eth1.8, subnet: 10.1.0.0/24}"),
        ("br1: {kind: bridge}", "net1: {driver: bridge, host_bridge: br1, subnet: 10.1.0.0/24}"),
        ("br1: {kind: bridge}", "net1: {driver: bridge, uplink: {veth_to: br1}, subnet: 10.1.0.0/24}"),
    ],
)
def test_an_interface_below_a_network_is_used(interface: str, network: str) -> None:
    """A parent, the link of a VLAN that Docker makes, a bridge of the host."""
    text = site(interfaces=interface, networks=network, services="app: {networks: {backend: {}, net1: {}}}")
    assert messages("LW107", text) == []


def test_dockers_own_bridge_is_used() -> None:
    """`docker.bridge` puts docker0's containers there."""
    assert messages("LW107", site(interfaces="br1: {kind: bridge}", host="docker: {bridge: br1}")) == []


@pytest.mark.parametrize(
    ("interface", "unused"),
    [
        ("eth1: {}", ["eth1"]),
        ("wlan0: {kind: wireless}", ["wlan0"]),
        ("eth1: {}\n              br1: {kind: bridge, ports: [eth1]}", ["br1"]),
        ("eth0.7: {}", ["eth0.7"]),
    ],
)
def test_an_interface_with_nothing_but_its_kind_is_told(interface: str, unused: list[str]) -> None:
    """The top of a pile that nothing stands on; what is below it is in its use."""
    assert messages("LW107", site(interfaces=interface)) == [
        f"the interface `{name}` is never used" for name in unused
    ]


@pytest.mark.parametrize(
    ("network", "host"),
    [
        ("net1: {driver: bridge, external: true}", "firewall: nftables"),
        ("net1: {driver: macvlan, parent: eth0, lan: home, host_access: true}", "firewall: nftables"),
        ("net1: {driver: bridge}", "projects: {dock1: {compose_file: compose.yaml}}"),
    ],
)
def test_a_network_may_have_users_that_the_intent_doesnt_tell(network: str, host: str) -> None:
    """One that exists already; one that the host itself is on; one of a compose file with services of its own."""
    assert messages("LW107", site(networks=network, host=host)) == []


def test_a_network_that_no_service_is_on_is_told() -> None:
    """A host without any service says nothing about who is on its networks."""
    assert messages("LW107", site(networks="net1: {driver: bridge}")) == ["the network `net1` is never used"]
    assert messages("LW107", site(networks="net1: {driver: bridge}", services="")) == []


def test_defaults_are_used_where_one_host_uses_them() -> None:
    """What several hosts share is judged once for all of them."""
    text = """
        version: 1
        defaults:
          host:
            interfaces: {eth0: {}, eth1: {}}
            networks: {shared: {driver: bridge}, spare: {driver: bridge}}
        hosts:
          dock1: {services: {web: {networks: {shared: {}}}}, interfaces: {br0: {kind: bridge, ports: [eth0], dhcp: true}}}
          dock2: {services: {app: {}}}
        """
    assert messages("LW107", text) == [
        "the interface `eth1` is never used",
        "the network `spare` is never used",
    ]
