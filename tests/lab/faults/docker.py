"""What happens to Docker: its restart, networks that come, containers that go and come again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.lab.faults.fault import Fault

if TYPE_CHECKING:
    from tests.lab.faults.fault import Struck

LATER = "made-later"


def _restart(struck: Struck) -> None:
    struck.host.restart_docker()


def _make_network(struck: Struck) -> None:
    struck.run(f"docker network create --subnet 10.99.0.0/24 {LATER}")
    struck.host.run_container(LATER, "80", options=f"--network {LATER} --publish 9999:80")


def _remove_network(struck: Struck) -> None:
    struck.run(f"docker rm --force {LATER} && docker network rm {LATER}")


def _make_containers_anew(struck: Struck) -> None:
    for project in struck.site.projects[struck.plan.name].values():
        project.compose("up", "--detach", "--force-recreate")


RESTARTED = Fault("Docker restarts", _restart)
NETWORK_MADE = Fault("a network is made later, with a container on it", _make_network, passes=_remove_network)
RECREATED = Fault("its containers are made anew", _make_containers_anew)
