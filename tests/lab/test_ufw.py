"""ufw beside Docker and us: it closes the host's own way in from the containers, and the plan's commands open it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.lab.applied import Way, applied, assert_answers, docker_restarted, rebooted
from tests.lab.compiled import compile_into
from tests.lab.probe import Answer, Lost

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.lab.host import Host
    from tests.lab.site import Site

pytestmark = pytest.mark.lab

INTENT = """
version: 1
lans:
  home: {subnet: 192.168.0.0/22, gateway: 192.168.0.1, devices: {laptop: 192.168.0.50}}
hosts:
  dock1:
    foreign: [ufw]
    interfaces: {eth0: {lan: home, address: 192.168.0.231/22}}
    listens: [22/tcp, 9100/tcp]
    networks:
      real_lan: {driver: macvlan, parent: eth0, lan: home, ip_range: 192.168.0.248/29, host_access: true}
      inner: {driver: bridge, subnet: 172.22.0.0/16}
    services:
      web: {networks: {real_lan: 192.168.0.241}, listens: [80/tcp]}
      job: {networks: {real_lan: {}}, listens: [80/tcp]}
      app: {networks: {inner: {}}, listens: [8080/tcp], publish: [{address: 192.168.0.232, port: 80, to: 8080}]}
      api: {networks: {inner: {}}, listens: [8081/tcp], publish: [{address: 192.168.0.233, port: 80, to: 8081, via: dnat}]}
"""
HOST, LAPTOP = "192.168.0.231", "192.168.0.50"
PASSES: dict[Way, Answer | Lost] = {
    ("laptop", HOST, 22, "tcp"): Answer("dock1", seen_as=LAPTOP),
    ("laptop", "192.168.0.241", 80, "tcp"): Answer("web", seen_as=LAPTOP),
    ("laptop", "192.168.0.232", 80, "tcp"): Answer("app", seen_as=LAPTOP),
    ("laptop", "192.168.0.233", 80, "tcp"): Answer("api", seen_as=LAPTOP),
    ("dock1", "192.168.0.241", 80, "tcp"): Answer("web", seen_as=HOST),
    ("app", "192.168.0.241", 80, "tcp"): Answer("web", seen_as=HOST),
    ("app", LAPTOP, 80, "tcp"): Answer("laptop", seen_as=HOST),
}
"""What ufw has no say in: the LAN's own frames, what is forwarded by Docker's accepts, and what the host itself began."""

WAYS_IN = (("web", 9100), ("job", 9100), ("web", 22))
FROM_THE_LAN = ("laptop", HOST, 9100, "tcp")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A host with ufw as Debian ships it, switched on before Lanwright's files came."""
    with applied(INTENT, tmp_path_factory.mktemp("out")) as site:
        site.devices["laptop"].listen("laptop", "80")
        host = site.hosts["dock1"]
        host.run("ufw allow 22/tcp && ufw --force enable && systemctl enable ufw")
        yield site


@pytest.fixture(scope="module")
def commands(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """What the plan tells the host's owner."""
    _, plan = compile_into(tmp_path_factory.mktemp("planned"), INTENT)
    assert {task.where for task in plan.tasks} == {"ufw on dock1"}
    return [task.command for task in plan.tasks]


def ways_in(site: Site) -> dict[Way, Answer | Lost]:
    """The containers' ways to the host, as they should be."""
    networks = site.projects["dock1"]["dock1"].container("job").inspect()["NetworkSettings"]["Networks"]
    job = networks["real_lan"]["IPAddress"]
    own = {"web": "192.168.0.241", "job": job}
    return {(name, HOST, port, "tcp"): Answer("dock1", seen_as=own[name]) for name, port in WAYS_IN}


def policies(host: Host) -> list[str]:
    """What becomes of packets that no rule is about."""
    return host.run("iptables -S | grep -E '^-P (INPUT|FORWARD)'").split("\n")[:2]


def test_ufw_drops_what_comes_in_by_the_shim(site: Site) -> None:
    """Though the host listens there; only what its rules name gets in. All else passes."""
    assert policies(site.hosts["dock1"]) == ["-P INPUT DROP", "-P FORWARD DROP"]
    closed = {way: Lost.TIMEOUT for way in ways_in(site) if way[2] != 22}
    assert_answers(site, {**PASSES, **closed, FROM_THE_LAN: Lost.TIMEOUT})


def test_the_plans_commands_open_it_for_the_containers_alone(site: Site, commands: list[str]) -> None:
    """ufw takes them as they are; the LAN stays outside."""
    host = site.hosts["dock1"]
    for command in commands:
        assert "Rule added" in host.run(command)
    assert_answers(site, {**PASSES, **ways_in(site), FROM_THE_LAN: Lost.TIMEOUT})


@pytest.mark.parametrize("event", ["reload", "docker", "boot"])
def test_it_stays_open(site: Site, event: str) -> None:
    """Whoever loads his rules anew."""
    host = site.hosts["dock1"]
    if event == "reload":
        host.run("ufw reload")
    elif event == "docker":
        docker_restarted(site, host)
    else:
        rebooted(site, host)
    assert_answers(site, {**PASSES, **ways_in(site), FROM_THE_LAN: Lost.TIMEOUT})
