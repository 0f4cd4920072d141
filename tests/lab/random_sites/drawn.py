"""A whole site, drawn from a seed: LANs, hosts, networks of every strategy, services, what is published and how.

It is meant to be valid: each draw is what a careful owner would write. `mistakes.py` makes one mistake in such a site.
A seed draws the same site on every machine and with every Python, as `pools/draw.py` tells.
"""

from __future__ import annotations

from typing import Any

import yaml

from tests.lab.pools.draw import Draw
from tests.lab.random_sites.drawn_hosts import host, interfaces
from tests.lab.random_sites.drawn_ipvlan import on_stacks
from tests.lab.random_sites.drawn_networks import networks, on_lans
from tests.lab.random_sites.drawn_services import services
from tests.lab.random_sites.drawn_stacks import stacks
from tests.lab.random_sites.ground import Ground, Part, Scene, shortest

SUBNETS = ("192.168.0.0/22", "192.168.8.0/24", "10.20.0.0/16", "172.30.4.0/24")
OTHER_SUBNETS = ("192.168.16.0/24", "10.21.0.0/16", "192.168.40.0/23")


class Sheet(yaml.SafeDumper):
    """Small collections on one line, larger ones on several; nothing is an alias of something else."""

    def ignore_aliases(self, data: Any) -> bool:
        """Write each value where it stands."""
        del data
        return True


def site_of(seed: int, docker: str = "28", *, stacked: bool = False) -> str:
    """The intent of a seed, for a version of Docker; `stacked` are a population of their own."""
    of_stacks = " of stacks" if stacked else ""
    return written(plain(seed, docker, stacked=stacked), f"seed {seed}{of_stacks}, Docker {docker}")


def written(site: Part, title: str) -> str:
    """A site as a person can read it."""
    text: str = yaml.dump(site, Dumper=Sheet, sort_keys=False, default_flow_style=None, width=118)
    return f"# {title}\n{text}"


def plain(seed: int, docker: str, *, stacked: bool = False) -> Part:
    """The same as plain data. Stacked hosts have VLANs, bonds, wireless cards and ipvlan, which few kernels make all of."""
    draw = Draw(seed)
    leading, standing = (stacks, on_stacks) if stacked else (interfaces, on_lans)
    grounds = _grounds(draw, 60 if stacked else 35)
    hosts: Part = {}
    counts = (1, 1, 1, 1, 2) if stacked else (1, 1, 2)
    for number in range(1, draw.one_of(*counts) + 1):
        scene = Scene(draw, grounds, number, docker)
        made = hosts[f"dock{number}"] = host(scene, leading)
        kinds = networks(scene, made, standing)
        made["services"] = services(scene, made, kinds)
    return {"version": 1, "lans": _lans(draw, grounds), "hosts": hosts}


def _grounds(draw: Draw, several: int) -> dict[str, Ground]:
    dual = draw.chance(25)
    grounds = {"home": Ground(draw, draw.one_of(*SUBNETS), "fd00:8" if dual else None)}
    if draw.chance(several):
        grounds["office"] = Ground(draw, draw.one_of(*OTHER_SUBNETS), "fd00:16" if dual else None)
    return grounds


def _lans(draw: Draw, grounds: dict[str, Ground]) -> Part:
    lans: Part = {}
    one_router = len(grounds) > 1 and draw.chance(50)
    for name, ground in grounds.items():
        lan = lans[name] = {"subnet": ground.subnets, "gateway": shortest(ground.at(1))}
        if one_router:
            lan["router"] = "edge"
        if draw.chance(60):
            lan["dhcp"] = [f"{ground.subnet.network_address + 100}-{ground.subnet.network_address + 150}"]
        names = ("laptop", "nas") if name == "home" else ("desk", "printer")
        lan["devices"] = {
            each: _device(draw, ground, number) for number, each in enumerate(names[: draw.one_of(1, 2)])
        }
        if ground.routes:
            lan["routes"] = ground.routes
    return lans


def _device(draw: Draw, ground: Ground, number: int) -> Any:
    addresses = shortest(ground.take("device"))
    if number and draw.chance(60):
        return {"address": addresses, "listens": [draw.one_of("445/tcp", "80/tcp", "53/udp")]}
    return addresses
