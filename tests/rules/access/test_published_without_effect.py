"""LW610: where publishing does nothing."""

from __future__ import annotations

import pytest

from tests.rules.found import found, messages


def site(networks: str, publish: str = "{port: 8080, to: 80}") -> str:
    """A host with a network of every kind."""
    return f"""
        version: 1
        lans:
          home: {{subnet: 192.168.0.0/22, gateway: 192.168.0.1}}
        hosts:
          dock1:
            interfaces:
              eth0: {{}}
              br0: {{kind: bridge, ports: [eth0], lan: home, address: 192.168.0.231/22}}
            networks:
              backend: {{driver: bridge, subnet: 172.22.0.0/24}}
              inside: {{driver: bridge, subnet: 172.23.0.0/24, internal: true}}
              real: {{driver: macvlan, parent: br0, lan: home}}
              shared: {{driver: macvlan, parent: br0, lan: home, host_access: true}}
              air: {{driver: ipvlan, parent: br0, lan: home}}
              routed: {{driver: ipvlan, mode: l3, parent: br0, subnet: 10.9.0.0/24}}
              bridged: {{driver: bridge, host_bridge: br0, lan: home}}
            services:
              web: {{networks: {networks}, publish: [{publish}]}}
        """


@pytest.mark.parametrize(
    ("networks", "kind"),
    [
        ("{real: 192.168.0.241}", "the macvlan network `real`"),
        ("{air: 192.168.0.241}", "the ipvlan network `air`"),
        ("{routed: 10.9.0.2}", "the ipvlan network `routed`"),
        ("{inside: {}}", "the internal network `inside` alone"),
        ("{real: 192.168.0.241, inside: {}}", "the macvlan network `real`"),
        ("{inside: {}, real: 192.168.0.241}", "the macvlan network `real`"),
        ("{real: 192.168.0.241, bridged: 192.168.0.242}", "the network of the host's own bridge `bridged`"),
        ("{bridged: 192.168.0.241}", "the network of the host's own bridge `bridged`"),
    ],
)
def test_publishing_there_does_nothing(networks: str, kind: str) -> None:
    """Nothing good, on the host's own bridge."""
    (finding,) = found("LW610", site(networks))
    assert finding.message == f"`web` publishes 8080/tcp, and is on {kind}"
    assert finding.origin.path[-1] == "port"


@pytest.mark.parametrize("networks", ["{backend: {}}", "{real: 192.168.0.241, backend: {}}", "{}"])
def test_behind_dockers_nat_it_has_its_effect(networks: str) -> None:
    """Beside another network, too (LW619 looks at the default route); without a network compose has one."""
    assert messages("LW610", site(networks)) == []


def test_each_port_is_told() -> None:
    """At its own line."""
    assert len(messages("LW610", site("{real: {}}", "{port: 80}, {port: 443}"))) == 2


def test_our_own_rule_leads_to_no_container_on_the_lan() -> None:
    """Where the host reaches it; else LW601 says that it doesn't."""
    published = "{address: 192.168.0.240, port: 80, via: dnat}"
    for network in ("shared", "bridged"):
        (finding,) = found("LW610", site(f"{{{network}: 192.168.0.241}}", published))
        assert "rules of ours" in finding.why
    assert messages("LW610", site("{real: 192.168.0.241}", published)) == []


def test_a_service_in_anothers_network_publishes_nothing_of_its_own() -> None:
    """Compose refuses that by itself."""
    text = site("{real: 192.168.0.241}", "").replace(
        "services:", "services:\n              side: {network_mode: 'service:web', publish: [{port: 80}]}"
    )
    assert messages("LW610", text) == []


def two_families(docker: str, more: str) -> str:
    """A host with an IPv6 address, and what else it has."""
    return f"""
        version: 1
        lans: {{home: {{subnet: [192.168.0.0/22, 'fd00:8::/64'], gateway: [192.168.0.1, 'fd00:8::1'], ra: false}}}}
        hosts:
          dock1:
            interfaces: {{eth0: {{lan: home, address: [192.168.0.231/22, 'fd00:8::231/64']}}}}
            docker: {{{docker}}}{more}"""


@pytest.mark.parametrize(
    ("docker", "subnet", "number"),
    [
        ("userland_proxy: false", "10.22.0.0/24", 1),
        ("userland_proxy: true", "10.22.0.0/24", 0),
        ("userland_proxy: false", "[10.22.0.0/24, 'fd00:22::/64']", 0),
    ],
)
def test_ipv6_is_carried_over_by_the_proxy_alone(docker: str, subnet: str, number: int) -> None:
    """Of the ports the one at an IPv6 address leads nowhere; of a rule of ours that is LW617's."""
    text = two_families(
        docker,
        f"""
            networks: {{shop: {{driver: bridge, subnet: {subnet}}}}}
            services: {{web: {{networks: {{shop: {{}}}}, publish: [{{address: 'fd00:8::231', port: 80}}, 81, {{address: 'fd00:8::240', port: 82, via: dnat}}]}}}}
        """,
    )
    told = messages("LW610", text)
    assert told == ["`web` publishes 80/tcp at fd00:8::231, and has no IPv6"] * number


@pytest.mark.parametrize(("proxy", "number"), [("false", 1), ("true", 0)])
@pytest.mark.parametrize("keys", ["", "compose: false, ", "network_mode: host, "])
def test_so_it_is_on_composes_own_network(keys: str, proxy: str, number: int) -> None:
    """LW610: which has no IPv6; docker0 may have it, and who has no network of its own publishes nothing."""
    services = f"""
            services: {{web: {{{keys}publish: [{{address: 'fd00:8::231', port: 80}}]}}}}
        """
    text = two_families(f"userland_proxy: {proxy}", services)
    assert len(messages("LW610", text)) == (0 if keys else number)
