"""An intent of one host, drawn from a seed: all that decides which subnets its Docker chooses."""

from __future__ import annotations

from ipaddress import ip_network
from typing import Any

import yaml

from tests.lab.pools.draw import Draw
from tests.lab.pools.drawn_around import around
from tests.lab.pools.drawn_docker import docker
from tests.lab.pools.drawn_networks import networks

ARENAS = (
    "10.201.0.0/16",
    "10.201.0.0/20",
    "10.201.16.0/22",
    "10.200.0.0/13",
    "100.64.0.0/18",
    "172.16.0.0/12",
    "192.168.0.0/16",
    "192.168.0.0/16",
)
"""Where everything of one intent lies, so that it meets; the last ones hold Docker's own pools."""


def intent(seed: int, version: str) -> str:
    """The intent of a seed, for a version of Docker."""
    draw = Draw(seed)
    arena = ip_network(draw.one_of(*ARENAS))
    lans, host = around(draw, arena)
    host["docker"] = docker(draw, arena, host, version)
    host["networks"] = networks(draw, arena, lans, host, version)
    site: dict[str, Any] = {"version": 1, "lans": lans, "hosts": {"dock1": host}}
    return yaml.safe_dump(site, sort_keys=False, default_flow_style=None, width=110)
