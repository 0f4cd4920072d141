"""A host with a shim, a macvlan network and an SNAT rule made by hand, as many notes have it: Lanwright takes over.

`install` says what is in its way before it changes anything; the owner does it word for word, then applies. The next
tree replaces the dummy address by the host's own.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from tests.lab.applied import assert_answers, assert_as_compiled
from tests.lab.as_found import assert_as_found, looked_at
from tests.lab.probe import Answer
from tests.lab.sample import SAMPLES
from tests.lab.upgrade.upgrade import upgrade

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.lab.upgrade.upgrade import Upgrade

pytestmark = pytest.mark.lab

LAPTOP, HOST, WEB, VPN = "192.168.0.50", "192.168.0.231", "192.168.0.241", "192.168.0.242"
INTERFACES = "/etc/network/interfaces"
STANZA = f"""
auto macvlan0
iface macvlan0 inet static
    address 192.168.143.91/32
    pre-up ip link add macvlan0 link br0 type macvlan mode bridge
    post-down ip link del macvlan0 link br0 type macvlan mode bridge
    post-up ip r add {VPN} dev macvlan0 src {HOST}
    post-up ip r add {WEB} dev macvlan0 src {HOST}
    post-up iptables -t nat -I POSTROUTING -d {VPN} -j SNAT --to-source {HOST}
    post-up iptables -t nat -I POSTROUTING -d {WEB} -j SNAT --to-source {HOST}
"""
NETWORK = (
    "--driver macvlan -o parent=br0 -o mode=bridge --subnet 192.168.0.0/22 --gateway 192.168.0.1 real_lan"
)
FRAGMENT = {
    "services": {
        name: {"networks": {"real_lan": {"ipv4_address": address}}}
        for name, address in (("web", WEB), ("openvpn", VPN))
    },
    "networks": {"real_lan": {"external": True}},
}
IN_THE_WAY = re.compile(r"type '(.+?)', take it out|stop its containers \((.+)\), '(.+?)'")
WAYS = {
    ("laptop", WEB, 80, "tcp"): Answer("web", seen_as=LAPTOP),
    ("dock1", WEB, 80, "tcp"): Answer("web", seen_as=HOST),
    ("dock1", VPN, 1194, "udp"): Answer("openvpn", seen_as=HOST),
    ("web", LAPTOP, 7000, "tcp"): Answer("laptop", seen_as=WEB),
}


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Upgrade]:
    """The seed_shim sample's host, set up by hand and running, two trees beside; nothing is applied."""
    text = (SAMPLES / "seed_shim/lanwright.yaml").read_text("utf-8")
    following = text.replace("{interface: macvlan0, address: 192.168.143.91/32}", "true")
    with upgrade(text, following, tmp_path_factory.mktemp("out")) as scene:
        scene.site.devices["laptop"].listen("laptop", "7000")
        host, project = scene.host, scene.site.projects["dock1"]["dock1"]
        host.write(INTERFACES, host.read(INTERFACES) + STANZA)
        host.run(f"ifup macvlan0 && docker network create {NETWORK}")
        host.write("/root/compose/own.yaml", json.dumps(FRAGMENT))
        project.up("/root/compose/own.yaml")
        yield scene


def test_what_is_in_the_way_is_named_and_stays_as_it_is(scene: Upgrade) -> None:
    """By diff, by apply, by an apply that would be taken back: shim, network and containers go on."""
    assert_answers(scene.site, WAYS)
    found = looked_at(scene.site)
    for words in ("diff", "apply", "apply --rollback 1"):
        said = scene.install(scene.host, scene.first, words)
        assert said.rc == 1
        assert (
            f"install: {INTERFACES} has a stanza for macvlan0, too; type 'ifdown macvlan0', take it out"
            in said.stderr
        )
        assert (
            "real_lan: Docker has a network of this name that is another one; it is left alone" in said.stderr
        )
    assert_as_found(scene.site, found)
    assert_answers(scene.site, WAYS)


def test_its_owner_does_what_it_says_and_applies(scene: Upgrade) -> None:
    """Word for word; the rules that his stanza never takes away are harmless."""
    host = scene.host
    said = scene.install(host, scene.first, "diff").stderr
    (ifdown, _, _), (_, containers, network_rm) = IN_THE_WAY.findall(said)
    assert set(containers.split()) == {"dock1-web-1", "dock1-openvpn-1"}
    scene.stop()
    host.run(f"{network_rm} && {ifdown}")
    host.write(INTERFACES, host.read(INTERFACES).replace(STANZA, ""))
    scene.begin()
    assert_as_compiled(scene.site, scene.first.plan)
    assert_answers(scene.site, WAYS)
    scene.assert_nobody_was_cut_off()


def test_the_next_tree_takes_the_dummy_address_away(scene: Upgrade) -> None:
    """Unconfirmed it comes back; then it is gone for good, and the containers never went down."""
    scene.with_first = looked_at(scene.site)
    scene.let_it_be_taken_back(scene.next)
    assert_answers(scene.site, WAYS)
    scene.apply(scene.next)
    assert_as_compiled(scene.site, scene.next.plan)
    assert_answers(scene.site, WAYS)
    scene.assert_nobody_was_cut_off()


def test_remove_leaves_what_was_there_before_the_shim(scene: Upgrade) -> None:
    """But for the owner's own SNAT rules: they stay until a boot, or until he takes them away."""
    scene.stop()
    scene.remove(scene.next)
    for address in (WEB, VPN):
        scene.host.run(f"iptables -t nat -D POSTROUTING -d {address} -j SNAT --to-source {HOST}")
    scene.assert_as_before()
    scene.assert_nobody_was_cut_off()
