"""A host on a LAN that carries out one case after the other: its network's files, packet rules, dockerd, networks, projects."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from lanwright import pipeline
from tests.lab import networkd, shapes
from tests.lab.host import DockerFailedError
from tests.lab.oracle.case import Verdict
from tests.lab.oracle.said import Said
from tests.lab.oracle.told import HOST
from tests.lab.site import compose_services

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lanwright.targets.artifact import Artifact
    from tests.lab.lab import Lab
    from tests.lab.oracle.case import Case
    from tests.lab.oracle.told import Told

ADDRESS, GATEWAY = "192.168.0.231/22", "192.168.0.1"
IFUPDOWN = "/etc/network/"
CREATE = "/usr/local/sbin/lanwright-docker-networks"
DAEMON = "/etc/docker/daemon.json"
NFT, IPTABLES = "/etc/nftables.d/lanwright.nft", "/usr/local/sbin/lanwright-iptables"
CONTAINER = "docker run --rm --entrypoint /bin/true --network {} oracle"
IMAGE = r"""
folder=$(mktemp -d)
mkdir "$folder/bin" "$folder/proc" "$folder/sys" "$folder/dev" "$folder/etc" "$folder/tmp"
busybox --install -s "$folder/bin"
tar -h -C / -c usr/bin/busybox | tar -C "$folder" -x
tar -C "$folder" -c . | docker import --change 'CMD ["/bin/sleep", "infinity"]' - oracle
rm -r "$folder"
"""
"""A container that does nothing, made of busybox alone: the lab's own image is copied for seconds for each container."""

OWN_UNIT = f"""\
[Match]
Name=eth0
[Network]
Address={ADDRESS}
Gateway={GATEWAY}
LinkLocalAddressing=no
IPv6AcceptRA=no
"""
"""The host's own unit; `ip addr flush` has taken the link-local address, and networkd would wait for it."""

CLEAN = """
containers=$(docker ps -aq) && [ -n "$containers" ] && docker rm -f $containers
docker network prune -f
"""
BARE = f"""
ip netns del far
[ -f /run/before ] && kill "$(cat /run/before)"; rm -f /run/before
nft 'table ip lanwright; delete table ip lanwright; table ip6 lanwright; delete table ip6 lanwright'
[ -x {IPTABLES} ] && {IPTABLES} remove
systemctl stop systemd-networkd.service systemd-networkd.socket
rm -rf {networkd.FOLDER}/* {IFUPDOWN}interfaces.d/* {IFUPDOWN}if-*.d/lanwright* {CREATE} {NFT} {IPTABLES} /root/compose
for link in $(ls /sys/class/net); do
    case $link in lo | eth0 | docker0) ;; *) ip link del "$link" ;; esac
done
printf '%s\\n' lo=lo eth0=eth0 >/run/network/ifstate
rm -f /run/network/ifstate.*
ip addr flush dev eth0
ip link set eth0 nomaster
ip link set eth0 mtu 1500 promisc off up
ip addr add {ADDRESS} dev eth0
ip route replace default via {GATEWAY}
sysctl -qw net.ipv4.ip_forward=1
"""
BOOTED = """
ip addr flush dev eth0
ip link set eth0 down
rm -f /run/network/ifstate /run/network/ifstate.*
timeout 60 ifup -a
"""
"""What a boot does with the stanzas, the host's own and ours."""

FORGET = f"""
rm -rf /var/lib/docker/network {DAEMON}
nft flush ruleset
ip link del docker0
"""


SERVICE = {"image": "oracle", "pull_policy": "never"}


class RefusedError(Exception):
    """A tool doesn't take what it is given."""

    def __init__(self, tool: str, words: str) -> None:
        super().__init__(words)
        self.said = Said(Verdict.REFUSED, tool, words)


