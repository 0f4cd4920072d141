"""Each module here tells of one sample: its `SAMPLE` is compiled, applied by its own `install`, started and asked.

Every story holds twice: as soon as the tree is applied, and after a boot.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.lab.applied import applied, settled
from tests.lab.sample import PLACE
from tests.sample_tree import SAMPLES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.lab.site import Site


@pytest.fixture(scope="module")
def applied_site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The module's sample; each device answers on port 80 besides what the intent says."""
    text = (SAMPLES / request.module.SAMPLE / "lanwright.yaml").read_text(encoding="utf-8")
    with applied(text, tmp_path_factory.mktemp("out")) as site:
        for name, device in site.devices.items():
            device.listen(name, "80", "80/udp")
        yield site


@pytest.fixture(scope="module", params=["applied", "booted"])
def site(request: pytest.FixtureRequest, applied_site: Site) -> Site:
    """It, once as it was applied and once after all its hosts have booted; `install status` finds nothing amiss."""
    if request.param == "booted":
        for host in applied_site.hosts.values():
            host.reboot()
        settled(applied_site)
    for host in applied_site.hosts.values():
        host.run(f"cd {PLACE} && sh install status")
    return applied_site
