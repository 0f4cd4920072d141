"""What would mend a drop names the change of the intent, and the packet gets through with it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from lanwright.expect import remedies
from lanwright.expect.changes import by_docker, lenient_filter, not_internal
from lanwright.lower import lower
from lanwright.plan.port import Port
from lanwright.trace import trace
from lanwright.trace.meaning import asked, askers, flows, nearest
from lanwright.world import Surroundings, realise
from tests.intents import site_of

if TYPE_CHECKING:
    from lanwright.intent import Site
    from lanwright.trace import Trace
    from lanwright.world import World

SITE = """
    version: 1
    lans:
      home: {subnet: 192.168.0.0/22, gateway: 192.168.0.1, devices: {laptop: 192.168.0.50} MORE}
      six: {subnet: "fd00:6::/64"}
    hosts:
      dock1:
        interfaces:
          CARD: {LINK lan: home, address: 192.168.0.231/22}
          eth1: {address: 10.5.0.2/24 BY_HAND}
          eth2: {lan: six, address: "fd00:6::2/64"}
        listens: [22/tcp]
        sysctls: {SYSCTLS}
        networks:
          one: {NETWORK}
          two: {driver: bridge, subnet: TWO}
        services:
          app: {networks: {two: {}}, listens: [8080/tcp]}
          web: {networks: {one: WEB}, listens: [80/tcp] MORE}
          other: {networks: {one: {}}}
      dock2:
        interfaces: {eth0: {lan: home, address: 192.168.0.233/22}}
        services: {far: {listens: [9090/tcp]}}
    """


def fixes(network: str, source: str, to: str, **parts: Any) -> list[str]:
    """What would mend a flow from one to the other, in words; `parts` as for `lost`."""
    return remedies(*lost(network, source, to, **parts))


def lost(
    network: str,
    source: str,
    to: str,
    *,
    card: str = "eth0",
    web: str = "{}",
    more: str = "",
    sysctls: str = "",
    lan: str = "",
    two: str = "10.23.0.0/24",
    by_hand: str = "",
    around: Surroundings | None = None,
) -> tuple[Site, World, Trace]:
    """A flow from one to the other: to a service's port, to `ADDRESS:PORT`, else a ping."""
    to, _, written = to.partition(":")
    link = "kind: wireless," if card == "wlan0" else ""
    text = SITE.replace("CARD", card).replace("LINK", link).replace("NETWORK", network)
    text = text.replace(" MORE}\n      six", f"{lan}}}\n      six")
    text = text.replace("WEB", web).replace("MORE", more).replace("SYSCTLS", sysctls).replace("TWO", two)
    text = text.replace(" BY_HAND}", f"}}\n          {by_hand}: {{}}" if by_hand else "}")
    site = site_of(text)
    world = realise(lower(site), around)
    (asking,) = askers(world, source)
    name, address = nearest(world, asking, asked(world, to))[0]
    number = int(written) if written else {"web": 80, "app": 8080}.get(to)
    ports = None if number is None else [Port(number, number, "tcp")]
    flow = flows(world, asking, name, address, ports)[0]
    return site, world, trace(world, flow)


BRIDGE = "driver: bridge, subnet: 10.22.0.0/24"
ROUTED = "driver: ipvlan, mode: l3, parent: eth0, lan: home, subnet: 10.9.0.0/24"
LAN = "driver: macvlan, parent: eth0, lan: home, ip_range: 192.168.0.248/29"


