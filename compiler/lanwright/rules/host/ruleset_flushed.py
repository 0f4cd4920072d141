"""LW711: a firewall configuration that takes Docker's rules away when it is loaded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.diagnostics import Severity
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.intent import Site
    from lanwright.plan import HostPlan


@rule("LW711", Severity.WARNING)
def ruleset_flushed(site: Site, host: HostPlan) -> Iterator[Finding]:
    """The host's nftables.conf flushes the ruleset, and Docker's rules with it.

    As Debian ships it, /etc/nftables.conf begins with `flush ruleset`. That takes every table of the host away, also
    those that iptables keeps its rules in. After `systemctl reload nftables` or `restart` Docker's rules are gone until
    Docker restarts: what containers send leaves with their own addresses and gets no reply, a published port is served
    by docker-proxy and the client's address is lost, and networks are kept apart no more (all measured). At boot
    nothing is lost, since Docker starts later.

    Lanwright's own rules come back at once, by a drop-in for nftables.service. Docker's can't be brought back so.

    Let nftables.conf replace its own tables only, `table inet filter` and `delete table inet filter` instead of
    `flush ruleset`, and take `nftables.conf` out of `foreign`. Or restart Docker after each reload.
    """
    written = site.hosts[host.name]
    for index, owner in enumerate(written.foreign):
        if owner == "nftables.conf":
            yield Finding(
                message="`systemctl reload nftables` takes Docker's rules away",
                origin=written.at("foreign", index),
                why="`flush ruleset` in /etc/nftables.conf empties every table: containers get no replies until Docker restarts",
                fix="write `table inet filter` and `delete table inet filter` instead of `flush ruleset` there, or "
                "restart Docker after each reload",
            )