class Bench:
    """The host `dock1` on the LAN `home`, with a router and a laptop."""

    def __init__(self, lab: Lab) -> None:
        home = lab.lan("home", f"{GATEWAY}/22")
        home.device("laptop", "192.168.0.50").listen("laptop", "80")
        self._host = lab.host(HOST)
        home.plug(self._host, "eth0")
        self._host.set_up(shapes.eth0(ADDRESS, GATEWAY))
        self._host.start_docker()
        self._host.run(IMAGE)
        self._daemon: str | None = ""  # what the running dockerd has read; None while there is none

    def carry_out(self, case: Case, told: Told) -> Said:
        """Give the host what the case says, in the order of a boot, until a tool refuses; then look."""
        self._clear()
        try:
            self._run("before", case.before)
            if case.raw:
                self._daemon = None
                self._run(case.tool, case.raw)
            else:
                self._apply(told)
        except RefusedError as refused:
            return refused.said
        looked = self._host.attempt("; ".join(["set -e", *self._looks(case, told)]), timeout=60)
        if looked.rc:
            return Said(Verdict.BREAKS, case.tool, looked.text.strip())
        return Said(Verdict.WORKS, case.tool)

    def _clear(self) -> None:
        if self._daemon is not None:
            self._host.attempt(CLEAN)
        self._host.attempt(BARE)

    def _run(self, tool: str, lines: str) -> None:
        done = self._host.attempt(lines, timeout=60)
        if done.rc:
            raise RefusedError(tool, done.text.strip())

    def _apply(self, told: Told) -> None:
        assert told.plan is not None, f"no plan, and nothing raw: {told.findings}"
        files = {item.destination: item for item in pipeline.emit(told.plan) if item.destination}
        self._network(told, files)
        config = told.plan.daemon.config
        daemon = files[config].content if config in files else ""
        self._stop(daemon)
        self._packet_rules(files)
        self._start(daemon, config)
        if CREATE in files:
            self._host.write(CREATE, files[CREATE].content, "755")
            self._run("docker network create", f"{CREATE} create")
        self._compose(told)

    def _network(self, told: Told, files: Mapping[str, Artifact]) -> None:
        """The generated stanzas by ifup, or the generated units by networkd, which goes on without what it doesn't take."""
        assert told.host is not None
        if told.host.network == "networkd":
            self._host.write(f"{networkd.FOLDER}/20-lan.network", OWN_UNIT)
            for path, item in files.items():
                if path.startswith(networkd.FOLDER):
                    self._host.write(path, item.content)
            self._host.run(f"systemctl restart {networkd.SERVICE}")
            networkd.settle(self._host)
            if faults := networkd.faults_now(self._host):
                raise RefusedError("systemd networkd", "\n".join(faults))
        stanzas = {path: item for path, item in files.items() if path.startswith(IFUPDOWN)}
        for path, item in stanzas.items():
            self._host.write(path, item.content, f"{item.mode:o}")
        if stanzas:
            self._run("ifup", BOOTED)

    def _stop(self, daemon: str) -> None:
        """End a dockerd that has read another daemon.json, with all that it has kept."""
        if daemon != self._daemon:
            self._daemon = None
            self._host.stop_docker()
            self._host.attempt(FORGET)

    def _packet_rules(self, files: Mapping[str, Artifact]) -> None:
        """Those of ours, which stand before Docker's do."""
        if NFT in files:
            self._host.write(NFT, files[NFT].content)
            self._run("nft", f"nft -c -f {NFT} && nft -f {NFT}")
        if IPTABLES in files:
            self._host.write(IPTABLES, files[IPTABLES].content, "755")
            self._run("iptables-restore", f"{IPTABLES} apply")

    def _start(self, daemon: str, config: str) -> None:
        """A dockerd with this daemon.json; the one that runs, if it has read the same."""
        if daemon == self._daemon:
            return
        if daemon:
            self._host.write(config, daemon)
        try:
            self._host.restart_docker()
        except DockerFailedError as failed:
            raise RefusedError("dockerd", str(failed).strip()) from None
        self._daemon = daemon

    def _compose(self, told: Told) -> None:
        assert told.host is not None
        assert told.plan is not None
        fragments = {item.path: item.content for item in pipeline.emit(told.plan) if item.destination is None}
        for project, services in compose_services(HOST, told.host):
            files = {"compose.yaml": json.dumps({"services": dict.fromkeys(services, SERVICE)})}
            fragment = f"{project}.networks.yaml"
            if f"compose/{fragment}" in fragments:
                files[fragment] = fragments[f"compose/{fragment}"]
            folder = f"/root/compose/{project}"
            for name, text in files.items():
                self._host.write(f"{folder}/{name}", text)
            chosen = " ".join(f"--file {name}" for name in files)
            self._run(
                "docker compose", f"cd {folder} && docker compose -p {project} {chosen} up -d --quiet-pull"
            )

    def _looks(self, case: Case, told: Told) -> Iterator[str]:
        """What must end with 0 if it works; a container can start on each network, unless the case says something."""
        if case.look:
            yield case.look
        elif case.tool == "dockerd":
            yield CONTAINER.format("bridge")
        elif told.plan is not None:
            used = {end.network for service in told.plan.services.values() for end in service.endpoints}
            for name in told.plan.networks:
                if name not in used:
                    yield CONTAINER.format(name)
