"""Docker's own packet rules: nobody but Docker's start brings them back once another owner has flushed them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.targets.artifact import EVERY_CONTAINER, Emission, Question
from lanwright.targets.render import render

if TYPE_CHECKING:
    from lanwright.plan import HostPlan


def emit(host: HostPlan) -> Emission:
    """Return what `install status` asks; nothing where Docker makes no rules."""
    if host.daemon.settings.get("iptables") is False:
        return Emission()
    command = render("docker_rules/question.sh", interrupts=EVERY_CONTAINER)
    about = "Docker's packet rules: whoever flushes the host's, as `systemctl reload nftables` does, takes them away, too"
    return Emission(questions=(Question(command=command, about=about),))
