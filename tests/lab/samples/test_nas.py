"""The nas sample: a VLAN and a shim on a bond that something else has made, and one of its cables out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.lab.applied import applied, assert_answers, rebooted
from tests.lab.precondition import links_or_skip
from tests.lab.probe import Answer
from tests.sample_tree import SAMPLES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.lab.site import Site

pytestmark = pytest.mark.lab

NAS, MEDIA, RECORDER = "192.168.0.20", "192.168.0.241", "192.168.40.10"
LAPTOP, DOOR = "192.168.0.50", "192.168.40.50"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The sample, applied."""
    links_or_skip("bond", "vlan")
    text = (SAMPLES / "nas" / "lanwright.yaml").read_text(encoding="utf-8")
    with applied(text, tmp_path_factory.mktemp("out")) as site:
        yield site


def assert_all_is_reached(site: Site) -> None:
    """In the house and on the cameras' LAN."""
    assert_answers(
        site,
        {
            ("laptop", MEDIA, 8096, "tcp"): Answer("media", seen_as=LAPTOP),
            ("laptop", NAS, 445, "tcp"): Answer("nas", seen_as=LAPTOP),
            ("media", NAS, 445, "tcp"): Answer("nas", seen_as=MEDIA),
            ("nas", MEDIA, 8096, "tcp"): Answer("media", seen_as=NAS),
            ("recorder", DOOR, 80, "tcp"): Answer("door", seen_as=RECORDER),
            ("door", RECORDER, 554, "tcp"): Answer("recorder", seen_as=DOOR),
        },
    )


def test_all_is_reached(site: Site) -> None:
    """As soon as it is applied."""
    assert_all_is_reached(site)
    site.hosts["nas"].run("lanwright-links status")


def test_a_cable_may_be_out(site: Site) -> None:
    """Also while the NAS boots."""
    first, second = site.hosts["nas"].cables
    first.pull()
    site.hosts["nas"].run(
        "until grep -A1 'Interface: eth0' /proc/net/bonding/bond0 | grep -q down; do sleep 0.1; done"
    )
    assert_all_is_reached(site)
    rebooted(site, site.hosts["nas"])
    assert_all_is_reached(site)
    first.plug_in_again()
    site.hosts["nas"].run(
        "until grep -A1 'Interface: eth0' /proc/net/bonding/bond0 | grep -q up; do sleep 0.1; done"
    )
    second.pull()
    assert_all_is_reached(site)
    second.plug_in_again()
