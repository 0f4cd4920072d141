"""VPN containers: the host's routes to their clients, what the container is told, what is left to a person."""

from __future__ import annotations

import pytest

from lanwright.plan import HostPlan, Purpose, Task
from tests.intents import host_of

INTENT = """
version: 1
lans:
  home:
    subnet: [192.168.0.0/22, "fd00:8::/64"]
    gateway: [192.168.0.1, "fd00:8::1"]
    ra: false
    routes: [ROUTES]
hosts:
  dock1:
    interfaces: {eth0: {lan: home, address: [192.168.0.231/22, "fd00:8::231/64"]}}
    networks:
      real_lan: {driver: DRIVER, parent: eth0, lan: home, host_access: ACCESS}
      inner: {driver: bridge, subnet: 172.22.0.0/24}
      chosen: {driver: bridge}
      wide: {driver: bridge, subnet: [172.24.0.0/30, 172.25.0.0/24, "fd00:24::/64"]}
    services:
      vpn: {networks: {real_lan: [192.168.0.242, "fd00:8::242"]}, clients: CLIENTS}
"""
BOTH = '[10.8.0.0/24, "fd00:9::/64"]'


def host(
    clients: str = "10.8.0.0/24",
    access: str = "true",
    driver: str = "macvlan",
    routes: str = "",
    more: str = "",
) -> HostPlan:
    """The host above with a VPN."""
    text = INTENT.replace("CLIENTS", clients).replace("ACCESS", access).replace("DRIVER", driver)
    return host_of(text.replace("ROUTES", routes) + more)


def routes(plan: HostPlan) -> list[tuple[str, str, str, str]]:
    """The routes to clients."""
    return [
        (str(item.destination), str(item.via), item.link, str(item.source))
        for item in plan.routes
        if item.purpose is Purpose.CLIENTS
    ]


def commands(plan: HostPlan) -> list[tuple[str, str]]:
    """Who is to type what."""
    return [(task.where, task.command) for task in plan.tasks]


def test_the_host_reaches_clients_by_the_shim_beside_their_container() -> None:
    """In each family by the container's own address, after the route to the container itself."""
    plan = host(BOTH)
    assert routes(plan) == [
        ("10.8.0.0/24", "192.168.0.242", "shim-real_lan", "192.168.0.231"),
        ("fd00:9::/64", "fd00:8::242", "shim-real_lan", "fd00:8::231"),
    ]
    purposes = [route.purpose for route in plan.routes]
    assert purposes == sorted(
        purposes, key=[Purpose.DEFAULT_ROUTE, Purpose.CONTAINERS, Purpose.CLIENTS].index
    )


@pytest.mark.parametrize(
    ("address", "source"), [("192.168.143.91/32", "192.168.0.231"), ("192.168.0.239/32", "192.168.0.239")]
)
def test_the_source_is_that_of_the_shims_other_routes(address: str, source: str) -> None:
    """A dummy address is nobody's to answer."""
    plan = host(access=f"{{interface: macvlan0, address: {address}}}")
    assert routes(plan) == [("10.8.0.0/24", "192.168.0.242", "macvlan0", source)]


BRIDGED = """
version: 1
lans:
  home:
    subnet: [192.168.0.0/22, "fd00:8::/64"]
    gateway: [192.168.0.1, "fd00:8::1"]
    ra: false
hosts:
  dock1:
    network: MANAGER
    interfaces:
      eth0: {}
      br0: {kind: bridge, ports: [eth0], lan: home, OWN}
    networks: {real_lan: {driver: bridge, JOINED, lan: home}}
    services: {vpn: {networks: {real_lan: [192.168.0.242, "fd00:8::242"]}, clients: [10.8.0.0/24, "fd00:9::/64"]}}
"""
STATIC = 'address: [192.168.0.231/22, "fd00:8::231/64"]'


def bridged(manager: str = "ifupdown", own: str = STATIC, joined: str = "host_bridge: br0") -> HostPlan:
    """A host whose bridge the VPN's container is on, or is joined to."""
    return host_of(BRIDGED.replace("MANAGER", manager).replace("OWN", own).replace("JOINED", joined))


@pytest.mark.parametrize("joined", ["host_bridge: br0", "uplink: {veth_to: br0}"])
def test_the_host_s_own_bridge_leads_to_clients_behind_it(joined: str) -> None:
    """What it answers them doesn't come by the router, and past it a second time."""
    assert routes(bridged(joined=joined)) == [
        ("10.8.0.0/24", "192.168.0.242", "br0", "192.168.0.231"),
        ("fd00:9::/64", "fd00:8::242", "br0", "fd00:8::231"),
    ]


def test_a_lease_is_no_source() -> None:
    """The kernel takes the address that it has there."""
    assert routes(bridged(own="address: [192.168.0.231/22], dhcp: true")) == [
        ("10.8.0.0/24", "192.168.0.242", "br0", "None")
    ]


def test_networkd_needs_a_file_to_write_it_to() -> None:
    """One of ours, or one whose name is told."""
    assert routes(bridged("networkd")) == []
    assert routes(bridged("networkd", STATIC + ", unit: 20-br0.network")) == routes(bridged())
    assert routes(bridged("networkd", STATIC + ", managed: true")) == routes(bridged())


def test_hosts_that_get_no_route() -> None:
    """Without a shim, on ipvlan, and where the container hides its clients."""
    assert routes(host(access="false")) == []
    assert routes(host(driver="ipvlan")) == []
    assert routes(host("{range: 10.8.0.0/24, return: nat}")) == []


