"""The plan as people and programs read it."""

from __future__ import annotations

import json
from itertools import pairwise

import pytest

from lanwright.report.address_plan import address_plan
from lanwright.report.plan_json import plan_json
from lanwright.report.plan_sheet import plan_sheet
from lanwright.report.sheet import as_markdown, as_text
from lanwright.report.sources import Sources
from tests.intents import plan_of
from tests.report.schemas import complaints
from tests.report.sites import NAMES, sample

SMALL = """
    version: 1
    avoid: {vpn: 10.0.0.0/16}
    lans:
      home:
        subnet: [192.168.0.0/28, fd00::/64]
        gateway: 192.168.0.1
        dhcp: [192.168.0.12-192.168.0.13]
        devices: {nas: 192.168.0.2}
    hosts:
      dock1:
        interfaces: {eth0: {lan: home, address: 192.168.0.4/28}}
        networks:
          lan_net: {driver: macvlan, parent: eth0, lan: home, ip_range: 192.168.0.8/30, host_access: true}
        services:
          web: {networks: {lan_net: 192.168.0.5}}
"""


def test_a_lans_addresses_are_told_in_order_with_their_holders() -> None:
    plan = plan_of(SMALL)
    held = [(str(item.extent), item.holder, item.name) for item in address_plan(plan.lans["home"], plan).held]
    assert held == [
        ("192.168.0.1", "gateway", "home/gateway"),
        ("192.168.0.2", "device", "home/nas"),
        ("192.168.0.4", "host, shim", "dock1"),
        ("192.168.0.5", "service", "dock1/web"),
        ("192.168.0.8-192.168.0.11", "Docker hands out", "dock1/lan_net"),
        ("192.168.0.12-192.168.0.13", "DHCP server", "router of home"),
    ]


def test_free_room_is_what_nobody_holds_and_every_machine_may_have() -> None:
    """Neither the subnet's own address nor IPv4's broadcast; a /64 is no list of addresses."""
    plan = plan_of(SMALL)
    assert [str(gap) for gap in address_plan(plan.lans["home"], plan).free] == [
        "192.168.0.3",
        "192.168.0.6-192.168.0.7",
        "192.168.0.14",
        "fd00::1-fd00::ffff:ffff:ffff:ffff",
    ]


@pytest.mark.parametrize("name", NAMES)
def test_free_room_and_holders_never_meet(name: str) -> None:
    plan = sample(name)
    for lan in plan.lans.values():
        addresses = address_plan(lan, plan)
        assert not any(gap.overlaps(item.extent) for gap in addresses.free for item in addresses.held)
        assert all(one < other for one, other in pairwise(addresses.free))


def test_the_text_names_hosts_networks_addresses_and_free_room() -> None:
    """One look tells who makes each thing."""
    text = as_text(plan_sheet(plan_of(SMALL)))
    lines = [" ".join(line.split()) for line in text.splitlines()]
    assert "host dock1" in lines
    assert "shim-lan_net macvlan bridge on eth0 home 192.168.0.4/32 lanwright (shim of lan_net)" in lines
    assert "192.168.0.5/32 on-link shim-lan_net 192.168.0.4 lanwright" in lines
    assert "192.168.0.2 device home/nas" in lines
    assert "kept free of Docker's pools: vpn (10.0.0.0/16)" in lines
    assert any(line.startswith("free: more than a million addresses: 192.168.0.3 (1), ") for line in lines)


@pytest.mark.parametrize("name", NAMES)
def test_the_text_tells_every_rule_and_kernel_setting(name: str) -> None:
    plan = sample(name)
    text = as_text(plan_sheet(plan))
    for host in plan.hosts.values():
        for rule in host.rules:
            assert rule.comment in text
        for setting in host.kernel:
            assert setting.why in text
        for module in host.modules:
            assert module.name in text


def test_a_rule_is_told_with_all_that_it_matches() -> None:
    """As a sentence that needs neither nftables nor iptables."""
    text = as_text(plan_sheet(sample("home")))
    lines = [" ".join(line.split()) for line in text.splitlines()]
    rule = "IPv4 to 192.168.0.233/32 port 80/tcp dnat to 172.22.255.254 port 8082 site_b at 192.168.0.233"
    assert f"prerouting {rule}" in lines


def test_tables_are_aligned_by_what_a_terminal_shows() -> None:
    lines = as_text(plan_sheet(plan_of(SMALL))).splitlines()
    header = next(line for line in lines if "address" in line and "holder" in line)
    row = next(line for line in lines if "home/nas" in line)
    assert header.index("holder") == row.index("device")
    assert header.index("name") == row.index("home/nas")


def test_markdown_shows_names_as_they_stand() -> None:
    """An underline in a name is no emphasis there."""
    text = as_markdown(plan_sheet(plan_of(SMALL)))
    assert "## host dock1" in text
    assert "| 192.168.0.8-192.168.0.11 | Docker hands out | dock1/lan\\_net |" in text


def test_the_readable_plan_tells_every_task() -> None:
    plan = plan_of("""
        version: 1
        lans: {home: {subnet: 192.168.0.0/24, gateway: 192.168.0.1}}
        hosts:
          dock1:
            virtual: true
            interfaces: {eth0: {lan: home, address: 192.168.0.2/24}}
            networks: {lan_net: {driver: macvlan, parent: eth0, lan: home}}
            services: {web: {networks: {lan_net: 192.168.0.3}}}
    """)
    assert plan.tasks
    text = as_text(plan_sheet(plan))
    for task in plan.tasks:
        assert f"{task.where}: {task.what}" in text
        assert task.command in text


@pytest.mark.parametrize("name", NAMES)
def test_a_plan_as_json_has_the_shape_that_its_schema_tells(name: str) -> None:
    """Every key is documented, and every documented key is there."""
    shown = json.loads(plan_json(sample(name), Sources({}, "samples")))
    assert complaints(shown, "plan") == []


def test_the_plan_as_json_keeps_the_promised_shape() -> None:
    """The keys of the command line's contract."""
    shown = json.loads(plan_json(plan_of(SMALL), Sources({}, "site")))
    network = shown["hosts"]["dock1"]["docker_networks"]["lan_net"]
    wanted = {
        "driver": "macvlan",
        "subnets": ["192.168.0.0/28", "fd00::/64"],
        "gateway": "192.168.0.1",
        "predicted": False,
        "owner": "lanwright",
        "parent": "eth0",
        "mode": "bridge",
    }
    assert network | wanted == network
    assert {"links", "addresses", "routes", "rules"} <= set(shown["hosts"]["dock1"])
    assert network["origin"]["file"] == "site/lanwright.yaml"
