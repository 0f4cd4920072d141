"""LW624: sources that aren't the host's."""

from __future__ import annotations

import pytest

from tests.rules.found import found, messages


def site(network: str = "", service: str = "", interface: str = "address: 192.168.0.231/22") -> str:
    """A network and a service behind NAT."""
    return f"""
        version: 1
        lans:
          home: {{subnet: 192.168.0.0/22, gateway: 192.168.0.1}}
        hosts:
          dock1:
            interfaces:
              eth0: {{lan: home, {interface}}}
              wan0: {{address: 203.0.113.7/24}}
            networks: {{inner: {{driver: bridge, subnet: 10.22.0.0/24{network}}}}}
            services: {{web: {{networks: {{inner: {{}}}}{service}}}}}
        """


@pytest.mark.parametrize(
    "said",
    [
        {"service": ", leaves_as: 192.168.0.240"},
        {"network": ", leaves_as: 192.168.0.240"},
        {"service": ", leaves_as: 203.0.113.7"},
    ],
)
def test_what_the_host_has_or_gets_is_its_own(said: dict[str, str]) -> None:
    """An alias of a LAN, an address of any interface."""
    assert messages("LW624", site(**said)) == []


@pytest.mark.parametrize(
    "said", [{"service": ", leaves_as: 203.0.113.8"}, {"network": ", leaves_as: 172.31.9.9"}]
)
def test_a_stranger_s_address_brings_no_reply(said: dict[str, str]) -> None:
    """Neither of a service nor of a network."""
    (finding,) = found("LW624", site(**said))
    assert "leaves_as" in finding.origin.path
    assert finding.fix.startswith("write 192.168.0.231")
