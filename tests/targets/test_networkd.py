"""networkd: which files and steps a plan needs, and what they leave alone."""

from __future__ import annotations

from dataclasses import replace
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

import pytest

from lanwright.lower.names import is_dockers
from lanwright.plan import Link, LinkKind, Maker, Purpose
from lanwright.targets import networkd
from lanwright.targets.networkd.syntax import section
from tests.intents import LAN, host_of
from tests.lower.test_vpn import STATIC, bridged
from tests.targets.hosts import sample_hosts
from tests.targets.networkd_units import files, of_link, value
from tests.targets.test_ifupdown import BOTH
from tests.targets.test_parsed_back_networkd import WHOLE, named

if TYPE_CHECKING:
    from lanwright.plan import HostPlan
    from lanwright.targets.artifact import Step


def both(*, managed: bool) -> HostPlan:
    """A dual-stack host with a shim and aliases, whose bridge is ours or not."""
    return named(host_of(BOTH.replace("MANAGED", str(managed).lower())))


def host_on(interfaces: str, rest: str = "") -> HostPlan:
    """A host dock1 of networkd with these interfaces."""
    return host_of(f"{LAN}\nhosts:\n  dock1:\n    network: networkd\n    interfaces: {interfaces}\n{rest}")


def text_of(host: HostPlan, name: str) -> list[str]:
    """A file's lines, without its comments."""
    (found,) = (item for item in networkd.emit(host).artifacts if item.path.endswith(f"/{name}"))
    return [line for line in found.content.splitlines() if line and not line.startswith("#")]


def steps_of(host: HostPlan) -> dict[str, Step]:
    """The steps by name."""
    return {step.name: step for step in networkd.emit(host).steps}


@pytest.mark.parametrize("manager", ["ifupdown", "none"])
def test_only_hosts_of_networkd_have_its_files(manager: str) -> None:
    """Another manager's host gets nothing from here."""
    emission = networkd.emit(replace(both(managed=False), network=manager))
    assert (emission.artifacts, emission.steps, emission.notices) == ((), (), ())


def test_the_shim_has_the_form_that_was_measured() -> None:
    """It waits for nothing, takes nothing from the LAN, answers for the IPv6 alias, and routes with the host's own address."""
    host = both(managed=False)
    assert text_of(host, "05-lanwright-shim-real_lan.netdev") == [
        "[NetDev]",
        "Name=shim-real_lan",
        "Kind=macvlan",
        "[MACVLAN]",
        "Mode=bridge",
    ]
    assert text_of(host, "05-lanwright-shim-real_lan.network") == [
        "[Match]",
        "Name=shim-real_lan",
        "[Link]",
        "RequiredForOnline=no",
        "[Network]",
        "LinkLocalAddressing=no",
        "IPv6AcceptRA=no",
        "ConfigureWithoutCarrier=yes",
        "Address=192.168.0.231/32",
        "[Address]",
        "Address=fd00:8::17/128",
        "DuplicateAddressDetection=none",
        "[Address]",
        "Address=fd00:8::232/128",
        "DuplicateAddressDetection=none",
        "PreferredLifetime=0",
        "[Route]",
        "Destination=192.168.0.248/29",
        "Scope=link",
        "PreferredSource=192.168.0.231",
        "[Route]",
        "Destination=192.168.0.241/32",
        "Scope=link",
        "PreferredSource=192.168.0.231",
        "[Route]",
        "Destination=fd00:8::241/128",
        "PreferredSource=fd00:8::17",
    ]


def test_a_unit_that_isnt_ours_is_extended_by_what_we_add() -> None:
    """Nothing of the host's own is repeated: its addresses, its MTU and its ports are its unit's business."""
    assert text_of(both(managed=False), "50-br0.network.d/lanwright.conf") == [
        "[Link]",
        "Promiscuous=yes",
        "[Network]",
        "MACVLAN=shim-real_lan",
        "Address=192.168.0.232/32",
        "[Address]",
        "Address=fd00:8::232/128",
        "DuplicateAddressDetection=none",
        "PreferredLifetime=0",
    ]


