"""LW624: sources that aren't the host's."""

from __future__ import annotations

import pytest

from tests.rules.found import found, messages


def site(network: str = "", service: str = "", networks: str = "inner: {}", existing: str = "") -> str:
    """A network behind NAT, one that exists already and one on the LAN, and a service."""
    return f"""
        version: 1
        lans:
          home: {{subnet: 192.168.0.0/22, gateway: 192.168.0.1}}
        hosts:
          dock1:
            interfaces:
              eth0: {{lan: home, address: 192.168.0.231/22}}
              wan0: {{address: 203.0.113.7/24}}
            networks:
              found: {{driver: bridge, external: true{existing}}}
              inner: {{driver: bridge, subnet: 10.22.0.0/24{network}}}
              real_lan: {{driver: macvlan, parent: eth0, lan: home}}
            services:
              mail: {{networks: {{inner: {{}}}}, leaves_as: 192.168.0.241}}
              web: {{networks: {{{networks}}}{service}}}
        """


@pytest.mark.parametrize(
    "said",
    [
        {"service": ", leaves_as: 192.168.0.240"},
        {"network": ", leaves_as: 192.168.0.240"},
        {"service": ", leaves_as: 203.0.113.7"},
        {"service": ", leaves_as: 192.168.0.240", "networks": "real_lan: 192.168.0.242"},
        {"existing": ", leaves_as: 203.0.113.8"},
    ],
)
def test_what_the_host_has_or_gets_is_its_own(said: dict[str, str]) -> None:
    """An alias of a LAN, an address of any interface."""
    assert messages("LW624", site(**said)) == []


@pytest.mark.parametrize(
    "said",
    [
        {"service": ", leaves_as: 203.0.113.8"},
        {"network": ", leaves_as: 100.64.9.9"},
        {"network": ", leaves_as: 100.64.9.9", "existing": ", leaves_as: 192.168.0.240"},
        {"service": ", leaves_as: 0.0.0.0"},
        {"service": ", leaves_as: 127.0.0.1"},
    ],
)
def test_a_stranger_s_address_brings_no_reply(said: dict[str, str]) -> None:
    """Neither of a service nor of a network."""
    (finding,) = found("LW624", site(**said))
    assert "leaves_as" in finding.origin.path
    assert finding.fix.startswith("write 192.168.0.231")


def test_where_the_host_has_no_address_of_that_family_its_interface_is_to_be_written() -> None:
    """There is none to leave as instead."""
    (finding,) = found("LW624", site(service=", leaves_as: '2001:db8::9'"))
    assert finding.fix == "write the address on the interface that has it"
