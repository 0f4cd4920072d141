"""LW722: IPv6 behind NAT with a Docker that makes no IPv6 rules; and what is written so that it does."""

from __future__ import annotations

import pytest

from lanwright.lower import lower
from tests.intents import site_of
from tests.rules.found import found, messages

SIX = "{driver: bridge, subnet: [10.22.0.0/24, 'fd00:22::/64']}"
BOTH = {"ip6tables": True, "experimental": True}


def text(docker: str = "version: '26'", network: str = SIX) -> str:
    """A host with one network."""
    return f"""
        version: 1
        lans:
          home: {{subnet: [192.168.0.0/22, 'fd00:8::/64'], gateway: [192.168.0.1, 'fd00:8::1'], ra: false}}
        hosts:
          dock1:
            interfaces:
              eth0: {{}}
              br0: {{kind: bridge, ports: [eth0], lan: home, address: [192.168.0.231/22, 'fd00:8::17/64']}}
            docker: {{{docker}}}
            networks: {{inner: {network}}}
        """


def settings(docker: str, network: str = SIX) -> dict[str, object]:
    """What daemon.json will say beside the grammar's keys."""
    return dict(lower(site_of(text(docker, network))).hosts["dock1"].daemon.settings)


def test_docker_26_is_told_to_make_them() -> None:
    """Both keys, or it wouldn't start; and the intent's own settings beside them."""
    assert settings("version: '26'") == BOTH
    assert settings("version: '26', settings: {debug: true}") == {"debug": True, **BOTH}
    assert settings("version: '26', settings: {experimental: true}") == BOTH
    assert settings("version: '26', bip: [10.2.0.1/24, 'fd00:2::1/64']", "{driver: bridge}") == BOTH
    assert messages("LW722", text()) == []


@pytest.mark.parametrize(
    ("docker", "network"),
    [
        ("version: '27.0'", SIX),
        ("version: '28'", SIX),
        ("version: '26'", "{driver: bridge, subnet: 10.22.0.0/24}"),
        ("version: '26'", "{driver: bridge, internal: true, subnet: [10.22.0.0/24, 'fd00:22::/64']}"),
        ("version: '26'", "{driver: bridge, host_bridge: br0, lan: home}"),
        ("version: '26'", "{driver: macvlan, parent: br0, lan: home}"),
    ],
)
def test_nothing_is_written_where_nothing_is_needed(docker: str, network: str) -> None:
    """A newer Docker, no IPv6, none that leaves by NAT."""
    assert settings(docker, network) == {}
    assert messages("LW722", text(docker, network)) == []


def test_what_the_intent_says_isnt_overruled() -> None:
    """It is told instead, by one rule or the other."""
    off = "version: '26', settings: {experimental: false}"
    assert settings(off) == {"experimental": False}
    (finding,) = found("LW722", text(off))
    assert finding.origin.path[-1] == "experimental"
    off = "version: '26', settings: {ip6tables: false}"
    assert settings(off) == {"ip6tables": False}
    assert messages("LW722", text(off)) == []
    assert messages("LW704", text(off)) != []


def test_a_file_that_isnt_ours_must_say_it_itself() -> None:
    """Which the intent can tell."""
    assert settings("version: '26', manage: false") == {}
    assert messages("LW722", text("version: '26', manage: false")) == [
        "Docker 26.1 makes no IPv6 rules, and `inner` of `dock1` has IPv6 behind its NAT"
    ]
    said = "version: '26', manage: false, settings: {ip6tables: true, experimental: true}"
    assert messages("LW722", text(said)) == []


def test_of_several_bridges_the_first_few_are_named() -> None:
    """docker0, which isn't written as a network, among them."""
    docker = "version: '26', manage: false, bip: [10.2.0.1/24, 'fd00:2::1/64']"
    assert messages("LW722", text(docker)) == [
        "Docker 26.1 makes no IPv6 rules, and `docker0`, `inner` of `dock1` have IPv6 behind its NAT"
    ]
    more = "".join(
        f", net{number}: {{driver: bridge, subnet: [10.{number}.0.0/24, 'fd00:{number}::/64']}}"
        for number in (23, 24, 25)
    )
    assert messages("LW722", text(docker, SIX + more)) == [
        "Docker 26.1 makes no IPv6 rules, and `docker0`, `inner`, `net23` and 2 more of `dock1` have IPv6 behind its NAT"
    ]
