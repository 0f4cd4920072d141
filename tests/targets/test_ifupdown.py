"""ifupdown: which files and steps a plan needs, and what they leave alone."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from lanwright.plan import Maker
from lanwright.targets import ifupdown
from lanwright.targets.artifact import Phase
from tests.intents import LAN, host_of
from tests.lower.test_vpn import STATIC, bridged
from tests.targets.hosts import host_with, sample_hosts

if TYPE_CHECKING:
    from lanwright.plan import HostPlan
    from lanwright.targets.artifact import Emission, Step

BOTH = """
version: 1
lans:
  home:
    subnet: [192.168.0.0/22, "fd00:8::/64"]
    gateway: [192.168.0.1, "fd00:8::1"]
hosts:
  dock1:
    interfaces:
      br0:
        kind: bridge
        ports: [eth0]
        lan: home
        address: [192.168.0.231/22, "fd00:8::17/64"]
        mtu: 1400
        promiscuous: true
        managed: MANAGED
      eth0: {}
    networks:
      real_lan: {driver: macvlan, parent: br0, lan: home, ip_range: 192.168.0.248/29, host_access: true}
    services:
      web:
        networks: {real_lan: [192.168.0.241, "fd00:8::241"]}
        listens: [80/tcp]
      site: {publish: [{address: 192.168.0.232, port: 80}, {address: "fd00:8::232", port: 80}]}
"""


def both(*, managed: bool) -> HostPlan:
    """A dual-stack host with a shim and aliases, whose bridge is ours or not."""
    return host_of(BOTH.replace("MANAGED", str(managed).lower()))


def lines_of(emission: Emission, link: str) -> list[str]:
    """A link's part of the interfaces file, from `auto` on."""
    text = file_of_interfaces(emission)
    part = text.split(f"auto {link}\n")[1].split("\n\n")[0]
    return [line.strip() for line in part.splitlines()]


def file_of_interfaces(emission: Emission) -> str:
    """The text of interfaces.d/lanwright."""
    (found,) = (item for item in emission.artifacts if "interfaces.d" in item.path)
    return found.content


def steps_of(host: HostPlan) -> dict[str, Step]:
    """The steps by name."""
    return {step.name: step for step in ifupdown.emit(host).steps}


@pytest.mark.parametrize("manager", ["networkd", "none"])
def test_only_hosts_of_ifupdown_have_its_files(manager: str) -> None:
    """Another manager's host gets nothing from here."""
    emission = ifupdown.emit(replace(both(managed=False), network=manager))
    assert (emission.artifacts, emission.steps, emission.notices) == ((), (), ())


def test_a_host_with_nothing_of_ours_has_no_files() -> None:
    """Docker behind its own bridge needs no link."""
    assert ifupdown.emit(sample_hosts()["nat/dock1"]).artifacts == ()


def test_the_shim_has_the_form_that_survives_most() -> None:
    """Guards, router advertisements off before the link is up, addresses and routes that may be set twice."""
    host = host_with(
        """
    networks: {real_lan: {driver: macvlan, parent: eth0, lan: home, ip_range: 192.168.0.248/29, host_access: true}}
"""
    )
    assert lines_of(ifupdown.emit(host), "shim-real_lan") == [
        "iface shim-real_lan inet manual",
        "pre-up ip -o link show up dev eth0 2>/dev/null | grep -q . || ifup eth0 || true",
        "pre-up ip link show dev $IFACE >/dev/null 2>&1 || ip link add $IFACE link eth0 type macvlan mode bridge",
        "pre-up sysctl -qw net/ipv6/conf/$IFACE/accept_ra=0 net/ipv6/conf/$IFACE/autoconf=0 || true",
        "up ip addr replace 192.168.0.231/32 dev $IFACE",
        "up ip link set dev $IFACE up",
        "up ip route replace 192.168.0.248/29 dev $IFACE src 192.168.0.231",
        "post-down ip link del dev $IFACE 2>/dev/null || true",
    ]


