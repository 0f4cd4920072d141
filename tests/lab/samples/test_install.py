"""What holds for `install` on the hosts of samples: it can be taken back, repeated, asked, and removed without a trace."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from tests.lab import sample
from tests.lab.applied import links_of
from tests.lab.as_found import DOCKERS_OWN, NOTHING, assert_as_found, looked_at
from tests.lab.compiled import compile_into, for_docker_28
from tests.lab.lab import Lab
from tests.lab.precondition import debian_or_skip, links_or_skip
from tests.lab.site import Site
from tests.sample_tree import SAMPLES, samples

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator
    from pathlib import Path

    from lanwright.plan import DockerNetwork, SitePlan
    from tests.lab.as_found import Found
    from tests.lab.command import Output
    from tests.lab.host import Host

pytestmark = pytest.mark.lab

LOG = "/var/lib/lanwright/rollback.log"
WAIT = "while systemctl is-active --quiet 'lanwright-rollback-*'; do sleep 0.2; done"


@dataclass(frozen=True, slots=True)
class Scene:
    """A sample's site with the compiled trees beside it, and what its hosts were before."""

    site: Site
    plan: SitePlan
    folder: Path
    before: Found

    def assert_as_before(self, before: Found, apart_from: re.Pattern[str] = NOTHING) -> None:
        """Nothing is another than before."""
        assert_as_found(self.site, before, apart_from)

    def install(self, host: Host, words: str) -> Output:
        """Run `install` as a person does: in the copied folder."""
        return host.attempt(f"cd {sample.PLACE} && sh install {words}")


IN_EVERY_RUN = (
    "alias",
    "dmz",
    "dual_stack",
    "home",
    "home_networkd",
    "host_bridge",
    "veth",
    "vlan_trunk",
    "vpn",
)
"""One of each sort, a minute each; the others, which add nothing to these, with LANWRIGHT_LAB_ALL=1 in the environment."""
CHOSEN = samples() if os.environ.get("LANWRIGHT_LAB_ALL") else IN_EVERY_RUN


@pytest.fixture(scope="module", params=CHOSEN)
def bare(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    """The site before Lanwright, its hosts' trees copied to them."""
    folder = tmp_path_factory.mktemp("out")
    text = (SAMPLES / request.param / "lanwright.yaml").read_text("utf-8")
    intent, plan = compile_into(folder, for_docker_28(text))
    debian = debian_or_skip()
    links_or_skip(*links_of(plan))
    with Lab(debian) as lab:
        site = Site(lab, intent)
        for name, host in site.hosts.items():
            host.copy_tree(folder / name, sample.PLACE)
        yield Scene(site, plan, folder, looked_at(site))


@pytest.fixture(scope="module")
def scene(bare: Scene) -> Scene:
    """The same, applied and started."""
    for name, host in bare.site.hosts.items():
        sample.apply(host, bare.folder / name)
        for project in bare.site.projects[name].values():
            sample.start(project)
    return bare


def test_what_nobody_confirms_is_taken_back(bare: Scene) -> None:
    """The host is as it was found; only the account of it stays."""
    for host in bare.site.hosts.values():
        said = bare.install(host, "apply --rollback 1")
        assert said.rc == 0, said.text
    for host in bare.site.hosts.values():
        host.run(WAIT)
        assert "restored" in host.run(f"cat {LOG}")
        host.run(f"rm -r {LOG.rpartition('/')[0]}")
    bare.assert_as_before(bare.before, apart_from=DOCKERS_OWN)


def test_a_second_apply_changes_nothing(scene: Scene) -> None:
    """It says so, and so do `diff` and `status`."""
    before = looked_at(scene.site)
    for host in scene.site.hosts.values():
        again = scene.install(host, "apply")
        assert (again.rc, again.stdout) == (0, "nothing to change: this host is what this folder says\n")
        assert [scene.install(host, words).rc for words in ("diff", "status")] == [0, 0]
    scene.assert_as_before(before)


def test_docker_has_the_plans_networks(scene: Scene) -> None:
    """Driver, subnets and gateways, those that Docker chose among them: the plan has predicted them."""
    for name, host in scene.site.hosts.items():
        for network in scene.plan.hosts[name].networks.values():
            if network.predicted is not None:
                assert inspected(host, network) == planned(network)


def planned(network: DockerNetwork) -> tuple[str, set[tuple[str, str]]]:
    """The plan's part of the comparison; where it names no gateway Docker may have its own idea."""
    subnets = {(str(item.prefix), str(item.gateway or "")) for item in network.subnets}
    return network.driver, subnets


def inspected(host: Host, network: DockerNetwork) -> tuple[str, set[tuple[str, str]]]:
    """What Docker says of it."""
    (found,) = json.loads(host.run(f"docker network inspect {network.name}"))
    subnets = {(item["Subnet"], item.get("Gateway", "")) for item in found["IPAM"]["Config"]}
    return found["Driver"], subnets


def test_remove_leaves_the_host_as_it_was_found(scene: Scene) -> None:
    """Once its projects are down, what is left to its owner is done, and Docker has forgotten docker0's address."""
    for name, host in scene.site.hosts.items():
        for project in scene.site.projects[name].values():
            project.down()
        said = scene.install(host, "remove")
        assert said.rc == 0, said.text
        sample.do_what_is_left(host, said.stdout)
        if scene.plan.hosts[name].daemon.moves_docker0:
            forget_docker0(host)
    scene.assert_as_before(scene.before, apart_from=DOCKERS_OWN)


def forget_docker0(host: Host) -> None:
    """Do what the host's README says."""
    host.write("/etc/docker/daemon.json", '{"bridge": "none"}')
    host.restart_docker()
    host.run("rm /etc/docker/daemon.json")
    host.restart_docker()
