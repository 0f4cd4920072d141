"""What a rollback does about a link that carries the host, where ifupdown has it."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

import pytest

from lanwright.targets import ifupdown
from tests.targets.test_ifupdown import both

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("held", "typed"),
    [
        ("192.168.0.231/22 fd00:8::17/64", ""),
        ("192.168.0.230/22 fd00:8::17/64", "down br0\nup br0\n"),
        ("", "down br0\nup br0\n"),
    ],
)
def test_a_rollback_gives_the_host_the_address_of_its_stanza_back(
    tmp_path: Path, held: str, typed: str
) -> None:
    """Where its owner had brought the link up with the other tree's; else it cuts nobody off."""
    emission = ifupdown.emit(both(managed=True))
    (notice,) = emission.notices
    stanza = next(item.content for item in emission.artifacts if item.path.endswith("interfaces.d/lanwright"))
    (tmp_path / "lanwright").write_text(stanza, "utf-8")
    tools = {
        "ip": f'for address in {held}; do echo "2: br0    inet $address scope global br0"; done',
        "ifup": f"echo up $* >>{tmp_path}/typed",
        "ifdown": f"echo down $* >>{tmp_path}/typed; false",
    }
    for name, text in tools.items():
        (tmp_path / name).write_text(f"#!/bin/sh\n{text}\n", "utf-8")
        (tmp_path / name).chmod(0o755)
    command = notice.unattended.replace("/etc/network/interfaces.d/lanwright", f"{tmp_path}/lanwright")
    (tmp_path / "typed").touch()
    path = {"PATH": f"{tmp_path}:{os.environ['PATH']}"}
    subprocess.run(["sh", "-e", "-c", command], check=True, env=path)
    assert (tmp_path / "typed").read_text("utf-8") == typed
