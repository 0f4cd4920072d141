"""LW702: keys of daemon.json that dockerd doesn't know, or of another type."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from lanwright.plan import DockerVersion
from lanwright.rules.host.daemon_keys import BOUNDS, KEYS, Holds
from lanwright.rules.host.daemon_values import misfits
from tests.lab.tools import dockerd_validate
from tests.rules.found import found, messages

if TYPE_CHECKING:
    from pathlib import Path


def site(settings: str, version: str = "28.5") -> str:
    """A host whose daemon has settings of its own."""
    return f"""
        version: 1
        hosts:
          dock1:
            docker: {{version: "{version}", settings: {{{settings}}}}}
        """


@pytest.mark.parametrize(
    ("settings", "message", "fix"),
    [
        ("live-restor: true", "`live-restor` is no key of daemon.json", "write `live-restore`"),
        ("LIVE_RESTORE: true", "`LIVE_RESTORE` is no key of daemon.json", "write `live-restore`"),
        ("quux: 1", "`quux` is no key of daemon.json", "drop it"),
        ("proxies: {htp-proxy: x}", "`htp-proxy` is no key of daemon.json", "write `http-proxy`"),
        (
            "network: {mtu: 1400}",
            "`network` is no key of daemon.json, and what stands below it is ignored",
            "write the keys inside directly under `settings`",
        ),
        ("restart: false", "`restart` does nothing in daemon.json", "drop it"),
        ("mtu: 60", "`mtu` 60 isn't between 68 and 65535", "write a number from 68 to 65535"),
    ],
)
def test_an_unknown_key_is_told_with_the_one_that_was_meant(settings: str, message: str, fix: str) -> None:
    """Also one inside a map that dockerd looks into."""
    assert [(item.message, item.fix) for item in found("LW702", site(settings))] == [(message, fix)]


@pytest.mark.parametrize(
    "settings",
    [
        "log-driver: local, log-opts: {max-size: 10m}",
        "runtimes: {own: {path: /bin/own}}, default-ulimits: {nofile: {Name: nofile, Soft: 1, Hard: 2}}",
        "proxies: {http-proxy: 'http://proxy:3128'}",
        "default-network-opts: {bridge: {com.docker.network.driver.mtu: '1400'}}",
        "features: {containerd-snapshotter: true}, builder: {gc: {enabled: true}}",
        "default-shm-size: 64M, mtu: 0, network-diagnostic-port: 65535, dns: [192.168.0.1, 'fd00::1'], debug: null, allow-nondistributable-artifacts: []",
        "mtu: 68",
        "bip: 7, default-address-pool: []",  # LW701
    ],
)
def test_what_dockerd_takes_passes(settings: str) -> None:
    """Maps that it takes whole, null for anything, and 0 for a default."""
    assert messages("LW702", site(settings)) == []


def test_an_mtu_of_no_bridge_is_no_matter() -> None:
    """dockerd makes no docker0 then."""
    assert messages("LW702", site("mtu: 60").replace("docker: {", "docker: {bridge: none, ")) == []


@pytest.mark.parametrize(
    ("key", "version", "there"),
    [
        ("allow-direct-routing: true", "28.1", False),
        ("allow-direct-routing: true", "28.2", True),
        ("host-gateway-ips: [10.0.0.1]", "27", False),
        ("host-gateway-ips: [10.0.0.1]", "28", True),
        ("bridge-accept-fwmark: '1'", "28", False),
        ("bridge-accept-fwmark: '1'", "29.0", True),
        ("nri-opts: {enable: true}", "29.1", False),
        ("nri-opts: {enable: true}", "29.2", True),
        ("api-cors-header: '*'", "27", True),
        ("api-cors-header: '*'", "28.0", False),
    ],
)
def test_which_keys_there_are_depends_on_the_version(key: str, version: str, *, there: bool) -> None:
    """Of those that came or went between 26.0 and 29.7."""
    told = messages("LW702", site(key, version))
    assert [message.rpartition(" and ")[2] for message in told] == (
        [] if there else [f"this host has Docker {DockerVersion.parse(version)}"]
    )


@pytest.mark.parametrize(
    ("settings", "where", "fix"),
    [
        ("mtu: '1400'", "mtu", "write `mtu: 1400`"),
        ("mtu: 1400.0", "mtu", "write `mtu: 1400`"),
        ("mtu: true", "mtu", "write a whole number"),
        ("debug: 'true'", "debug", "write `debug: true`"),
        ("debug: 'False'", "debug", "write `debug: false`"),
        ("debug: 1", "debug", "write true or false"),
        ("group: 999", "group", 'write `group: "999"`'),
        ("dns: 192.168.0.1", "dns", "write it as a list: `dns: [...]`"),
        ("dns: [192.168.0.1, 192.168.0.256]", "dns.1", "write an address"),
        ("ip: 999.1.1.1", "ip", "write an address"),
        ("log-opts: {max-file: 3}", "log-opts.max-file", 'write `max-file: "3"`'),
        ("log-opts: {compress: true}", "log-opts.compress", 'write `compress: "true"`'),
        (
            "default-network-opts: {bridge: {com.docker.network.driver.mtu: 1400}}",
            "default-network-opts.bridge.com.docker.network.driver.mtu",
            'write `com.docker.network.driver.mtu: "1400"`',
        ),
        ("features: {x: 'y'}", "features.x", "write true or false"),
        ("labels: {a: b}", "labels", "write a list of text"),
        ("runtimes: []", "runtimes", "write a map"),
        ("default-shm-size: 64", "default-shm-size", 'write `default-shm-size: "64"`'),
        ("default-shm-size: [64]", "default-shm-size", "write a size as text, 64M for example"),
    ],
)
def test_a_value_of_another_type_is_told_at_its_own_place(settings: str, where: str, fix: str) -> None:
    """With the value in its type, where that is plain."""
    (finding,) = found("LW702", site(settings))
    assert finding.message.startswith(f"`{where}` isn't ")
    assert finding.origin.dotted.endswith(f"settings.{where}")
    assert finding.fix == fix


def test_text_is_never_shown_since_it_may_be_a_password() -> None:
    """A proxy's URL where a list is wanted."""
    (finding,) = found("LW702", site("registry-mirrors: 'https://me:secret@mirror'"))
    assert "secret" not in f"{finding.message}{finding.why}{finding.fix}"


