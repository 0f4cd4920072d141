"""The tools that read compiled files back accept good files and refuse bad ones, in their own words."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.lab import tools

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.lab

SHIM = """\
auto macvlan0
iface macvlan0 inet manual
    pre-up ip link add $IFACE link eth0 type macvlan mode bridge
    up ip addr replace 192.168.0.231/32 dev $IFACE
"""


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text)
    return path


def test_dockerd_accepts_a_good_file(tmp_path: Path) -> None:
    """dockerd --validate has no complaint about a good daemon.json."""
    good = written(tmp_path, "daemon.json", '{"bip": "10.200.0.1/24"}')
    assert "configuration OK" in tools.dockerd_validate(good).text


def test_dockerd_names_an_unknown_key(tmp_path: Path) -> None:
    """dockerd --validate refuses a key that it doesn't know, and names it."""
    said = tools.dockerd_validate(written(tmp_path, "daemon.json", '{"bipp": "10.200.0.1/24"}'))
    assert said.rc == 1
    assert "don't match any configuration option: bipp" in said.text


def test_compose_merges_a_fragment(tmp_path: Path) -> None:
    """A fragment with !override replaces the networks of the base file."""
    base = written(
        tmp_path, "compose.yaml", "services: {web: {image: x, networks: [old]}}\nnetworks: {old: {}}\n"
    )
    fragment = written(
        tmp_path,
        "home.networks.yaml",
        "services: {web: {networks: !override {lan: {ipv4_address: 192.168.0.241}}}}\n"
        "networks: {lan: {external: true, name: lan}}\n",
    )
    merged = json.loads(tools.compose_config(base, fragment).stdout)
    assert merged["services"]["web"]["networks"] == {"lan": {"ipv4_address": "192.168.0.241"}}


def test_compose_refuses_an_undefined_network(tmp_path: Path) -> None:
    """A service on a network that no file defines is an error."""
    said = tools.compose_config(
        written(tmp_path, "compose.yaml", "services: {web: {image: x, networks: [lan]}}\n")
    )
    assert said.rc != 0
    assert "refers to undefined network lan" in said.text


def test_ifquery_reads_a_stanza(tmp_path: Path) -> None:
    """ifquery lists the interfaces of a file and gives one stanza as it understood it."""
    stanzas = written(tmp_path, "lanwright", SHIM)
    assert "macvlan0" in tools.ifquery(stanzas).stdout.splitlines()
    assert "up: ip addr replace 192.168.0.231/32 dev $IFACE" in tools.ifquery(stanzas, "macvlan0").stdout


def test_ifup_says_what_it_would_run(tmp_path: Path) -> None:
    """ifup --no-act prints the commands of a stanza and runs none."""
    said = tools.ifup_no_act(written(tmp_path, "lanwright", SHIM), "macvlan0")
    assert said.rc == 0
    assert "ip addr replace 192.168.0.231/32 dev $IFACE" in said.text


def test_ifup_refuses_a_stanza_without_its_address(tmp_path: Path) -> None:
    """A static stanza whose address is misspelt is an error."""
    said = tools.ifup_no_act(
        written(tmp_path, "lanwright", "auto eth0\niface eth0 inet static\n  adress 10.0.0.1/8\n")
    )
    assert said.rc == 1
    assert "missing required variable: address" in said.text


def test_nft_accepts_a_table_of_its_own(tmp_path: Path) -> None:
    """nft finds no fault in a good table."""
    rules = "table ip own { chain out { type nat hook postrouting priority srcnat - 1; oif lo accept; }; }\n"
    assert tools.nft_check(written(tmp_path, "own.nft", rules)).rc == 0


def test_nft_names_the_bad_line(tmp_path: Path) -> None:
    """nft says in which line of the file the fault is."""
    said = tools.nft_check(
        written(tmp_path, "own.nft", "table ip own {\n  chain out { type nat hook nowhere; }\n}\n")
    )
    assert said.rc == 1
    assert "own.nft:2" in said.text


def test_shellcheck_sees_an_unquoted_variable(tmp_path: Path) -> None:
    """shellcheck is quiet about a sound script and names the fault of another."""
    assert tools.shellcheck(written(tmp_path, "good", '#!/bin/sh\necho "$1"\n')).rc == 0
    assert "SC2086" in tools.shellcheck(written(tmp_path, "bad", "#!/bin/sh\nrm $1\n")).text


def test_systemd_names_an_unknown_setting(tmp_path: Path) -> None:
    """systemd-analyze verify is quiet about a sound unit and names a key that it doesn't know."""
    good = written(tmp_path, "good.service", "[Service]\nType=oneshot\nExecStart=/bin/true\n")
    assert tools.systemd_verify(good).text == ""
    bad = written(tmp_path, "bad.service", "[Service]\nType=oneshot\nExecStart=/bin/true\nWantss=x\n")
    assert "Unknown key 'Wantss'" in tools.systemd_verify(bad).text
