"""LW716: shims and leases."""

from __future__ import annotations

import pytest

from tests.rules.found import found


@pytest.mark.parametrize(
    ("interface", "access", "expected"),
    [
        ("dhcp: true, address: 192.168.0.231/22", "true", 1),
        ("address: 192.168.0.231/22", "true", 0),
        ("dhcp: true", "{address: 192.168.0.239/32}", 0),
        ("dhcp: true, address: 192.168.0.231/22", "{address: 192.168.0.239/32}", 0),
        ("dhcp: true, address: 192.168.0.231/22", "{address: 192.168.143.91/32}", 1),
        ("dhcp: true, address: 192.168.0.231/22", "false", 0),
    ],
)
def test_a_shim_copies_the_reserved_address_of_a_lease(interface: str, access: str, expected: int) -> None:
    """As its own, or as the source of its routes; an address of its own is no copy."""
    text = f"""
        version: 1
        lans: {{home: {{subnet: 192.168.0.0/22, gateway: 192.168.0.1}}}}
        hosts:
          dock1:
            interfaces: {{eth0: {{lan: home, {interface}}}}}
            networks: {{lan: {{driver: macvlan, parent: eth0, lan: home, ip_range: 192.168.2.0/28, host_access: {access}}}}}
            services: {{web: {{networks: {{lan: 192.168.0.241}}}}}}
        """
    findings = found("LW716", text)
    assert len(findings) == expected
    for item in findings:
        assert item.message == "the shim of `lan` has a copy of 192.168.0.231, which is a lease of `eth0`"
        assert item.related[0].origin.path[-1] == "dhcp"
