"""Docker's other networks keep the LAN where the host's own bridge is a network of Docker's.

Docker keeps its networks from each other, by the bridge that a packet leaves by. Where the bridge to the LAN is one of
its own, all that lies beyond is another network: containers behind NAT reach neither the LAN nor the internet any more,
and ports that they publish answer nobody there (measured). Accepts in DOCKER-USER, ahead of Docker's drops, put that
right; its nftables backend has no such chain (LW506). Before 28.0 Docker drops replies from the LAN, too: it accepts
what belongs to a known connection only behind the rules that keep its networks apart (measured with 26.1).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from lanwright.plan import DockerVersion, Hook, Rule, RulePurpose, Verdict
from lanwright.plan.joined import dockers_bridges, taken_bridges

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.plan import HostPlan, LanPlan
    from lanwright.plan.joined import Taken


REPLIES_FIRST = DockerVersion(28, 0)
"""From there on Docker's chain DOCKER-CT comes before those that keep its networks apart."""


def rules(host: HostPlan, lans: dict[str, LanPlan]) -> Iterator[Rule]:
    """For each such bridge and family: out to the LAN, and in from there to what is published, or in reply."""
    del lans
    if host.daemon.firewall_backend == "nftables":
        return
    for taken in taken_bridges(host):
        for version in taken.versions:
            if others := dockers_bridges(host, version):
                yield from _accepts(taken, version, others, replies=host.daemon.version < REPLIES_FIRST)


def _accepts(taken: Taken, version: int, others: tuple[str, ...], *, replies: bool) -> Iterator[Rule]:
    out = Rule(
        purpose=RulePurpose.BESIDE_HOST_BRIDGE,
        verdict=Verdict.ACCEPT,
        hook=Hook.FORWARD,
        version=version,
        comment="containers behind NAT reach the LAN",
        origin=taken.origin,
        inputs=others,
        outputs=(taken.bridge,),
    )
    yield out
    comment = "the LAN reaches what they publish"
    back = replace(out, comment=comment, inputs=out.outputs, outputs=out.inputs)
    yield replace(back, translated=True)
    if replies:
        yield replace(back, comment="the LAN answers them", established=True)
