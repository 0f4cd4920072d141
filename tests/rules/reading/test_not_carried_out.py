"""LW007: what is read and not carried out is said where it is written."""

from __future__ import annotations

import pytest

from lanwright.rules.reading.not_yet import NOT_YET, NotYet
from tests.rules.found import found, messages

BASE = """
version: 1
lans:
  home: {subnet: 192.168.0.0/22, gateway: 192.168.0.1}
hosts:
  dock1:
    interfaces: {eth0: {lan: home, address: 192.168.0.231/22}}
"""

EXAMPLES = {
    "hosts.*.interfaces.*.max_macs": "  dock2:\n    interfaces: {eth0: {max_macs: 8}}",
    "hosts.*.projects.*.compose_file": "    projects: {shop: {compose_file: shop.yaml}}",
    "hosts.*.networks.*.host_access.takes_host_address": "    networks:\n"
    "      net: {driver: macvlan, parent: eth0, lan: home, host_access: {takes_host_address: true}}",
    "hosts.*.networks.*.uplink.veth_to": "  dock2:\n    interfaces: {br0: {kind: bridge}}\n"
    "    networks: {net: {driver: bridge, uplink: {veth_to: br0}}}",
    "hosts.*.networks.*.leaves_as": "    networks: {net: {driver: macvlan, parent: eth0, lan: home, leaves_as: 192.168.0.9}}",
    "hosts.*.services.*.leaves_as": "    firewall: iptables\n"
    "    networks: {net: {driver: bridge, subnet: 172.22.0.0/24, external: true}}\n"
    "    services: {web: {networks: {net: {}}, leaves_as: 192.168.0.9}}",
    "hosts.*.services.*.clients": "    services: {vpn: {clients: 10.1.1.0/24}}",
    "lans.*.switch": "lans: {home: {subnet: 192.168.0.0/22, switch: {hairpin: true}}}",
    "lans.*.subnet": 'lans: {home: {subnet: "::/64"}}',
    "hosts.*.docker.settings.swarm-default-advertise-addr": "    docker: {settings: {swarm-default-advertise-addr: eth0}}",
}
"""For each entry of the list something that it is about, added to a small intent (or, from the LANs on, in its place)."""


def example(path: str) -> str:
    """An intent with the example of an entry."""
    added = EXAMPLES[path]
    return f"version: 1\n{added}\n" if added.startswith("lans") else f"{BASE}{added}\n"


@pytest.mark.parametrize("entry", NOT_YET, ids=lambda entry: entry.path)
def test_each_entry_of_the_list_is_told_where_it_is_written(entry: NotYet) -> None:
    """With what happens meanwhile, and what to do instead."""
    (item,) = found("LW007", example(entry.path))
    assert entry.meanwhile in item.message
    assert (item.fix, item.severity) == (entry.instead, entry.severity)
    key = entry.path.rpartition(".")[2]
    assert key in (item.origin.path[-1], item.origin.path[-2])


def test_what_says_nothing_is_not_told() -> None:
    """False, an empty list."""
    assert messages("LW007", f"{BASE}    foreign: []\n    virtual: false\n") == []


def test_a_default_is_told_once_at_its_own_line() -> None:
    """Not once for each host that has it."""
    text = "version: 1\ndefaults:\n  host:\n    projects: {shop: {compose_file: shop.yaml}}\nhosts: {a: {}, b: {}}\n"
    assert [item.origin.span.line for item in found("LW007", text)] == [4]
