"""The dmz sample: services on both LANs, and no way through the host from one to the other.

Docker 28 doesn't know the nftables backend of 29: the site runs with the iptables backend, and the sample's own guard, as it is
committed, is tried by itself where Docker's is taken away.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.lab.applied import applied, assert_answers, rebooted
from tests.lab.compiled import for_docker_28
from tests.lab.probe import Answer, Lost
from tests.sample_tree import SAMPLES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.lab.site import Site

pytestmark = pytest.mark.lab

SAMPLE = SAMPLES / "dmz"
GUARD = SAMPLE / "out/dock1/rootfs/etc/nftables.d/lanwright.nft"
LAPTOP, MAILER, HOST, BLOG = "192.168.0.50", "192.168.8.20", "192.168.0.231", "192.168.8.10"
IN_THE_DMZ = "192.168.8.231"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The sample on Docker 28; a machine of the DMZ takes the host for its way into the house."""
    text = for_docker_28((SAMPLE / "lanwright.yaml").read_text(encoding="utf-8"))
    with applied(text, tmp_path_factory.mktemp("out")) as site:
        for name, device in site.devices.items():
            device.listen(name, "80")
        site.devices["mailer"].run(f"ip route add 192.168.0.0/22 via {IN_THE_DMZ}")
        site.devices["laptop"].run(f"ip route add 192.168.8.0/24 via {HOST}")
        yield site


def assert_served(site: Site) -> None:
    """Each service answers where it is meant to."""
    assert_answers(
        site,
        {
            ("laptop", "192.168.0.241", 80, "tcp"): Answer("files", seen_as=LAPTOP),
            ("mailer", BLOG, 80, "tcp"): Answer("blog", seen_as=MAILER),
            ("dock1", "192.168.0.241", 80, "tcp"): Answer("files", seen_as=HOST),
            ("laptop", HOST, 22, "tcp"): Answer("dock1", seen_as=LAPTOP),
            ("laptop", HOST, 8080, "tcp"): Answer("wiki", seen_as=LAPTOP),
            ("mailer", IN_THE_DMZ, 22, "tcp"): Lost.REFUSED,
        },
    )
    blog, db = (site.projects["dock1"]["dock1"].container(name) for name in ("blog", "db"))
    address = db.inspect()["NetworkSettings"]["Networks"]["backend"]["IPAddress"]
    found = site.lab.probe(blog, address, 5432)
    assert isinstance(found, Answer)
    assert found.name == "db"


def assert_apart(site: Site) -> None:
    """No machine of the DMZ gets into the house by this host, nor the other way round."""
    assert_answers(
        site,
        {
            ("mailer", "192.168.0.20", 445, "tcp"): Lost.TIMEOUT,
            ("mailer", LAPTOP, 80, "tcp"): Lost.TIMEOUT,
            ("mailer", "192.168.0.241", 80, "tcp"): Lost.TIMEOUT,
            ("laptop", MAILER, 80, "tcp"): Lost.TIMEOUT,
        },
    )


def test_everything_is_served_and_the_lans_are_apart(site: Site) -> None:
    """Docker switched forwarding on, and set FORWARD to DROP."""
    assert site.hosts["dock1"].run("sysctl -n net.ipv4.ip_forward") == "1\n"
    assert_served(site)
    assert_apart(site)


def test_the_sample_s_own_guard_keeps_them_apart_where_docker_doesnt(site: Site) -> None:
    """With FORWARD at ACCEPT the host routes; with the committed rules it doesn't, and all is served."""
    host = site.hosts["dock1"]
    host.run("iptables -P FORWARD ACCEPT")
    assert_answers(site, {("mailer", LAPTOP, 80, "tcp"): Answer("laptop", seen_as=MAILER)})
    host.run("nft -f -", stdin=GUARD.read_text(encoding="utf-8"))
    assert_apart(site)
    assert_served(site)


def test_after_a_boot_it_is_so_again(site: Site) -> None:
    """By Docker's own guard."""
    rebooted(site, site.hosts["dock1"])
    assert_served(site)
    assert_apart(site)
