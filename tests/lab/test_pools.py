"""What the compiler says that Docker will choose is what a real dockerd chooses: the configurations that are kept.

`python -m tests.lab.pools` draws hundreds more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.lab.lab import Lab
from tests.lab.pools.__main__ import ROOTS
from tests.lab.pools.drawn import intent
from tests.lab.pools.engine import Engine
from tests.lab.pools.kept import kept
from tests.lab.pools.trial import trial
from tests.lab.precondition import debian_or_skip

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CASES = [pytest.param(docker, path, id=f"{docker}-{path.stem}") for docker in ROOTS for path in kept(docker)]


@pytest.fixture(scope="module")
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """A host with this Docker; its dockerd starts anew for each configuration."""
    with Lab(debian_or_skip(ROOTS[request.param])) as lab:
        yield Engine(lab.host("dock1"))


@pytest.mark.lab
@pytest.mark.parametrize(("engine", "path"), CASES, indirect=["engine"])
def test_docker_chooses_what_the_plan_says(engine: Engine, path: Path) -> None:
    """docker0's and every network's subnets and gateways, and what is refused, in Docker's own words."""
    assert trial(engine, path.read_text()) == ()


@pytest.mark.parametrize("docker", ROOTS)
def test_a_seed_draws_the_same_configuration_again(docker: str) -> None:
    """And another one another."""
    assert intent(7, docker) == intent(7, docker) != intent(8, docker)