def test_a_unit_to_which_nothing_is_added_gets_no_drop_in() -> None:
    """An empty file would be one more to wonder about."""
    assert not any(name.startswith("50-eth0") for name in files(both(managed=False)))


def test_without_a_unit_s_name_nothing_is_written_for_the_host_s_own_link() -> None:
    """Nor for a shim on it, which could never come up (LW706)."""
    nameless = replace(both(managed=False), links=host_of(BOTH.replace("MANAGED", "false")).links)
    assert files(nameless).keys() == {"06-lanwright-docker.network"}
    assert steps_of(nameless) == {}


def test_a_managed_bridge_is_whole() -> None:
    """Its file, its port's file, aliases; router advertisements are refused where the router is written."""
    host = both(managed=True)
    host = replace(host, links={**host.links, "eth0": replace(host.links["eth0"], unit=None)})
    assert text_of(host, "05-lanwright-br0.netdev") == ["[NetDev]", "Name=br0", "Kind=bridge"]
    assert text_of(host, "05-lanwright-br0.network") == [
        "[Match]",
        "Name=br0",
        "[Link]",
        "MTUBytes=1400",
        "Promiscuous=yes",
        "[Network]",
        "IPv6AcceptRA=no",
        "ConfigureWithoutCarrier=yes",
        "MACVLAN=shim-real_lan",
        "Address=192.168.0.231/22",
        "Address=fd00:8::17/64",
        "Address=192.168.0.232/32",
        "Gateway=192.168.0.1",
        "Gateway=fd00:8::1",
        "[Address]",
        "Address=fd00:8::232/128",
        "DuplicateAddressDetection=none",
        "PreferredLifetime=0",
    ]
    assert text_of(host, "05-lanwright-eth0.network") == ["[Match]", "Name=eth0", "[Network]", "Bridge=br0"]


@pytest.mark.parametrize(
    ("interface", "lines"),
    [
        ("{lan: home, dhcp: true}", ["DHCP=ipv4"]),
        ("{lan: home, dhcp: true, address: 192.168.0.231/22}", ["DHCP=ipv4"]),
        (
            "{lan: home, dhcp: true, default_route: false}",
            ["DHCP=ipv4", "[DHCPv4]", "UseGateway=no", "[IPv6AcceptRA]", "UseGateway=no"],
        ),
        ("{}", ["LinkLocalAddressing=no", "IPv6AcceptRA=no", "ConfigureWithoutCarrier=yes"]),
        (
            "{lan: home, address: 192.168.0.231/22}",
            ["ConfigureWithoutCarrier=yes", "Address=192.168.0.231/22", "Gateway=192.168.0.1"],
        ),
        (
            '{lan: home, address: "fd00:8::17/64"}',
            [
                "ConfigureWithoutCarrier=yes",
                "Address=fd00:8::17/64",
                "[IPv6AcceptRA]",
                "UseAutonomousPrefix=no",
            ],
        ),
    ],
    ids=[
        "lease",
        "reserved lease",
        "lease without a route",
        "bare",
        "static",
        "static IPv6 without a router",
    ],
)
def test_a_managed_interface_says_how_it_comes_to_its_addresses(interface: str, lines: list[str]) -> None:
    """A lease brings its route unless the plan has none; a bare link stays bare; IPv6 has no address beside a written one."""
    host = host_on(f"{{eth0: {interface[:-1]}{', ' if len(interface) > 2 else ''}managed: true}}}}")
    said = text_of(host, "05-lanwright-eth0.network")
    assert said == ["[Match]", "Name=eth0", "[Network]", *lines]


