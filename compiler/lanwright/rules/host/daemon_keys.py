"""The keys of daemon.json on Linux: since when each is there, until when, and what it holds.

Source: the flags of moby `cmd/dockerd/config*.go` (since 29.0 `daemon/command/`) and the fields of `daemon/config/`, tag by
tag from v26.0.0 to v29.7.2. Keys that the grammar has (LW701) are here too, since they may stand below another key.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from lanwright.plan import DockerVersion


class Holds(Enum):
    """What a key's value is, as a person reads it."""

    FLAG = "true or false"
    WHOLE = "a whole number"
    TEXT = "text"
    SIZE = "a size as text, 64M for example"
    ADDRESS = "an address"
    TEXTS = "a list of text"
    ADDRESSES = "a list of addresses"
    MAP = "a map"
    FLAGS = "a map of true and false"
    OPTIONS = "a map of text"
    OPTION_MAPS = "a map of maps of text"
    NOTHING = "nothing: dockerd ignores it"
    ANYTHING = "anything"


@dataclass(frozen=True, slots=True)
class Key:
    """A key of the file: there from `since` on, where that is later than 26.0, and no more from `gone` on."""

    holds: Holds
    since: DockerVersion | None = None
    gone: DockerVersion | None = None

    def is_too_new_for(self, version: DockerVersion) -> bool:
        """Whether a version of Docker hasn't got it yet."""
        return self.since is not None and version < self.since

    def is_gone_from(self, version: DockerVersion) -> bool:
        """Whether a version of Docker has it no more."""
        return self.gone is not None and version >= self.gone


_ALWAYS = {
    Holds.FLAG: (
        "cri-containerd debug experimental icc init ip-forward ip-masq ip6tables iptables ipv6 live-restore "
        "no-new-privileges raw-logs rootless selinux-enabled tls tlsverify userland-proxy"
    ),
    Holds.WHOLE: (
        "cpu-rt-period cpu-rt-runtime max-concurrent-downloads max-concurrent-uploads max-download-attempts mtu "
        "network-control-plane-mtu network-diagnostic-port shutdown-timeout"
    ),
    Holds.TEXT: (
        "bip bridge cgroup-parent containerd containerd-namespace data-root default-cgroupns-mode default-ipc-mode "
        "default-runtime exec-root fixed-cidr fixed-cidr-v6 group http-proxy https-proxy init-path log-driver log-format "
        "log-level metrics-addr no-proxy pidfile seccomp-profile storage-driver swarm-default-advertise-addr tlscacert "
        "tlscert tlskey userland-proxy-path userns-remap"
    ),
    Holds.SIZE: "default-shm-size",
    Holds.ADDRESS: "default-gateway default-gateway-v6 host-gateway-ip ip",
    Holds.TEXTS: (
        "authorization-plugins cdi-spec-dirs dns-opts dns-search exec-opts hosts "
        "insecure-registries labels node-generic-resources registry-mirrors storage-opts"
    ),
    Holds.ADDRESSES: "dns",
    Holds.MAP: "builder default-ulimits runtimes",
    Holds.FLAGS: "features",
    Holds.OPTIONS: "log-opts proxies",
    Holds.OPTION_MAPS: "default-network-opts",
    Holds.ANYTHING: "allow-nondistributable-artifacts default-address-pools",
    Holds.NOTHING: "containerd-plugins-namespace deprecated-key-path help restart version",
}

_AT_TIMES = {
    "allow-direct-routing": Key(Holds.FLAG, since=DockerVersion(28, 2)),
    "api-cors-header": Key(Holds.TEXT, gone=DockerVersion(28, 0)),
    "bip6": Key(Holds.TEXT, since=DockerVersion(28, 0)),
    "bridge-accept-fwmark": Key(Holds.TEXT, since=DockerVersion(29, 0)),
    "default-stop-timeout": Key(Holds.WHOLE, since=DockerVersion(29, 7)),
    "firewall-backend": Key(Holds.TEXT, since=DockerVersion(29, 0)),
    "host-gateway-ips": Key(Holds.ADDRESSES, since=DockerVersion(28, 0)),
    "ip-forward-no-drop": Key(Holds.FLAG, since=DockerVersion(28, 0)),
    "min-api-version": Key(Holds.TEXT, since=DockerVersion(29, 0)),
    "nri-opts": Key(Holds.MAP, since=DockerVersion(29, 2)),
}

KEYS = {name: Key(holds) for holds, names in _ALWAYS.items() for name in names.split()} | _AT_TIMES

BOUNDS = {"mtu": (68, 65535), "network-diagnostic-port": (0, 65535)}
"""What the kernel or dockerd takes of a number; 0 is always the default."""
