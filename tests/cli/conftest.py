"""Runs the command line in a folder of its own."""

from __future__ import annotations

from textwrap import dedent
from typing import TYPE_CHECKING

import pytest

from tests.cli.run import Ran, run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

GOOD = """
    version: 1
    lans:
      home: {subnet: 192.168.0.0/24, gateway: 192.168.0.1, devices: {laptop: 192.168.0.50}}
    hosts:
      dock1:
        interfaces: {eth0: {lan: home, address: 192.168.0.10/24}}
        docker: {bip: 172.20.0.1/24, default_address_pools: [{base: 172.21.0.0/16, size: 24}]}
        networks: {inner: {driver: bridge, subnet: 172.22.0.0/24}}
        services: {web: {networks: {inner: {}}, listens: [80/tcp]}}
      dock2:
        interfaces: {eth0: {lan: home, address: 192.168.0.11/24}}
        docker: {bip: 172.20.0.1/24, default_address_pools: [{base: 172.21.0.0/16, size: 24}]}
        networks: {inner: {driver: bridge, subnet: 172.22.0.0/24}}
        services: {mail: {networks: {inner: {}}, listens: [25/tcp]}}
"""


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working directory."""
    monkeypatch.chdir(tmp_path)
    for name in ("NO_COLOR", "LANWRIGHT_DEBUG", "LANWRIGHT_QUIET", "LANWRIGHT_VERBOSE"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


@pytest.fixture
def site(here: Path) -> Path:
    """The working directory with a good `lanwright.yaml` of two hosts."""
    (here / "lanwright.yaml").write_text(dedent(GOOD))
    return here


@pytest.fixture
def lanwright(here: Path) -> Callable[..., Ran]:
    """Runs `lanwright` with these arguments there."""
    del here
    return run
