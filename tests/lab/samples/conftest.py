"""Each module here tells of one sample: its `SAMPLE` is compiled, applied by its own `install`, started and asked.

Every story holds twice: as soon as the tree is applied, and after a boot.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.lab.applied import applied, assert_as_compiled, settled
from tests.lab.compiled import planned
from tests.sample_tree import SAMPLES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.lab.site import Site


@pytest.fixture(scope="module")
def text(request: pytest.FixtureRequest) -> str:
    """The intent of the module's sample."""
    intent: Path = SAMPLES / request.module.SAMPLE / "lanwright.yaml"
    return intent.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def applied_site(text: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """It, applied and started; each device answers on port 80 besides what the intent says."""
    with applied(text, tmp_path_factory.mktemp("out")) as site:
        for name, device in site.devices.items():
            device.listen(name, "80", "80/udp")
        yield site


@pytest.fixture(scope="module", params=["applied", "booted"])
def site(request: pytest.FixtureRequest, text: str, applied_site: Site) -> Site:
    """It, once as it was applied and once after all its hosts have booted: each host is what its plan says."""
    if request.param == "booted":
        for host in applied_site.hosts.values():
            host.reboot()
        settled(applied_site)
    assert_as_compiled(applied_site, planned(text))
    return applied_site
