"""LW723: values of daemon.json that dockerd knows better."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import yaml

from lanwright.diagnostics import Severity
from lanwright.rules.host.daemon_words import unfit
from tests.rules.found import found

if TYPE_CHECKING:
    from syrupy.assertion import SnapshotAssertion


def told(settings: str) -> list[tuple[str, str]]:
    """Where something is wrong, and the first of dockerd's words."""
    text = f"""
        version: 1
        hosts:
          dock1:
            docker: {{settings: {{{settings}}}}}
        """
    return [
        (item.message.split("`")[1], item.why.split('"', 1)[1].rstrip('"')) for item in found("LW723", text)
    ]


@pytest.mark.parametrize(
    ("settings", "where", "words"),
    [
        ("log-level: warning", "log-level", "invalid logging level: warning"),
        ("log-format: xml", "log-format", "invalid log format: xml"),
        ("default-ipc-mode: none", "default-ipc-mode", "IPC mode"),
        ("max-download-attempts: -1", "max-download-attempts", "invalid max download attempts: -1"),
        ("labels: ['']", "labels.0", "bad attribute format"),
        ("labels: [a=b, a=c]", "labels.1", "conflict labels for a=c and a=b"),
        ("registry-mirrors: ['https://m.home', 'ftp://m.home']", "registry-mirrors.1", "invalid mirror"),
        ("registry-mirrors: ['https://m.home?x']", "registry-mirrors.0", "invalid mirror"),
        ("registry-mirrors: ['https://u:p@m.home']", "registry-mirrors.0", "invalid mirror"),
        ("registry-mirrors: ['http://[m.home']", "registry-mirrors.0", "invalid mirror"),
        ("dns-search: [a_b]", "dns-search.0", "a_b is not a valid domain"),
        ("dns-search: [-x]", "dns-search.0", "-x is not a valid domain"),
        ("exec-opts: [native.cgroupdriver]", "exec-opts.0", "invalid exec-opt (native.cgroupdriver)"),
        ("default-ulimits: {nofile: '1:2'}", "default-ulimits.nofile", "cannot unmarshal string"),
        (
            "default-ulimits: {nofile: {Name: nofile, Soft: 3, Hard: 2}}",
            "default-ulimits.nofile",
            "ulimit soft limit",
        ),
        ("runtimes: {own: /bin/own}", "runtimes.own", "cannot unmarshal string"),
        ("host-gateway-ips: [10.0.0.1, 'fd00::1', 10.0.0.2]", "host-gateway-ips.2", "only one IPv4"),
        ("metrics-addr: '9323'", "metrics-addr", "missing port in address"),
        ("metrics-addr: ':9323'", "metrics-addr", "failed to lookup address in host specification"),
        ("metrics-addr: '::1:9323'", "metrics-addr", "too many colons in address"),
        ("metrics-addr: '127.0.0.1:http'", "metrics-addr", 'parsing "http": invalid syntax'),
        ("metrics-addr: '127.0.0.1:65536'", "metrics-addr", "address 65536: invalid port"),
        (
            "builder: {gc: {enabled: true, defaultMaxUsedSpace: 80%}}",
            "builder.gc.defaultMaxUsedSpace",
            "could not get builder GC policy",
        ),
        (
            "builder: {gc: {enabled: true, policy: [{keepStorage: 1GB}, {keepStorage: x}]}}",
            "builder.gc.policy.1.keepStorage",
            "invalid size: 'x'",
        ),
        ("labels: [com.docker.x=1]", "labels.0", "label com.docker.x=1 is not allowed"),
        ("registry-mirrors: ['https://m.home:x']", "registry-mirrors.0", "invalid mirror"),
        (
            "insecure-registries: ['r.home:5000/path']",
            "insecure-registries.0",
            "r.home:5000/path is not valid",
        ),
        ("insecure-registries: [10.0.0.0/40]", "insecure-registries.0", "10.0.0.0/40 is not valid"),
        ("insecure-registries: ['']", "insecure-registries.0", "is not valid"),
        ("insecure-registries: ['r.home:65536']", "insecure-registries.0", "is not valid"),
        ("insecure-registries: ['r.home:x']", "insecure-registries.0", "is not valid"),
        ("insecure-registries: ['ftp://r']", "insecure-registries.0", "should not contain '://'"),
        ("dns: ['']", "dns.0", "bad nameserver address"),
        ("storage-opts: [size]", "storage-opts.0", "unable to parse storage-opt key/value: size"),
        ("runtimes: {runc: {path: /bin/runc}}", "runtimes.runc", "runtime name 'runc' is reserved"),
        ("runtimes: {own: {}}", "runtimes.own", "either a runtimeType or a path must be configured"),
        ("runtimes: {own: {path: x, runtimeType: y}}", "runtimes.own", "cannot configure both"),
        ("runtimes: {own: {path: x, options: {y: z}}}", "runtimes.own", "options cannot be used"),
        (
            "default-ulimits: {nofile: {Soft: 1, Hard: 2}}",
            "default-ulimits.nofile",
            "wrong rlimit value: RLIMIT_",
        ),
        (
            "default-ulimits: {nofile: {Name: nofile, Hard: 2}}",
            "default-ulimits.nofile",
            "too many open files",
        ),
        (
            "default-ulimits: {nofile: {Name: nofile, Soft: '1', Hard: 2}}",
            "default-ulimits.nofile",
            "cannot unmarshal string into Go struct field Config.default-ulimits.nofile of type int64",
        ),
        (
            "default-ulimits: {nofile: {Name: nofile, Soft: -1, Hard: 2}}",
            "default-ulimits.nofile",
            "invalid argument",
        ),
        (
            "default-ulimits: {nofile: {Name: nofile, Soft: 1, Hard: -1}}",
            "default-ulimits.nofile",
            "operation not permitted",
        ),
        ("log-driver: gelf", "log-driver", "gelf-address is a required parameter"),
        ("log-driver: splunk, log-opts: {splunk-token: x}", "log-driver", "splunk-url is expected"),
        ("log-driver: syslog, log-opts: {x: y}", "log-opts.x", "unknown log opt 'x' for syslog log driver"),
        (
            "log-driver: syslog, log-opts: {syslog-address: x}",
            "log-opts.syslog-address",
            "unsupported scheme: ''",
        ),
        (
            "log-driver: gelf, log-opts: {gelf-address: 'http://x:1'}",
            "log-opts.gelf-address",
            "needs to be TCP or UDP",
        ),
        ("log-opts: {mode: fast}", "log-opts.mode", "logger: logging mode not supported: fast"),
        (
            "log-opts: {max-buffer-size: 1m}",
            "log-opts.max-buffer-size",
            "only supported with 'mode=non-blocking'",
        ),
        (
            "log-opts: {mode: non-blocking, max-buffer-size: x}",
            "log-opts.max-buffer-size",
            "invalid size: 'x'",
        ),
        ("log-opts: {max-size: '0'}", "log-opts.max-size", "max-size must be a positive number"),
        ("log-opts: {compress: 'yes'}", "log-opts.compress", 'parsing "yes": invalid syntax'),
        ("log-opts: {compress: 'true', max-size: 1m}", "log-opts.compress", "max-file is less than 2"),
        ("log-opts: {compress: 'true', max-file: '2'}", "log-opts.compress", "max-size is not set"),
        ("log-opts: {tag: '{{.ID'}", "log-opts.tag", "unclosed action"),
        (
            "log-driver: journald, log-opts: {max-size: 10m}",
            "log-opts.max-size",
            "unknown log opt 'max-size'",
        ),
    ],
)
def test_what_dockerd_refuses_is_told_in_its_words(settings: str, where: str, words: str) -> None:
    """At the value itself, in a list at the entry."""
    ((place, said),) = told(settings)
    assert place == where
    assert words in said