def test_of_ipv6_the_shim_s_address_is_usable_at_once() -> None:
    """A tentative address can't be a route's source."""
    lines = lines_of(ifupdown.emit(both(managed=False)), "shim-real_lan")
    assert "up ip addr replace fd00:8::17/128 dev $IFACE nodad" in lines
    assert "up ip route replace fd00:8::241/128 dev $IFACE src fd00:8::17" in lines


def hooks(host: HostPlan) -> dict[str, list[str]]:
    """The hooks' cases by their folder."""
    found = [item for item in ifupdown.emit(host).artifacts if "interfaces.d" not in item.path]
    assert {item.mode for item in found} <= {0o755}
    texts = {
        item.path.split("/")[-2]: item.content.partition("\ncase ")[2].partition("\nesac")[0]
        for item in found
    }
    return {name: [line.strip() for line in text.splitlines()[1:]] for name, text in texts.items()}


SHIM = [
    "if holds 192.168.0.231 fd00:8::17; then",
    "ip link show dev shim-real_lan >/dev/null 2>&1 || ip link add shim-real_lan link br0 type macvlan mode bridge",
    "sysctl -qw net/ipv6/conf/shim-real_lan/accept_ra=0 net/ipv6/conf/shim-real_lan/autoconf=0 || true",
    "ip addr replace 192.168.0.231/32 dev shim-real_lan",
    "ip addr replace fd00:8::17/128 dev shim-real_lan nodad",
    "ip addr replace fd00:8::232/128 dev shim-real_lan preferred_lft 0 nodad",
    "ip link set dev shim-real_lan up",
    "ip route replace 192.168.0.248/29 dev shim-real_lan src 192.168.0.231",
    "ip route replace 192.168.0.241/32 dev shim-real_lan src 192.168.0.231",
    "ip route replace fd00:8::241/128 dev shim-real_lan src fd00:8::17",
    "fi",
]


def test_what_isnt_ours_gets_no_stanza() -> None:
    """Its aliases and its promiscuous mode are in the hook, with the shim, in case the link comes late."""
    host = both(managed=False)
    assert "iface br0" not in file_of_interfaces(ifupdown.emit(host))
    assert hooks(host) == {
        "if-up.d": [
            "br0)",
            "ip addr replace 192.168.0.232/32 dev br0",
            "ip addr replace fd00:8::232/128 dev br0 preferred_lft 0 nodad",
            "ip link set dev br0 promisc on",
            *SHIM,
            ";;",
        ]
    }


@pytest.mark.parametrize("managed", [False, True])
def test_a_parameter_is_set_before_and_when_a_link_is_up(*, managed: bool) -> None:
    """Before, so that the link asks for the router's advertisement at once; then, since ifupdown may have set it, too."""
    host = heeding(managed=managed)
    heeds = '[ "$(cat /proc/sys/net/ipv6/conf/eth0/accept_ra 2>/dev/null)" != 1 ] || echo 2 >/proc/sys/net/ipv6/conf/eth0/accept_ra'
    assert hooks(host) == {name: ["eth0)", heeds, ";;"] for name in HOOKS}


def test_a_parameter_s_former_value_comes_back() -> None:
    """It is kept before the step changes it, and only a 1 is changed."""
    (step,) = (item for item in ifupdown.emit(heeding(managed=False)).steps if item.name.startswith("sysctl"))
    assert step.name == "sysctl net/ipv6/conf/eth0/accept_ra"
    assert step.apply.index("/var/lib/lanwright/former/") < step.apply.index("echo 2 >")
    assert step.check == '[ "$(cat /proc/sys/net/ipv6/conf/eth0/accept_ra 2>/dev/null)" != 1 ]'
    assert 'cat "$former" >/proc/sys/net/ipv6/conf/eth0/accept_ra' in step.undo


HOOKS = ("if-pre-up.d", "if-up.d")


