"""lanwright-iptables: the host's packet rules in chains of its own, which the kernel's chains jump to from their top.

Nothing here depends on coming before what Docker puts into POSTROUTING at each new network: the plan has no such rule
(see `lower/masquerade.py`). Hosts of nftables get the script where a rule must stand in Docker's own chain DOCKER-USER.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.targets.artifact import Emission, Notice, Phase, Step
from lanwright.targets.frame import headline, on_host
from lanwright.targets.iptables.chains import PLACES, families
from lanwright.targets.render import render

if TYPE_CHECKING:
    from lanwright.plan import HostPlan

TARGET = "iptables"
COMMAND = "/usr/local/sbin/lanwright-iptables"
UNIT = "lanwright-iptables.service"
UNITS = "/etc/systemd/system"
DROP_IN = f"{UNITS}/nftables.service.d/lanwright-iptables.conf"


def emit(host: HostPlan) -> Emission:
    """Return the script, its unit and its step; nothing for a host without rules for it."""
    made = families(host)
    if not made:
        return Emission()
    view = {"headline": headline(host), "host": host.name, "command": COMMAND, "unit": UNIT}
    script = render("iptables/lanwright-iptables.j2", families=made, places=PLACES, **view)
    unit = render("iptables/lanwright-iptables.service.j2", **view)
    drop_in = render("iptables/nftables.service.j2", **view)
    return Emission(
        artifacts=(
            on_host(COMMAND, script, target=TARGET, about="packet rules, in chains of their own", mode=0o755),
            on_host(f"{UNITS}/{UNIT}", unit, target=TARGET, about="sets the packet rules at boot"),
            on_host(
                DROP_IN, drop_in, target=TARGET, about="sets them again when nftables.service flushes all"
            ),
        ),
        steps=(_step([family.version for family in made]),),
        notices=(
            Notice(command="systemctl daemon-reload", interrupts="", when=f"{UNITS}/{UNIT}\n{DROP_IN}"),
        ),
    )


def _step(versions: list[int]) -> Step:
    """The same text whatever the rules are, so that other rules replace the old ones at once, without a gap.

    Not so for other families: only the script that set IPv6 rules takes them away.
    """
    return Step(
        phase=Phase.FIREWALL,
        name=TARGET,
        apply="\n".join(
            (
                "systemctl daemon-reload",
                f"systemctl enable --quiet {UNIT}",
                f"systemctl reload-or-restart {UNIT}",
                f"{COMMAND} status",
            )
        ),
        undo="\n".join(
            (
                f"systemctl disable --quiet --now {UNIT} 2>/dev/null || true",
                f'"$LANWRIGHT_OLD"/rootfs{COMMAND} remove',
            )
        ),
        check=f"systemctl is-enabled --quiet {UNIT}\nsystemctl is-active --quiet {UNIT}\n{COMMAND} status",
        defines=" ".join(map(str, versions)),
    )
