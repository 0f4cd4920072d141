"""LW701: keys of daemon.json that don't belong into `settings`."""

from __future__ import annotations

import json
from textwrap import dedent
from typing import TYPE_CHECKING

import pytest

from lanwright.rules.host.daemon_key_of_ours import FLAGS, OURS
from lanwright.source import applied
from tests.intents import site_of
from tests.lab.tools import dockerd_validate
from tests.rules.found import found, messages
from tests.rules.mended import mended

if TYPE_CHECKING:
    from pathlib import Path


def site(settings: str, docker: str = "") -> str:
    """A host whose daemon has settings of its own."""
    return f"""
        version: 1
        hosts:
          dock1:
            docker: {{{docker}settings: {{{settings}}}}}
        """


@pytest.mark.parametrize(("key", "ours"), OURS.items())
def test_a_key_with_a_place_in_the_intent_is_told_where(key: str, ours: str) -> None:
    """Whatever its value: the plan doesn't read it from there."""
    (finding,) = found("LW701", site(f"{key}: null"))
    assert finding.message == f"`{key}` stands in `settings`, and is `docker.{ours}` in an intent"
    assert finding.fix == f"write `docker.{ours}`"
    assert finding.origin.path[-2:] == ("settings", key)


def test_a_key_that_is_written_twice_is_shown_with_the_other() -> None:
    """Equal or not: one of them must go."""
    (finding,) = found("LW701", site("bip: 10.9.0.1/24", "bip: 10.9.0.1/24, "))
    assert finding.fix == "drop it: `docker.bip` says it"
    assert finding.related[0].origin.path[-2:] == ("docker", "bip")


@pytest.mark.parametrize(
    ("docker", "settings", "expected"),
    [
        ("bip: 10.9.0.1/24, ", "bip6: 'fd00:9::1/64'", "bip: [10.9.0.1/24, fd00:9::1/64]"),
        (
            "fixed_cidr: ['fd00:9::/80'], ",
            "fixed-cidr: 10.9.0.128/25",
            "fixed_cidr: [fd00:9::/80, 10.9.0.128/25]",
        ),
    ],
)
def test_the_other_family_has_room_beside_it(docker: str, settings: str, expected: str) -> None:
    """What is written of one family doesn't say the other's, which would be lost."""
    (line,) = mended("LW701", site(settings, docker))
    assert line == f"docker: {{{expected}, settings: {{}}}}"


def test_a_flag_beside_the_files_name_goes() -> None:
    """Under two equal names neither would be read."""
    (finding,) = found("LW701", site("dns-opt: [a], dns-opts: [b]"))
    assert (finding.fix, finding.safe) == ("drop it: `dns-opts` says it", False)
    assert mended("LW701", site("dns-opt: [a], dns-opts: [b]")) == ["docker: {settings: {dns-opts: [b]}}"]


@pytest.mark.parametrize(
    ("key", "fix"),
    [
        ("default-address-pool", "write `docker.default_address_pools`"),
        ("dns-opt", "write `dns-opts`"),
        ("add-runtime", "write `runtimes`"),
        ("host", "write `hosts`"),
    ],
)
def test_a_flags_name_is_told_with_the_files_name(key: str, fix: str) -> None:
    """Or with the intent's own key, where there is one."""
    (finding,) = found("LW701", site(f"{key}: []"))
    assert finding.message == f"`{key}` is the name of a dockerd flag, not of a key of daemon.json"
    assert finding.fix == fix


@pytest.mark.parametrize(
    ("value", "pools"),
    [
        ("{base: 10.0.0.0/16, size: 24}", [{"base": "10.0.0.0/16", "size": 24}]),
        ("[{base: 10.0.0.0/16, size: 24}]", [{"base": "10.0.0.0/16", "size": 24}]),
    ],
)
def test_the_pool_of_a_flag_becomes_a_list_of_pools(value: str, pools: list[dict[str, object]]) -> None:
    """The flag is given once for each pool, the key holds them all."""
    text = dedent(site(f"default-address-pool: {value}"))
    (finding,) = found("LW701", text)
    docker = site_of(applied(text, finding.edits)).hosts["dock1"].docker
    assert [
        {"base": str(pool.base), "size": pool.size} for pool in docker.default_address_pools or ()
    ] == pools
    assert docker.settings == {}


@pytest.mark.parametrize(
    "settings",
    ["log-driver: local", "dns: [192.168.0.1]", "hosts: []", "host-gateway-ip: 10.0.0.1", "ipv6: true"],
)
def test_what_lanwright_doesnt_know_passes_through(settings: str) -> None:
    """host-gateway-ip is a flag that the file knows by the same name."""
    assert messages("LW701", site(settings)) == []


@pytest.mark.parametrize(
    ("ipv6", "docker", "told"),
    [
        (
            "false",
            'bip: ["10.9.0.1/24", "fd00:9::1/64"], ',
            ["`ipv6` is false in `settings`, and `docker.bip` has IPv6"],
        ),
        (
            "false",
            'fixed_cidr: "fd00:9::/64", ',
            ["`ipv6` is false in `settings`, and `docker.fixed_cidr` has IPv6"],
        ),
        (
            "false",
            'default_gateway: "fd00:9::fe", ',
            ["`ipv6` is false in `settings`, and `docker.default_gateway` has IPv6"],
        ),
        ("false", "bip: 10.9.0.1/24, ", []),
        ("true", 'bip: ["10.9.0.1/24", "fd00:9::1/64"], ', []),
    ],
)
def test_ipv6_cant_be_off_where_docker0_has_it(ipv6: str, docker: str, told: list[str]) -> None:
    """Lanwright writes `ipv6: true` for an IPv6 address or range of docker0."""
    assert messages("LW701", site(f"ipv6: {ipv6}", docker)) == told


def test_a_daemon_that_isnt_written_is_judged_too() -> None:
    """The plan reads the intent's own keys of a described daemon just the same."""
    assert len(messages("LW701", site("bip: 10.9.0.1/24", "manage: false, "))) == 1


def test_settings_of_the_defaults_are_found_where_they_stand() -> None:
    """Every host is merged over the defaults."""
    text = """
        version: 1
        defaults:
          host: {docker: {settings: {bridge: none}}}
        hosts:
          dock1: {}
        """
    (finding,) = found("LW701", text)
    assert finding.origin.span.line == 4


@pytest.mark.lab
@pytest.mark.parametrize("flag", sorted(FLAGS))
def test_dockerd_takes_a_flags_name_without_a_word(flag: str, tmp_path: Path) -> None:
    """`dockerd --validate` is content with it, and refuses a key that is no flag's name."""
    config = tmp_path / "daemon.json"
    config.write_text(json.dumps({flag: ["x"]}))
    assert dockerd_validate(config).rc == 0
    config.write_text(json.dumps({f"{flag}x": ["x"]}))
    assert "don't match any configuration option" in dockerd_validate(config).stderr
