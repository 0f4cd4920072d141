"""systemd reads our units and the drop-in for the real docker.service, and has nothing to say about them."""

from __future__ import annotations

from dataclasses import replace
from shlex import quote
from typing import TYPE_CHECKING

import pytest

from lanwright.targets import boot
from lanwright.targets.boot.device_units import device_unit
from tests.lab.tools import beside, shellcheck
from tests.targets.hosts import file_of, put, sample_hosts

if TYPE_CHECKING:
    from pathlib import Path

    from lanwright.plan import HostPlan

pytestmark = pytest.mark.lab

HOSTS = {
    f"{name} by {manager}": replace(host, network=manager)
    for name, host in sample_hosts().items()
    for manager in ("ifupdown", "none")
    if boot.emit(host).artifacts
}
SCRIPTS = ("lanwright-wait", "lanwright-links", "lanwright-docker-networks")
IN_PLACE = """\
mount -t tmpfs none /etc/systemd/system && mount -t tmpfs none /usr/local/sbin
for file in rootfs-etc-systemd-system-*; do cp "$file" "/etc/systemd/system/${file#rootfs-etc-systemd-system-}"; done
mkdir /etc/systemd/system/docker.service.d && mv /etc/systemd/system/docker.service.d-* /etc/systemd/system/docker.service.d/lanwright.conf
"""
MADE = "".join(
    f"printf '#!/bin/sh\\n' >/usr/local/sbin/{name} && chmod 755 /usr/local/sbin/{name}\n" for name in SCRIPTS
)


def units(host: HostPlan, folder: Path) -> list[Path]:
    """The host's units and drop-in as files."""
    return [put(item, folder) for item in boot.emit(host).artifacts if "/systemd/" in item.path]


@pytest.mark.parametrize("name", HOSTS)
def test_systemd_has_nothing_to_say(name: str, tmp_path: Path) -> None:
    """Not even a warning; the drop-in is read with the docker.service that it is for."""
    files = units(HOSTS[name], tmp_path)
    shown = " ".join(path.name.removeprefix("rootfs-etc-systemd-system-") for path in files[:-1])
    verify = f"systemd-analyze verify --man=no docker.service {shown}"
    said = beside(f"true\n{IN_PLACE}{MADE}{verify}", *files)
    assert (said.rc, said.text) == (0, "")


def test_systemd_would_say_what_is_wrong(tmp_path: Path) -> None:
    """So that the silence above means something: a setting that there isn't, in the drop-in."""
    files = units(HOSTS["home/dock1 by ifupdown"], tmp_path)
    files[-1].write_text(files[-1].read_text() + "Wishes=network.target\n")
    said = beside(f"true\n{IN_PLACE}{MADE}systemd-analyze verify --man=no docker.service", *files)
    assert "Wishes" in said.stderr


@pytest.mark.parametrize("link", ["eth0", "br-lan", "eth0.10", ".x", "w@n", "a'b", 'a"b', "$x", "\\x", "é"])
def test_systemd_escapes_a_link_s_name_as_we_do(link: str) -> None:
    """As `systemd-escape` writes the device's path."""
    said = beside(f"systemd-escape --path --suffix=device /sys/subsystem/net/devices/{quote(link)}")
    assert said.stdout.strip() == device_unit(link)


def test_shellcheck_has_nothing_to_say(tmp_path: Path) -> None:
    """About the script and the step."""
    host = HOSTS["home/dock1 by none"]
    assert shellcheck(put(file_of(boot.emit(host), "lanwright-wait"), tmp_path)).text == ""
    for step in boot.emit(host).steps:
        for number, text in enumerate((step.apply, step.undo, step.check)):
            path = tmp_path / str(number)
            path.write_text(f"#!/bin/sh -e\n{text}\n")
            assert shellcheck(path).text == ""
