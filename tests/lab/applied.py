"""A site in a lab of its own, compiled and applied as its README tells, and what may happen to its host afterwards."""

from __future__ import annotations

import json
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from lanwright.plan.parents import ON_A_PARENT, dockers_vlan
from tests.lab import networkd, sample
from tests.lab.as_planned import assert_as_planned
from tests.lab.chroot import FORKY
from tests.lab.compiled import compile_into
from tests.lab.lab import Lab
from tests.lab.precondition import debian_or_skip, links_or_skip, makes
from tests.lab.site import Site

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from lanwright.plan import SitePlan, Task
    from tests.lab.chroot import Recipe
    from tests.lab.host import Host
    from tests.lab.probe import Answer, Lost

Way = tuple[str, str, int, str]
"""Who asks, which address, which port, by which protocol."""


@contextmanager
def applied(text: str, folder: Path, recipe: Recipe = FORKY) -> Iterator[Site]:
    """Build the site of an intent, apply each host's tree, start its projects; at the end nothing of it is left."""
    intent, plan = compile_into(folder, text)
    debian = debian_or_skip(recipe)
    links_or_skip(*links_of(plan))
    with Lab(debian) as lab:
        site = Site(lab, intent)
        do_on_routers(site, plan.tasks)
        for name, host in site.hosts.items():
            sample.apply(host, folder / name)
            for project in site.projects[name].values():
                sample.start(project)
        yield site


def do_on_routers(site: Site, tasks: Iterable[Task]) -> None:
    """Type what the plan leaves to the person at a LAN's router."""
    for task in tasks:
        for name, lan in site.lans.items():
            if task.command and task.where == f"router of {name}":
                lan.router.run(task.command)


def links_of(plan: SitePlan) -> set[str]:
    """The kinds of links in a plan that not every kernel makes."""
    networks = {network.driver for host in plan.hosts.values() for network in host.networks.values()}
    links = {str(link.kind) for host in plan.hosts.values() for link in host.links.values()}
    for host in plan.hosts.values():
        for network in host.networks.values():
            if dockers_vlan(host, network):
                links.add("vlan")
            if network.driver in ON_A_PARENT and network.parent is None:
                links.add("dummy")
    return (networks | links) & {"macvlan", "ipvlan", "vlan", "bond", "wireless", "dummy"}


def needs_a_guest(plan: SitePlan) -> bool:
    """Whether this kernel lacks a kind of link that a site needs."""
    return not all(makes(kind) for kind in links_of(plan))


def answers(site: Site, ways: Mapping[Way, Answer | Lost]) -> dict[Way, Answer | Lost]:
    """What each of these ways leads to now."""
    return {way: site.lab.probe(site.place(way[0]), *way[1:]) for way in ways}


def assert_answers(site: Site, ways: Mapping[Way, Answer | Lost]) -> None:
    """Each of these ways leads to what stands beside it."""
    assert answers(site, ways) == ways


def assert_as_compiled(site: Site, plan: SitePlan) -> None:
    """Every host is what its plan and its folder say, and nothing that reads our files has a complaint."""
    for name, host in site.hosts.items():
        if plan.hosts[name].network == "networkd":
            networkd.assert_as_planned(host, plan.hosts[name])
            assert networkd.complaints(host) == []
        else:
            assert_as_planned(host, plan.hosts[name])
        host.run(f"cd {sample.PLACE} && sh install status")


def settled(site: Site) -> None:
    """Wait until cards have joined what they join, and every service answers again, also those run by hand."""
    for host in site.hosts.values():
        for cable in host.cables:
            cable.await_carrier()
    for projects in site.projects.values():
        for project in projects.values():
            for service in project.services:
                project.wait_for(service)
    for host in site.hosts.values():
        host.await_containers()


def docker_restarted(site: Site, host: Host) -> None:
    """Docker stops with its containers and starts again."""
    host.restart_docker()
    settled(site)


def rebooted(site: Site, host: Host) -> None:
    """The plug is pulled, and the host boots on the same disk."""
    host.reboot()
    settled(site)


def ruleset(host: Host) -> list[str]:
    """Every table, chain and rule that the host's kernel has, without counts and numbers."""
    items: list[dict[str, Any]] = json.loads(host.run("nft -j -s list ruleset"))["nftables"]
    return sorted(json.dumps(_lasting(item), sort_keys=True) for item in items if "metainfo" not in item)


def _lasting(value: Any) -> Any:
    """What stays the same as long as nobody changes it."""
    if isinstance(value, dict):
        return {
            key: _lasting(item) for key, item in value.items() if key not in ("handle", "packets", "bytes")
        }
    return [_lasting(item) for item in value] if isinstance(value, list) else value


def ours(line: str) -> bool:
    """Whether it is a table, a chain or a rule of ours, or a jump to one."""
    return "lanwright" in line.lower() or '"hosts.' in line
