"""The several_networks sample: a service of the LAN with a database out of sight, a sidecar, and a way out for a mailer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.lab.applied import assert_answers, assert_as_compiled
from tests.lab.compiled import planned
from tests.lab.probe import Answer, Lost
from tests.lab.sidecars import booted

if TYPE_CHECKING:
    from tests.lab.site import Site

pytestmark = pytest.mark.lab

SAMPLE = "several_networks"
LAPTOP, DESK, HOST, WEB = "192.168.0.50", "192.168.16.50", "192.168.0.231", "192.168.0.241"


@pytest.fixture(scope="module", params=["applied", "booted"])
def site(request: pytest.FixtureRequest, text: str, applied_site: Site) -> Site:
    """As for every sample, and as its page says: after a boot the sidecar that Docker may have left down is started."""
    if request.param == "booted":
        booted(applied_site, planned(text))
    assert_as_compiled(applied_site, planned(text))
    return applied_site


def address_of(site: Site, service: str, network: str) -> str:
    """A container's address on a network."""
    shape = f"{{{{.NetworkSettings.Networks.{network}.IPAddress}}}}"
    return site.hosts["dock1"].run(f"docker inspect -f '{shape}' dock1-{service}-1").strip()


def test_the_lan_and_who_is_beyond_it_reach_the_web_server_and_its_sidecar(site: Site) -> None:
    """At its own address, with their own."""
    assert_answers(
        site,
        {
            ("laptop", WEB, 80, "tcp"): Answer("web", seen_as=LAPTOP),
            ("desk", WEB, 80, "tcp"): Answer("web", seen_as=DESK),
            ("dock1", WEB, 80, "tcp"): Answer("web", seen_as=HOST),
            ("laptop", WEB, 9100, "tcp"): Answer("metrics", seen_as=LAPTOP),
            ("laptop", HOST, 80, "tcp"): Lost.REFUSED,
            ("laptop", HOST, 8025, "tcp"): Answer("mailer", seen_as=LAPTOP),
        },
    )


def test_the_database_is_for_its_neighbours_alone(site: Site) -> None:
    """By its alias, too; nobody else gets in, and it gets nowhere."""
    db = address_of(site, "db", "backend")
    web = site.place("web")
    assert site.lab.probe(web, db, 5432) == Answer("db", seen_as=address_of(site, "web", "backend"))
    assert db in site.projects["dock1"]["dock1"].container("web").run("nslookup database")
    assert isinstance(site.lab.probe(site.place("laptop"), db, 5432), Lost)
    assert isinstance(site.lab.probe(site.place("db"), LAPTOP, 80), Lost)


def test_each_leaves_by_the_network_that_is_meant(site: Site) -> None:
    """web as itself, the mailer as the host."""
    assert site.lab.probe(site.place("web"), DESK, 80) == Answer("desk", seen_as=WEB)
    assert site.lab.probe(site.place("mailer"), DESK, 80) == Answer("desk", seen_as=HOST)
