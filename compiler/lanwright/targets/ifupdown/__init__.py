"""ifupdown: stanzas for the links that are ours, and a hook for what is added to links that aren't.

Why a hook and no second stanza: Debian's /etc/network/interfaces sources our file first. A second `iface br0` would
then be brought up before the host's own one has made br0, fail, and take the host's own one with it; and `ifdown`
of it would take the host's link down (measured with ifupdown 0.8.45).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from lanwright.targets.artifact import Emission
from lanwright.targets.frame import headline, on_host
from lanwright.targets.ifupdown.additions import Addition, additions
from lanwright.targets.ifupdown.stanzas import stanzas
from lanwright.targets.ifupdown.steps import INTERFACES, addition_steps, link_steps, notices
from lanwright.targets.render import render

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lanwright.plan import HostPlan
    from lanwright.targets.artifact import Artifact

TARGET = "ifupdown"


class Moment(NamedTuple):
    """When ifupdown runs a hook."""

    hook: str
    when: str


BEFORE = Moment("/etc/network/if-pre-up.d/lanwright", "before ifupdown brings it up")
THEN = Moment("/etc/network/if-up.d/lanwright", "when ifupdown has brought it up")


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
    artifacts += _hooks(host, [Addition(item.link, (), item.first, ()) for item in added], BEFORE)
    artifacts += _hooks(host, added, THEN)
    return Emission(
        artifacts=tuple(artifacts),
        steps=(*link_steps(host, links), *addition_steps(host)),
        notices=notices(host, links),
    )


def _hooks(host: HostPlan, added: Iterable[Addition], moment: Moment) -> Iterator[Artifact]:
    """The hook with what is to be done for each link at that moment, where there is anything."""
    links = [item for item in added if item.then or item.shims]
    if links:
        text = render("ifupdown/hook.j2", headline=headline(host), moment=moment.when, links=links)
        yield on_host(moment.hook, text, target=TARGET, about=f"adds to a link {moment.when}", mode=0o755)
