"""/etc/sysctl.d: kernel parameters; those of interfaces not on hosts of ifupdown, whose hooks set them.

systemd sets the host's own before any interface is up, and an interface's when the kernel shows it (udev), before its
manager has its say. On a running host they come after the packet rules: what keeps the host from routing between its
LANs must be there before forwarding is on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.targets import parameter
from lanwright.targets.artifact import Emission, Phase, Step
from lanwright.targets.frame import headline, on_host
from lanwright.targets.render import render

if TYPE_CHECKING:
    from lanwright.plan import HostPlan, Sysctl

TARGET = "sysctl"
FILE = "/etc/sysctl.d/90-lanwright.conf"


def emit(host: HostPlan) -> Emission:
    """Return the file, and a step for each parameter."""
    settings = [item for item in host.kernel if item.link is None or host.network != "ifupdown"]
    if not settings:
        return Emission()
    reasons: dict[str, list[str]] = {}
    for item in settings:
        reasons.setdefault(item.why, []).append(_line(item))
    text = render("sysctl/90-lanwright.conf.j2", headline=headline(host), reasons=reasons)
    file = on_host(FILE, text, target=TARGET, about="kernel parameters, set at each boot")
    return Emission(artifacts=(file,), steps=tuple(map(_step, settings)))


def _line(item: Sysctl) -> str:
    """A minus lets it be where there is no such interface, or not yet (sysctl.d(5))."""
    return f"{item.path} = {item.value}" if item.link is None else f"-{item.path} = {item.value}"


def _step(item: Sysctl) -> Step:
    return Step(
        phase=Phase.FIREWALL,
        name=f"sysctl {item.path}",
        apply=f"{parameter.kept(item)}\n{parameter.setting(item)}",
        undo=parameter.put_back(item),
        check=parameter.seen(item),
    )
