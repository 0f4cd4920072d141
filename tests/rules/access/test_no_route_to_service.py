"""LW606: services that a host's routes can't lead to."""

from __future__ import annotations

import pytest

from tests.rules.found import found, messages


def site(service: str, network: str = "", *, driver: str = "macvlan", lan: str = "lan: home") -> str:
    """A host with a shim and a service on its network."""
    return f"""
        version: 1
        lans:
          home: {{subnet: [192.168.0.0/22, 'fd00:8::/64'], gateway: [192.168.0.1, 'fd00:8::1']}}
        hosts:
          dock1:
            interfaces:
              eth0: {{lan: home, address: [192.168.0.231/22, 'fd00:8::17/64']}}
            networks:
              real_lan: {{driver: {driver}, parent: eth0, {lan}, {network} host_access: true}}
            services: {{{service}}}
        """


FOUR = "lan: home, subnet: 192.168.0.0/22, gateway: 192.168.0.1"


@pytest.mark.parametrize("driver", ["macvlan", "ipvlan"])
def test_a_service_without_an_address_on_a_network_without_a_range_gets_no_route(driver: str) -> None:
    """The fix is a free range of the LAN, and it is clean."""
    service = "batch: {networks: {real_lan: {}}}"
    (finding,) = found("LW606", site(service, driver=driver, lan=FOUR))
    assert finding.origin.path[-2:] == ("networks", "real_lan")
    assert "`ip_range: 192.168.0.8/29` at `real_lan`, or a static address here" in finding.fix
    assert messages("LW606", site(service, "ip_range: 192.168.0.8/29,", driver=driver, lan=FOUR)) == []


def test_replicas_can_only_have_a_range() -> None:
    """They can't share a static address."""
    (finding,) = found("LW606", site("batch: {replicas: 2, networks: {real_lan: {}}}", lan=FOUR))
    assert "static" not in finding.fix


def test_a_static_address_has_its_own_route() -> None:
    """Nothing else is needed."""
    assert messages("LW606", site("web: {networks: {real_lan: 192.168.0.241}}", lan=FOUR)) == []


@pytest.mark.parametrize(
    ("service", "network", "missing"),
    [
        ("web: {networks: {real_lan: 192.168.0.241}}", "", ["IPv6"]),
        ("web: {networks: {real_lan: {}}}", "ip_range: 192.168.0.248/29,", ["IPv6"]),
        ("web: {networks: {real_lan: {}}}", "", ["IPv4 and IPv6"]),
        ("web: {networks: {real_lan: [192.168.0.241, 'fd00:8::42']}}", "", []),
        ("web: {networks: {real_lan: {}}}", "ip_range: [192.168.0.248/29, 'fd00:8::f8/125'],", []),
        ("web: {networks: {real_lan: 'fd00:8::42'}}", "ip_range: 192.168.0.248/29,", []),
        (
            "db: {networks: {real_lan: [192.168.0.241, 'fd00:8::42']}}, web: {networks: {real_lan: {}}}",
            "",
            ["IPv4 and IPv6"],
        ),
    ],
)
def test_each_family_needs_a_way(service: str, network: str, missing: list[str]) -> None:
    """A service is told once, with the families that lack one."""
    told = messages("LW606", site(service, network))
    assert [message.partition("static ")[2].partition(" address")[0] for message in told] == missing


@pytest.mark.parametrize(
    "lan",
    [
        "subnet: 10.9.0.0/24",
        "lan: home, subnet: 192.168.0.0/30, gateway: 192.168.0.1, reserve: {nas: 192.168.0.2}",
    ],
)
def test_which_range_it_is_only_a_lan_with_room_tells(lan: str) -> None:
    """Without a LAN nobody knows who else is there, and in a full subnet there is none."""
    (finding,) = found(
        "LW606",
        site("web: {networks: {real_lan: {}}}", lan=lan).replace(
            "eth0: {lan: home, ", "eth0: {" if "home" not in lan else "eth0: {lan: home, "
        ),
    )
    assert finding.fix == "write an `ip_range` at `real_lan`, or a static address here"
    assert finding.edits == ()


def test_a_shim_without_any_route_leads_nowhere() -> None:
    """No service and no range: told where the shim is asked for."""
    (finding,) = found("LW606", site("", lan=FOUR))
    assert finding.origin.path[-1] == "host_access"
    assert messages("LW606", site("", "ip_range: 192.168.0.248/29,", lan=FOUR)) == []