@pytest.mark.parametrize(
    "settings",
    [
        "log-level: INFO, log-format: json",
        "labels: [a=b, a=b, '=x']",
        "registry-mirrors: ['https://m.home/x', 'http://m.home:5000/']",
        "dns-search: [home.arpa, home.arpa., .]",
        "exec-opts: [native.cgroupdriver=cgroupfs]",
        "default-ulimits: {nofile: {Name: nofile, Hard: 2, Soft: 1}, memlock: {name: memlock, hard: -1, soft: 5}}",
        "default-ulimits: {files: {Name: nofile, Hard: 2, Soft: 1}, nproc: {Name: nproc, Hard: -1, Soft: -1}}",
        "insecure-registries: [r.home, 'r.home:5000', 10.0.0.0/8, 'fd00::/8', '[fd00::1]:5000', 'http://r.home', r-1.home]",
        "log-driver: none, log-opts: {max-size: 1m}",
        "log-opts: {cache-disabled: 'true', cache-max-size: 1m, mode: non-blocking, max-buffer-size: 4m}",
        "log-opts: {compress: 'true', max-size: 1m, max-file: '2', tag: '{{.Name}}/{{.ID}}'}",
        "log-driver: local, log-opts: {max-size: '0'}",
        "log-driver: gelf, log-opts: {gelf-address: 'udp://10.0.0.1:12201', gelf-compression-type: none, tag: x}",
        "runtimes: {own: {runtimeType: io.containerd.runc.v2, options: {x: y}}, other: {path: runc, runtimeArgs: [--debug]}}",
        "dns: [10.0.0.1], storage-opts: [overlay2.size=1G], labels: [com.docker=1]",
        "default-runtime: io.containerd.kata.v2",
        "default-runtime: nvidia, runtimes: {nvidia: {path: nvidia-container-runtime}}",
        "host-gateway-ips: [10.0.0.1, 'fd00::1']",
        "log-driver: 'example/logger:1', log-opts: {anything: x}",
        "log-driver: syslog, log-opts: {syslog-address: 'udp://10.0.0.1:514'}",
        "metrics-addr: ''",
        "metrics-addr: '127.0.0.1:65535'",
        "metrics-addr: '[::1]:9323'",
        "metrics-addr: 'localhost:9323'",
        "builder: {gc: {enabled: false, defaultKeepStorage: x}}",
        "builder: {gc: {enabled: true, policy: [7]}}",
        "builder: {gc: {enabled: true, defaultKeepStorage: 10GB, policy: [{filter: [x], keepStorage: 512mb}]}}",
        "metrics-addr: 9323, builder: {gc: [], x: y}",  # LW702's business
        "log-level: 3, labels: a, default-ulimits: [], log-opts: [], dns-search: {}",  # LW702's business
    ],
)
def test_what_dockerd_takes_is_not_told(settings: str) -> None:
    """As `dockerd --validate` of 28.5.2 takes it, or as it isn't known what a plugin takes."""
    assert told(settings) == []


