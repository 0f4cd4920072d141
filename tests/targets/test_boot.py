"""boot: which units a host has, what Docker waits for, and the order between them."""

from __future__ import annotations

import os
import subprocess
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from lanwright.targets import boot, docker_networks, links
from lanwright.targets.artifact import Phase
from lanwright.targets.boot.device_units import device_unit
from lanwright.targets.boot.needs import needs
from tests.targets.hosts import file_of, host_with, sample_hosts

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from lanwright.plan import HostPlan

SHELLS = {"dash": ("dash",), "busybox": ("busybox", "sh")}
MACVLAN = "real_lan: {driver: macvlan, parent: eth0, lan: home, ip_range: 192.168.0.248/29"


def names(host: HostPlan) -> set[str]:
    """The names of a host's files."""
    return {item.path.rpartition("/")[2] for item in boot.emit(host).artifacts}


def settings(host: HostPlan, file: str) -> dict[str, list[str]]:
    """A unit's settings by key, each value a word."""
    found: dict[str, list[str]] = {}
    for line in file_of(boot.emit(host), file).content.splitlines():
        key, equals, value = line.partition("=")
        if equals and not line.startswith("#"):
            found.setdefault(key, []).extend(value.split())
    return found


def waits(text: str) -> list[tuple[str, str]]:
    """What Docker waits for on a host with these networks and services, as (kind, name)."""
    return [(need.kind, need.name) for need in needs(host_with(text))]


def test_a_host_whose_docker_needs_nothing_of_ours_has_no_units() -> None:
    """Containers behind Docker's own bridges, ports on all addresses."""
    host = host_with(
        """
    networks: {shop: {driver: bridge, subnet: 172.22.0.0/24}}
    services: {web: {networks: {shop: {}}, publish: [{port: 8080, to: 80}]}}
"""
    )
    assert boot.emit(host).artifacts == ()


@pytest.mark.parametrize(
    ("text", "waited"),
    [
        (f"    networks: {{{MACVLAN}}}}}\n", [("link", "eth0")]),
        (f"    networks: {{{MACVLAN}, external: true}}}}\n", [("link", "eth0")]),
        ("    networks: {far: {driver: ipvlan, mode: l3, parent: eth0, subnet: 10.9.0.0/24}}\n", [("link", "eth0")]),
        ("    networks: {far: {driver: macvlan, parent: eth0.10, subnet: 10.9.0.0/24}}\n", [("link", "eth0")]),
        ("    docker: {bridge: eth0}\n", [("link", "eth0")]),
        ("    docker: {bridge: none}\n", []),
        ("    services: {web: {networks: {}, publish: [{port: 80}]}}\n", []),
        ("    services: {web: {networks: {}, publish: [{address: 127.0.0.1, port: 80}]}}\n", []),
        (
            "    services: {web: {networks: {}, publish: [{address: 192.168.0.231, port: 80}]}}\n",
            [("address", "192.168.0.231")],
        ),
        (
            "    services: {web: {networks: {}, publish: [{address: 192.168.0.232, port: 80}, {address: 192.168.0.232, port: 81}]}}\n",
            [("address", "192.168.0.232")],
        ),
        (
            """    networks: {shop: {driver: bridge, subnet: 172.22.0.0/24}}
    services: {web: {networks: {shop: {}}, publish: [{address: 192.168.0.232, port: 80, via: dnat}]}}
""",
            [],
        ),
    ],
    ids=[
        "macvlan", "external", "ipvlan", "Docker's VLAN", "default bridge", "no default bridge", "every address",
        "loopback", "own address", "alias", "dnat",
    ],
)  # fmt: skip
def test_docker_waits_for_what_it_looks_for_only_once(text: str, waited: list[tuple[str, str]]) -> None:
    """Parents, the host's bridges, and addresses that it serves ports at by itself."""
    assert waits(text) == waited


