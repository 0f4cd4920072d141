"""A site for all that happens to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.lab.faults.scene import staged

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.lab.faults.scene import Scene


@pytest.fixture(scope="module")
def scene(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    """The site of the sample that the parameter names, applied and started; one for all of its faults."""
    with staged(request.param, tmp_path_factory.mktemp("out")) as scene:
        yield scene
