"""What a build changes of Docker's network settings is told, since it waits for a restart (LW719)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.cli.run import replaced

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.run import Ran

    Lanwright = Callable[..., Ran]

BIP, POOL = "bip: 172.20.0.1/24", "base: 172.21.0.0/16"


def change(site: Path, old: str, new: str) -> None:
    """Change one thing of the first host."""
    file = site / "lanwright.yaml"
    file.write_text(replaced(file.read_text(), old, new))


@pytest.mark.parametrize("options", [[], ["--diff"], ["--check"], ["--check", "--diff"]])
def test_a_change_is_told_where_it_stands(site: Path, lanwright: Lanwright, options: list[str]) -> None:
    """Whether the files are written or only compared; the exit status is that of any build."""
    assert "LW719" not in lanwright("build").stderr
    change(site, BIP, "bip: 172.20.9.1/24")
    ran = lanwright("build", *options)
    assert ran.status == int("--check" in options)
    assert "warning[LW719]: docker0 of `dock1` changed since the last build" in ran.stderr
    assert "(bip: 172.20.0.1/24 → 172.20.9.1/24)" in ran.stderr
    assert "--> lanwright.yaml:8:" in ran.stderr


def test_it_is_told_once(site: Path, lanwright: Lanwright) -> None:
    """The next build has the new settings as the earlier ones."""
    lanwright("build")
    change(site, POOL, "base: 172.23.0.0/16")
    assert "LW719" in lanwright("build").stderr
    assert "LW719" not in lanwright("build").stderr
    assert "LW719" not in lanwright("build", "--check").stderr


def test_nothing_is_told_of_what_docker_reads_anew_or_nobody_changed(
    site: Path, lanwright: Lanwright
) -> None:
    """A first build, another host's, a label, a network."""
    lanwright("build", "--host", "dock2")
    assert "LW719" not in lanwright("build").stderr
    change(site, BIP, f"settings: {{labels: [a=b]}}, {BIP}")
    change(site, "subnet: 172.22.0.0/24", "subnet: 172.22.1.0/24")
    assert "LW719" not in lanwright("build").stderr


def test_what_goes_away_is_a_change_as_well(site: Path, lanwright: Lanwright) -> None:
    """Also where no daemon.json is left, and where there was none before."""
    lanwright("build")
    change(site, f"{BIP}, ", "")
    ran = lanwright("build")
    assert "(bip: 172.20.0.1/24 → none)" in ran.stderr
    change(site, "docker: {default_address_pools: [{base: 172.21.0.0/16, size: 24}]}\n", "listens: [22]\n")
    ran = lanwright("build")
    assert "(default-address-pools: 172.21.0.0/16 → none)" in ran.stderr
    change(site, "listens: [22]\n", f"docker: {{{BIP}}}\n")
    ran = lanwright("build")
    assert "(bip: none → 172.20.0.1/24)" in ran.stderr


def test_a_file_that_a_person_changed_stops_the_build_and_says_so_alone(
    site: Path, lanwright: Lanwright
) -> None:
    """With --force the change is told; a broken file is compared with nothing."""
    lanwright("build")
    file = site / "out/dock1/rootfs/etc/docker/daemon.json"
    file.write_text(file.read_text().replace("172.20.0.1", "172.20.8.1"))
    ran = lanwright("build")
    assert ran.status == 1
    assert "LW719" not in ran.stderr
    assert "(bip: 172.20.8.1/24 → 172.20.0.1/24)" in lanwright("build", "--force").stderr
    file.write_text("{")
    assert "LW719" not in lanwright("build", "--force").stderr
