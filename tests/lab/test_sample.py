"""A site built from a sample's intent, and a compiled folder applied to it by its own `install`.

The folder is a small one written by hand, in the layout that the compiler writes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.lab import sample
from tests.lab.probe import Answer, Lost

if TYPE_CHECKING:
    from pathlib import Path

    from tests.lab.lab import Lab
    from tests.lab.site import Site

pytestmark = pytest.mark.lab

INSTALL = """\
#!/bin/sh
set -eu
[ "$1" = apply ]
cp -R rootfs/. /
docker network create --driver macvlan -o parent=eth0 --subnet 192.168.0.0/22 --gateway 192.168.0.1 real_lan
ifup shim-real_lan
echo "left to you: systemctl restart docker (interrupts: every container of this host)"
"""

STANZA = """\
auto shim-real_lan
iface shim-real_lan inet manual
    pre-up ip link add $IFACE link eth0 type macvlan mode bridge
    up ip addr replace 192.168.0.231/32 dev $IFACE
    up ip link set dev $IFACE up
    up ip route replace 192.168.0.241/32 dev $IFACE src 192.168.0.231
    down ip link del dev $IFACE
"""

FRAGMENT = """\
services:
  web: {networks: !override {real_lan: {ipv4_address: 192.168.0.241}}}
  mail: {networks: !override {real_lan: {ipv4_address: 192.168.0.242}}}
networks: {real_lan: {external: true, name: real_lan}}
"""

FILES = {
    "install": INSTALL,
    "rootfs/etc/docker/daemon.json": '{"bip": "10.200.0.1/24"}\n',
    "rootfs/etc/network/interfaces.d/lanwright": STANZA,
    "compose/dock1.networks.yaml": FRAGMENT,
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A host's compiled folder, written by hand."""
    folder = tmp_path_factory.mktemp("dock1")
    for name, text in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return folder


@pytest.fixture(scope="module")
def site(lab: Lab, folder: Path) -> Site:
    """The macvlan sample's site with that folder applied."""
    site = sample.built(lab, "macvlan")
    sample.apply(site.hosts["dock1"], folder)
    sample.start(site.projects["dock1"]["dock1"])
    return site


def test_what_install_leaves_to_its_owner_is_done_too(site: Site) -> None:
    """Docker was restarted, as `install` asked: docker0 has the new bip."""
    assert "inet 10.200.0.1/24 " in site.hosts["dock1"].run("ip addr show dev docker0")


def test_places_are_found_by_the_intents_names(lab: Lab, site: Site) -> None:
    """Devices, hosts and services have the names, addresses and ports that the intent gives them."""
    assert lab.probe(site.place("laptop"), "192.168.0.231", 22) == Answer("dock1", seen_as="192.168.0.50")
    assert lab.probe(site.place("laptop"), "192.168.0.242", 25) == Answer("mail", seen_as="192.168.0.50")
    assert lab.probe(site.place("dock1/mail"), "192.168.0.241", 80) == Answer("web", seen_as="192.168.0.242")


def test_the_compiled_shim_serves_what_it_names(lab: Lab, site: Site) -> None:
    """The host reaches the address that the stanza routes, and no other of the network."""
    assert lab.probe(site.place("dock1"), "192.168.0.241", 80) == Answer("web", seen_as="192.168.0.231")
    assert lab.probe(site.place("dock1"), "192.168.0.242", 80) is Lost.TIMEOUT


def test_all_of_it_is_back_after_a_boot(lab: Lab, site: Site) -> None:
    """The host boots on the same disk: ifupdown makes the shim, Docker starts the containers again."""
    site.hosts["dock1"].reboot()
    for project in site.projects["dock1"].values():
        for service in project.services:
            project.wait_for(service)
    assert lab.probe(site.place("dock1"), "192.168.0.241", 80) == Answer("web", seen_as="192.168.0.231")
    assert lab.probe(site.place("laptop"), "192.168.0.241", 80) == Answer("web", seen_as="192.168.0.50")
    assert lab.probe(site.place("laptop"), "192.168.0.231", 22) == Answer("dock1", seen_as="192.168.0.50")