@pytest.mark.parametrize(
    ("network", "source", "to", "said"),
    [
        (LAN, "dock1", "web", "add `host_access: true` to hosts.dock1.networks.one"),
        (f"{LAN}, mode: private", "other", "web", "write `mode: bridge` in hosts.dock1.networks.one"),
        (
            LAN.replace("macvlan", "ipvlan"),
            "dock1",
            "web",
            "add `host_access: {address: 192.168.3.254/32}` to hosts.dock1.networks.one",
        ),
        (
            f"{LAN}, flag: private".replace("macvlan", "ipvlan"),
            "other",
            "web",
            "write `flag: bridge` in hosts.dock1.networks.one",
        ),
        (
            "driver: ipvlan, mode: l3, parent: eth0, lan: home, subnet: 10.9.0.0/24",
            "laptop",
            "web",
            "give the router the route `10.9.0.0/24 via 192.168.0.231`, and add `{to: 10.9.0.0/24, via: 192.168.0.231}` to lans.home.routes",
        ),
        (
            "driver: bridge, subnet: 10.22.0.0/24",
            "web",
            "app",
            "add `two: {}` to hosts.dock1.services.web.networks",
        ),
        (
            "driver: bridge, subnet: 10.22.0.0/24",
            "laptop",
            "app",
            "add `{port: 8080/tcp}` to hosts.dock1.services.app.publish, and ask at 192.168.0.231",
        ),
        (
            "driver: bridge, subnet: 10.22.0.0/24",
            "laptop",
            "dock1/app:8080",
            "add `{port: 8080/tcp}` to hosts.dock1.services.app.publish, and ask at 192.168.0.231",
        ),
        (
            "driver: bridge, subnet: 10.22.0.0/24, internal: true",
            "web",
            "laptop",
            "drop `hosts.dock1.networks.one.internal`",
        ),
        (
            "driver: bridge, subnet: 10.22.0.0/24, internal: true",
            "web",
            "dock1:22",
            "drop `hosts.dock1.networks.one.internal`",
        ),
    ],
)
def test_a_change_is_named(network: str, source: str, to: str, said: str) -> None:
    assert said in fixes(network, source, to)


def test_a_wireless_card_is_told_to_take_ipvlan() -> None:
    network = LAN.replace("eth0", "wlan0")
    assert fixes(network, "laptop", "web", card="wlan0", web="192.168.0.241") == [
        "write `driver: ipvlan` in hosts.dock1.networks.one"
    ]


def test_a_hairpin_is_told_to_go_by_docker() -> None:
    published = ", publish: [{address: 192.168.0.240, port: 80, via: dnat}, {port: 81}]"
    network = "driver: bridge, subnet: 10.22.0.0/24"
    (change,) = by_docker(*lost(network, "web", "192.168.0.240:80", more=published))
    assert [item.via for item in change.site.hosts["dock1"].services["web"].publish] == ["alias", None]
    assert fixes(network, "web", "192.168.0.240:80", more=published) == [
        "write `via: alias` in hosts.dock1.services.web.publish"
    ]


def test_what_nothing_mends_has_no_remedy() -> None:
    """The router lets nobody in from the internet."""
    assert fixes(LAN, "internet", "web", web="192.168.0.241") == []


IPVLAN = LAN.replace("macvlan", "ipvlan")


def test_a_strict_filter_is_told_to_be_lenient() -> None:
    """On the host that drops it; what else is written of the kernel stays."""
    own = f"{IPVLAN}, host_access: {{address: 192.168.0.39/32}}"
    strict = "net.ipv4.conf.all.rp_filter: 1, net.ipv4.ip_forward: 1"
    (change,) = lenient_filter(*lost(own, "web", "192.168.0.231:22", web="192.168.0.241", sysctls=strict))
    assert change.site.hosts["dock1"].sysctls == {
        "net.ipv4.conf.all.rp_filter": "2",
        "net.ipv4.ip_forward": "1",
    }
    assert fixes(own, "web", "192.168.0.231:22", web="192.168.0.241", sysctls=strict) == [
        "set rp_filter to 2 on dock1, and write so in hosts.dock1.sysctls"
    ]


def test_a_shim_gets_an_address_that_nobody_has() -> None:
    """Neither a machine of the LAN nor Docker, and there must be one."""
    taken = IPVLAN.replace("192.168.0.248/29", "192.168.3.248/29")
    assert fixes(taken, "dock1", "web") == [
        "add `host_access: {address: 192.168.3.247/32}` to hosts.dock1.networks.one"
    ]
    leased = ", dhcp: [192.168.3.251-192.168.3.254]"
    assert fixes(IPVLAN, "dock1", "web", lan=leased) == [
        "add `host_access: {address: 192.168.3.250/32}` to hosts.dock1.networks.one"
    ]
    whole = IPVLAN.replace("192.168.0.248/29", "192.168.0.0/22")
    assert fixes(whole, "dock1", "web", web="192.168.0.241") == []
    no_lan = "driver: ipvlan, parent: eth1, subnet: 10.9.0.0/24"
    assert fixes(no_lan, "dock1", "web") == []
    assert fixes(no_lan.replace("eth1", "eth2").replace("10.9.0.0/24", '"fd00:6::/64"'), "dock1", "web") == []


