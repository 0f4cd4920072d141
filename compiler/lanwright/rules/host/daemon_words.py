"""Values of daemon.json that have their key's type and that dockerd doesn't take all the same, or that break a container.

Source: moby `daemon/config/`, `opts/`, `daemon/daemon_unix.go`, `daemon/logger/`; each was tried with dockerd 28.5.2 and 26.1.5
(`tests/lab/oracle/cases/dockerd.yaml`).
"""

from __future__ import annotations

import re
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

from lanwright.diagnostics import Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping


class Unfit(NamedTuple):
    """What is wrong with a value, at `path` below its key: the words of dockerd, and what would do."""

    path: tuple[str | int, ...]
    words: str
    instead: str
    starts: bool = False
    severity: Severity = Severity.ERROR


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

_LABEL = r"[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?"
_DOMAIN = re.compile(rf"(?:\.|(?=.*[a-zA-Z]){_LABEL}(?:\.{_LABEL})*\.?)")
_COUNT = re.compile(r"\+?0*[1-9][0-9]{0,17}")
_SIZE = re.compile(r"[0-9]+(?:\.[0-9]+)? ?(?:[kmgtp]i?b?|b)?", re.IGNORECASE)

_PORT = re.compile(r"[0-9]{1,9}")
_HIGHEST_PORT = 65535
_CACHE_SIZES = frozenset(
    [
        *("keepStorage", "reservedSpace", "maxUsedSpace", "minFreeSpace"),
        *("defaultKeepStorage", "defaultReservedSpace", "defaultMaxUsedSpace", "defaultMinFreeSpace"),
    ]
)
"""Of a policy, and beside the policies."""

LOG_OPTIONS = {
    "json-file": "max-size max-file compress labels labels-regex env env-regex tag",
    "local": "max-size max-file compress",
    "journald": "labels labels-regex env env-regex tag",
    "none": "",
}
"""Of drivers whose options are few; `mode` and `max-buffer-size` are every driver's."""
_LOGGER = {"local": "log driver local"}
_ANY_LOGGER = frozenset(["mode", "max-buffer-size"])
LOG_DRIVERS = frozenset(
    ["awslogs", "fluentd", "gcplogs", "gelf", "journald", "json-file", "local", "none", "splunk", "syslog"]
)
LIMITS = frozenset(
    [
        "core",
        "cpu",
        "data",
        "fsize",
        "locks",
        "memlock",
        "msgqueue",
        "nice",
        "nofile",
        "nproc",
        "rss",
        "rtprio",
        "rttime",
        "sigpending",
        "stack",
    ]
)


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


def _texts(value: Any) -> Iterator[tuple[int, str]]:
    if isinstance(value, list):
        yield from ((index, item) for index, item in enumerate(value) if isinstance(item, str))


def _labels(value: Any, _: Mapping[str, Any]) -> Iterator[Unfit]:
    seen: dict[str, str] = {}
    for index, label in _texts(value):
        name, equals, _text = label.partition("=")
        if not equals:
            yield Unfit((index,), f"bad attribute format: {label}", f"write `{label}=...`")
        elif seen.setdefault(name, label) != label:
            yield Unfit((index,), f"conflict labels for {label} and {seen[name]}", "keep one of the two")


def _mirrors(value: Any, _: Mapping[str, Any]) -> Iterator[Unfit]:
    for index, mirror in _texts(value):
        try:
            parts = urlsplit(mirror)
        except ValueError:
            yield Unfit((index,), "invalid mirror", "write a URL, for example https://mirror.home")
            continue
        if parts.scheme not in {"http", "https"}:
            yield Unfit(
                (index,),
                "invalid mirror",
                f"write it with its scheme: `https://{mirror.rpartition('://')[2]}`",
            )
        elif parts.query or parts.fragment:
            yield Unfit((index,), "invalid mirror", "write it without what follows `?` or `#`")
        elif "@" in parts.netloc:
            yield Unfit((index,), "invalid mirror", "write it without name and password")


def _domains(value: Any, _: Mapping[str, Any]) -> Iterator[Unfit]:
    for index, domain in _texts(value):
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
    for index, option in _texts(value):
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
    own = "native.cgroupdriver=cgroupfs" in [text for _, text in _texts(settings.get("exec-opts"))]
    if isinstance(value, str) and value and not value.endswith(".slice") and not own:
        yield Unfit(
            (),
            'cgroup-parent for systemd cgroup should be a valid slice named as "xxx.slice"',
            "write the name of a slice, or `exec-opts: [native.cgroupdriver=cgroupfs]` beside it",
            severity=Severity.WARNING,
        )


