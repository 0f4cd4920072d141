"""daemon.json says what the intent says, in Docker's words, and nothing else."""

from __future__ import annotations

import json
from dataclasses import replace
from textwrap import indent
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lanwright.plan import DockerVersion
from lanwright.targets import daemon_json
from tests.targets.hosts import file_of, host_with

V27, V28, V29 = (DockerVersion.parse(version) for version in ("27", "28", "29"))


def written(docker: str) -> dict[str, Any]:
    """The daemon.json of a host whose `docker` key is that text."""
    host = host_with(indent(f"docker: {docker}", "    "))
    said: dict[str, Any] = json.loads(file_of(daemon_json.emit(host), "daemon.json").content)
    return said


def test_one_pool_cut_into_small_subnets() -> None:
    """A pool keeps its base and the size of its subnets."""
    assert written("{default_address_pools: [{base: 172.17.0.0/16, size: 24}]}") == {
        "default-address-pools": [{"base": "172.17.0.0/16", "size": 24}]
    }


def test_bip_beside_two_pools() -> None:
    """docker0's address is one key, the pools stand in their order in another."""
    pools = "[{base: 10.201.0.0/16, size: 24}, {base: 10.202.0.0/16, size: 24}]"
    assert written(f"{{bip: 10.200.0.1/24, default_address_pools: {pools}}}") == {
        "bip": "10.200.0.1/24",
        "default-address-pools": [
            {"base": "10.201.0.0/16", "size": 24},
            {"base": "10.202.0.0/16", "size": 24},
        ],
    }


def test_the_file_is_laid_out_for_people() -> None:
    """Keys are sorted, two spaces an indent, one newline at the end."""
    host = host_with("    docker: {bip: 10.200.0.1/24, settings: {log-driver: local, a: {z: 1, b: é}}}")
    assert file_of(daemon_json.emit(host), "daemon.json").content == (
        '{\n  "a": {\n    "b": "é",\n    "z": 1\n  },\n  "bip": "10.200.0.1/24",\n  "log-driver": "local"\n}\n'
    )


@pytest.mark.parametrize(
    ("version", "said"),
    [
        ("28", {"bip": "10.200.0.1/24", "bip6": "fd00:200::1/64", "ipv6": True}),
        ("27", {"bip": "10.200.0.1/24", "fixed-cidr-v6": "fd00:200::/64", "ipv6": True}),
    ],
)
def test_an_ipv6_bip_is_said_as_the_version_takes_it(version: str, said: dict[str, Any]) -> None:
    """bip6 came with 28.0; before, fixed-cidr-v6 gave docker0 its IPv6 subnet. Without `ipv6` neither does anything."""
    assert written(f'{{version: "{version}", bip: [10.200.0.1/24, "fd00:200::1/64"]}}') == said


def test_every_key_of_the_grammar_has_its_docker_name() -> None:
    """Docker's own names, one key a family."""
    text = (
        '{version: "29", fixed_cidr: [10.200.0.128/25, "fd00:200::/80"], default_gateway: [10.200.0.9, "fd00:200::9"],'
        " bridge: eth0, firewall_backend: nftables, userland_proxy: false}"
    )
    assert written(text) == {
        "bridge": "eth0",
        "default-gateway": "10.200.0.9",
        "default-gateway-v6": "fd00:200::9",
        "firewall-backend": "nftables",
        "fixed-cidr": "10.200.0.128/25",
        "fixed-cidr-v6": "fd00:200::/80",
        "ipv6": True,
        "userland-proxy": False,
    }


def test_a_version_without_firewall_backend_isnt_told_of_it() -> None:
    """Docker 28 knows one backend and refuses to start over the key."""
    assert written('{version: "28", bip: 10.200.0.1/24, firewall_backend: iptables}') == {
        "bip": "10.200.0.1/24"
    }


@pytest.mark.parametrize("docker", ["{}", "{bip: 10.200.0.1/24, manage: false}"])
def test_there_is_no_file_without_need(docker: str) -> None:
    """Nothing to say, or a daemon.json that isn't ours: no file, and no restart to ask for."""
    emission = daemon_json.emit(host_with(f"    docker: {docker}"))
    assert emission.artifacts == ()
    assert emission.notices == ()


def test_a_file_elsewhere_goes_elsewhere() -> None:
    """A rootless or snap Docker reads its settings from another path."""
    emission = daemon_json.emit(
        host_with("    docker: {bip: 10.200.0.1/24, config: /etc/elsewhere/daemon.json}")
    )
    (file,) = emission.artifacts
    assert (file.path, file.destination) == ("rootfs/etc/elsewhere/daemon.json", "/etc/elsewhere/daemon.json")
    assert [notice.when for notice in emission.notices] == ["/etc/elsewhere/daemon.json"]


@pytest.mark.parametrize(
    ("live", "said"), [("false", "every container stops"), ("true", "no container stops")]
)
def test_the_restart_is_left_to_the_owner_with_what_it_interrupts(live: str, said: str) -> None:
    """Docker reads network settings only at its start; live-restore decides what that costs."""
    (notice,) = daemon_json.emit(host_with(f"    docker: {{settings: {{live-restore: {live}}}}}")).notices
    assert notice.command == "systemctl restart docker"
    assert said in notice.interrupts


SETTINGS = st.dictionaries(
    st.text(max_size=12),
    st.recursive(
        st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=20),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
        max_leaves=6,
    ),
    max_size=4,
)


@given(SETTINGS)
def test_settings_pass_through_whatever_they_are(settings: dict[str, Any]) -> None:
    """Quotes, braces, line breaks and other alphabets come out as they went in; the grammar's keys win."""
    host = host_with("    docker: {bip: 10.200.0.1/24}")
    host = replace(host, daemon=replace(host.daemon, settings=settings))
    assert json.loads(file_of(daemon_json.emit(host), "daemon.json").content) == {
        **settings,
        "bip": "10.200.0.1/24",
    }
