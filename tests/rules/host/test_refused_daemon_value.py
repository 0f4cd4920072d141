"""LW723: values of daemon.json that dockerd knows better."""

from __future__ import annotations

import pytest

from lanwright.diagnostics import Severity
from tests.rules.found import found


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
        ("dns-search: [a_b]", "dns-search.0", "a_b is not a valid domain"),
        ("dns-search: [-x]", "dns-search.0", "-x is not a valid domain"),
        ("exec-opts: [native.cgroupdriver]", "exec-opts.0", "invalid exec-opt (native.cgroupdriver)"),
        ("default-ulimits: {nofile: '1:2'}", "default-ulimits.nofile", "cannot unmarshal string"),
        ("default-ulimits: {nofile: {Soft: 3, Hard: 2}}", "default-ulimits.nofile", "ulimit soft limit"),
        ("runtimes: {own: /bin/own}", "runtimes.own", "cannot unmarshal string"),
        ("host-gateway-ips: [10.0.0.1, 'fd00::1', 10.0.0.2]", "host-gateway-ips.2", "only one IPv4"),
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
        "userland-proxy-path: docker-proxy, userland-proxy: false",
        "exec-opts: [native.cgroupdriver=cgroupfs]",
        "default-ulimits: {nofile: {Hard: 2, Soft: 1}, memlock: {name: memlock, hard: -1, soft: 5}}",
        "default-runtime: io.containerd.kata.v2",
        "default-runtime: nvidia, runtimes: {nvidia: {path: nvidia-container-runtime}}",
        "host-gateway-ips: [10.0.0.1, 'fd00::1']",
        "log-driver: 'example/logger:1', log-opts: {anything: x}",
        "log-driver: syslog, log-opts: {syslog-address: 'udp://10.0.0.1:514'}",
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
