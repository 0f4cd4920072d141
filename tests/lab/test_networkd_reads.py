"""networkd understands every line that the target can write, for links of any kind."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from lanwright.plan import LinkKind
from lanwright.targets import networkd as target
from tests.intents import host_of
from tests.lab import networkd
from tests.lab.eventually import eventually
from tests.targets.test_networkd import added
from tests.targets.test_parsed_back_networkd import WHOLE

if TYPE_CHECKING:
    from lanwright.plan import HostPlan
    from tests.lab.lab import Lab

pytestmark = pytest.mark.lab

LEASED = "{lan: dmz, dhcp: true, default_route: false, managed: true}"


def whole() -> HostPlan:
    """A host with a link of each kind, static and leased; also of kinds that this kernel may not have."""
    host = host_of(WHOLE.replace("eth2.10: {managed: true}", f"eth2.10: {LEASED}"))
    more = (
        added("ipv0", LinkKind.IPVLAN, parent="br0", mode="l3s", flag="private"),
        added("ve0", LinkKind.VETH, parent="ve1", bridge="br0"),
        added("ve1", LinkKind.VETH, parent="ve0"),
    )
    return replace(host, links={**host.links, **{link.name: link for link in more}})


def test_networkd_understands_every_line(lab: Lab) -> None:
    """A faulty one would be named with its file and number."""
    host = lab.host("reader")
    for artifact in target.emit(whole()).artifacts:
        host.write(artifact.destination or "", artifact.content)
    host.run(f"systemctl start {networkd.SERVICE}")
    assert networkd.faults(host) == []
    host.write(f"{networkd.FOLDER}/05-lanwright-br0.network", "[Match]\nName=br0\n[Network]\nAddres=x\n")
    host.run("networkctl reload")
    assert [fault for fault in networkd.faults(host) if "05-lanwright-br0.network:4: " in fault]


def test_networkd_makes_what_this_kernel_has(lab: Lab) -> None:
    """Bridges, veth pairs and macvlan at least, each with what the plan says of it."""
    host = lab.host("maker")
    lab.lan("bare").plug(host, "eth0")
    pair = (
        added("ve0", LinkKind.VETH, parent="ve1", bridge="br0"),
        added("ve1", LinkKind.VETH, parent="ve0"),
    )
    plan = host_of(WHOLE)
    bridge = replace(plan.links["br0"], ports=("eth0",))
    nic = replace(plan.links["eth0"], bridge="br0")
    kept = {link.name: link for link in (bridge, nic, plan.links["shim-real_lan"], *pair)}
    plan = replace(plan, links=kept)
    for artifact in target.emit(plan).artifacts:
        host.write(artifact.destination or "", artifact.content)
    host.run(f"systemctl start {networkd.SERVICE}")
    networkd.settle(host)

    def made() -> None:
        assert "master br0" in host.attempt("ip link show dev ve0").stdout
        assert "ve1@ve0" in host.attempt("ip link show dev ve1").stdout
        assert "fd00:8::17/128" in host.attempt("ip addr show dev shim-real_lan").stdout

    eventually(made)
    assert networkd.complaints(host) == []
