"""LW215: one address, two holders."""

from __future__ import annotations

import pytest

from tests.rules.found import found, messages


def site(*, lan: str = "", dock1: str = "", services: str = "", dock2: str = "") -> str:
    """One LAN with two hosts; `real_lan` is on it, `backend` isn't."""
    networks = "{real_lan: {driver: macvlan, parent: eth0, lan: home%s}, backend: {driver: bridge, subnet: 172.22.0.0/24}}"
    return f"""
        version: 1
        lans:
          home:
            subnet: 192.168.0.0/24
            gateway: 192.168.0.1
            devices: {{nas: 192.168.0.20}}
            {lan}
        hosts:
          dock1:
            interfaces: {{eth0: {{lan: home, address: 192.168.0.231/24}}}}
            networks: {networks % dock1}
            services: {{{services}}}
          dock2:
            interfaces: {{eth0: {{lan: home, address: 192.168.0.232/24}}}}
            networks: {networks % ""}
            services: {{{dock2}}}
        """


def on(address: str, network: str = "real_lan") -> str:
    """A service's keys with that address."""
    return f"{{networks: {{{network}: {address}}}}}"


def alias(address: str, *ports: int) -> str:
    """A service published at an alias."""
    published = ", ".join(f"{{address: {address}, port: {port}}}" for port in ports)
    return f"{{networks: {{backend: {{}}}}, publish: [{published}]}}"


@pytest.mark.parametrize(
    ("text", "holders"),
    [
        (
            site(services=f"web: {on('192.168.0.241')}", dock2=f"mail: {on('192.168.0.241')}"),
            "the service `dock1/web` and by the service `dock2/mail`",
        ),
        (site(services=f"web: {on('192.168.0.20')}"), "the device `home/nas` and by the service `dock1/web`"),
        (site(services=f"web: {on('192.168.0.231')}"), "the host `dock1` and by the service `dock1/web`"),
        (site(services=f"web: {on('192.168.0.232')}"), "the service `dock1/web` and by the host `dock2`"),
        (
            site(services=f"web: {alias('192.168.0.240', 80)}", dock2=f"mail: {alias('192.168.0.240', 25)}"),
            "an alias of `dock1` and by an alias of `dock2`",
        ),
        (
            site(services=f"web: {alias('192.168.0.20', 80)}"),
            "the device `home/nas` and by an alias of `dock1`",
        ),
        (
            site(services=f"web: {alias('192.168.0.1', 80)}"),
            "the gateway `home/gateway` and by an alias of `dock1`",
        ),
        (
            site(lan="shared: {vip: 192.168.0.9}", services=f"web: {on('192.168.0.9')}"),
            "the shared address `home/vip` and by the service `dock1/web`",
        ),
        (
            site(dock1=", host_access: {address: 192.168.0.20/32}"),
            "the device `home/nas` and by a shim of `dock1`",
        ),
        (
            site(services=f"web: {on('192.168.0.241')}, api: {on('192.168.0.241')}"),
            "the service `dock1/web` and by the service `dock1/api`",
        ),
        (
            site(
                services=f"gate: {on('192.168.0.1')}, web: {on('192.168.0.241')}, api: {on('192.168.0.241')}"
            ),
            "the service `dock1/web` and by the service `dock1/api`",
        ),
    ],
)
def test_two_holders_of_one_address_on_a_lan_are_told(text: str, holders: str) -> None:
    """Across all hosts and sorts of holders; a service with the gateway's address is LW214's."""
    (message,) = messages("LW215", text)
    assert message.partition(" on the LAN `home`: by ")[2] == holders


@pytest.mark.parametrize(
    "text",
    [
        site(dock1=", host_access: true", services=f"web: {on('192.168.0.241')}"),
        site(services=f"web: {alias('192.168.0.240', 80, 443)}, mail: {alias('192.168.0.240', 25)}"),
        site(lan="").replace("gateway: 192.168.0.1", "gateway: 192.168.0.231"),
        site().replace("nas: 192.168.0.20", "fritzbox: 192.168.0.1"),
        site(lan="shared: {routers: 192.168.0.1}"),
        site(services=f"web: {on('192.168.0.1')}"),  # LW214
        site(dock1=", reserve: {mail: 192.168.0.242}", dock2=f"mail: {on('192.168.0.242')}"),
        site(services=f"web: {on('172.22.0.9', 'backend')}", dock2=f"web: {on('172.22.0.9', 'backend')}"),
    ],
)
def test_one_holder_is_no_clash(text: str) -> None:
    """A shim with its host's address, an alias of several ports, a host or device that is the router, other hosts' bridges."""
    assert messages("LW215", text) == []


def test_a_network_off_the_lans_has_its_addresses_once_too() -> None:
    """There Docker knows all holders, and refuses."""
    text = site(services=f"web: {on('172.22.0.9', 'backend')}, api: {on('172.22.0.9', 'backend')}")
    (finding,) = found("LW215", text)
    assert finding.message == (
        "172.22.0.9 is used twice on `backend`: by the service `dock1/web` and by the service `dock1/api`"
    )
    assert finding.why == 'Docker refuses to start the second container: "Address already in use"'
    assert finding.fix == "write `172.22.0.8`, which is free"


def test_behind_docker_a_network_is_off_the_lan_that_it_names() -> None:
    """Docker's own bridge has a subnet of its own, whatever `lan` it is for."""
    services = f"web: {on('172.22.0.9', 'backend')}, api: {on('172.22.0.9', 'backend')}"
    text = site(services=services).replace("{driver: bridge,", "{driver: bridge, lan: home,")
    (message,) = messages("LW215", text)
    assert message.startswith("172.22.0.9 is used twice on `backend`")


def test_each_further_holder_is_told_with_an_address_of_its_own() -> None:
    """Three services with one address: two findings, two different free addresses."""
    services = ", ".join(f"web{number}: {on('192.168.0.241')}" for number in range(3))
    assert [item.fix for item in found("LW215", site(services=services))] == [
        "write `192.168.0.240`, which is free",
        "write `192.168.0.242`, which is free",
    ]


def test_a_service_from_the_defaults_has_its_address_on_every_host() -> None:
    """Both places are the default's line; the names tell the hosts."""
    text = site().replace(
        "        hosts:",
        f"        defaults: {{host: {{services: {{web: {on('192.168.0.241')}}}}}}}\n        hosts:",
    )
    (finding,) = found("LW215", text)
    assert "by the service `dock1/web` and by the service `dock2/web`" in finding.message
    assert finding.origin.span == finding.related[0].origin.span


def test_ipv6_addresses_are_used_once_too() -> None:
    """However they are spelled."""
    text = (
        site(services=f"web: {on('[192.168.0.241, ' + chr(34) + 'fd00:8::0241' + chr(34) + ']')}")
        .replace("subnet: 192.168.0.0/24\n", 'subnet: [192.168.0.0/24, "fd00:8::/64"]\n')
        .replace("nas: 192.168.0.20", 'nas: [192.168.0.20, "fd00:8::241"]')
    )
    (message,) = messages("LW215", text)
    assert message.startswith("fd00:8::241 is used twice")
