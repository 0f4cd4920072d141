"""What may change from one intent to the next: a site of every kind of network and publishing, and its transitions."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.lab.probe import Answer

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.lab.applied import Way
    from tests.lab.probe import Lost

INTENT = """
version: 1
lans:
  home:
    subnet: 192.168.0.0/22
    gateway: 192.168.0.1
    devices: {laptop: 192.168.0.50}
hosts:
  dock1:
    network: MANAGER
    firewall: FIREWALL
    interfaces: {eth0: {lan: home, address: 192.168.0.231/22, unit: 20-lan.network}}
    listens: [22/tcp]
    networks:
      real_lan: {driver: macvlan, parent: eth0, lan: home, ip_range: 192.168.0.248/29, host_access: true}
      backend: {driver: bridge, subnet: 172.22.0.0/16}
      shared: {driver: bridge, subnet: 172.23.0.0/16}
      spare: {driver: bridge, subnet: 172.24.0.0/16}
    services:
      web: {networks: {real_lan: 192.168.0.241}, listens: [80/tcp]}
      app: {networks: {backend: {}}, listens: [8080/tcp], publish: [{address: 192.168.0.232, port: 80, to: 8080}]}
      shop:
        networks: {backend: {}}
        listens: [8081/tcp]
        publish: [{address: 192.168.0.233, port: 80, to: 8081, via: dnat}]
      db: {networks: {shared: 172.23.0.20}, listens: [8082/tcp]}
      job: {project: jobs, networks: {shared: 172.23.0.30}, listens: [8083/tcp]}
"""
LAPTOP, HOST = "192.168.0.50", "192.168.0.231"


def ways(
    web: str = "192.168.0.241",
    app: str = "192.168.0.232",
    shop: str = "192.168.0.233",
    shared: str = "172.23.0",
) -> dict[Way, Answer | Lost]:
    """Who reaches whom, and as whom, where the services have these addresses."""
    return {
        ("laptop", HOST, 22, "tcp"): Answer("dock1", seen_as=LAPTOP),
        ("laptop", web, 80, "tcp"): Answer("web", seen_as=LAPTOP),
        ("dock1", web, 80, "tcp"): Answer("web", seen_as=HOST),
        ("app", web, 80, "tcp"): Answer("web", seen_as=HOST),
        ("web", HOST, 22, "tcp"): Answer("dock1", seen_as=web),
        ("laptop", app, 80, "tcp"): Answer("app", seen_as=LAPTOP),
        ("laptop", shop, 80, "tcp"): Answer("shop", seen_as=LAPTOP),
        ("job", f"{shared}.20", 8082, "tcp"): Answer("db", seen_as=f"{shared}.30"),
    }


@dataclass(frozen=True, slots=True)
class Change:
    """What is written otherwise in the next intent, what that changes for those who ask, and where nobody answers then."""

    words: Mapping[str, str]
    leads_to: Mapping[Way, Answer | Lost] = field(default_factory=ways)
    deserted: tuple[Way, ...] = ()

    def made_in(self, text: str) -> str:
        """The next intent. All of it is replaced at once, so that two values may change places."""
        for number, old in enumerate(self.words):
            assert old in text, old
            text = text.replace(old, f"\0{number}\0")
        for number, new in enumerate(self.words.values()):
            text = text.replace(f"\0{number}\0", new)
        return text


NAMES = {"real_lan": "lan_net", "backend": "inner", "shared": "common"}
FIGURES = {
    "192.168.0.248/29": "192.168.0.128/28",
    "172.22.0.0/16": "172.25.0.0/16",
    "172.23.0.0/16": "172.24.0.0/16",
    "172.24.0.0/16": "172.23.0.0/16",
    "172.23.0.20": "172.24.0.20",
    "172.23.0.30": "172.24.0.30",
    "192.168.0.241": "192.168.0.243",
    "192.168.0.232": "192.168.0.234",
    "192.168.0.233": "192.168.0.235",
}
MOVED = ways("192.168.0.243", "192.168.0.234", "192.168.0.235", "172.24.0")
DESERTED: tuple[Way, ...] = (
    ("laptop", "192.168.0.241", 80, "tcp"),
    ("laptop", "192.168.0.232", 80, "tcp"),
    ("laptop", "192.168.0.233", 80, "tcp"),
)
"""What had an address of its own is nowhere any more."""

CHANGES = {
    "networks renamed": Change(NAMES),
    "subnets, ranges and addresses": Change(FIGURES, MOVED, DESERTED),
    "names and figures": Change({**NAMES, **FIGURES}, MOVED),
}


def text_for(manager: str, firewall: str) -> str:
    """The first intent, for a kind of host."""
    text = INTENT.replace("MANAGER", manager).replace("FIREWALL", firewall)
    return text if manager == "networkd" else text.replace(", unit: 20-lan.network", "")