def test_what_is_waited_for_says_who_goes_without_it() -> None:
    """All networks of one parent, all services of one address, and what to type."""
    host = host_with(
        f"""
    networks:
      {MACVLAN}}}
      far: {{driver: macvlan, parent: eth0, subnet: 10.9.0.0/24}}
      near: {{driver: bridge, host_bridge: eth0, lan: home, ip_range: 192.168.0.240/29}}
    services:
      web: {{networks: {{}}, publish: [{{address: 192.168.0.232, port: 80}}]}}
      mail: {{networks: {{}}, publish: [{{address: 192.168.0.232, port: 25}}]}}
"""
    )
    restart = "once it is there: systemctl restart docker"
    assert [need.without for need in needs(host)] == [
        f"the networks real_lan, far can't be used; {restart}",
        "Docker makes an empty one, and the network near reaches nobody until the host's own is brought up",
        f"web, mail can't be started; {restart}",
    ]


@pytest.mark.parametrize("name", sample_hosts())
def test_a_unit_runs_what_its_host_has(name: str) -> None:
    """The script of the networks, that of the links; each unit in the drop-in of docker.service."""
    host = sample_hosts()[name]
    for manager in ("ifupdown", "networkd", "none"):
        managed = replace(host, network=manager)
        found = names(managed)
        assert ("lanwright-docker-networks.service" in found) == bool(docker_networks.emit(managed).artifacts)
        assert ("lanwright-links.service" in found) == bool(links.emit(managed).artifacts)
        assert ("lanwright-wait" in found) == ("lanwright-wait.service" in found) == bool(needs(managed))
        assert ("lanwright.conf" in found) == bool(found)
        if found:
            units = {item for item in found if item.endswith(".service")}
            assert set(settings(managed, "lanwright.conf")["Wants"]) == units | {"network-online.target"}


@pytest.mark.parametrize("name", sample_hosts())
def test_nothing_keeps_docker_from_starting(name: str) -> None:
    """Everything is wanted and waited for, nothing required."""
    for item in boot.emit(replace(sample_hosts()[name], network="none")).artifacts:
        keys = {line.partition("=")[0] for line in item.content.splitlines()}
        assert not keys & {"Requires", "Requisite", "BindsTo", "PartOf", "Conflicts"}


def test_docker_comes_after_links_and_addresses_and_before_its_networks() -> None:
    """The network's script asks Docker, all else is for Docker."""
    host = replace(sample_hosts()["home/dock1"], network="none")
    before = ["network-online.target", "lanwright-wait.service", "lanwright-links.service"]
    assert settings(host, "lanwright.conf")["After"] == before
    assert settings(host, "lanwright-docker-networks.service")["After"] == ["docker.service"]


def test_containers_that_compose_doesn_t_run_are_connected_too() -> None:
    """A container that isn't there yet doesn't fail the unit."""
    text = "    networks: {NETWORK}\n    services: {vpn: {compose: false, networks: {real_lan: {}}}}\n"
    host = host_with(text.replace("NETWORK", f"{MACVLAN}}}"))
    assert settings(host, "lanwright-docker-networks.service")["ExecStart"][-2:] == [
        "-/usr/local/sbin/lanwright-docker-networks",
        "connect",
    ]


def test_only_what_must_come_by_itself_is_enabled() -> None:
    """The links of a host of no manager: at boot, and with each link that they stand on; the rest comes with Docker."""
    host = sample_hosts()["home/dock1"]
    assert boot.emit(host).steps == ()
    (step,) = boot.emit(replace(host, network="none")).steps
    assert (step.phase, step.name) == (Phase.LINKS, "lanwright-links.service")
    wanted_by = settings(replace(host, network="none"), "lanwright-links.service")["WantedBy"]
    assert wanted_by == ["multi-user.target", "sys-subsystem-net-devices-br0.device"]


def test_systemd_reads_its_files_again_when_one_of_them_changed() -> None:
    """Which interrupts nothing; the script isn't one of them."""
    (notice,) = boot.emit(sample_hosts()["macvlan/dock1"]).notices
    assert (notice.command, notice.interrupts) == ("systemctl daemon-reload", "")
    assert notice.when.splitlines() == [
        "/etc/systemd/system/lanwright-wait.service",
        "/etc/systemd/system/lanwright-docker-networks.service",
        "/etc/systemd/system/docker.service.d/lanwright.conf",
    ]


