"""Compose files beside an intent: which are read, and what is said of those that can't be."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.run import Ran

INTENT = """\
version: 1
hosts:
  dock1:
    projects: {shop: {compose_file: FILE}}
    networks: {back: {driver: bridge, subnet: 10.100.0.0/24}}
    services: {web: {project: shop, networks: {back: {}}}}
"""


@pytest.fixture
def intent(here: Path) -> Callable[[str], Path]:
    """Writes the intent above, with the file that it names."""

    def write(file: str) -> Path:
        (here / "site").mkdir()
        (here / "site" / "lanwright.yaml").write_text(INTENT.replace("FILE", file))
        return here / "site"

    return write


def test_it_is_read_from_the_intents_folder(
    intent: Callable[[str], Path], lanwright: Callable[..., Ran]
) -> None:
    """Whether the intent is named as a file or as a folder; its place is shown from the working directory."""
    folder = intent("shop/compose.yaml")
    (folder / "shop").mkdir()
    (folder / "shop" / "compose.yaml").write_text("services:\n  web:\n    network_mode: host\n")
    for name in ("site", "site/lanwright.yaml"):
        for command in ("check", "build"):
            ran = lanwright(command, name)
            assert ran.status == 1
            assert "LW717" in ran.stdout + ran.stderr
            assert "(site/shop/compose.yaml:3:5)" in ran.stdout + ran.stderr


@pytest.mark.parametrize(
    ("file", "said"),
    [
        ("compose.yml", "no such file or directory"),
        ("../other/compose.yml", "it lies outside of the intent's folder"),
        ("shop", "not a regular file"),
        ("broken.yml", "not YAML"),
        ("bytes.yml", "not UTF-8"),
        ("link.yml", "it lies outside of the intent's folder"),
        ("pipe.yml", "not a regular file"),
    ],
)
def test_what_cant_be_read_is_a_finding_where_it_is_named(
    intent: Callable[[str], Path], lanwright: Callable[..., Ran], file: str, said: str
) -> None:
    """The intent itself is in order: `plan` goes on."""
    folder = intent(file)
    (folder / "shop").mkdir()
    (folder.parent / "other").mkdir()
    (folder.parent / "other" / "compose.yml").write_text("services: {web: {}}")
    (folder / "broken.yml").write_text("services: [")
    (folder / "bytes.yml").write_bytes(b"\xff")
    (folder / "link.yml").symlink_to("../other/compose.yml")
    os.mkfifo(folder / "pipe.yml")
    ran = lanwright("check", "site")
    assert ran.status == 1
    assert f"the compose file of `shop` can't be read: {said}" in ran.stdout
    assert "lanwright.yaml:4:23" in ran.stdout
    assert lanwright("plan", "site").status == 0


@pytest.mark.parametrize(
    "name", ["compose.yaml", "docker-compose.yaml", "compose.override.yaml", "docker-compose.override.yaml"]
)
def test_what_compose_calls_its_own_is_no_part_of_an_intent(
    intent: Callable[[str], Path], lanwright: Callable[..., Ran], name: str
) -> None:
    """A folder may hold both."""
    folder = intent("compose.yaml")
    (folder / "compose.yaml").write_text("services: {web: {image: x}}")
    (folder / name).write_text("services: {web: {image: x}}")
    assert lanwright("check", "site").status == 0
