"""A compiled sample, applied exactly as its README tells: copy the folder, `sh install apply`, what it leaves to you."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from lanwright.intent import bind
from lanwright.source import parse
from tests.lab.site import Site

if TYPE_CHECKING:
    from tests.lab.host import Host
    from tests.lab.lab import Lab
    from tests.lab.project import Project

SAMPLES = Path(__file__).parents[2] / "samples"
PLACE = "/root/lanwright"
LEFT_TO_YOU = re.compile(r"^left to you: (.+) \(interrupts: .*\)$", re.MULTILINE)


def compiled(sample: str, host: str) -> Path:
    """Give the compiled folder of a sample's host."""
    folder = SAMPLES / sample / "out" / host
    assert (folder / "manifest.json").is_file(), f"{folder} isn't compiled"
    return folder


def built(lab: Lab, sample: str) -> Site:
    """Build a sample's site as it is before Lanwright: Docker runs, nothing is applied, no container is up."""
    intent = SAMPLES / sample / "lanwright.yaml"
    return Site(lab, bind(parse(intent.read_text(), intent.name)))


def applied(lab: Lab, sample: str) -> Site:
    """Build a sample's site, apply each host's compiled folder, and start every compose project."""
    site = built(lab, sample)
    for name, host in site.hosts.items():
        apply(host, compiled(sample, name))
        for project in site.projects[name].values():
            start(project)
    return site


def apply(host: Host, folder: Path) -> str:
    """Apply a compiled folder, run the commands that it leaves to the host's owner, give what it said."""
    copy(host, folder)
    said = host.run(f"cd {PLACE} && sh install apply")
    do_what_is_left(host, said)
    return said


def copy(host: Host, folder: Path, place: str = PLACE) -> None:
    """Copy a compiled folder to its host."""
    host.run(f"rm -rf {place}")
    host.copy_tree(folder, place)


def do_what_is_left(host: Host, said: str) -> None:
    """Run the commands that `install` left to the host's owner; Docker's unit allows three starts a minute."""
    for command in LEFT_TO_YOU.findall(said):
        host.run(f"systemctl reset-failed docker.service; {command}")


def start(project: Project, place: str = PLACE) -> None:
    """Start a compose project with its compiled fragment."""
    project.up(f"{place}/compose/{project.name}.networks.yaml")
