"""Log drivers and their options, as dockerd and the start of a container judge them.

Source: moby `daemon/logger/` (each driver's ValidateLogOpt and New; `factory.go` for what every driver has).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from lanwright.diagnostics import Severity
from lanwright.plan.truth import is_false, is_true
from lanwright.rules.host.unfit_value import SIZE, Unfit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_LABELLED = "tag labels labels-regex env env-regex"
LOG_OPTIONS = {
    "json-file": f"max-size max-file compress {_LABELLED}",
    "local": "max-size max-file compress",
    "journald": _LABELLED,
    "syslog": f"syslog-address syslog-facility syslog-format syslog-tls-ca-cert syslog-tls-cert syslog-tls-key syslog-tls-skip-verify {_LABELLED}",
    "gelf": f"gelf-address gelf-compression-level gelf-compression-type gelf-tcp-max-reconnect gelf-tcp-reconnect-delay {_LABELLED}",
}
"""Of drivers whose options are few."""

LOG_DRIVERS = frozenset([*LOG_OPTIONS, "awslogs", "fluentd", "gcplogs", "none", "splunk"])
_ANY_DRIVERS = frozenset(
    ["mode", "max-buffer-size", "cache-disabled", "cache-max-size", "cache-max-file", "cache-compress"]
)
_NEEDED = {
    "gelf": ("gelf-address", "gelf-address is a required parameter"),
    "splunk": ("splunk-url", "splunk: splunk-url is expected"),
    "awslogs": ("awslogs-group", "must specify a value for log opt 'awslogs-group'"),
}
_LOGGER = {"local": "log driver local"}
_MODES = ("blocking", "non-blocking")
_SCHEMES = {
    "syslog-address": ("udp", "tcp", "tcp+tls", "unix", "unixgram"),
    "gelf-address": ("udp", "tcp"),
}

_COUNT = re.compile(r"\+?0*[1-9][0-9]{0,17}")
_NOTHING = re.compile(r"0+(?:\.0+)? ?[a-z]*", re.IGNORECASE)


def log_driver(value: Any, settings: Mapping[str, Any]) -> Iterator[Unfit]:
    """One that there isn't; one that has no place to log to."""
    if not isinstance(value, str) or not value:
        return
    given = settings.get("log-opts")
    if value not in LOG_DRIVERS and ":" not in value and "/" not in value:
        yield Unfit(
            (),
            f'error looking up logging plugin {value}: plugin "{value}" not found',
            "write one of Docker's own (json-file, local, journald ...), unless a plugin has that name",
            starts=True,
            severity=Severity.WARNING,
        )
    elif value in _NEEDED and not (isinstance(given, dict) and given.get(_NEEDED[value][0])):
        option, words = _NEEDED[value]
        yield Unfit((), words, f"write `log-opts: {{{option}: ...}}` beside it", starts=True)


def log_options(value: Any, settings: Mapping[str, Any]) -> Iterator[Unfit]:
    """Those that the driver doesn't know, and values that it doesn't read; of `none` dockerd reads nothing."""
    driver = settings.get("log-driver") or "json-file"
    if not isinstance(value, dict) or not isinstance(driver, str) or driver == "none":
        return
    yield from _of_any_driver(value)
    known = LOG_OPTIONS.get(driver)
    for name, text in value.items():
        if known is not None and name not in _ANY_DRIVERS and name not in known.split():
            words = f"unknown log opt '{name}' for {_LOGGER.get(driver, driver + ' log driver')}"
            yield Unfit((name,), words, f"drop it, or write {known.replace(' ', ', ')}")
        elif known is not None and isinstance(text, str):
            yield from _of_one(name, text, driver)
    if driver == "json-file" and _compresses_nothing(value):
        words = "compress cannot be true when max-file is less than 2 or max-size is not set"
        yield Unfit(("compress",), words, "write `max-size` and a `max-file` of 2 or more", starts=True)


def _of_any_driver(value: Mapping[str, Any]) -> Iterator[Unfit]:
    mode, size = value.get("mode", ""), value.get("max-buffer-size")
    if isinstance(mode, str) and mode and mode not in _MODES:
        yield Unfit(("mode",), f"logger: logging mode not supported: {mode}", f"write {' or '.join(_MODES)}")
    elif isinstance(size, str) and mode != "non-blocking":
        words = "logger: max-buffer-size option is only supported with 'mode=non-blocking'"
        yield Unfit(("max-buffer-size",), words, "write `mode: non-blocking` beside it, or drop it")
    elif isinstance(size, str) and not SIZE.fullmatch(size):
        words = f"error parsing option max-buffer-size: invalid size: '{size}'"
        yield Unfit(("max-buffer-size",), words, "write a size, for example 4m")


def _of_one(name: str, text: str, driver: str) -> Iterator[Unfit]:
    if name == "max-size" and not SIZE.fullmatch(text):
        yield Unfit((name,), f"invalid size: '{text}'", "write a size, for example 10m", starts=True)
    elif name == "max-size" and driver == "json-file" and _NOTHING.fullmatch(text):
        yield Unfit(
            (name,), "max-size must be a positive number", "write a size, for example 10m", starts=True
        )
    elif name == "max-file" and not _COUNT.fullmatch(text):
        yield Unfit((name,), "max-file", "write a number of 1 or more", starts=True)
    elif name == "compress" and not (is_true(text) or is_false(text)):
        words = f'strconv.ParseBool: parsing "{text}": invalid syntax'
        yield Unfit((name,), words, 'write "true" or "false"', starts=True)
    elif name == "tag" and text.count("{{") > text.count("}}"):
        yield Unfit((name,), "template: log-tag:1: unclosed action", "close it with `}}`", starts=True)
    elif name in _SCHEMES and text and text.partition("://")[0] not in _SCHEMES[name]:
        yield Unfit(
            (name,), _no_scheme(name, text), "write it with its protocol, for example udp://192.168.0.5:514"
        )


def _no_scheme(name: str, text: str) -> str:
    if name == "gelf-address":
        return "gelf: endpoint needs to be TCP or UDP"
    scheme = text.partition("://")[0] if "://" in text else ""
    return f"unsupported scheme: '{scheme}'"


def _compresses_nothing(value: Mapping[str, Any]) -> bool:
    """Whether there are no old files to compress."""
    compress, files = value.get("compress"), value.get("max-file", "1")
    one = isinstance(files, str) and _COUNT.fullmatch(files) is not None and int(files) < 2
    return isinstance(compress, str) and is_true(compress) and (one or not value.get("max-size"))
