"""What the lab needs of a machine, and what a test does where it isn't there.

Without root, debootstrap or namespaces a lab test is skipped and says why.
With LANWRIGHT_LAB=require in the environment it fails instead: continuous
integration must notice a lab that has quietly stopped running. What the kernel
itself lacks is always skipped, and left to a guest (guest/leftovers.py).
"""

from __future__ import annotations

import functools
import os
from typing import TYPE_CHECKING, NoReturn

import pytest

from tests.lab.air import RADIOS
from tests.lab.chroot import FORKY, UnavailableError, debian
from tests.lab.command import attempt
from tests.lab.guest.leftovers import NO_SUCH_LINKS

if TYPE_CHECKING:
    from pathlib import Path

    from tests.lab.chroot import Recipe

OPTIONS = {"vlan": "id 1"}  # what a kind of link can't be made without


def debian_or_skip(recipe: Recipe = FORKY) -> Path:
    """Give a Debian root of the lab, or end the test with the reason why there is none."""
    reason = _missing()
    if reason is not None:
        stop(reason)
    try:
        return debian(recipe)
    except UnavailableError as problem:
        stop(str(problem))


def links_or_skip(*kinds: str) -> None:
    """End the test where this kernel can't make these kinds of links; nothing that one could install helps there."""
    for kind in kinds:
        if not makes(kind):
            pytest.skip(f"{NO_SUCH_LINKS} {kind} links")


@functools.cache
def makes(kind: str) -> bool:
    """Whether this kernel has a kind of link; of wireless ones as many as a LAN needs at least, an access point's and a station's."""
    if kind == "wireless":
        return len(list(RADIOS.glob("hwsim*"))) > 1
    make = f"ip link add lower type veth && ip link add upper link lower type {kind} {OPTIONS.get(kind, '')}"
    return attempt(["unshare", "--net", "sh", "-c", make]).rc == 0


@functools.cache
def _missing() -> str | None:
    """Say what this machine lacks, or None."""
    if os.geteuid() != 0:
        return "the lab needs root"
    tried = attempt(["unshare", "--mount", "--net", "--pid", "--fork", "--kill-child", "true"])
    if tried.rc:
        return f"the lab needs namespaces: {tried.stderr.strip()}"
    return None


def stop(reason: str) -> NoReturn:
    """End the test because the lab, or a part of it, can't run here."""
    if os.environ.get("LANWRIGHT_LAB") == "require":
        pytest.fail(f"LANWRIGHT_LAB=require, but {reason}", pytrace=False)
    pytest.skip(reason)