def heeding(*, managed: bool) -> HostPlan:
    """A host that must heed router advertisements although it forwards IPv6."""
    host = host_of(
        f"""
        version: 1
        lans:
          home: {{subnet: [192.168.0.0/22, "fd00:8::/64"]}}
        hosts:
          dock1:
            interfaces: {{eth0: {{lan: home, dhcp: true, managed: {str(managed).lower()}}}}}
            networks: {{shop: {{driver: bridge, subnet: "fd00:22::/64"}}}}
        """
    )
    assert [item.link for item in host.kernel] == ["eth0"]
    return host


def test_a_managed_bridge_is_whole() -> None:
    """Made with its port's MAC address for good, addresses and routers of both families, aliases; its hook has the shim."""
    emission = ifupdown.emit(both(managed=True))
    assert hooks(both(managed=True)) == {"if-up.d": ["br0)", *SHIM, ";;"]}
    assert lines_of(emission, "br0") == [
        "iface br0 inet static",
        "address 192.168.0.231/22",
        "gateway 192.168.0.1",
        (
            "pre-up ip link show dev $IFACE >/dev/null 2>&1 || "
            'ip link add $IFACE address "$(cat /sys/class/net/eth0/address)" type bridge'
        ),
        "pre-up ip link set dev $IFACE mtu 1400",
        "pre-up ip link set dev eth0 master $IFACE",
        "pre-up ip link set dev eth0 up",
        "up ip addr replace 192.168.0.232/32 dev $IFACE",
        "up ip addr replace fd00:8::232/128 dev $IFACE preferred_lft 0 nodad",
        "up ip link set dev $IFACE promisc on",
        "post-down ip link del dev $IFACE 2>/dev/null || true",
        "iface br0 inet6 static",
        "address fd00:8::17/64",
        "gateway fd00:8::1",
    ]


UNADVERTISED = "pre-up sysctl -qw net/ipv6/conf/$IFACE/accept_ra=0 net/ipv6/conf/$IFACE/autoconf=0 || true"  # no address of a router's


@pytest.mark.parametrize(
    ("interfaces", "link", "lines"),
    [
        ("{eth0: {lan: home, dhcp: true, managed: true}}", "eth0", ["iface eth0 inet dhcp"]),
        (
            "{eth0: {managed: true}}",
            "eth0",
            ["iface eth0 inet manual", "up ip link set dev $IFACE up", UNADVERTISED],
        ),
        (
            "{bond0: {kind: bond, ports: [eth0, eth1], mode: 4, managed: true, mtu: 9000}, eth0: {}, eth1: {}}",
            "bond0",
            [
                "iface bond0 inet manual",
                "up ip link set dev $IFACE up",
                "pre-up ip link show dev $IFACE >/dev/null 2>&1 || ip link add $IFACE type bond mode 802.3ad miimon 100",
                "pre-up ip link set dev $IFACE mtu 9000",
                UNADVERTISED,
                *(
                    line
                    for port in ("eth0", "eth1")
                    for line in (
                        (
                            f"pre-up ip link show dev {port} master $IFACE 2>/dev/null | grep -q . || "
                            f"{{ ip link set dev {port} down && ip link set dev {port} master $IFACE; }}"
                        ),
                        f"pre-up ip link set dev {port} up",
                    )
                ),
                "post-down ip link del dev $IFACE 2>/dev/null || true",
            ],
        ),
        (
            "{eth0: {}, eth0.10: {managed: true, lan: home, address: 192.168.0.231/22, default_route: false}}",
            "eth0.10",
            [
                "iface eth0.10 inet static",
                "address 192.168.0.231/22",
                "gateway 192.168.0.1",
                "pre-up ip -o link show up dev eth0 2>/dev/null | grep -q . || ifup eth0 || true",
                "pre-up ip link show dev $IFACE >/dev/null 2>&1 || ip link add $IFACE link eth0 type vlan id 10",
                "post-down ip link del dev $IFACE 2>/dev/null || true",
            ],
        ),
    ],
    ids=["lease", "bare", "bond", "vlan"],
)
def test_managed_links_of_every_sort(interfaces: str, link: str, lines: list[str]) -> None:
    """A lease brings its own router; a link without address is only brought up; a VLAN is made."""
    emission = ifupdown.emit(host_of(f"{LAN}\nhosts:\n  dock1:\n    interfaces: {interfaces}\n"))
    routed = any(
        route.link == link
        for route in host_of(f"{LAN}\nhosts:\n  dock1:\n    interfaces: {interfaces}\n").routes
    )
    expected = [line for line in lines if routed or not line.startswith("gateway")]
    assert lines_of(emission, link) == expected


