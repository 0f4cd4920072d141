"""Values of daemon.json that have their key's type and that dockerd doesn't take all the same, or that break a container.

Source: moby `daemon/config/`, `opts/`, `daemon/daemon_unix.go`, `daemon/logger/`; each was tried with dockerd 28.5.2 and 26.1.5
(`tests/lab/oracle/cases/dockerd.yaml`).
"""

from __future__ import annotations

import re
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any

from lanwright.diagnostics import Severity
from lanwright.rules.host.limit_words import limits
from lanwright.rules.host.log_words import log_driver, log_options
from lanwright.rules.host.registry_words import insecure, mirrors
from lanwright.rules.host.unfit_value import SIZE, Unfit, texts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping


_WORDS = {
    "log-level": (("debug", "info", "warn", "error", "fatal", "panic", "trace"), "invalid logging level: {}"),
    "log-format": (("text", "json"), "invalid log format: {}"),
    "default-cgroupns-mode": (
        ("private", "host"),
        'invalid default cgroup namespace ({}): use "host" or "private"',
    ),
    "default-ipc-mode": (
        ("private", "shareable"),
        'IPC mode "{}" is not supported as default value; use "shareable" or "private"',
    ),
}
_NOT_NEGATIVE = ("max-concurrent-downloads", "max-concurrent-uploads", "max-download-attempts")

_RESERVED = re.compile(r"(com\.docker|io\.docker|org\.dockerproject)\.", re.IGNORECASE)
_LABEL = r"[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?"
_DOMAIN = re.compile(rf"(?:\.|(?=.*[a-zA-Z]){_LABEL}(?:\.{_LABEL})*\.?)")
_PORT = re.compile(r"[0-9]{1,9}")
_HIGHEST_PORT = 65535
_CACHE_SIZES = frozenset(
    [
        *("keepStorage", "reservedSpace", "maxUsedSpace", "minFreeSpace"),
        *("defaultKeepStorage", "defaultReservedSpace", "defaultMaxUsedSpace", "defaultMinFreeSpace"),
    ]
)
"""Of a policy, and beside the policies."""


def unfit(key: str, settings: Mapping[str, Any]) -> Iterator[Unfit]:
    """What is wrong with a key's value; nothing is said of one that isn't of its type."""
    value = settings[key]
    if key in _WORDS and isinstance(value, str):
        yield from _word(key, value)
    elif key in _NOT_NEGATIVE and isinstance(value, int) and value < 0:
        yield Unfit((), f"invalid {key.replace('-', ' ')}: {value}", "write a positive number")
    elif key in _OF_KEY:
        yield from _OF_KEY[key](value, settings)


def _word(key: str, value: str) -> Iterator[Unfit]:
    fits, words = _WORDS[key]
    said = value.lower() if key == "log-level" else value
    if said and said not in fits:
        near = next((one for one in fits if value.lower().startswith(one)), None)
        yield Unfit((), words.format(value), f"write `{near}`" if near else f"write {' or '.join(fits)}")


def _labels(value: Any, _: Mapping[str, Any]) -> Iterator[Unfit]:
    seen: dict[str, str] = {}
    for index, label in texts(value):
        name, equals, _text = label.partition("=")
        if not equals:
            yield Unfit((index,), f"bad attribute format: {label}", f"write `{label}=...`")
        elif _RESERVED.match(name):
            words = f"label {label} is not allowed: the namespaces com.docker.*, io.docker.*, and org.dockerproject.* are reserved"
            yield Unfit((index,), words, "write a name of your own")
        elif seen.setdefault(name, label) != label:
            yield Unfit((index,), f"conflict labels for {label} and {seen[name]}", "keep one of the two")


def _nameservers(value: Any, _: Mapping[str, Any]) -> Iterator[Unfit]:
    """Dockerd reads nothing as no address, and hands that on."""
    for index, server in texts(value):
        if not server:
            yield Unfit((index,), "bad nameserver address <nil>", "drop it", starts=True)


def _storage_options(value: Any, _: Mapping[str, Any]) -> Iterator[Unfit]:
    for index, option in texts(value):
        if "=" not in option:
            yield Unfit((index,), f"unable to parse storage-opt key/value: {option}", "write NAME=VALUE")


def _domains(value: Any, _: Mapping[str, Any]) -> Iterator[Unfit]:
    for index, domain in texts(value):
        if not _DOMAIN.fullmatch(domain.strip()):
            yield Unfit((index,), f"{domain} is not a valid domain", "write a domain, for example home.arpa")


def _proxy(value: Any, settings: Mapping[str, Any]) -> Iterator[Unfit]:
    if (
        isinstance(value, str)
        and value
        and not value.startswith("/")
        and settings.get("userland-proxy", True)
    ):
        yield Unfit(
            (), f"invalid userland-proxy-path: must be an absolute path: {value}", "write the whole path"
        )


def _exec_options(value: Any, _: Mapping[str, Any]) -> Iterator[Unfit]:
    for index, option in texts(value):
        name, equals, driver = option.partition("=")
        if name != "native.cgroupdriver" or not equals:
            yield Unfit((index,), f"invalid exec-opt ({option})", "write `native.cgroupdriver=systemd`")
        elif driver not in {"", "systemd", "cgroupfs"}:
            yield Unfit(
                (index,),
                f"native.cgroupdriver option {driver} not supported",
                "write `native.cgroupdriver=systemd`",
            )


