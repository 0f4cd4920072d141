"""The two_hosts sample: containers of two daemons on one LAN, and each host with a shim to its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.lab.applied import assert_answers
from tests.lab.probe import Answer

if TYPE_CHECKING:
    from tests.lab.site import Site

pytestmark = pytest.mark.lab

SAMPLE = "two_hosts"
LAPTOP, DOCK1, DOCK2 = "192.168.0.50", "192.168.0.231", "192.168.0.232"
WEB, MAIL = "192.168.2.10", "192.168.2.20"  # dock1's and dock2's


def test_containers_of_two_hosts_are_neighbours(site: Site) -> None:
    """Both ways, each seen as itself."""
    assert_answers(
        site,
        {
            ("web", MAIL, 25, "tcp"): Answer("mail", seen_as=WEB),
            ("mail", WEB, 80, "tcp"): Answer("web", seen_as=MAIL),
            ("laptop", WEB, 80, "tcp"): Answer("web", seen_as=LAPTOP),
            ("laptop", MAIL, 25, "tcp"): Answer("mail", seen_as=LAPTOP),
        },
    )


def test_each_host_reaches_its_own_and_the_others(site: Site) -> None:
    """Its own through its shim, the other's over the LAN, always as itself."""
    assert_answers(
        site,
        {
            (host, address, port, "tcp"): Answer(service, seen_as=seen)
            for host, seen in (("dock1", DOCK1), ("dock2", DOCK2))
            for service, address, port in (("web", WEB, 80), ("mail", MAIL, 25))
        },
    )


def test_each_host_is_reached_by_all_of_them(site: Site) -> None:
    """By its own container, the other host's, and the other host."""
    assert_answers(
        site,
        {
            (who, address, 22, "tcp"): Answer(host, seen_as=seen)
            for host, address in (("dock1", DOCK1), ("dock2", DOCK2))
            for who, seen in (("web", WEB), ("mail", MAIL))
        }
        | {("dock1", DOCK2, 22, "tcp"): Answer("dock2", seen_as=DOCK1)},
    )
