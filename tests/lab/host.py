"""A Docker host of the lab: a machine that boots systemd, with ifupdown and Docker as Debian ships them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.lab import docker_api, image
from tests.lab.container import Container
from tests.lab.machine import Machine

if TYPE_CHECKING:
    from tests.lab.disks import Disks

DOCKER_UNITS = "docker.socket docker.service containerd.service"
STORAGE = "DOCKER_OPTS='--storage-driver=vfs'\n"


class DockerFailedError(Exception):
    """dockerd didn't start; the message is what it said itself."""


class Host(Machine):
    """A host. What is written on it, units that are enabled and Docker's data survive a reboot."""

    def __init__(self, name: str, debian: Path, disks: Disks) -> None:
        super().__init__(name, debian, disks)
        self._cgroup = disks.new_cgroup()
        self._init = ["systemd", str(self._cgroup)]

    def power_on(self) -> None:
        """Boot, and wait until systemd has started everything that it means to start."""
        super().power_on()
        self.run(
            "until [ -S /run/systemd/private ]; do sleep 0.02; done; systemctl is-system-running --wait || :"
        )

    def power_off(self) -> None:
        """Pull the plug."""
        super().power_off()
        self._disks.remove_cgroup(self._cgroup)

    def reboot(self) -> None:
        """Pull the plug and boot again: a new network namespace, the same disk, the cables still plugged in."""
        self.power_off()
        self.power_on()
        self.listen_again()

    def listen_again(self) -> None:
        """Start what listens on it, as a boot does."""
        for service in self._services:
            self.run(service)

    def set_up(self, interfaces: str) -> None:
        """Make `interfaces` its /etc/network/interfaces and bring all of it up, as a boot would."""
        self.write("/etc/network/interfaces", interfaces)
        self.run("ifup -a")

    def start_docker(self) -> None:
        """Start dockerd with the host's own /etc/docker/daemon.json, now and at each boot; know the lab's image."""
        self.write("/etc/default/docker", "" if self._names_its_storage() else STORAGE)
        self._systemctl_docker("enable --now")
        image.load(self)

    def restart_docker(self) -> None:
        """Restart dockerd; containers stop and, by their restart policy, start again."""
        self._systemctl_docker("restart", "docker.service")

    def stop_docker(self) -> None:
        """Stop dockerd and its containers, and keep a client from starting it again."""
        self.run("systemctl stop docker.socket docker.service")

    def await_addresses(self) -> None:
        """Wait until no IPv6 address is tentative: until then the kernel goes on adding routes."""
        # Without -o it prints the heading of a link that has no address at all, such as the port of a bridge.
        self.run("until ! ip -6 -o addr show tentative | grep -q .; do sleep 0.05; done")

    def container(self, name: str) -> Container:
        """Give a running container by its name or id."""
        return Container(self, name)

    def run_container(self, name: str, *listens: str, options: str = "") -> Container:
        """Run a container by hand, with `options` of `docker run`; wait until it answers."""
        self.run(f"docker run --detach --name {name} {options} {image.NAME} {' '.join((name, *listens))}")
        self.container(name).wait_until_it_answers()
        return self.container(name)

    def await_containers(self) -> None:
        """Wait until every running container answers."""
        for each in self.ask_docker("/containers/json"):
            self.container(each["Names"][0].lstrip("/")).wait_until_it_answers()

    def ask_docker(self, question: str) -> Any:
        """Give what its Docker answers to a GET of its API."""
        return docker_api.asked(Path(f"/proc/{self.number}/root/run/docker.sock"), question)

    @property
    def network_namespaces(self) -> tuple[Path, ...]:
        """Its own and those of its running containers; none while it is off."""
        own = super().network_namespaces
        kept = Path(f"/proc/{self.number}/root/run/docker/netns") if own else Path("/nowhere")
        if not kept.is_dir():
            return own
        return own + tuple(each for each in kept.iterdir() if _is_mounted(each))

    def _systemctl_docker(self, verb: str, units: str = DOCKER_UNITS) -> None:
        # Its unit allows three starts a minute, its socket five in ten seconds; a test wants more.
        started = self.attempt(f"systemctl reset-failed {DOCKER_UNITS}; systemctl {verb} {units}")
        if started.rc:
            raise DockerFailedError(self._last_words() or started.text)

    def _last_words(self) -> str:
        """Give what dockerd said when it refused to start just now."""
        # The unit starts it again after two seconds, and of lines that came late the journal doesn't know the invocation.
        start = "start=$(systemctl show --property=InvocationID --value docker.service)"
        read = "journalctl --sync; journalctl --output=cat _SYSTEMD_INVOCATION_ID=$start"
        last = "journalctl --output=cat --unit=docker.service --lines=20"
        journal = self.attempt(f"{start}; {read}").stdout or self.attempt(last).stdout
        said: list[str] = re.findall(
            r"^(?:failed to start daemon|unable to configure .*?): .*", journal, re.MULTILINE
        )
        return said[-1] if said else journal

    def _names_its_storage(self) -> bool:
        text = self.attempt("cat /etc/docker/daemon.json").stdout
        try:
            return "storage-driver" in json.loads(text or "{}")
        except json.JSONDecodeError:
            return False


def _is_mounted(netns: Path) -> bool:
    """Whether it is more than the leftover of a container that stopped, or stops just now."""
    try:
        return netns.stat().st_dev != netns.parent.stat().st_dev
    except FileNotFoundError:
        return False
