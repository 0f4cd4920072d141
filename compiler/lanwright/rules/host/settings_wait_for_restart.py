"""LW719: what changes in a daemon.json that was compiled before, and holds only once Docker has been restarted."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from lanwright.diagnostics import Diagnostic, Severity
from lanwright.plan import Owner
from lanwright.plan.network_defaults import KEY
from lanwright.rules.listed import listed
from lanwright.rules.rule import raised

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from lanwright.intent import Docker, Site
    from lanwright.plan import HostPlan, SitePlan

CODE = "LW719"


class Before(NamedTuple):
    """A host's daemon.json as it was compiled before, and as it is compiled now; empty where there is none."""

    old: str
    new: str


class _Subject(NamedTuple):
    """Keys of daemon.json that are about one thing, and the intent's keys for them."""

    name: str
    keys: tuple[str, ...]
    ours: tuple[str, ...]


_DOCKER0 = _Subject(
    "docker0",
    ("bip", "bip6", "fixed-cidr", "fixed-cidr-v6", "default-gateway", "default-gateway-v6", "bridge", "ipv6"),
    ("bip", "fixed_cidr", "default_gateway", "bridge"),
)
_POOLS = _Subject("the address pools", ("default-address-pools",), ("default_address_pools",))
_BACKEND = _Subject("the firewall backend", ("firewall-backend",), ("firewall_backend",))
_NEW_NETWORKS = _Subject("the options of new networks", (KEY,), ())
_PACKETS = _Subject(
    "what Docker does with packets",
    (
        "iptables",
        "ip6tables",
        "ip-forward",
        "ip-masq",
        "icc",
        "userland-proxy",
        "allow-direct-routing",
        "mtu",
    ),
    ("userland_proxy",),
)


@raised(CODE, Severity.WARNING, by="build")
def settings_wait_for_restart() -> None:
    """Docker's network settings change, and hold only once Docker has been restarted.

    An intent alone shows no change. `build` sees one: where the output folder holds an earlier daemon.json of the host,
    it is compared with the new one, and so it is by `build --check`. dockerd reads what is about networks only when it
    starts; a reload changes nothing of it. Until somebody restarts it, the host is the old one.

    The restart isn't all. Networks that are there keep their subnets and options: new pools, and what stands in
    `default-network-opts`, are for new networks. docker0 changes at the restart, and containers on it get new addresses;
    without `bip` and pools it keeps the address that it has, as Docker remembers it (moby#49353). When the nftables
    backend takes over from iptables, the old one's policy DROP for FORWARD stays behind and cuts every container off,
    until `iptables -P FORWARD ACCEPT` or a boot (seen with 29.7).

    `install apply` prints the command and restarts nothing by itself. Restart Docker when containers may stop. A network
    that is to have a new subnet must go and be made anew: `docker compose down` and `up` for a project's own, for the
    others `docker network rm` and `install apply`.
    """


def changed_settings(site: Site, plan: SitePlan, before: Mapping[str, Before]) -> tuple[Diagnostic, ...]:
    """A finding for each subject that changes, by host; nothing for a file that isn't JSON."""
    return tuple(
        item
        for name, host in plan.hosts.items()
        if name in before and host.daemon.managed
        for item in _of_host(site.hosts[name].docker, host, before[name])
    )


def _of_host(docker: Docker, host: HostPlan, before: Before) -> Iterator[Diagnostic]:
    old, new = _settings(before.old), _settings(before.new)
    if old is None or new is None:
        return
    for subject in (_DOCKER0, _POOLS, _BACKEND, _NEW_NETWORKS, _PACKETS):
        keys = [key for key in subject.keys if old.get(key) != new.get(key)]
        if keys:
            yield Diagnostic(
                code=CODE,
                severity=Severity.WARNING,
                message=f"{subject.name} of `{host.name}` changed since the last build ({_shown(keys, old, new)})",
                origin=_place(docker, subject, keys),
                why=_why(host, subject, old, new),
                fix="run `systemctl restart docker` on the host after `install apply`, when its containers may stop",
            )


def _settings(text: str) -> dict[str, Any] | None:
    try:
        data = json.loads(text or "{}")
    except (ValueError, RecursionError):
        return None
    return data if isinstance(data, dict) else None


def _place(docker: Docker, subject: _Subject, keys: Iterable[str]) -> Any:
    """The intent's key, the setting, or all that is said of Docker where what changed is that nothing is said."""
    settings = [("settings", key) for key in keys if key in docker.settings]
    written = [(key,) for key in subject.ours if docker.wrote(key)]
    return docker.at(*next(iter([*settings, *written]), ()))


def _shown(keys: Iterable[str], old: Mapping[str, Any], new: Mapping[str, Any]) -> str:
    return ", ".join(f"{key}: {_value(old.get(key))} → {_value(new.get(key))}" for key in keys)


def _value(value: Any) -> str:
    if value is None:
        return "none"
    if isinstance(value, list):
        bases = [str(item.get("base", item)) if isinstance(item, dict) else str(item) for item in value]
        return " and ".join(bases) or "none"
    return value if isinstance(value, str) else json.dumps(value)


def _why(host: HostPlan, subject: _Subject, old: Mapping[str, Any], new: Mapping[str, Any]) -> str:
    reads = "dockerd reads it only when it starts"
    if subject is _POOLS:
        chosen = [
            f"`{network.name}`"
            for network in host.networks.values()
            if network.owner is not Owner.EXTERNAL and network.predicted is not False
        ]
        which = f": {listed(chosen, 4)}" if chosen else ""
        return f"{reads}, and networks that are there keep their subnets{which}"
    if subject is _NEW_NETWORKS:
        return f"{reads}, and networks that are there stay what they are"
    if subject is _DOCKER0:
        remembered = "bip" in old and not {"bip", "default-address-pools"} & new.keys()
        then = (
            "Docker remembers the address that docker0 has"
            if remembered
            else "containers on docker0 move with it"
        )
        return f"{reads}; {then}"
    if subject is _BACKEND and new.get("firewall-backend") == "nftables":
        return f"{reads}; the iptables backend's FORWARD policy DROP stays behind until `iptables -P FORWARD ACCEPT` or a boot"
    return reads
