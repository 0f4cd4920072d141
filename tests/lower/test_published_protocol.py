"""The protocol of a published port's two ends."""

from __future__ import annotations

import pytest

from tests.targets.hosts import host_with


@pytest.mark.parametrize(
    ("written", "protocol"),
    [
        ("{port: 53}", "tcp"),
        ("{port: 53/udp}", "udp"),
        ("{port: 53/udp, to: 5353}", "udp"),
        ("{port: 53, to: 5353/udp}", "udp"),
        ("{port: 53/tcp, to: 5353/tcp}", "tcp"),
    ],
)
def test_udp_at_one_end_is_meant_for_both(written: str, protocol: str) -> None:
    """tcp is what stands for nothing, and no port leads from one protocol to another."""
    (published,) = host_with(f"    services: {{dns: {{publish: [{written}]}}}}").services["dns"].published
    assert (published.port.protocol, published.to.protocol) == (protocol, protocol)
