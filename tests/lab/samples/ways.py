"""What each sample promises, whatever configures its host and carries its rules: who reaches whom, and as whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.lab.probe import Answer, Lost

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.lab.applied import Way

PORT = 7000
"""Where each device of the LAN answers, besides what the intent says."""

LAPTOP, LAPTOP6 = "192.168.0.50", "fd00:8::50"
HOST, HOST6 = "192.168.0.231", "fd00:8::231"
WEB, WEB6 = "192.168.0.241", "fd00:8::241"

ON_THE_LAN: Mapping[Way, Answer | Lost] = {
    ("laptop", WEB, 80, "tcp"): Answer("web", seen_as=LAPTOP),
    ("dock1", WEB, 80, "tcp"): Answer("web", seen_as=HOST),
    ("web", LAPTOP, PORT, "udp"): Answer("laptop", seen_as=WEB),
}
THE_HOST: Mapping[Way, Answer | Lost] = {
    ("web", HOST, 22, "tcp"): Answer("dock1", seen_as=WEB),
    ("laptop", HOST, 22, "tcp"): Answer("dock1", seen_as=LAPTOP),
}
SIX: Mapping[Way, Answer | Lost] = {
    ("laptop", WEB6, 80, "tcp"): Answer("web", seen_as=LAPTOP6),
    ("dock1", WEB6, 80, "tcp"): Answer("web", seen_as=HOST6),
    ("web", HOST6, 22, "tcp"): Answer("dock1", seen_as=WEB6),
    ("laptop", HOST6, 22, "tcp"): Answer("dock1", seen_as=LAPTOP6),
}

WAYS: Mapping[str, Mapping[Way, Answer | Lost]] = {
    "alias": {
        ("laptop", "192.168.0.240", 80, "tcp"): Answer("web", seen_as=LAPTOP),
        ("laptop", "192.168.0.240", 53, "udp"): Answer("web", seen_as=LAPTOP),
        ("laptop", "192.168.0.241", 80, "tcp"): Answer("wiki", seen_as=LAPTOP),
        ("laptop", HOST, 80, "tcp"): Answer("dock1", seen_as=LAPTOP),
        ("dock1", LAPTOP, PORT, "tcp"): Answer("laptop", seen_as=HOST),
        ("wiki", LAPTOP, PORT, "tcp"): Answer("laptop", seen_as="192.168.0.241"),
    },
    "dnat": {
        ("laptop", "192.168.0.240", 80, "tcp"): Answer("web", seen_as=LAPTOP),
        ("laptop", "192.168.0.240", 53, "udp"): Answer("web", seen_as=LAPTOP),
        ("laptop", HOST, 80, "tcp"): Answer("dock1", seen_as=LAPTOP),
        ("dock1", "192.168.0.240", 80, "tcp"): Answer("web", seen_as="192.168.0.240"),
        ("shopper", "192.168.0.240", 80, "tcp"): Answer("web", seen_as="172.22.0.1"),
        ("clerk", "192.168.0.240", 80, "tcp"): Lost.TIMEOUT,
        ("web", LAPTOP, PORT, "tcp"): Answer("laptop", seen_as="192.168.0.240"),
    },
    "dual_stack": {
        **ON_THE_LAN,
        **THE_HOST,
        **SIX,
        ("app", WEB, 80, "tcp"): Answer("web", seen_as=HOST),
        ("app", WEB6, 80, "tcp"): Answer("web", seen_as=HOST6),
        ("laptop", HOST6, 8080, "tcp"): Answer("app", seen_as=LAPTOP6),
        ("laptop", "192.168.0.232", 80, "tcp"): Answer("shop", seen_as=LAPTOP),
        ("laptop", "fd00:8::232", 80, "tcp"): Answer("shop", seen_as=LAPTOP6),
    },
    "home": {
        **ON_THE_LAN,
        **THE_HOST,
        ("app", WEB, 80, "tcp"): Answer("web", seen_as=HOST),
        ("laptop", "192.168.0.242", 1194, "udp"): Answer("openvpn", seen_as=LAPTOP),
        ("laptop", "192.168.0.232", 80, "tcp"): Answer("site_a", seen_as=LAPTOP),
        ("laptop", "192.168.0.233", 80, "tcp"): Answer("site_b", seen_as=LAPTOP),
        ("laptop", HOST, 8080, "tcp"): Lost.REFUSED,
    },
    "macvlan": {**ON_THE_LAN, **THE_HOST},
    "nat": {
        ("laptop", HOST, 8080, "tcp"): Answer("web", seen_as=LAPTOP),
        ("laptop", HOST, 5432, "tcp"): Lost.REFUSED,
        ("dock1", "127.0.0.1", 5432, "tcp"): Answer("db", seen_as="172.22.0.128"),
        ("web", LAPTOP, PORT, "tcp"): Answer("laptop", seen_as=HOST),
    },
    "networkd": {
        **ON_THE_LAN,
        **THE_HOST,
        **SIX,
        ("laptop", "192.168.0.232", 80, "tcp"): Answer("site", seen_as=LAPTOP),
    },
    "pools": {
        ("laptop", "192.168.10.20", 8080, "tcp"): Answer("web", seen_as="192.168.10.50"),
        ("web", "192.168.10.50", PORT, "tcp"): Answer("laptop", seen_as="192.168.10.20"),
    },
    "seed_shim": ON_THE_LAN,
    "two_hosts": {
        ("web", "192.168.2.20", 25, "tcp"): Answer("mail", seen_as="192.168.2.10"),
        ("dock1", "192.168.2.10", 80, "tcp"): Answer("web", seen_as=HOST),
        ("dock2", "192.168.2.10", 80, "tcp"): Answer("web", seen_as="192.168.0.232"),
        ("web", HOST, 22, "tcp"): Answer("dock1", seen_as="192.168.2.10"),
        ("mail", HOST, 22, "tcp"): Answer("dock1", seen_as="192.168.2.20"),
    },
    "wifi": {
        ("phone", WEB, 80, "tcp"): Answer("web", seen_as=LAPTOP),
        ("laptop", WEB, 80, "tcp"): Answer("web", seen_as="192.168.0.61"),
        ("web", "192.168.0.60", 22, "tcp"): Answer("laptop", seen_as=WEB),
    },
}
WAYS = {**WAYS, "home_networkd": WAYS["home"]}
