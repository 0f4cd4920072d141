"""A host's README says what its files are, what to type, and what is left to a person."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from lanwright.diagnostics import NOWHERE, Diagnostic, Severity
from lanwright.plan import HostPlan, Task
from lanwright.targets import emit
from tests.intents import LAN, host_of
from tests.targets.hosts import host_with, sample_hosts


def readme(host: HostPlan, *unfinished: Diagnostic) -> str:
    """The text of a host's README."""
    return next(item.content for item in emit(host, unfinished) if item.path == "README.md")


@pytest.mark.parametrize("name", sample_hosts())
def test_every_file_is_named_with_its_place_and_purpose(name: str) -> None:
    """Each file of the folder has a row; no row is about nothing."""
    host = sample_hosts()[name]
    rows = re.findall(r"^\| `(.+?)` \| (?:`(.+?)`)? ?\| (.+) \|$", readme(host), re.MULTILINE)
    files = {item.path: item.destination or "" for item in emit(host) if item.path != "README.md"}
    assert {path: place for path, place, _ in rows} == files
    assert all(about for *_, about in rows)


def test_install_is_the_only_way_that_is_told() -> None:
    """Copying by hand would carry this folder's owner and modes onto /etc."""
    text = readme(sample_hosts()["home/dock1"])
    assert "sh install apply --rollback 120" in text
    assert "sh install remove" in text
    assert not re.search(r"rsync|\bcp\b|/etc/init", text)


def test_what_install_leaves_to_the_owner_is_told_with_its_price() -> None:
    """The same commands that install prints."""
    text = readme(host_with("    docker: {bip: 10.200.0.1/24}\n    networks: {inner: {driver: bridge}}"))
    assert "- `systemctl restart docker` interrupts: every container stops" in text
    assert "- `lanwright-docker-networks create` interrupts: nothing" in text


@pytest.mark.parametrize("manager", ["ifupdown", "networkd", "none"])
def test_what_no_change_takes_down_is_told(manager: str) -> None:
    """A VLAN of ours with the host's own address; where we can't take the address away either, that too."""
    interfaces = "{eth0: {unit: 20-lan.network}, eth0.20: {managed: true}, eth0.30: {lan: home, address: 192.168.0.231/22, managed: true}}"
    text = readme(host_of(f"{LAN}\nhosts:\n  dock1:\n    network: {manager}\n    interfaces: {interfaces}\n"))
    assert "No change takes `eth0.30` down" in text
    assert ("old address stays there beside the new one" in text) is (manager == "none")
    assert "No change takes" not in readme(sample_hosts()["home/dock1"])


def test_what_only_its_owner_can_bring_back_is_told() -> None:
    """What `install status` asks for, as far as it can happen to the host."""
    links, parents, rules = (
        "- a container's link:",
        "- what Docker looks for when it starts",
        "- Docker's packet rules:",
    )
    text = readme(sample_hosts()["macvlan/dock1"])
    assert [case in text for case in (links, parents, rules)] == [True, True, True]
    text = readme(host_with("    services: {web: {networks: {}, listens: [80/tcp]}}"))
    assert [case in text for case in (links, parents, rules)] == [False, False, True]
    text = readme(host_with("    docker: {settings: {iptables: false}}"))
    assert "don't come back by themselves" not in text


@pytest.mark.parametrize(
    ("docker", "stays"), [("bip: 10.200.0.1/24", True), ("settings: {log-driver: local}", False)]
)
def test_what_docker_remembers_is_told(docker: str, *, stays: bool) -> None:
    """It keeps docker0's address when nobody asks for it any more."""
    assert ("docker0 alone keeps its address" in readme(host_with(f"    docker: {{{docker}}}"))) is stays


def test_a_project_starts_from_both_its_files_and_goes_down_with_them() -> None:
    """Its own one, by the name that the intent gives, and the fragment; a project without a fragment isn't named."""
    host = host_with(
        """
    networks: {real_lan: {driver: macvlan, parent: eth0, lan: home}}
    projects: {shop: {compose_file: "stacks/shop/my compose.yaml"}}
    services:
      web: {project: shop, networks: {real_lan: {}}}
      mail: {networks: {real_lan: {}}}
      idle: {project: nothing, listens: [80/tcp]}
"""
    )
    commands = re.findall(r"^docker compose .*$", readme(host), re.MULTILINE)
    assert commands == [
        "docker compose -f compose.yaml -f FOLDER/compose/dock1.networks.yaml up -d",
        "docker compose -f 'my compose.yaml' -f FOLDER/compose/shop.networks.yaml up -d",
        "docker compose -f compose.yaml -f FOLDER/compose/dock1.networks.yaml down",
        "docker compose -f 'my compose.yaml' -f FOLDER/compose/shop.networks.yaml down",
    ]


def test_containers_outside_of_compose_are_connected_by_hand() -> None:
    """They must be there first."""
    lan = "    networks: {real_lan: {driver: macvlan, parent: eth0, lan: home}}\n"
    service = "    services: {vpn: {compose: false, networks: {real_lan: {}}}}\n"
    assert "lanwright-docker-networks connect" in readme(host_with(lan + service))
    assert "lanwright-docker-networks connect" not in readme(host_with(lan))


def test_how_such_a_container_is_run_is_written_out() -> None:
    """With all that the intent says of its networks; the MAC address can't be given later."""
    text = readme(
        host_with(
            """
    networks:
      lan: {driver: macvlan, parent: eth0, lan: home}
      back: {driver: bridge, subnet: 10.100.0.0/24}
    services:
      lone:
        compose: false
        networks:
          lan: {address: 192.168.0.241, mac: 02:00:00:00:00:41, aliases: [hand, by.hand]}
          back: {gw_priority: 1, interface_name: in0}
"""
        )
    )
    assert (
        "docker run --name lone"
        " --network name=lan,ip=192.168.0.241,mac-address=02:00:00:00:00:41,alias=hand,alias=by.hand"
        " --network name=back,driver-opt=com.docker.network.endpoint.ifname=in0,gw-priority=1 ..."
    ) in text


def test_tasks_elsewhere_are_told_with_their_reason() -> None:
    """A route on the router, a setting of the hypervisor."""
    task = Task(
        where="router of home",
        what="add a route",
        why="replies get lost",
        origin=NOWHERE,
        command="ip r add x",
    )
    host = replace(sample_hosts()["nat/dock1"], tasks=(task,))
    assert "- **router of home**: add a route: `ip r add x`. Without it: replies get lost." in readme(host)
    assert "## By hand" not in readme(replace(host, tasks=()))


def test_what_this_version_doesnt_do_is_said() -> None:
    """Never left out silently; with its line in the intent."""
    host = sample_hosts()["nat/dock1"]
    finding = Diagnostic(
        code="LW007", severity=Severity.WARNING, message="`uplink` isn't\ncarried out yet", origin=host.origin
    )
    text = readme(host, finding)
    assert f"- `lanwright.yaml`, line {host.origin.span.line}: `uplink` isn't carried out yet" in text
    assert "## Not carried out" not in readme(host)


def test_blank_lines_are_single() -> None:
    """However many parts a host has."""
    for host in sample_hosts().values():
        assert "\n\n\n" not in readme(host)
