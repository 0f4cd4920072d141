"""LW226: replicas that would share an address."""

from __future__ import annotations

import pytest

from tests.rules.found import found


@pytest.mark.parametrize(
    ("service", "expected"),
    [
        ("{networks: {lan: 192.168.0.241}}", []),
        ("{networks: {lan: {}}, replicas: 3}", []),
        ("{networks: {lan: 192.168.0.241}, replicas: 1}", []),
        ("{networks: {lan: 192.168.0.241}, replicas: 3}", ["address"]),
        (
            "{networks: {lan: {address: 192.168.0.241, mac: 02:00:00:00:00:41}}, replicas: 2}",
            ["address", "mac"],
        ),
        ("{networks: {back: {mac: 02:00:00:00:00:41}}, replicas: 2}", ["mac"]),
        ('{networks: {back: [10.22.0.9, "fd00:22::9"]}, replicas: 2}', ["address", "address"]),
    ],
)
def test_replicas_have_no_address_of_their_own(service: str, expected: list[str]) -> None:
    """Neither of IP nor a MAC address; one container may have both."""
    text = f"""
        version: 1
        lans: {{home: {{subnet: 192.168.0.0/22, gateway: 192.168.0.1}}}}
        hosts:
          dock1:
            interfaces: {{eth0: {{lan: home, address: 192.168.0.231/22}}}}
            networks:
              lan: {{driver: macvlan, parent: eth0, lan: home}}
              back: {{driver: bridge, subnet: [10.22.0.0/24, "fd00:22::/64"]}}
            services: {{work: {service}}}
        """
    findings = found("LW226", text)
    assert ["mac" if "MAC" in item.message else "address" for item in findings] == expected
    assert all(item.related[0].origin.path[-1] == "replicas" for item in findings)


def test_of_a_mac_address_it_says_what_the_driver_does() -> None:
    """On macvlan the kernel refuses the second (dockerd 28.5.2), a bridge takes both."""
    text = """
        version: 1
        hosts:
          dock1:
            interfaces: {eth0: {}}
            networks:
              lan: {driver: macvlan, parent: eth0, subnet: 10.9.0.0/24, gateway: 10.9.0.1}
              back: {driver: bridge, subnet: 10.22.0.0/24}
            services:
              work: {networks: {lan: {mac: 02:00:00:00:00:41}, back: {mac: 02:00:00:00:00:42}}, replicas: 2}
        """
    refused, taken = (item.why for item in found("LW226", text))
    assert refused.endswith('"address already in use"')
    assert taken.startswith("both have it")
