"""A sample's intent for another kind of host: `network` and `firewall` of its hosts written anew, and what goes with them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from lanwright.source import parse
from tests.sample_tree import SAMPLES

if TYPE_CHECKING:
    from collections.abc import Iterator

MANAGERS = ("ifupdown", "networkd", "none")
FIREWALLS = ("nftables", "iptables")


def plain(text: str) -> Any:
    """An intent as plain data, read as the compiler reads it."""
    return parse(text, "lanwright.yaml").data


def of_sample(sample: str) -> Any:
    """A sample's."""
    return plain((SAMPLES / sample / "lanwright.yaml").read_text("utf-8"))


def written_for(sample: str, manager: str, firewall: str, docker: str | None = None) -> str:
    """The sample's intent, as its owner would write it for hosts of this kind, and of this version of Docker.

    A backend of Docker's own firewall that only a newer version has is left out.
    """
    intent = of_sample(sample)
    for host in intent["hosts"].values():
        host |= {"network": manager, "firewall": firewall}
        if docker is not None:
            host["docker"] = (host.get("docker") or {}) | {"version": docker}
            host["docker"].pop("firewall_backend", None)
        for name, interface in host["interfaces"].items():
            _name_unit(name, interface, manager)
    return json.dumps(intent, indent=2)


def _name_unit(name: str, interface: dict[str, Any], manager: str) -> None:
    """What is added to an interface of networkd's goes into a drop-in for its unit, which must be named (LW706)."""
    if manager != "networkd":
        interface.pop("unit", None)
    elif "lan" in interface and not interface.get("managed"):
        interface.setdefault("unit", f"20-{name}.network")


def kinds_as_written(sample: str) -> Iterator[tuple[str, str]]:
    """The kind of each host of the sample itself."""
    for host in of_sample(sample)["hosts"].values():
        yield host.get("network", "ifupdown"), host.get("firewall", "nftables")