def test_a_managed_port_keeps_what_the_host_s_own_links_need_of_it() -> None:
    """Our file takes the place of the host's: its bridge and its VLANs would otherwise lose it."""
    host = host_on("{br0: {kind: bridge, ports: [eth0]}, eth0: {managed: true}, eth0.7: {}}")
    assert text_of(host, "05-lanwright-eth0.network")[2:] == ["[Network]", "Bridge=br0", "VLAN=eth0.7"]


def test_kinds_say_what_they_are() -> None:
    """As networkd spells it."""
    host = host_of(WHOLE)
    assert text_of(host, "05-lanwright-bond0.netdev")[3:] == [
        "[Bond]",
        "Mode=active-backup",
        "MIIMonitorSec=100ms",
    ]
    assert text_of(host, "05-lanwright-eth2.10.netdev") == [
        "[NetDev]",
        "Name=eth2.10",
        "Kind=vlan",
        "[VLAN]",
        "Id=10",
    ]
    made = {
        link.name: link
        for link in (
            added("ipv0", LinkKind.IPVLAN, parent="br0", mode="l3s", flag="private"),
            added("ve0", LinkKind.VETH, parent="ve1", bridge="br0"),
            added("ve1", LinkKind.VETH, parent="ve0"),
        )
    }
    more = replace(host, links={**host.links, **made})
    assert text_of(more, "05-lanwright-ipv0.netdev")[3:] == ["[IPVLAN]", "Mode=L3S", "Flags=private"]
    assert "IPVLAN=ipv0" in text_of(more, "05-lanwright-br0.network")
    assert text_of(more, "05-lanwright-ve0.netdev")[3:] == ["[Peer]", "Name=ve1"]
    assert "05-lanwright-ve1.netdev" not in files(more), "the pair is made once"
    assert text_of(more, "05-lanwright-ve0.network")[4:] == ["[Network]", "Bridge=br0"]


def added(name: str, kind: LinkKind, **rest: str) -> Link:
    """A link that a strategy may add one day."""
    origin = host_of(WHOLE).origin
    return Link(
        name=name,
        kind=kind,
        maker=Maker.LANWRIGHT,
        purpose=Purpose.UPLINK,
        origin=origin,
        **rest,  # type: ignore[arg-type]
    )


@pytest.mark.parametrize("name", sample_hosts())
def test_docker_s_own_links_are_left_alone(name: str) -> None:
    """By every name that dockerd gives, and by those that the plan gave to its bridges."""
    host = named(sample_hosts()[name])
    given = [item.bridge for item in host.networks.values() if item.bridge and item.bridge not in host.links]
    ids = [
        "docker0",
        "docker_gwbridge",
        "br-0a1b2c3d4e5f",
        "veth0a1b2c3",
        "dm-0a1b2c3d4e5f",
        "di-0a1b2c3d4e5f",
    ]
    assert all(map(is_dockers, ids))
    for link in (*ids, *given):
        assert value(of_link(files(host), link), "Link", "Unmanaged") == "yes", link


def test_nobody_else_s_links_are_taken_for_docker_s() -> None:
    """Neither ours, nor the host's, though they begin as Docker's do."""
    host = host_on(
        "{br-lan: {kind: bridge, ports: [eth0], managed: true}, eth0: {}}",
        "    networks: {on_bridge: {driver: bridge, host_bridge: br-lan, subnet: 172.25.0.0/16}}",
    )
    assert value(of_link(files(host), "br-lan"), "Link", "Unmanaged") is None
    patterns = value(files(host)["06-lanwright-docker.network"], "Match", "Name")
    assert patterns
    for theirs in ("br-lan", "br-home", "veth0", "vethernet", "veth1A2B3C", "eth0", "lo"):
        assert not any(fnmatchcase(theirs, pattern) for pattern in patterns.split()), theirs


def test_a_vlan_that_docker_makes_is_docker_s() -> None:
    """For a parent like eth0.10 that the host hasn't; networkd would drop its addresses."""
    host = host_on(
        "{eth0: {unit: a.network}}",
        "    networks: {tagged: {driver: macvlan, parent: eth0.10, subnet: 10.9.0.0/24}}",
    )
    assert value(of_link(files(host), "eth0.10"), "Link", "Unmanaged") == "yes"