@pytest.mark.parametrize("shell", SHELLS.values(), ids=SHELLS)
class TestWaiting:
    """lanwright-wait, run by two shells on this machine, whose only sure link is lo."""

    def run(
        self,
        shell: Sequence[str],
        tmp_path: Path,
        *arguments: str,
        links: str = "lo",
        by_unit: bool = False,
    ) -> tuple[int, str]:
        """Its end, and what it says."""
        done = self.done(shell, tmp_path, *arguments, links=links, by_unit=by_unit)
        assert done.stdout == ""
        return done.returncode, done.stderr

    def done(
        self,
        shell: Sequence[str],
        tmp_path: Path,
        *arguments: str,
        links: str = "lo",
        by_unit: bool = False,
    ) -> subprocess.CompletedProcess[str]:
        """The script of a host whose parents and address are these, run by a person or by its unit."""
        host = sample_hosts()["home/dock1"]
        text = file_of(boot.emit(host), "lanwright-wait").content
        text = text.replace("link br0 ", f"link {links} ").replace(
            "address 192.168.0.232 ", "address 127.0.0.1 "
        )
        text = text.replace("/run/lanwright/", f"{tmp_path}/")
        script = tmp_path / "lanwright-wait"
        script.write_text(text)
        environment = {"PATH": os.environ["PATH"]} | ({"RUNTIME_DIRECTORY": str(tmp_path)} if by_unit else {})
        return subprocess.run(
            [*shell, str(script), *arguments], capture_output=True, text=True, check=False, env=environment
        )

    def test_it_ends_when_all_is_there(self, shell: Sequence[str], tmp_path: Path) -> None:
        """And says nothing."""
        assert self.run(shell, tmp_path) == (0, "")

    def test_it_says_what_is_missing_and_who_goes_without(self, shell: Sequence[str], tmp_path: Path) -> None:
        """After so many seconds."""
        said = "link nowhere7 isn't there: the network real_lan can't be used; once it is there: systemctl restart docker\n"
        assert self.run(shell, tmp_path, "0", links="nowhere7") == (1, said)

    @pytest.mark.parametrize("arguments", [("soon",), ("-1",), ("1", "2"), ("",)])
    def test_it_tells_how_it_is_used(
        self, shell: Sequence[str], tmp_path: Path, arguments: tuple[str, ...]
    ) -> None:
        """Whatever else is asked of it."""
        code, said = self.run(shell, tmp_path, *arguments)
        assert code == 2
        assert said.startswith("lanwright-wait [SECONDS]")

    def test_it_remembers_what_docker_started_without(self, shell: Sequence[str], tmp_path: Path) -> None:
        """Its unit lets it write that down; its status tells until Docker starts with all of it."""
        self.run(shell, tmp_path, "0", links="nowhere7")
        assert self.status(shell, tmp_path) == (0, []), "a person's question is no start of Docker's"
        self.run(shell, tmp_path, "0", links="nowhere7", by_unit=True)
        without = "the network real_lan can't be used"
        was = f"link nowhere7 wasn't there when Docker started: {without}"
        still = f"link nowhere7 isn't there: {without}; once it is there: systemctl restart docker"
        assert self.status(shell, tmp_path) == (1, [was, still])
        restart = "left to you: systemctl restart docker (interrupts: every container stops; those with a restart policy come back)"
        assert self.status(shell, tmp_path, links="lo") == (1, [was, restart])
        self.run(shell, tmp_path, "0", by_unit=True)
        assert self.status(shell, tmp_path) == (0, [])

    def status(self, shell: Sequence[str], tmp_path: Path, links: str = "nowhere7") -> tuple[int, list[str]]:
        """What it says then."""
        done = self.done(shell, tmp_path, "status", links=links)
        return done.returncode, done.stdout.splitlines()


@pytest.mark.parametrize(
    ("link", "unit"),
    [
        ("eth0", "eth0"),
        ("br-lan", r"br\x2dlan"),
        ("eth0.10", "eth0.10"),
        ("a:b_c", "a:b_c"),
        ("w@n", r"w\x40n"),
        (".x", ".x"),
        ("é", r"\xc3\xa9"),
    ],
)
def test_a_link_has_the_name_that_systemd_gives_it(link: str, unit: str) -> None:
    """All but letters, digits, colon, underscore and dot is written as its number."""
    assert device_unit(link) == f"sys-subsystem-net-devices-{unit}.device"
