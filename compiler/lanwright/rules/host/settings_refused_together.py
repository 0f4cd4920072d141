"""LW703: keys of daemon.json that dockerd doesn't take side by side."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from lanwright.change import Drop
from lanwright.diagnostics import Related, Severity
from lanwright.plan import DockerVersion
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.intent import Docker, Site
    from lanwright.plan import HostPlan


class _Pair(NamedTuple):
    """Settings, each with its value (None for any), that dockerd refuses together, in its words, since a version."""

    settings: tuple[tuple[str, Any], ...]
    words: str
    fix: str
    since: DockerVersion = DockerVersion(26, 0)


_ICC = "You specified --{0}=false with --icc=false. ICC=false uses {0} to function. Please set --icc or --{0} to true"

_PAIRS = (
    _Pair((("icc", False), ("iptables", False)), _ICC.format("iptables"), "drop one of the two"),
    _Pair(
        (("icc", False), ("ip6tables", False), ("ipv6", True)),
        _ICC.format("ip6tables"),
        "drop `ip6tables` or `icc`",
        DockerVersion(27, 0),
    ),
    _Pair(
        (("host-gateway-ip", None), ("host-gateway-ips", None)),
        "host-gateway-ip and host-gateway-ips must not both be specified in the config file",
        "drop `host-gateway-ip`: the list has room for it",
        DockerVersion(28, 0),
    ),
)
"""Source: moby `daemon/daemon_unix.go`, verifyDaemonSettings, and `daemon/config/config.go`; all tried with 28.5.2."""


_FLAGS_OF_UNIT = {"hosts": "-H fd://", "containerd": "--containerd=/run/containerd/containerd.sock"}


@rule("LW703", Severity.ERROR)
def settings_refused_together(site: Site, host: HostPlan) -> Iterator[Finding]:
    """The daemon has settings that dockerd refuses together.

    - `bip` and `bridge`: a bridge of the host's own has its own address. "You specified -b & --bip, mutually exclusive
      options. Please specify only one". `bridge: none` counts as one;
    - `icc: false` without `iptables`, or, with IPv6 on docker0, without `ip6tables`: "ICC=false uses iptables to
      function";
    - `ip6tables: true` on 26 without `experimental: true`;
    - `ipv6: true` on 26 without an IPv6 `fixed_cidr` or `bip`, whatever the pools hold: "IPv6 is enabled for the default
      bridge, but no subnet is configured";
    - `host-gateway-ip` and `host-gateway-ips`.

    dockerd then doesn't start; `dockerd --validate` finds only the last one.

    `hosts` and `containerd` are warnings: the unit that Debian and Docker ship says `-H fd://
    --containerd=/run/containerd/containerd.sock`, and dockerd takes an option from one place only: "the following
    directives are specified both as a flag and in the configuration file: hosts". Where the host has a drop-in for
    docker.service that takes it away (`ExecStart=` and then `ExecStart=/usr/sbin/dockerd`), all is well.

    Keep one of the two.
    """
    docker, version = site.hosts[host.name].docker, host.daemon.version
    yield from _bridge(docker, version)
    given = _given(docker, host)
    for pair in _PAIRS:
        met = all(key in given and value in (None, given[key]) for key, value in pair.settings)
        if met and version >= pair.since:
            yield _told(docker, [key for key, _ in pair.settings], pair.words, pair.fix)
    if (
        version < DockerVersion(27, 0)
        and given.get("ip6tables") is True
        and given.get("experimental") is not True
    ):
        words = "ip6tables rules are only available if experimental features are enabled"
        yield _told(docker, ["ip6tables"], words, "drop it, or add `experimental: true`")
    if _lacks_ipv6_subnet(docker, version):
        words = "IPv6 is enabled for the default bridge, but no subnet is configured. Specify an IPv6 subnet using --fixed-cidr-v6"
        yield _told(docker, ["ipv6"], words, "drop it, or write an IPv6 `fixed_cidr`")
    for key, flag in _FLAGS_OF_UNIT.items():
        if key in given:
            yield Finding(
                message=f"`{key}` in daemon.json, and `{flag}` in docker.service as it is shipped",
                origin=docker.at("settings", key),
                why=_refused(
                    f"the following directives are specified both as a flag and in the configuration file: {key}"
                ),
                fix=f"drop it, or give docker.service a drop-in whose `ExecStart` has no `{re.split('[ =]', flag)[0]}`",
                severity=Severity.WARNING,
            )


def _lacks_ipv6_subnet(docker: Docker, version: DockerVersion) -> bool:
    """From 27 on docker0 takes one from the pools, or from the engine's own range."""
    written = any(item.version == 6 for item in (*docker.bip, *docker.fixed_cidr))
    asked = docker.settings.get("ipv6") is True and docker.bridge != "none"
    return version < DockerVersion(27, 0) and asked and not written


def _given(docker: Docker, host: HostPlan) -> dict[str, Any]:
    """The settings, with `ipv6` as Lanwright writes it."""
    ipv6 = any(subnet.prefix.version == 6 for subnet in host.daemon.docker0)
    return {**docker.settings, **({"ipv6": True} if ipv6 else {})}


def _bridge(docker: Docker, version: DockerVersion) -> Iterator[Finding]:
    """Up to 27 an IPv6 bip is written as fixed-cidr-v6, which isn't refused."""
    for index, bip in enumerate(docker.bip):
        flag = "bip" if bip.version == 4 else "bip6"
        if docker.bridge is not None and (bip.version == 4 or version >= DockerVersion(28, 0)):
            yield Finding(
                message=f"`bip` {bip} beside `bridge: {docker.bridge}`",
                origin=docker.at("bip", index),
                why=_refused(
                    f"You specified -b & --{flag}, mutually exclusive options. Please specify only one"
                ),
                fix="drop `bip`: there is no default network" if docker.bridge == "none" else _ITS_OWN,
                related=(Related(docker.at("bridge"), "the default bridge"),),
                edits=(Drop(docker.at("bip", index), "bip"),),
            )


_ITS_OWN = "drop `bip`: the bridge has the address that is written on its interface"


def _told(docker: Docker, keys: list[str], words: str, fix: str) -> Finding:
    first, *others = [key for key in keys if key in docker.settings]
    return Finding(
        message=" beside ".join(f"`{key}{_shown(docker.settings[key])}`" for key in (first, *others)),
        origin=docker.at("settings", first),
        why=_refused(words),
        fix=fix,
        related=tuple(Related(docker.at("settings", key), f"`{key}`") for key in others),
    )


def _shown(value: Any) -> str:
    return f": {str(value).lower()}" if isinstance(value, bool) else ""


def _refused(words: str) -> str:
    return f'dockerd refuses to start: "{words}"'
