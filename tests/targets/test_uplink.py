"""The pair that joins a network to the host's bridge, by each of the three that bring up links."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lanwright.targets import boot, docker_networks, ifupdown, links, networkd, sysctl
from tests.intents import host_of
from tests.targets.hosts import file_of

if TYPE_CHECKING:
    from lanwright.plan import HostPlan

INTENT = """
version: 1
lans:
  home: {subnet: [192.168.0.0/22, "fd00:8::/64"], gateway: [192.168.0.1, "fd00:8::1"]}
hosts:
  dock1:
    network: MANAGER
    interfaces:
      eth0: {}
      br0: {kind: bridge, ports: [eth0], lan: home, address: [192.168.0.231/22, "fd00:8::231/64"]}
    networks: {net: {driver: bridge, uplink: {veth_to: br0}, lan: home}}
"""


def host_by(manager: str) -> HostPlan:
    return host_of(INTENT.replace("MANAGER", manager))


def test_ifupdown_has_a_stanza_for_each_and_a_hook_for_the_hosts_bridge() -> None:
    """Each is put in its bridge, after that one is up; the hook plugs the pair in again."""
    emission = ifupdown.emit(host_by("ifupdown"))
    stanzas = next(
        item.content for item in emission.artifacts if item.path.endswith("interfaces.d/lanwright")
    )
    for line in (
        "ip link add $IFACE type bridge",
        "ip addr replace fd00:8::231/128 dev $IFACE nodad",
        "ip link add $IFACE type veth peer name down-net",
        "ip link set dev $IFACE master br-net",
        "ip link set dev $IFACE master br0",
        "grep -q . || ifup br0 || true",
    ):
        assert line in stanzas
    hook = next(item.content for item in emission.artifacts if item.path.endswith("if-up.d/lanwright"))
    assert "    ip link set dev down-net master br0\n" in hook


def test_networkd_makes_the_pair_by_one_of_its_ends() -> None:
    """The other end has a file that puts it in the host's bridge, and none that makes it."""
    emission = networkd.emit(host_by("networkd"))
    made = file_of(emission, "05-lanwright-up-net.netdev").content
    assert "Kind=veth" in made
    assert "[Peer]\nName=down-net" in made
    assert "Bridge=br-net" in file_of(emission, "05-lanwright-up-net.network").content
    assert "Bridge=br0" in file_of(emission, "05-lanwright-down-net.network").content
    assert not [item for item in emission.artifacts if item.path.endswith("down-net.netdev")]


def test_the_script_makes_bridge_and_pair() -> None:
    """Its unit runs again when the host's bridge comes."""
    host = host_by("none")
    parts = {thing.name: thing.parts for thing in links.things(host)}
    assert parts["br-net"] == ("bridge br-net", "address br-net fd00:8::231/128 nodad", "up br-net")
    assert parts["up-net"] == ("pair up-net down-net", "port up-net br-net", "up up-net")
    assert parts["down-net"] == ("pair down-net up-net", "port down-net br0", "up down-net")
    unit = file_of(boot.emit(host), "lanwright-links.service").content
    assert "WantedBy=sys-subsystem-net-devices-br0.device\n" in unit


@pytest.mark.parametrize("manager", ["ifupdown", "networkd", "none"])
def test_docker_waits_for_the_bridge(manager: str) -> None:
    """And the network isn't made without it: Docker would make a bridge of its own."""
    host = host_by(manager)
    assert "link br-net Docker makes an empty one" in file_of(boot.emit(host), "lanwright-wait").content
    script = file_of(docker_networks.emit(host), "lanwright-docker-networks").content
    assert "net) echo br-net ;;" in script


@pytest.mark.parametrize(("manager", "listed"), [("ifupdown", False), ("networkd", True), ("none", True)])
def test_an_interfaces_parameter_is_where_something_sets_it(manager: str, listed: bool) -> None:  # noqa: FBT001
    """ifupdown's hooks do; elsewhere udev, from the file."""
    text = file_of(sysctl.emit(host_by(manager)), "90-lanwright.conf").content
    assert ("-net/ipv4/conf/br-net/arp_ignore = 1\n" in text) == listed
    assert "net/bridge/bridge-nf-call-iptables = 0\n" in text