def _limits(value: Any, _: Mapping[str, Any]) -> Iterator[Unfit]:
    for name, limit in value.items() if isinstance(value, dict) else ():
        if not isinstance(limit, dict):
            yield Unfit(
                (name,),
                f"cannot unmarshal {'string' if isinstance(limit, str) else 'number'}",
                f"write `{{Name: {name}, Soft: ..., Hard: ...}}`",
            )
        elif name not in LIMITS:
            yield Unfit(
                (name,),
                f"wrong rlimit value: RLIMIT_{name.upper()}",
                f"write one of {', '.join(sorted(LIMITS))}",
                starts=True,
            )
        else:
            yield from _soft_and_hard(name, {str(key).lower(): number for key, number in limit.items()})


def _soft_and_hard(name: str, limit: Mapping[str, Any]) -> Iterator[Unfit]:
    soft, hard = limit.get("soft"), limit.get("hard", 0)
    if isinstance(soft, int) and isinstance(hard, int) and hard != -1 and soft > hard:
        words = f"ulimit soft limit must be less than or equal to hard limit: {soft} > {hard}"
        yield Unfit((name,), words, f"write `Soft: {hard}`, or a higher `Hard`", starts=True)


def _runtimes(value: Any, _: Mapping[str, Any]) -> Iterator[Unfit]:
    for name, runtime in value.items() if isinstance(value, dict) else ():
        if isinstance(runtime, str):
            words = "cannot unmarshal string into Go struct field Config.runtimes"
            yield Unfit((name,), words, f"write `{{path: {runtime}}}`")


def _default_runtime(value: Any, settings: Mapping[str, Any]) -> Iterator[Unfit]:
    runtimes = settings.get("runtimes")
    known = {"", "runc", *(runtimes if isinstance(runtimes, dict) else ())}
    if isinstance(value, str) and value not in known and "." not in value and "/" not in value:
        words = f"specified default runtime '{value}' does not exist"
        yield Unfit((), words, f"drop it, or describe it: `runtimes: {{{value}: {{path: ...}}}}`")


def _gateways(value: Any, _: Mapping[str, Any]) -> Iterator[Unfit]:
    seen: set[int] = set()
    for index, text in _texts(value):
        try:
            version = ip_address(text).version
        except ValueError:
            continue
        if version in seen:
            yield Unfit(
                (index,), f"only one IPv{version} host gateway IP address can be specified", "keep one"
            )
        seen.add(version)


def _log_driver(value: Any, _: Mapping[str, Any]) -> Iterator[Unfit]:
    if (
        isinstance(value, str)
        and value
        and value not in LOG_DRIVERS
        and ":" not in value
        and "/" not in value
    ):
        yield Unfit(
            (),
            f'error looking up logging plugin {value}: plugin "{value}" not found',
            "write one of Docker's own (json-file, local, journald ...), unless a plugin has that name",
            starts=True,
            severity=Severity.WARNING,
        )


def _log_options(value: Any, settings: Mapping[str, Any]) -> Iterator[Unfit]:
    driver = settings.get("log-driver") or "json-file"
    known = LOG_OPTIONS.get(driver) if isinstance(driver, str) else None
    if known is None or not isinstance(value, dict):
        return
    for name, text in value.items():
        if name not in _ANY_LOGGER and name not in known.split():
            words = f"unknown log opt '{name}' for {_LOGGER.get(driver, driver + ' log driver')}"
            yield Unfit((name,), words, f"drop it{', or write ' if known else ''}{known.replace(' ', ', ')}")
        elif isinstance(text, str):
            yield from _log_option(name, text)


def _log_option(name: str, text: str) -> Iterator[Unfit]:
    if name == "max-size" and not _SIZE.fullmatch(text):
        yield Unfit((name,), f"invalid size: '{text}'", "write a size, for example 10m", starts=True)
    elif name == "max-file" and not _COUNT.fullmatch(text):
        yield Unfit((name,), "max-file", "write a number of 1 or more", starts=True)


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
            if name in _CACHE_SIZES and isinstance(sizes[name], str) and not _SIZE.fullmatch(sizes[name]):
                words = f"could not get builder GC policy: invalid size: '{sizes[name]}'"
                yield Unfit(("gc", *place, name), words, "write a size, for example 10GB")


_OF_KEY: Mapping[str, Callable[[Any, Mapping[str, Any]], Iterator[Unfit]]] = {
    "builder": _builder,
    "cgroup-parent": _cgroup_parent,
    "default-runtime": _default_runtime,
    "default-ulimits": _limits,
    "dns-search": _domains,
    "exec-opts": _exec_options,
    "host-gateway-ips": _gateways,
    "labels": _labels,
    "log-driver": _log_driver,
    "log-opts": _log_options,
    "metrics-addr": _metrics,
    "registry-mirrors": _mirrors,
    "runtimes": _runtimes,
    "userland-proxy-path": _proxy,
}
