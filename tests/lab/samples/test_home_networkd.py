"""The home_networkd sample: all that the home sample's tests tell, on a host of networkd and nftables."""

from __future__ import annotations

import pytest

from tests.lab.samples.test_home import (
    test_containers_on_the_lan_are_reached_by_all,
    test_containers_reach_the_lan,
    test_two_sites_have_port_80_each_at_an_address_of_its_own,
    test_what_is_not_published_is_not_reached,
)

__all__ = [
    "test_containers_on_the_lan_are_reached_by_all",
    "test_containers_reach_the_lan",
    "test_two_sites_have_port_80_each_at_an_address_of_its_own",
    "test_what_is_not_published_is_not_reached",
]
pytestmark = pytest.mark.lab

SAMPLE = "home_networkd"
