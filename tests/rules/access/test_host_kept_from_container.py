"""LW601: what needs a way between the host and its containers on the LAN."""

from __future__ import annotations

import pytest

from tests.rules.found import found, messages


def site(settings: str = "{}", *, network: str = "driver: macvlan", publish: str = "") -> str:
    """A host whose service is a machine on the LAN, and another behind NAT."""
    return f"""
        version: 1
        lans:
          home: {{subnet: [192.168.0.0/22, 'fd00:8::/64'], gateway: [192.168.0.1, 'fd00:8::1']}}
        hosts:
          dock1:
            interfaces:
              eth0: {{lan: home, address: [192.168.0.231/22, 'fd00:8::17/64']}}
            docker: {{settings: {settings}}}
            networks:
              real_lan: {{{network}, parent: eth0, lan: home}}
              backend: {{driver: bridge, subnet: 172.22.0.0/24}}
            services:
              pihole: {{networks: {{real_lan: [192.168.0.242, 'fd00:8::42']}}, publish: [{publish}]}}
              app: {{networks: {{backend: 172.22.0.10}}}}
        """


NEEDED = [
    ("{dns: [1.1.1.1, 192.168.0.242]}", ("dns", "1")),
    ("{dns: ['fd00:8::42']}", ("dns", "0")),
    ("{registry-mirrors: ['http://192.168.0.242:5000']}", ("registry-mirrors", "0")),
    ("{insecure-registries: ['192.168.0.242:5000']}", ("insecure-registries", "0")),
    ("{proxies: {http-proxy: 'http://[fd00:8::42]:3128'}}", ("proxies", "http-proxy")),
    ("{proxies: {http-proxy: 'http://[::ffff:192.168.0.9]:80,192.168.0.242'}}", ("proxies", "http-proxy")),
    ("{log-opts: {syslog-address: 'udp://192.168.0.242:514'}}", ("log-opts", "syslog-address")),
]


@pytest.mark.parametrize("driver", ["driver: macvlan", "driver: ipvlan"])
@pytest.mark.parametrize(("settings", "place"), NEEDED)
def test_a_setting_of_the_daemon_names_a_container_on_the_lan(
    settings: str, place: tuple[str, str], driver: str
) -> None:
    """The finding is at the address, as it is or in a URL."""
    (finding,) = found("LW601", site(settings, network=driver))
    assert finding.origin.path[-2:] == place
    assert finding.fix == "write `host_access: true` at `real_lan`"


@pytest.mark.parametrize(("settings", "place"), NEEDED)
def test_with_host_access_it_gets_there(settings: str, place: tuple[str, str]) -> None:
    """The fix is clean."""
    del place
    assert messages("LW601", site(settings, network="driver: macvlan, host_access: true")) == []


@pytest.mark.parametrize(
    "settings",
    [
        "{dns: [1.1.1.1]}",
        "{dns: [172.22.0.10]}",
        "{labels: ['where=192.168.0.242']}",
        "{dns: nonsense, log-opts: 5}",
    ],
)
def test_what_names_no_container_on_the_lan_needs_nothing(settings: str) -> None:
    """Another server, a container behind NAT, a label; a wrong type is another rule's."""
    assert messages("LW601", site(settings)) == []


def test_a_port_of_the_host_that_leads_to_such_a_container_needs_the_way() -> None:
    """The fix: the LAN needs no port of the host."""
    (finding,) = found("LW601", site(publish="{address: 192.168.0.240, port: 53/udp, via: dnat}"))
    assert finding.origin.path[-1] == "via"
    assert "the LAN reaches `pihole` at 192.168.0.242" in finding.fix


def test_where_nobody_knows_its_address_none_is_named() -> None:
    """Docker gives it one."""
    text = site(publish="{address: 192.168.0.240, port: 53/udp, via: dnat}")
    (finding,) = found("LW601", text.replace("[192.168.0.242, 'fd00:8::42']", "{}"))
    assert finding.fix.startswith("drop it: the LAN reaches `pihole`; ")


@pytest.mark.parametrize("mode", ["private", "vepa", "passthru"])
def test_a_shim_needs_mode_bridge(mode: str) -> None:
    """The fix names it, and writes it."""
    (finding,) = found("LW601", site("{dns: [192.168.0.242]}", network=f"driver: macvlan, mode: {mode}"))
    assert finding.fix == "write `mode: bridge` and `host_access: true` at `real_lan`"
    assert {edit.text for edit in finding.edits} >= {"bridge"}