def test_a_log_driver_may_be_a_plugin() -> None:
    """So that one that isn't Docker's own is a warning."""
    (item,) = found("LW723", "version: 1\nhosts: {dock1: {docker: {settings: {log-driver: loki}}}}\n")
    assert item.severity is Severity.WARNING


VALUES = """
log-level: [WARN, warning, '', debugging, x]
log-format: [text, json-file, JSON]
default-cgroupns-mode: [host, Private, x]
default-ipc-mode: [shareable, none]
max-concurrent-downloads: [0, -1, 3]
max-concurrent-uploads: [-2]
labels: [[a, a=b, a=b, a=c, b=c=d, b=c, 1], {a: b}]
registry-mirrors: [['http://[m', 'm.home', 'ftp://m.home', 'https://m.home?x', 'https://m.home#x', 'https://u:p@m.home', 'http://m.home'], x]
dns-search: [[home, home.arpa., ' . ', .home, a..b, '1.2', a-1, -a, a-], x]
userland-proxy-path: [/bin/proxy, bin/proxy, '', 7]
exec-opts: [[native.cgroupdriver=, native.cgroupdriver=systemd, native.cgroupdriver=cgroupfs, native.cgroupdriver=x, native.cgroupdriver=systemd=x, native.cgroupdriver, a=b], x]
cgroup-parent: [a.slice, a, '', 7]
default-ulimits:
  - {nofile: x, nproc: 7, locks: {Name: locks, Soft: 1, Hard: 1}, core: {name: core, soft: 2, HARD: 1}, cpu: {Name: cpu, Soft: 2, Hard: -1}, rss: {Name: rss, Soft: 1}, stack: {Name: stack, Hard: 1}, nice: {Name: nice, Soft: x}, data: {Name: data, Soft: 2, Hard: x}, x: {}}
  - [nofile]
runtimes: [{own: /bin/own, other: {path: /bin/own}}, [own]]
default-runtime: ['', runc, own, a.b, a/b, 7]
host-gateway-ips: [[10.0.0.1, x, 10.0.0.2, 'fd00::1', 'fd00::2'], 10.0.0.1]
log-driver: ['', local, own, 'own:1', own/er, 7]
log-opts:
  - {mode: x, max-buffer-size: x, tag: x, max-size: 10m, max-file: '1', labels: 1, x: y}
  - {max-size: '10 kB', max-file: '0'}
  - {max-size: 1.5GiB, max-file: '²'}
  - {max-size: x10, max-file: x}
  - {max-size: 7b, max-file: '0000000000000001'}
  - {max-size: 7b, max-file: '10000000000000000000'}
  - [max-size]
metrics-addr: ['', '1', ':1', 'a:b', 'a:0', 'a:65535', 'a:65536', 'a:1234567890', '::1:1', '[::1]:1', '[::1:1', '::1]:1', 7]
builder:
  - {gc: {enabled: true, defaultKeepStorage: 1GB, defaultReservedSpace: x, defaultMinFreeSpace: 7, other: x}}
  - {gc: {enabled: true, policy: [{keepStorage: x, maxUsedSpace: 1%, other: x}, x, {minFreeSpace: 1GB}]}}
  - {gc: {enabled: true, policy: x}}
  - {gc: {defaultKeepStorage: x}}
  - {gc: {enabled: 1, defaultKeepStorage: x}}
  - {gc: [x]}
  - [gc]
mtu: [1400]
"""


