"""What happens to a host's packet rules: another owner flushes them, ours are loaded again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.lab.faults.fault import Fault

if TYPE_CHECKING:
    from lanwright.plan import HostPlan
    from tests.lab.faults.fault import Struck

RESTART = frozenset({"systemctl restart docker"})


def _reload_nftables(struck: Struck) -> None:
    """With Debian's own nftables.conf, whose first line is `flush ruleset`."""
    struck.run("systemctl start nftables.service && systemctl reload nftables.service")


def _stop_nftables(struck: Struck) -> None:
    struck.run("systemctl stop nftables.service && systemctl restart docker")


def _load_ours_again(struck: Struck) -> None:
    unit = "lanwright-nft" if struck.plan.firewall == "nftables" else "lanwright-iptables"
    struck.run(f"systemctl restart {unit}.service && systemctl reload {unit}.service")


def _has_rules(plan: HostPlan) -> bool:
    return bool(plan.rules)


FLUSHED = Fault(
    "nftables.service flushes all rules",
    _reload_nftables,
    leaves=lambda _: RESTART,
)
LOADED_AGAIN = Fault("our rules are loaded again", _load_ours_again, befalls=_has_rules)