EXAMPLES: dict[Holds, Any] = {
    Holds.FLAG: False,
    Holds.WHOLE: 1400,
    Holds.TEXT: "x",
    Holds.SIZE: "64M",
    Holds.ADDRESS: "10.0.0.1",
    Holds.TEXTS: [],
    Holds.ADDRESSES: ["10.0.0.1"],
    Holds.ANYTHING: ["x"],
    Holds.MAP: {},
    Holds.FLAGS: {"x": True},
    Holds.OPTIONS: {},
    Holds.OPTION_MAPS: {"bridge": {"x": "y"}},
    Holds.NOTHING: "x",
}
SEEN = DockerVersion(28, 5)
HERE = {
    name: key for name, key in KEYS.items() if not key.is_too_new_for(SEEN) and not key.is_gone_from(SEEN)
}
JUDGED: dict[str, Any] = {
    "bip": "10.9.0.1/24", "default-cgroupns-mode": "host", "default-ipc-mode": "private", "fixed-cidr-v6": "fd00::/64",
    "init": False, "log-format": "json", "log-level": "info", "default-gateway-v6": "fd00::1",
    "tlscacert": "", "tlscert": "", "tlskey": "", "userland-proxy": False, "userns-remap": "", "cpu-rt-period": None, "cpu-rt-runtime": None, "default-address-pools": [],
}  # fmt: skip
"""What `dockerd --validate` looks at more closely than by its type."""


@pytest.mark.lab
def test_dockerd_knows_each_key_and_its_type(tmp_path: Path) -> None:
    """All keys of 28.5 in one file; it starts nothing and looks at few of the values."""
    settings = {name: JUDGED.get(name, EXAMPLES[key.holds]) for name, key in HERE.items()}
    for name in (
        "host-gateway-ip",
        "tls",
        "tlsverify",
    ):  # not beside host-gateway-ips, not without certificates
        del settings[name]
    config = tmp_path / "daemon.json"
    config.write_text(json.dumps(settings))
    assert dockerd_validate(config).stderr == "configuration OK\n"


@pytest.mark.lab
@pytest.mark.parametrize("name", sorted(name for name, key in KEYS.items() if name not in HERE))
def test_dockerd_refuses_keys_of_another_version(name: str, tmp_path: Path) -> None:
    """28.5 is asked."""
    config = tmp_path / "daemon.json"
    config.write_text(json.dumps({name: EXAMPLES[KEYS[name].holds] or {"x": "y"}}))
    assert dockerd_validate(config).rc == 1


@pytest.mark.lab
@pytest.mark.parametrize("holds", [holds for holds in Holds if holds not in {Holds.NOTHING, Holds.ANYTHING}])
def test_dockerd_refuses_values_of_another_type_in_these_words(holds: Holds, tmp_path: Path) -> None:
    """One key of each type, each value that another type has."""
    name = next(name for name, key in HERE.items() if key.holds is holds and name not in JUDGED)
    for other in (True, 7, 1.5, "x", ["x"], {"x": "y"}, {"x": {"y": 1}}):
        found_ = list(misfits(other, holds, (name,)))
        config = tmp_path / "daemon.json"
        config.write_text(json.dumps({name: other}))
        said = dockerd_validate(config)
        assert (said.rc != 0) == bool(found_), (name, other, said.stderr)
        assert not found_ or found_[0].words in said.stderr or _is_read_otherwise(holds, other), (name, other)


def _is_read_otherwise(holds: Holds, other: Any) -> bool:
    """Maps are looked into before their type is judged, and addresses have a reader of their own."""
    return isinstance(other, dict) or holds in {Holds.ADDRESS, Holds.ADDRESSES}


def test_bounds_are_of_keys_that_hold_numbers() -> None:
    """Else they are never looked at."""
    assert {KEYS[name].holds for name in BOUNDS} == {Holds.WHOLE}
