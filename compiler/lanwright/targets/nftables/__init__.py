"""nftables: the host's packet rules in tables of its own, loaded and replaced as a whole, never `flush ruleset`.

One table a family, as Docker's own backend has it, so that no rule needs to say which family it is for. The unit loads
them at boot; a drop-in for nftables.service puts them back where its configuration flushes the ruleset.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.targets.artifact import Emission, Notice, Phase, Step
from lanwright.targets.frame import headline, on_host
from lanwright.targets.nftables.tables import FAMILIES, TABLE, tables
from lanwright.targets.render import render

if TYPE_CHECKING:
    from lanwright.plan import HostPlan

TARGET = "nftables"
FILE = "/etc/nftables.d/lanwright.nft"
UNIT = "lanwright-nft.service"
UNITS = "/etc/systemd/system"
DROP_IN = f"{UNITS}/nftables.service.d/lanwright-nft.conf"
REMOVAL = "; ".join(
    line for family in FAMILIES for line in (f"table {family} {TABLE}", f"delete table {family} {TABLE}")
)
"""A table is declared before it is deleted, so that there is always one to delete; all in one transaction."""


def emit(host: HostPlan) -> Emission:
    """Return the ruleset, its unit and its step; nothing for a host of iptables, or one without rules."""
    made = tables(host) if host.firewall == "nftables" else ()
    if not made:
        return Emission()
    view = {"headline": headline(host), "host": host.name, "file": FILE, "unit": UNIT, "removal": REMOVAL}
    ruleset = render("nftables/lanwright.nft.j2", tables=made, families=FAMILIES, name=TABLE, **view)
    unit = render("nftables/lanwright-nft.service.j2", **view)
    drop_in = render("nftables/nftables.service.j2", **view)
    return Emission(
        artifacts=(
            on_host(FILE, ruleset, target=TARGET, about="packet rules, in tables of their own"),
            on_host(f"{UNITS}/{UNIT}", unit, target=TARGET, about="loads the packet rules at boot"),
            on_host(
                DROP_IN, drop_in, target=TARGET, about="loads them again when nftables.service flushes all"
            ),
        ),
        steps=(_step([table.family for table in made]),),
        notices=(
            Notice(command="systemctl daemon-reload", interrupts="", when=f"{UNITS}/{UNIT}\n{DROP_IN}"),
        ),
    )


def _step(families: list[str]) -> Step:
    """The same text whatever the rules are, so that other rules replace the old ones at once, without a gap."""
    listed = [f"nft list table {family} {TABLE} >/dev/null" for family in families]
    return Step(
        phase=Phase.FIREWALL,
        name=TARGET,
        apply="\n".join(
            (
                "command -v nft >/dev/null || { echo 'there is no nft: install nftables' >&2; exit 1; }",
                "systemctl daemon-reload",
                f"systemctl enable --quiet {UNIT}",
                f"systemctl reload-or-restart {UNIT}",
            )
        ),
        undo="\n".join(
            (
                f"systemctl disable --quiet --now {UNIT} 2>/dev/null || true",
                f"! command -v nft >/dev/null || nft '{REMOVAL}'",
            )
        ),
        check="\n".join(
            (f"systemctl is-enabled --quiet {UNIT}", f"systemctl is-active --quiet {UNIT}", *listed)
        ),
    )
