"""LW620: containers on LANs with router advertisements."""

from __future__ import annotations

import pytest

from tests.rules.found import found, messages


def site(*, version: str = "26", ra: str = "", network: str = "driver: macvlan", service: str = "") -> str:
    """A dual-stack LAN and a container on it."""
    return f"""
        version: 1
        lans:
          home: {{subnet: [192.168.0.0/22, 'fd00:8::/64'], gateway: [192.168.0.1, 'fd00:8::1']{ra}}}
        hosts:
          dock1:
            interfaces:
              eth0: {{lan: home, address: [192.168.0.231/22, 'fd00:8::17/64']}}
            docker: {{version: '{version}'}}
            networks:
              real_lan: {{{network}, parent: eth0, lan: home}}
            services:
              web: {{networks: {{real_lan: 192.168.0.241}}{service}}}
        """


@pytest.mark.parametrize("network", ["driver: macvlan", "driver: macvlan, mode: vepa", "driver: ipvlan"])
def test_docker_26_cant_keep_a_container_from_it(network: str) -> None:
    """The finding is at the service; Docker gives it an IPv6 address whether one is written or not."""
    (finding,) = found("LW620", site(network=network))
    assert finding.origin.path[-2:] == ("networks", "real_lan")


@pytest.mark.parametrize("sysctls", ["{net.ipv4.ip_forward: 0}", "{net.ipv6.conf.eth0.accept_ra: 1}"])
def test_another_sysctl_keeps_it_from_nothing(sysctls: str) -> None:
    """Nor one that says that they are heeded."""
    assert len(messages("LW620", site(service=f", sysctls: {sysctls}"))) == 1


@pytest.mark.parametrize("version", ["27.0", "28", "29"])
def test_from_27_on_an_option_is_generated(version: str) -> None:
    """So there is nothing to warn of."""
    assert messages("LW620", site(version=version)) == []


@pytest.mark.parametrize(
    "text",
    [
        site(ra=", ra: false"),
        site(network="driver: ipvlan, mode: l3"),
        site(network="driver: macvlan, subnet: 192.168.0.0/22, gateway: 192.168.0.1"),
        site(service=", sysctls: {net.ipv6.conf.eth0.accept_ra: 0}"),
    ],
    ids=["nobody advertises", "no multicast", "no IPv6", "the intent itself says so"],
)
def test_where_nothing_is_heard_nothing_is_told(text: str) -> None:
    """With Docker 26, too."""
    assert messages("LW620", text) == []
