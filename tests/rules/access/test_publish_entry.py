"""An entry of `publish`, as findings write and show it."""

from __future__ import annotations

from ipaddress import ip_address

import pytest

from lanwright.plan.port import Port
from lanwright.rules.access.publish_entry import as_text, publish_entry

WEB, DNS, RANGE = Port(80, 80, "tcp"), Port(53, 53, "udp"), Port(8000, 8009, "tcp")


@pytest.mark.parametrize(
    ("address", "port", "to", "via", "entry"),
    [
        (None, WEB, None, None, {"port": 80}),
        (None, WEB, WEB, None, {"port": 80}),
        (None, WEB, Port(8080, 8080, "tcp"), None, {"port": 80, "to": 8080}),
        (None, DNS, None, None, {"port": "53/udp"}),
        (None, RANGE, WEB, "dnat", {"port": "8000-8009", "to": 80, "via": "dnat"}),
        (
            "192.168.0.9",
            WEB,
            None,
            "alias",
            {"address": ip_address("192.168.0.9"), "port": 80, "via": "alias"},
        ),
    ],
)
def test_what_is_so_anyhow_isnt_written(
    address: str | None, port: Port, to: Port | None, via: str | None, entry: dict[str, object]
) -> None:
    """The same port inside, tcp, every address."""
    assert publish_entry(ip_address(address) if address else None, port, to, via) == entry


def test_an_ipv6_address_is_quoted() -> None:
    """It may begin with a colon, which YAML has a use for."""
    assert as_text(publish_entry(ip_address("::1"), WEB, DNS)) == "{address: '::1', port: 80, to: 53/udp}"
    assert as_text(publish_entry(ip_address("127.0.0.1"), WEB)) == "{address: 127.0.0.1, port: 80}"