def test_a_dummy_shim_is_told_to_have_an_address_of_the_lan() -> None:
    """By which the containers answer."""
    dummy = f"{IPVLAN}, host_access: {{address: 10.99.0.1/32}}"
    assert fixes(dummy, "dock1", "web", web="192.168.0.241") == [
        "add `host_access: {address: 192.168.3.254/32}` to hosts.dock1.networks.one"
    ]


def test_a_service_may_be_asked_by_its_address() -> None:
    network = "driver: bridge, subnet: 10.22.0.0/24"
    assert fixes(network, "web", "10.23.0.2:8080") == [
        "add `two: {}` to hosts.dock1.services.web.networks",
        "add `{port: 8080/tcp}` to hosts.dock1.services.app.publish, and ask at 192.168.0.231",
    ]


def test_a_flow_may_name_nobody() -> None:
    """Its address is all there is to go by."""
    site, world, found = lost(BRIDGE, "web", "app")
    nameless = trace(world, replace(found.flow, to=""))
    assert remedies(site, world, nameless) == [
        "add `two: {}` to hosts.dock1.services.web.networks",
        "add `{port: 8080/tcp}` to hosts.dock1.services.app.publish, and ask at 192.168.0.231",
    ]


def test_an_internal_network_is_changed_to_one_that_isnt() -> None:
    """As an intent would say it."""
    (change,) = not_internal(*lost(f"{BRIDGE}, internal: true", "web", "laptop"))
    assert change.site.hosts["dock1"].networks["one"].internal is False


def test_a_change_that_leaves_no_plan_is_no_remedy() -> None:
    """A link of the host's, made by hand, has the shim's name already."""
    assert fixes(LAN, "dock1", "web") != []
    assert fixes(LAN, "dock1", "web", by_hand="shim-one") == []


def test_a_port_is_published_for_a_service_alone() -> None:
    """Whoever is asked by an address that nobody has, or without a port, has none to publish."""
    network = "driver: bridge, subnet: 10.22.0.0/24"
    assert fixes(network, "laptop", "10.23.0.99:8080") == []
    assert fixes(network, "web", "10.23.0.99:8080") == []
    assert fixes(network, "laptop", "10.23.0.2") == []


def test_a_service_of_another_host_is_on_none_of_its_networks() -> None:
    """It asks at a port of the host."""
    assert fixes(BRIDGE, "far", "app") == [
        "add `{port: 8080/tcp}` to hosts.dock1.services.app.publish, and ask at 192.168.0.231"
    ]


def test_the_route_is_written_at_the_lan_of_the_router() -> None:
    """What it is called, and who asks, is no matter."""
    for source in ("laptop", "dock1"):
        (said,) = fixes(ROUTED, source, "web", lan=", router: fritz")
        assert said.endswith("to lans.home.routes")


def test_a_network_without_room_is_no_remedy() -> None:
    """There is no address left in it for one more."""
    assert fixes(BRIDGE, "web", "app", two="10.23.0.0/30") == [
        "add `{port: 8080/tcp}` to hosts.dock1.services.app.publish, and ask at 192.168.0.231"
    ]


def test_what_devices_answer_at_holds_for_the_changed_site_too() -> None:
    """`trace` takes ports besides those that are written."""
    network = f"{BRIDGE}, internal: true"
    asked_for = ("web", "192.168.0.50:445")
    assert remedies(*lost(network, *asked_for)) == []
    around = Surroundings(devices=(Port(445, 445, "tcp"),))
    assert remedies(*lost(network, *asked_for, around=around)) == ["drop `hosts.dock1.networks.one.internal`"]


@pytest.mark.parametrize(("number", "count"), [(5, 1), (6, 0)])
def test_a_few_changes_are_tried_and_no_more(number: int, count: int) -> None:
    """Each is a whole site to be made."""
    names = [f"net{each}" for each in range(7)]
    networks = "".join(f"\n          {name}: {{driver: macvlan, parent: eth0, lan: home}}" for name in names)
    text = f"""
    version: 1
    lans: {{home: {{subnet: 192.168.0.0/22, gateway: 192.168.0.1}}}}
    hosts:
      dock1:
        interfaces: {{eth0: {{lan: home, address: 192.168.0.231/22}}}}
        networks:{networks}
        services: {{web: {{networks: {{net{number}: 192.168.0.241}}, listens: [80/tcp]}}}}
    """
    site = site_of(text)
    world = realise(lower(site))
    (flow,) = flows(world, "dock1", "web", asked(world, "web")[0][1], [Port(80, 80, "tcp")])
    assert len(remedies(site, world, trace(world, flow))) == count
