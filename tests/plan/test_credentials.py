"""Which values of a daemon's settings are credentials, and where a line holds one."""

from __future__ import annotations

from typing import Any

import pytest

from lanwright.plan.credentials import credentials, in_line, in_urls


@pytest.mark.parametrize(
    ("settings", "path", "text"),
    [
        ({"log-opts": {"splunk-token": "abc"}}, ("log-opts", "splunk-token"), "abc"),
        ({"log-opts": {"logentries-token": 12345}}, ("log-opts", "logentries-token"), "12345"),
        ({"log-opts": {"loki-url": "https://me:pw@loki/push"}}, ("log-opts", "loki-url"), "pw"),
        (
            {"log-opts": {"sentry-dsn": "https://key@sentry/1"}},
            ("log-opts", "sentry-dsn"),
            "https://key@sentry/1",
        ),
        ({"log-opts": {"gelf-address": "udp://g/?token=abc&x=1"}}, ("log-opts", "gelf-address"), "abc"),
        ({"proxies": {"http-proxy": "http://me:p@ss@proxy:1"}}, ("proxies", "http-proxy"), "p@ss"),
        ({"registry-mirrors": ["https://a", "https://me:pw@b"]}, ("registry-mirrors", "1"), "pw"),
        ({"exec-opts": ["x.password=abc"]}, ("exec-opts", "0"), "abc"),
        ({"labels": ["a=b", "API_KEY=abc"]}, ("labels", "1"), "abc"),
        ({"runtimes": {"r": {"args": ["--auth-token", "abc"]}}}, ("runtimes", "r", "args", "1"), "abc"),
        ({"auths": {"registry": {"auth": "YWJj"}}}, ("auths", "registry", "auth"), "YWJj"),
        ({"secrets": {"one": ["abc"]}}, ("secrets", "one", "0"), "abc"),
        ({"accessKey": "abc"}, ("accessKey",), "abc"),
    ],
)
def test_what_is_a_credential(settings: Any, path: tuple[str, ...], text: str) -> None:
    """By its key, by the name before `=` or before it in a list, or as the password of a URL."""
    assert list(credentials(settings)) == [(path, text)]


@pytest.mark.parametrize(
    "settings",
    [
        {"authorization-plugins": ["opa"], "tlsverify": True, "tlskey": "/etc/docker/key.pem"},
        {"log-opts": {"splunk-capath": "/etc/ca", "splunk-insecureskipverify": "true", "tag": "x"}},
        {"log-opts": {"awslogs-credentials-endpoint": "/creds", "private-key": "/etc/key.pem"}},
        {
            "insecure-registries": ["reg.example.org:5000"],
            "dns": ["192.168.0.1"],
            "hosts": ["tcp://0.0.0.0:1"],
        },
        {"splunk-token": None, "password": "", "secret": True, "auth": "192.168.0.5"},
        {"registry-mirrors": ["https://user@mirror.example.org/a:b@c"]},
    ],
)
def test_what_is_none(settings: Any) -> None:
    """Files, flags, addresses, a user without a password."""
    assert list(credentials(settings)) == []


@pytest.mark.parametrize(
    ("line", "masked"),
    [
        ("  splunk-token: abc, def", "  splunk-token: ***"),
        ("  splunk-token: 'it''s'", "  splunk-token: '***'"),
        ('    "splunk-token": "a\\"b",', '    "splunk-token": "***",'),
        ('{splunk-token: "ab", tag: x, password: "c"}', '{splunk-token: "***", tag: x, password: "***"}'),
        (
            "http-proxy: http://me:pw@proxy # or ftp://you:pw2@x",
            "http-proxy: http://me:***@proxy # or ftp://you:***@x",
        ),
        ('splunk-token: "never closed', 'splunk-token: "***'),
        ("devices: {secret: 192.168.0.9}", "devices: {secret: 192.168.0.9}"),
        ("token: {networks: {}}", "token: {networks: {}}"),
    ],
)
def test_where_a_line_holds_one(line: str, masked: str) -> None:
    """As YAML or JSON may write it, where nothing but the line is known."""
    for first, last in sorted(in_line(line), reverse=True):
        line = f"{line[:first]}***{line[last:]}"
    assert line == masked


def test_passwords_of_urls_are_found_in_any_words() -> None:
    """In a comment, say."""
    words = "see https://a:b@c, and not mailto:a@b"
    assert [words[first:last] for first, last in in_urls(words)] == ["b"]