def test_nobody_asks_for_host_access_where_nothing_needs_it() -> None:
    """A macvlan network without it is an everyday one; what an expectation needs is told by LW801."""
    assert messages("LW601", site()) == []


@pytest.mark.parametrize("mode", ["l3", "l3s"])
def test_a_routed_network_is_reached_by_the_router(mode: str) -> None:
    """ipvlan l3: not kept apart as the LAN's own containers are."""
    text = site("{dns: [10.9.0.2]}", network=f"driver: ipvlan, mode: {mode}, subnet: 10.9.0.0/24")
    text = text.replace("[192.168.0.242, 'fd00:8::42']", "10.9.0.2").replace(
        "parent: eth0, lan: home", "parent: eth0"
    )
    assert messages("LW601", text) == []


@pytest.mark.parametrize(
    ("network", "forwards", "told"),
    [
        ("driver: macvlan, gateway: 192.168.0.231", "0", True),
        ("driver: macvlan, gateway: 192.168.0.231", "1", True),
        ("driver: ipvlan, gateway: 192.168.0.231", "0", True),
        ("driver: macvlan, gateway: 192.168.0.231, host_access: true", "0", True),
        ("driver: macvlan, gateway: 192.168.0.231, host_access: true", "1", False),
        ("driver: macvlan, gateway: 192.168.0.231, internal: true", "0", False),
        ("driver: macvlan, gateway: 192.168.0.1", "0", False),
    ],
)
def test_containers_leave_by_the_host_only_where_it_takes_them_further(
    network: str, forwards: str, *, told: bool
) -> None:
    """They must reach it, and it must forward before Docker sets FORWARD to DROP; the finding is at the gateway."""
    text = site(network=network).replace("[192.168.0.242, 'fd00:8::42']", "192.168.0.242")
    text = text.replace("docker: {", f"sysctls: {{net.ipv4.ip_forward: {forwards}}}\n            docker: {{")
    findings = found("LW601", text)
    assert [item.origin.path[-1] for item in findings] == ["gateway"] * told
    assert all(item.fix == "write the LAN's router: `gateway: 192.168.0.1`" for item in findings)


BY_HOST = "driver: macvlan, gateway: 192.168.0.231"


@pytest.mark.parametrize(
    "settings", ["{ip-forward: false}", "{iptables: false}", "{ip-forward-no-drop: true}"]
)
def test_docker_may_be_told_to_drop_nothing(settings: str) -> None:
    """What the host makes of the packets then is its own affair."""
    text = site(settings, network=f"{BY_HOST}, host_access: true")
    assert messages("LW601", text.replace("[192.168.0.242, 'fd00:8::42']", "192.168.0.242")) == []


def test_a_gateway_that_nobody_uses_leads_nobody_astray() -> None:
    """Services on other networks have others."""
    unused = site(network=BY_HOST).replace("real_lan: [192.168.0.242, 'fd00:8::42']", "backend: {}")
    assert messages("LW601", unused) == []


def test_each_such_network_is_told() -> None:
    """Whatever those before it are like; of one without a LAN nobody knows another router."""
    text = site(network=BY_HOST).replace("[192.168.0.242, 'fd00:8::42']", "192.168.0.242")
    text = text.replace(
        "networks:\n",
        "networks:\n              bare: {driver: macvlan, parent: eth1, subnet: 10.9.0.0/24, gateway: 10.9.0.1}\n",
        1,
    )
    text = text.replace("interfaces:\n", "interfaces:\n              eth1: {address: 10.9.0.1/24}\n", 1)
    text = text.replace("app: {", "app2: {networks: {bare: {}}}\n              app: {")
    assert [item.fix for item in found("LW601", text)] == [
        "write `host_access: true` at `bare`",
        "write the LAN's router: `gateway: 192.168.0.1`",
    ]


@pytest.mark.parametrize(("access", "told"), [("false", True), ("true", False)])
def test_a_lans_gateway_may_be_the_host_itself(access: str, *, told: bool) -> None:
    """Its containers must reach it; the finding is at the network, which has the gateway from there."""
    text = site(network=f"driver: macvlan, host_access: {access}")
    findings = found("LW601", text.replace("gateway: [192.168.0.1, 'fd00:8::1']", "gateway: 192.168.0.231"))
    assert [item.origin.path for item in findings] == [("hosts", "dock1", "networks", "real_lan")] * told
    assert all(item.fix == "write `host_access: true` at `real_lan`" for item in findings)