@pytest.mark.parametrize("key", sorted(yaml.safe_load(VALUES)))
def test_each_value_is_judged_as_it_was(key: str, snapshot: SnapshotAssertion) -> None:
    """Every value and, below, what was said of it."""
    assert [(value, list(unfit(key, {key: value}))) for value in yaml.safe_load(VALUES)[key]] == snapshot


@pytest.mark.parametrize(
    ("key", "settings"),
    [
        ("userland-proxy-path", {"userland-proxy-path": "proxy", "userland-proxy": False}),
        ("cgroup-parent", {"cgroup-parent": "a", "exec-opts": ["a=b", "native.cgroupdriver=cgroupfs"]}),
        ("default-runtime", {"default-runtime": "own", "runtimes": {"own": {}}}),
        ("log-opts", {"log-opts": {"x": "y"}, "log-driver": "own"}),
        ("log-opts", {"log-opts": {"x": "y"}, "log-driver": 7}),
        ("log-opts", {"log-opts": {"x": "y"}, "log-driver": ["local"]}),
        ("log-opts", {"log-opts": {"compress": "true", "max-file": "2"}, "log-driver": "local"}),
    ],
)
def test_what_stands_beside_it_may_allow_a_value(key: str, settings: dict[str, Any]) -> None:
    assert list(unfit(key, settings)) == []


@pytest.mark.parametrize(
    ("driver", "words"),
    [
        ("local", "unknown log opt 'x' for log driver local"),
        (None, "unknown log opt 'x' for json-file log driver"),
    ],
)
def test_an_unknown_option_of_a_logger_is_told_with_those_that_it_has(
    driver: str | None, words: str, snapshot: SnapshotAssertion
) -> None:
    (item,) = unfit("log-opts", {"log-opts": {"x": "y"}, "log-driver": driver})
    assert item.words == words
    assert item.instead == snapshot


@pytest.mark.parametrize(("proxy", "count"), [("true", 1), ("false", 0)])
def test_the_path_of_a_proxy_that_is_off_is_nobodys(proxy: str, count: int) -> None:
    """The proxy is switched off by the intent's own key."""
    text = f"""
        version: 1
        hosts:
          dock1:
            docker: {{userland_proxy: {proxy}, settings: {{userland-proxy-path: docker-proxy}}}}
        """
    assert len(found("LW723", text)) == count
