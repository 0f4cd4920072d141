"""The pools sample: Docker chooses the subnets, and the plan has said which."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.lab.applied import assert_answers
from tests.lab.probe import Answer, Lost

if TYPE_CHECKING:
    from tests.lab.site import Site

pytestmark = pytest.mark.lab

SAMPLE = "pools"
LAPTOP, HOST = "192.168.10.50", "192.168.10.20"


def address(site: Site, service: str, network: str) -> str:
    """A container's address on a network."""
    shape = f"{{{{.NetworkSettings.Networks.{network}.IPAddress}}}}"
    return site.hosts["box"].run(f"docker inspect -f '{shape}' box-{service}-1").strip()


def test_the_published_port_is_reached(site: Site) -> None:
    """Of a container on two networks, one of them internal."""
    assert_answers(
        site,
        {
            ("laptop", HOST, 8080, "tcp"): Answer("web", seen_as=LAPTOP),
            ("web", LAPTOP, 80, "tcp"): Answer("laptop", seen_as=HOST),
        },
    )


def test_an_internal_network_is_for_its_members(site: Site) -> None:
    """They reach each other, and nobody else."""
    db = address(site, "db", "back")
    assert site.lab.probe(site.place("web"), db, 5432) == Answer("db", seen_as=address(site, "web", "back"))
    assert site.lab.probe(site.place("db"), LAPTOP, 80) is Lost.UNREACHABLE
