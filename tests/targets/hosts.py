"""Host plans for the tests of targets: the samples' own, and small ones from texts."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from lanwright.intent import bind
from lanwright.lower import lower
from lanwright.source import parse
from tests.intents import LAN, host_of

if TYPE_CHECKING:
    from lanwright.plan import HostPlan
    from lanwright.targets.artifact import Artifact, Emission

SAMPLES = Path(__file__).parents[2] / "samples"


@cache
def sample_hosts() -> dict[str, HostPlan]:
    """Every host of every sample, as `sample/host`."""
    hosts: dict[str, HostPlan] = {}
    for file in sorted(SAMPLES.glob("*/lanwright.yaml")):
        plan = lower(bind(parse(file.read_text(), "lanwright.yaml")))
        hosts |= {f"{file.parent.name}/{name}": host for name, host in plan.hosts.items()}
    return hosts


def host_with(text: str) -> HostPlan:
    """A host dock1 with eth0 on the LAN home; the text says what else it has, indented by four."""
    return host_of(
        f"{LAN}\nhosts:\n  dock1:\n    interfaces: {{eth0: {{lan: home, address: 192.168.0.231/22}}}}\n{text}"
    )


def file_of(emission: Emission, name: str) -> Artifact:
    """The artifact with that file name."""
    (found,) = (artifact for artifact in emission.artifacts if artifact.path.rpartition("/")[2] == name)
    return found


def put(artifact: Artifact, folder: Path) -> Path:
    """The artifact as a file, for the tool that reads it."""
    path = folder / artifact.path.replace("/", "-")
    path.write_text(artifact.content)
    path.chmod(artifact.mode)
    return path