def test_a_link_stands_after_those_below_it() -> None:
    """Whatever the intent's order is."""
    interfaces = "{br0: {kind: bridge, ports: [eth0.10], managed: true}, eth0.10: {managed: true}, eth0: {managed: true}}"
    text = file_of_interfaces(
        ifupdown.emit(host_of(f"{LAN}\nhosts:\n  dock1:\n    interfaces: {interfaces}\n"))
    )
    assert [line.split()[1] for line in text.splitlines() if line.startswith("auto")] == [
        "eth0",
        "eth0.10",
        "br0",
    ]


def test_a_bridge_over_another_made_link_waits_for_it() -> None:
    """Its port, a VLAN, is brought up first; a network card is simply there."""
    interfaces = (
        "{br0: {kind: bridge, ports: [eth0.10, eth1], managed: true}, eth0.10: {}, eth0: {}, eth1: {}}"
    )
    emission = ifupdown.emit(host_of(f"{LAN}\nhosts:\n  dock1:\n    interfaces: {interfaces}\n"))
    waits = [line.split(" || ")[1] for line in lines_of(emission, "br0") if "ifup" in line]
    assert waits == ["ifup eth0.10"]


STACK = (
    "{bond0: {kind: bond, ports: [eth0, eth1], managed: true}, eth0: {}, eth1: {}, bond0.20: {managed: true}, "
    "br20: {kind: bridge, ports: [bond0.20], lan: home, address: 192.168.0.231/22, managed: true}, "
    "bond0.30: {managed: true}}"
)


def test_what_stands_on_a_link_goes_and_comes_with_it() -> None:
    """ifupdown knows nothing of stacks: `ifdown bond0` deletes it, and the VLANs on it are gone."""
    emission = ifupdown.emit(host_of(f"{LAN}\nhosts:\n  dock1:\n    interfaces: {STACK}\n"))
    assert [notice.command for notice in emission.notices] == [
        "ifdown br20 bond0.30 bond0.20 bond0; ifup bond0 bond0.20 bond0.30 br20",
        "ifdown br20 bond0.20; ifup bond0.20 br20",
        "ifdown br20; ifup br20",
    ]


def test_a_link_that_the_host_has_no_address_on_comes_and_goes() -> None:
    """By force its bond would be configured anew. Nobody's session comes in by it; `remove` takes it away as it does a shim. What carries the host is left to its owner."""
    emission = ifupdown.emit(host_of(f"{LAN}\nhosts:\n  dock1:\n    interfaces: {STACK}\n"))
    undone = {step.name: step.undo for step in emission.steps}
    assert "bond0.30 || true" in undone["bond0.30"]
    assert not [step.name for step in emission.steps if "ifup --force" in step.apply]
    assert all("is left up" in undone[name] for name in ("bond0", "bond0.20", "br20"))
    assert {notice.undone for notice in emission.notices} == {""}


def test_a_route_that_stands_by_has_its_metric() -> None:
    """ifupdown's own word for it, which is left out where the kernel's default will do."""
    text = """
        version: 1
        lans:
          home: {subnet: 192.168.0.0/22, gateway: 192.168.0.1}
          work: {subnet: 10.9.0.0/24, gateway: 10.9.0.1}
        hosts:
          dock1:
            interfaces:
              eth0: {lan: home, address: 192.168.0.231/22, default_route: true, managed: true}
              eth1: {lan: work, address: 10.9.0.7/24, default_route: true, managed: true}
        """
    emission = ifupdown.emit(host_of(text))
    assert "metric 2048" not in lines_of(emission, "eth0")
    assert lines_of(emission, "eth1")[1:4] == ["address 10.9.0.7/24", "gateway 10.9.0.1", "metric 2048"]


