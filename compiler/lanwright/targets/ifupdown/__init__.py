"""ifupdown: stanzas for the links that are ours, and a hook for what is added to links that aren't.

Why a hook and no second stanza: Debian's /etc/network/interfaces sources our file first. A second `iface br0` would
then be brought up before the host's own one has made br0, fail, and take the host's own one with it; and `ifdown`
of it would take the host's link down (measured with ifupdown 0.8.45).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.targets.artifact import Emission
from lanwright.targets.frame import headline, on_host
from lanwright.targets.ifupdown.additions import additions
from lanwright.targets.ifupdown.stanzas import stanzas
from lanwright.targets.ifupdown.steps import INTERFACES, addition_steps, link_steps, notices
from lanwright.targets.render import render

if TYPE_CHECKING:
    from lanwright.plan import HostPlan
    from lanwright.targets.artifact import Artifact

TARGET = "ifupdown"
HOOK = "/etc/network/if-up.d/lanwright"


def emit(host: HostPlan) -> Emission:
    """Return the host's stanzas and hook; nothing for a host that ifupdown doesn't configure."""
    if host.network != "ifupdown":
        return Emission()
    links = stanzas(host)
    added = additions(host)
    artifacts: list[Artifact] = []
    if links:
        text = render("ifupdown/interfaces.j2", headline=headline(host), links=links)
        about = "ifupdown's stanzas for the links that Lanwright makes"
        artifacts.append(on_host(INTERFACES, text, target=TARGET, about=about))
    if added:
        text = render("ifupdown/if-up.j2", headline=headline(host), additions=added)
        about = "adds to links that Lanwright doesn't make, whenever ifupdown brings one up"
        artifacts.append(on_host(HOOK, text, target=TARGET, about=about, mode=0o755))
    return Emission(
        artifacts=tuple(artifacts),
        steps=(*link_steps(host, links), *addition_steps(host)),
        notices=notices(links),
    )
