"""Faults on sites whose containers are on the LAN, and on further kinds of host."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.lab.faults.cover import ON_THE_LAN, cases

if TYPE_CHECKING:
    from tests.lab.faults.fault import Fault
    from tests.lab.faults.scene import Scene

pytestmark = pytest.mark.lab


@pytest.mark.parametrize(("scene", "fault"), cases(ON_THE_LAN), indirect=["scene"], ids=str, scope="module")
def test_everybody_reaches_everybody_as_before(scene: Scene, fault: Fault) -> None:
    """Given the site of the sample, when that happens to its hosts, and what their status then says is done."""
    with scene.after(fault):
        scene.assert_as_before()