def test_every_shim_alias_and_promiscuous_link_is_a_step() -> None:
    """Each of its own, so that one can change without the others."""
    host = both(managed=False)
    steps = steps_of(host)
    assert list(steps) == ["shim-real_lan", "alias 192.168.0.232", "alias fd00:8::232", "br0 promiscuous"]
    assert {step.phase for step in steps.values()} == {Phase.LINKS}
    fewer = replace(host, routes=tuple(route for route in host.routes if route.maker is Maker.HOST))
    assert steps_of(fewer)["shim-real_lan"].defines != steps["shim-real_lan"].defines


def test_a_shim_goes_by_the_stanza_that_it_came_with() -> None:
    """Even where the installed file already says something else."""
    undo = steps_of(both(managed=False))["shim-real_lan"].undo
    assert '--interfaces="$LANWRIGHT_OLD"/rootfs/etc/network/interfaces.d/lanwright shim-real_lan' in undo


def test_what_carries_the_host_is_never_taken_down() -> None:
    """Its step only makes it, and doesn't where a port still has an address; the rest is the owner's."""
    emission = ifupdown.emit(both(managed=True))
    step = next(step for step in emission.steps if step.name == "br0")
    assert "ifdown" not in step.undo
    assert "ip link del" not in step.undo.replace(
        "'br0 is left up, since this session may come in by it; to take it down: ip link del dev br0'", ""
    )
    assert "ip -o addr show dev eth0 scope global" in step.apply
    assert [notice.command for notice in emission.notices] == ["ifdown br0; ifup br0"]
    assert ifupdown.emit(both(managed=False)).notices == ()


@pytest.mark.parametrize("managed", [True, False], ids=["our stanza", "the hook"])
def test_routes_to_vpn_clients_by_the_host_s_bridge(managed: bool) -> None:  # noqa: FBT001
    """In the stanza of their family, where the next hop's subnet is there, or in the hook; each is a step, too."""
    host = bridged(own=STATIC + ", managed: true" * managed)
    led = "ip route replace {} via {} dev {} src {}".format
    old = led("10.8.0.0/24", "192.168.0.242", "{}", "192.168.0.231")
    new = led("fd00:9::/64", "fd00:8::242", "{}", "fd00:8::231")
    if managed:
        lines = lines_of(ifupdown.emit(host), "br0")
        second = lines.index("iface br0 inet6 static")
        assert f"up {old.format('$IFACE')}" in lines[:second]
        assert f"up {new.format('$IFACE')}" in lines[second:]
    else:
        quiet = [f"{line.format('br0')} 2>/dev/null || true" for line in (old, new)]
        assert hooks(host)["if-up.d"] == ["br0)", *quiet, ";;"]
    steps = steps_of(host)
    assert old.format("br0") in steps["route 10.8.0.0/24"].apply
    assert new.format("br0") in steps["route fd00:9::/64"].apply


def test_a_vlan_is_taken_down_only_where_ifupdown_has_it_for_up() -> None:
    """ifupdown-ng counts what stands on eth0: by an ifdown of a VLAN that isn't up it forgets eth0, and configures it again."""
    text = """
        version: 1
        lans: {home: {subnet: 192.168.0.0/22}, things: {subnet: 192.168.20.0/24}}
        hosts:
          dock1:
            network: ifupdown
            interfaces:
              eth0: {lan: home, address: 192.168.0.231/22}
              eth0.20: {lan: things, managed: true}
        """
    step = steps_of(host_of(text))["eth0.20"]
    for commands in (step.apply, step.undo):
        (line,) = (line for line in commands.splitlines() if "ifdown" in line)
        before, _, _ = line.partition("ifdown")
        assert before.endswith("! ifquery --state eth0.20 2>/dev/null | grep -q '^eth0[.]20=' || ")
