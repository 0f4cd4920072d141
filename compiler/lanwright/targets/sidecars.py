"""Containers that live in another one's network: nobody starts them again when that one was down, or has gone and come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.targets.artifact import Emission, Question
from lanwright.targets.render import render

if TYPE_CHECKING:
    from lanwright.plan import HostPlan


def emit(host: HostPlan) -> Emission:
    """Return what `install status` asks; nothing on a host without such containers."""
    if not any((service.network_mode or "").startswith("service:") for service in host.services.values()):
        return Emission()
    about = "a container in another one's network: it is down, or in a network that is gone, when that one was started later"
    return Emission(questions=(Question(command=render("sidecars/question.sh"), about=about),))
