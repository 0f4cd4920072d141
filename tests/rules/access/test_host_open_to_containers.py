"""LW618: what the host listens on everywhere, and the containers that its shim lets in."""

from __future__ import annotations

import pytest

from lanwright.diagnostics import Severity
from tests.rules.found import found, messages


def site(listens: str = "[22/tcp]", expect: str = "[]", access: str = "true", publish: str = "[]") -> str:
    """A host with a shim into a DMZ."""
    return f"""
        version: 1
        lans:
          home: {{subnet: 192.168.0.0/22, gateway: 192.168.0.1, devices: {{laptop: 192.168.0.50}}}}
          dmz: {{subnet: 192.168.50.0/24, gateway: 192.168.50.1, devices: {{camera: 192.168.50.9}}}}
        hosts:
          dock1:
            interfaces:
              eth0: {{lan: home, address: 192.168.0.231/22}}
              eth1: {{lan: dmz, address: 192.168.50.231/24}}
            listens: {listens}
            networks:
              outside: {{driver: macvlan, parent: eth1, lan: dmz, host_access: {access}}}
              shop: {{driver: bridge, subnet: 10.22.0.0/24}}
            services:
              web: {{networks: {{outside: 192.168.50.10}}}}
              till: {{networks: {{shop: {{}}}}, publish: {publish}}}
        expect: {expect}
        """


@pytest.mark.parametrize("listens", ["[22/tcp]", "['0.0.0.0:22']", "['[::]:22']"])
def test_a_listener_at_every_address_is_open(listens: str) -> None:
    """Of either family."""
    (finding,) = found("LW618", site(listens))
    assert finding.message == "containers of `outside` reach the host's 22/tcp by `shim-outside`"
    assert finding.severity is Severity.INFO
    assert "at 192.168.0.231" in finding.fix


def test_so_is_a_port_that_docker_publishes_everywhere() -> None:
    """At the shim's address as at any other."""
    assert messages("LW618", site("[]", publish="[8080]")) == [
        "containers of `outside` reach the host's 8080/tcp by `shim-outside`"
    ]
    assert messages("LW618", site("[]", publish="[{address: 192.168.0.231, port: 8080}]")) == []


def test_of_many_ports_the_first_few_are_told() -> None:
    """And where to look for the rest."""
    (message,) = messages("LW618", site("[22, 25, 53, 80, 443, 631]"))
    assert message == (
        "containers of `outside` reach the host's 22/tcp, 25/tcp, 53/tcp, 80/tcp and 2 more by `shim-outside`"
    )


def test_a_host_without_another_address_has_loopback() -> None:
    """An alias of a service's isn't for the host's own."""
    text = site(publish="[{address: 192.168.50.240, port: 80}]").replace(
        "eth0: {lan: home, address: 192.168.0.231/22}", "eth0: {}"
    )
    (finding,) = found("LW618", text)
    assert finding.fix.startswith("let it listen at 127.0.0.1 what is for the host alone, or drop")


def test_a_network_without_a_lan_has_no_machines_that_the_intent_names() -> None:
    """Only its containers."""
    text = site(expect="[{from: camera, to: dock1, port: 22, reach: false}]")
    text = text.replace("parent: eth1, lan: dmz,", "parent: eth1, subnet: 192.168.50.0/24,")
    text = text.replace("eth1: {lan: dmz, ", "eth1: {")
    (finding,) = found("LW618", text)
    assert finding.severity is Severity.INFO


@pytest.mark.parametrize("said", [{"listens": "['192.168.0.231:22']"}, {"access": "false"}])
def test_nothing_is_told_where_nothing_is_open(said: dict[str, str]) -> None:
    """Listeners at an address of the host's, or no shim."""
    assert messages("LW618", site(**said)) == []


@pytest.mark.parametrize("who", ["lan/dmz", "camera", "dmz/camera", "web", "dock1/web", "192.168.50.10"])
def test_it_weighs_more_where_the_lan_is_kept_from_the_host(who: str) -> None:
    """Whoever of that LAN an expectation names."""
    (finding,) = found("LW618", site(expect=f"[{{from: {who}, to: dock1, port: 22, reach: false}}]"))
    assert finding.severity is Severity.WARNING
    assert finding.related[0].origin.path == ("expect", "0")


@pytest.mark.parametrize(
    "expectation",
    [
        "{from: laptop, to: dock1, reach: false}",
        "{from: lan/dmz, to: dock1, port: 22}",
        "{from: lan/dmz, to: laptop, reach: false}",
    ],
)
def test_other_expectations_change_nothing(expectation: str) -> None:
    """About another LAN, about reaching, about somebody else."""
    (finding,) = found("LW618", site(expect=f"[{expectation}]"))
    assert finding.severity is Severity.INFO