def test_host_bits_in_a_range() -> None:
    """OpenVPN's `server` and WireGuard's `Address` are written so."""
    assert routes(host("10.8.0.1/24")) == routes(host())


def test_the_router_s_route_is_a_task_until_the_intent_has_it() -> None:
    """One command for each family, as a Linux router takes it."""
    assert commands(host(BOTH)) == [
        ("router of home", "ip route add 10.8.0.0/24 via 192.168.0.242"),
        ("router of home", "ip route add fd00:9::/64 via fd00:8::242"),
    ]
    assert commands(host(routes="{to: 10.0.0.0/8, via: 192.168.0.242}")) == []
    assert commands(host(routes="{to: 10.8.0.0/24, via: 192.168.0.231}")) == commands(host())
    assert commands(host(driver="ipvlan")) == []


def test_a_gateway_that_is_a_host_is_that_host() -> None:
    """The VPN's own host has the route already; another one gets the task."""
    text = INTENT.replace("CLIENTS", "10.8.0.0/24").replace("ACCESS", "true").replace("DRIVER", "macvlan")
    text = text.replace("ROUTES", "")
    assert commands(host_of(text.replace("192.168.0.1,", "192.168.0.231,"))) == []


FORWARD_4, FORWARD_6 = "net.ipv4.ip_forward", "net.ipv6.conf.all.forwarding"


def test_the_container_forwards() -> None:
    """In its clients' families, unless the intent says something else; the others are left alone."""
    assert host().services["vpn"].sysctls == {FORWARD_4: "1"}
    assert host(BOTH).services["vpn"].sysctls == {FORWARD_4: "1", FORWARD_6: "1"}
    said = host("10.8.0.0/24, sysctls: {net/ipv4/ip_forward: 0}")
    assert said.services["vpn"].sysctls == {"net/ipv4/ip_forward": "0"}


def test_a_shared_network_forwards_where_it_is_made() -> None:
    """Docker takes no sysctls from who only shares it; the way in is the other one's."""
    plan = host(more='      side: {network_mode: "service:vpn", clients: 10.9.0.0/24}\n')
    assert plan.services["side"].sysctls == {}
    assert plan.services["vpn"].sysctls == {FORWARD_4: "1"}
    assert routes(plan)[1][:2] == ("10.9.0.0/24", "192.168.0.242")


def test_the_host_s_own_network_is_left_alone() -> None:
    """No container's sysctl, no script, no task."""
    more = "      {0}: {{network_mode: host, clients: {{range: 10.9.0.0/24, return: {1}}}}}\n"
    plan = host(more=more.format("led", "route") + more.format("hidden", "nat"))
    assert [plan.services[name].sysctls for name in ("led", "hidden")] == [{}, {}]
    assert len(plan.tasks) == 1
    hidden = plan.services["hidden"].clients
    assert hidden
    assert hidden.script is None


@pytest.mark.parametrize(
    ("networks", "leaves_by"),
    [
        ("{real_lan: [192.168.0.243, 'fd00:8::243']}", ["192.168.0.243/32", "fd00:8::243/128"]),
        ("{real_lan: 192.168.0.243, inner: {}}", ["192.168.0.243/32", "172.22.0.0/24", "fd00:8::/64"]),
        ("{inner: {}}", ["172.22.0.0/24"]),
        ("{wide: {}}", ["172.24.0.0/30 172.25.0.0/24", "fd00:24::/64"]),
        ("{chosen: {}}", []),
    ],
)
def test_a_script_knows_interfaces_by_what_stays_the_same(networks: str, leaves_by: list[str]) -> None:
    """The container's addresses, else the written subnets of its networks; never a prediction."""
    clients = f"{{range: {BOTH}, return: nat}}"
    plan = host(more=f"      hides: {{networks: {networks}, clients: {clients}}}\n")
    made = plan.services["hides"].clients
    assert made
    assert [" ".join(map(str, named)) for named in made.leaves_by] == leaves_by
    assert bool(made.script) == bool(leaves_by)


def tasks_of(plan: HostPlan, name: str) -> list[Task]:
    """What is to be done in a container."""
    return [task for task in plan.tasks if task.where == f"container {name} of dock1"]


def test_a_script_is_run_by_somebody() -> None:
    """Compose mounts it; another container's owner mounts it himself, and says that it forwards."""
    more = (
        "      {0}: {{networks: {{inner: {{}}}}, clients: {{range: {1}, return: nat}}, compose: {2}}}\n"
    ).format
    plan = host(more=more("one", "10.9.0.0/24", "true") + more("two", "10.10.0.0/24", "false"))
    (run,) = tasks_of(plan, "one")
    assert "containers/one/README.md" in run.what
    mounted, forwards = tasks_of(plan, "two")
    assert "/usr/local/lib/lanwright/containers/two mounted" in mounted.what
    assert "--sysctl net.ipv4.ip_forward=1" in forwards.what


@pytest.mark.parametrize(("clients", "link_local"), [(BOTH, True), ("10.8.0.0/24", False)])
def test_routers_may_ask_the_shim_where_ipv6_clients_are_led_to(clients: str, link_local: bool) -> None:  # noqa: FBT001
    """A container asks for its clients from its link-local address."""
    (rule,) = (rule for rule in host(clients).rules if rule.solicitation)
    answered = [str(prefix) for prefix in rule.not_source]
    assert answered == ["fd00:8::242/128", *["fe80::/10"] * link_local]