def test_what_carries_the_host_comes_first_and_is_never_taken_down() -> None:
    """The session that applies may come in by it; `remove` leaves the last step to a person."""
    emission = networkd.emit(both(managed=True))
    names = [step.name for step in emission.steps]
    assert names == ["br0", "shim-real_lan", "alias 192.168.0.232", "alias fd00:8::232", "br0 promiscuous"]
    assert emission.steps[0].undo == ":"
    assert "br0" in emission.steps[0].interrupts
    (notice,) = emission.notices
    made = "/etc/systemd/network/05-lanwright-br0.netdev"  # its owner may have taken it down himself by then
    assert (
        notice.command
        == f"networkctl reload; [ -e {made} ] || [ ! -e /sys/class/net/br0 ] || ip link del dev br0"
    )
    assert "br0" in notice.interrupts


def test_a_vlan_that_carries_the_host_comes_back_by_its_parent() -> None:
    """Neither a reload of files that are known nor `reconfigure` of a link that isn't there makes it."""
    host = host_on(
        "{eth0: {unit: 20-lan.network}, eth0.30: {lan: home, address: 192.168.0.231/22, managed: true}}"
    )
    assert "for link in eth0 eth0.30; do again" in steps_of(host)["eth0.30"].apply


def test_where_nothing_carries_the_host_a_reload_interrupts_nothing() -> None:
    """Then `install` may do it by itself, so that networkd forgets files that have gone."""
    emission = networkd.emit(both(managed=False))
    assert [step.name for step in emission.steps] == [
        "shim-real_lan",
        "alias 192.168.0.232",
        "alias fd00:8::232",
        "br0 promiscuous",
    ]
    assert not any(step.interrupts for step in emission.steps)
    assert [(item.command, item.interrupts) for item in emission.notices] == [("networkctl reload", "")]


def test_another_parent_or_mode_makes_another_shim() -> None:
    """The kernel changes neither on a link that exists, so the old one has to go first."""
    host = both(managed=False)
    shim = host.links["shim-real_lan"]
    base = steps_of(host)["shim-real_lan"]
    for other in (replace(shim, mode="private"), replace(shim, parent="eth0")):
        assert (
            steps_of(replace(host, links={**host.links, shim.name: other}))[shim.name].defines != base.defines
        )


def test_no_value_leaves_its_line() -> None:
    """Whatever it is, it ends no line, opens no quote and expands to nothing."""
    said = section("Network", [("Address", "10.0.0.1/8\n[Network]\nDHCP=yes"), ("Name", "%i \\ \" ' é")])
    assert said.lines == (
        "Address=10.0.0.1/8\\x0a[Network]\\x0aDHCP\\x3dyes",
        "Name=\\x25i \\x5c \\x22 \\x27 \\xc3\\xa9",
    )


@pytest.mark.parametrize("how", ["managed: true", "unit: 20-br0.network"], ids=["our file", "a drop-in"])
def test_routes_to_vpn_clients_by_the_host_s_bridge(how: str) -> None:
    """Each a section of the bridge's file, and a step."""
    emission = networkd.emit(bridged("networkd", f"{STATIC}, {how}"))
    (file,) = (item for item in emission.artifacts if "[Route]" in item.content)
    assert "br0" in file.path
    for to, via, source in (
        ("10.8.0.0/24", "192.168.0.242", "192.168.0.231"),
        ("fd00:9::/64", "fd00:8::242", "fd00:8::231"),
    ):
        assert f"[Route]\nDestination={to}\nGateway={via}\nPreferredSource={source}\n" in file.content
        (step,) = (step for step in emission.steps if step.name == f"route {to}")
        assert step.undo == f"ip route del {to} via {via} dev br0 2>/dev/null || true"
        assert f"show {to} dev br0 | grep -qwF 'via {via}'" in step.check
