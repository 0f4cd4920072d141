"""Faults on sites with containers behind their hosts' own addresses."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.lab.faults.cover import BEHIND_THE_HOST, cases

if TYPE_CHECKING:
    from tests.lab.faults.fault import Fault
    from tests.lab.faults.scene import Scene

pytestmark = pytest.mark.lab


@pytest.mark.parametrize(
    ("scene", "fault"), cases(BEHIND_THE_HOST), indirect=["scene"], ids=str, scope="module"
)
def test_everybody_reaches_everybody_as_before(scene: Scene, fault: Fault) -> None:
    """Given the site of the sample, when that happens to its hosts, and what their status then says is done."""
    with scene.after(fault):
        scene.assert_as_before()
