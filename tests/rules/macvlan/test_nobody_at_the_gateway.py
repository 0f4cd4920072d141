"""LW319: a bridge of Docker's without the gateway's address."""

from __future__ import annotations

import pytest

from tests.rules.found import messages
from tests.rules.mended import mended

INHIBIT = 'options: {com.docker.network.bridge.inhibit_ipv4: "VALUE"}'


def site(keys: str, value: str = "true") -> str:
    """A host with a bridge network and a bridge of its own."""
    return f"""
        version: 1
        lans:
          home: {{subnet: 192.168.0.0/22, gateway: 192.168.0.1}}
        hosts:
          dock1:
            interfaces: {{eth0: {{}}, br0: {{kind: bridge, ports: [eth0], lan: home, address: 192.168.0.231/22}}}}
            networks: {{shop: {{driver: bridge, {INHIBIT.replace("VALUE", value)}, {keys}}}}}
        """


@pytest.mark.parametrize("value", ["true", "1", "T"])
@pytest.mark.parametrize("keys", ["subnet: 10.50.0.0/24", "mtu: 1400"])
def test_nobody_is_the_gateway(keys: str, value: str) -> None:
    """However Go reads true; of a subnet of Docker's choice, too."""
    assert messages("LW319", site(keys, value)) == ["the containers of `shop` have a gateway that nobody is"]
    assert mended("LW319", site(keys, value)) == [
        f"networks: {{shop: {{driver: bridge, options: {{}}, {keys}}}}}"
    ]


@pytest.mark.parametrize(
    ("keys", "value"),
    [
        ("subnet: 10.50.0.0/24", "false"),
        ("subnet: 10.50.0.0/24, internal: true", "true"),
        ("subnet: 10.50.0.0/24, external: true", "true"),
        ("subnet: 10.50.0.0/24, reserve: {DefaultGatewayIPv4: 10.50.0.2}", "true"),
        ("host_bridge: br0, lan: home, ip_range: 192.168.0.248/29", "true"),
    ],
)
def test_somebody_is_or_nobody_is_meant_to_be(keys: str, value: str) -> None:
    """The option alone says nothing."""
    assert messages("LW319", site(keys, value)) == []
