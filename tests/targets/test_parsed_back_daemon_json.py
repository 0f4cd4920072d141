"""dockerd itself reads every daemon.json that we write, and finds in it what the plan says."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from lanwright.plan import DockerVersion
from lanwright.targets import daemon_json
from tests.lab.tools import dockerd_validate
from tests.targets.hosts import host_with, put, sample_hosts

if TYPE_CHECKING:
    from pathlib import Path

    from lanwright.plan import Daemon, HostPlan

pytestmark = pytest.mark.lab

EVERY_KEY = host_with(
    """
    docker:
      bip: [10.200.0.1/24, "fd00:200::1/64"]
      fixed_cidr: [10.200.0.128/25, "fd00:200::/80"]
      default_gateway: [10.200.0.9, "fd00:200::9"]
      default_address_pools: [{base: 10.201.0.0/16, size: 24}, {base: "fd00:300::/48", size: 64}]
      userland_proxy: false
      settings: {log-driver: local, labels: ["a=\\"b\\" # c", "d=\\\\e"], mtu: 1400}
    """
)
HOSTS = {name: host for name, host in sample_hosts().items() if daemon_json.configuration(host.daemon)}


@pytest.mark.parametrize("host", [*HOSTS.values(), EVERY_KEY], ids=[*HOSTS, "every key"])
def test_dockerd_reads_it_as_the_plan_means_it(host: HostPlan, tmp_path: Path) -> None:
    """--validate has no complaint, and each key holds the plan's value."""
    (file,) = daemon_json.emit(host).artifacts
    path = put(file, tmp_path)
    said = json.loads(path.read_text())
    if said.pop("firewall-backend", None) is not None:  # from 29.0 on, which the lab's dockerd isn't yet
        assert host.daemon.version >= DockerVersion(29, 0)
        path.write_text(json.dumps(said))
    assert "configuration OK" in dockerd_validate(path).text
    compare(said, host.daemon)


def compare(said: dict[str, Any], daemon: Daemon) -> None:
    """Every fact of the plan is said, and every key is a fact of the plan."""
    assert [said.pop(key) for key in ("bip", "bip6") if key in said] == [str(bip) for bip in daemon.bip]
    for key, values in (("fixed-cidr", daemon.fixed_cidr), ("default-gateway", daemon.default_gateway)):
        assert [said.pop(name) for name in (key, f"{key}-v6") if name in said] == [
            str(value) for value in values
        ]
    pools = said.pop("default-address-pools", [])
    assert [(pool["base"], pool["size"]) for pool in pools] == [
        (str(pool.base), pool.size) for pool in daemon.pools or ()
    ]
    assert said.pop("userland-proxy", True) == daemon.userland_proxy
    assert said.pop("ipv6", False) == any(bip.version == 6 for bip in daemon.bip)
    assert said == daemon.settings