def _cgroup_parent(value: Any, settings: Mapping[str, Any]) -> Iterator[Unfit]:
    """With systemd as the cgroup driver, which is the default wherever there is cgroup v2."""
    own = "native.cgroupdriver=cgroupfs" in [text for _, text in texts(settings.get("exec-opts"))]
    if isinstance(value, str) and value and not value.endswith(".slice") and not own:
        yield Unfit(
            (),
            'cgroup-parent for systemd cgroup should be a valid slice named as "xxx.slice"',
            "write the name of a slice, or `exec-opts: [native.cgroupdriver=cgroupfs]` beside it",
            severity=Severity.WARNING,
        )


def _runtimes(value: Any, _: Mapping[str, Any]) -> Iterator[Unfit]:
    for name, runtime in value.items() if isinstance(value, dict) else ():
        if isinstance(runtime, str):
            words = "cannot unmarshal string into Go struct field Config.runtimes"
            yield Unfit((name,), words, f"write `{{path: {runtime}}}`")
        elif name in _RUNTIMES:
            yield Unfit((name,), f"runtime name '{name}' is reserved", "give it another name")
        elif isinstance(runtime, dict):
            yield from _runtime(name, {str(part).lower(): said for part, said in runtime.items()})


_RUNTIMES = ("runc", "io.containerd.runc.v2")
"""Docker's own."""


def _runtime(name: str, runtime: Mapping[str, Any]) -> Iterator[Unfit]:
    """By a path to a program, or by the type of a shim, which may have options."""
    path, kind = runtime.get("path"), runtime.get("runtimetype")
    if path and kind:
        words = f"runtime {name}: cannot configure both path and runtimeType for the same runtime"
        yield Unfit((name,), words, "drop one of the two")
    elif path and runtime.get("options"):
        words = f"runtime {name}: options cannot be used with a path runtime"
        yield Unfit((name,), words, "drop them, or write `runtimeArgs`")
    elif not path and not kind:
        words = f"runtime {name}: either a runtimeType or a path must be configured"
        yield Unfit((name,), words, "write `path: ...`")


def _default_runtime(value: Any, settings: Mapping[str, Any]) -> Iterator[Unfit]:
    runtimes = settings.get("runtimes")
    known = {"", "runc", *(runtimes if isinstance(runtimes, dict) else ())}
    if isinstance(value, str) and value not in known and "." not in value and "/" not in value:
        words = f"specified default runtime '{value}' does not exist"
        yield Unfit((), words, f"drop it, or describe it: `runtimes: {{{value}: {{path: ...}}}}`")


def _gateways(value: Any, _: Mapping[str, Any]) -> Iterator[Unfit]:
    seen: set[int] = set()
    for index, text in texts(value):
        try:
            version = ip_address(text).version
        except ValueError:
            continue
        if version in seen:
            yield Unfit(
                (index,), f"only one IPv{version} host gateway IP address can be specified", "keep one"
            )
        seen.add(version)


def _metrics(value: Any, _: Mapping[str, Any]) -> Iterator[Unfit]:
    """A name is looked up, so that there must be one; whether it is found is its network's business."""
    if not isinstance(value, str) or not value:
        return
    host, colon, port = value.rpartition(":")
    instead = f"write `127.0.0.1:{port if _PORT.fullmatch(port) else 9323}`"
    if not colon:
        yield Unfit((), f"error parsing tcp address: address {value}: missing port in address", instead)
    elif ":" in host and not (host.startswith("[") and host.endswith("]")):
        words = f"error parsing tcp address: address {value}: too many colons in address"
        yield Unfit((), words, f"write `[{host}]:{port}`")
    elif not host:
        yield Unfit((), "failed to lookup address in host specification", instead)
    elif not _PORT.fullmatch(port):
        yield Unfit((), f'error parsing tcp address: strconv.Atoi: parsing "{port}": invalid syntax', instead)
    elif int(port) > _HIGHEST_PORT:
        yield Unfit((), f"listen tcp: address {port}: invalid port", instead)


def _builder(value: Any, _: Mapping[str, Any]) -> Iterator[Unfit]:
    """Only where garbage is collected the sizes are read."""
    collector = value.get("gc") if isinstance(value, dict) else None
    if not isinstance(collector, dict) or collector.get("enabled") is not True:
        return
    policies = collector.get("policy")
    for place, sizes in (
        ((), collector),
        *(
            (("policy", index), policy)
            for index, policy in enumerate(policies if isinstance(policies, list) else ())
        ),
    ):
        for name in sizes if isinstance(sizes, dict) else ():
            if name in _CACHE_SIZES and isinstance(sizes[name], str) and not SIZE.fullmatch(sizes[name]):
                words = f"could not get builder GC policy: invalid size: '{sizes[name]}'"
                yield Unfit(("gc", *place, name), words, "write a size, for example 10GB")


_OF_KEY: Mapping[str, Callable[[Any, Mapping[str, Any]], Iterator[Unfit]]] = {
    "builder": _builder,
    "cgroup-parent": _cgroup_parent,
    "default-runtime": _default_runtime,
    "default-ulimits": limits,
    "dns-search": _domains,
    "exec-opts": _exec_options,
    "dns": _nameservers,
    "host-gateway-ips": _gateways,
    "insecure-registries": insecure,
    "labels": _labels,
    "log-driver": log_driver,
    "log-opts": log_options,
    "metrics-addr": _metrics,
    "registry-mirrors": mirrors,
    "runtimes": _runtimes,
    "storage-opts": _storage_options,
    "userland-proxy-path": _proxy,
}
