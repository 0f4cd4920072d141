"""LW613: who of the same host doesn't reach a port behind a rule of ours."""

from __future__ import annotations

import pytest

from tests.rules.found import found, messages


def site(
    docker: str = "",
    more: str = "",
    host: str = "",
    via: str = "dnat",
    *,
    at: str = "address: 192.168.0.240, ",
    six: str = "",
) -> str:
    """A service with an address of the LAN, and what else is on its host."""
    return f"""
        version: 1
        lans:
          home: {{subnet: [192.168.0.0/22, 'fd00:8::/64'], gateway: [192.168.0.1, 'fd00:8::1'], ra: false}}
        hosts:
          dock1:
            interfaces:
              eth0: {{lan: home, address: [192.168.0.231/22, 'fd00:8::17/64']}}
            docker: {{{docker}}}
            {host}
            networks:
              shop: {{driver: bridge, subnet: [10.22.0.0/24{six}]}}
              office: {{driver: bridge, subnet: 10.23.0.0/24}}
              inner: {{driver: bridge, subnet: 10.24.0.0/24, internal: true}}
            services:
              web:
                networks: {{shop: {{}}}}
                publish: [{{{at}port: 80, to: 8080, via: {via}}}]
              {more}
        """


ITSELF = "`web` doesn't reach itself at 192.168.0.240:80/tcp"
TILL = "192.168.0.240:80/tcp times out for `till`, on another network of `dock1` than `web`"


@pytest.mark.parametrize(
    "said",
    [
        {"docker": "userland_proxy: false"},
        {"host": "sysctls: {net.bridge.bridge-nf-call-iptables: 0}"},
        {"host": "sysctls: {net/bridge/bridge-nf-call-iptables: 0}"},
        {"via": "alias"},
    ],
)
def test_the_container_reaches_itself_where_its_bridge_sends_back(said: dict[str, str]) -> None:
    """In hairpin mode, or where bridges pass by the packet filter; and by docker-proxy."""
    assert messages("LW613", site()) == [ITSELF]
    assert messages("LW613", site(**said)) == []


@pytest.mark.parametrize(
    "neighbour",
    [
        "{networks: {shop: {}}}",
        "{networks: {inner: {}}}",
        "{network_mode: host}",
        "{network_mode: service:web}",
    ],
)
def test_who_shares_the_network_or_leaves_by_none_is_not_told(neighbour: str) -> None:
    """A neighbour is masqueraded; an internal network has no way out at all; the host reaches it."""
    assert messages("LW613", site("userland_proxy: false", f"till: {neighbour}")) == []


@pytest.mark.parametrize("neighbour", ["{networks: {office: {}}}", "{}"])
def test_another_network_is_kept_apart_up_to_28(neighbour: str) -> None:
    """A project's default network as well; from 29 on the stage that did it is gone."""
    assert messages("LW613", site("userland_proxy: false", f"till: {neighbour}")) == [TILL]
    newer = site("userland_proxy: false, version: '29.0'", f"till: {neighbour}")
    assert messages("LW613", newer) == []


@pytest.mark.parametrize(
    ("at", "six", "host", "told"),
    [
        ("", "", "", ["`web` doesn't reach itself at 80/tcp on every address"]),
        ("address: 'fd00:8::40', ", "", "", []),
        (
            "address: 'fd00:8::40', ",
            ", 'fd00:22::/64'",
            "",
            ["`web` doesn't reach itself at [fd00:8::40]:80/tcp"],
        ),
        (
            "address: 'fd00:8::40', ",
            ", 'fd00:22::/64'",
            "sysctls: {net.bridge.bridge-nf-call-ip6tables: 0}",
            [],
        ),
        (
            "address: 'fd00:8::40', ",
            ", 'fd00:22::/64'",
            "sysctls: {net.bridge.bridge-nf-call-iptables: 0}",
            ["`web` doesn't reach itself at [fd00:8::40]:80/tcp"],
        ),
    ],
)
def test_the_family_of_the_address_counts(at: str, six: str, host: str, told: list[str]) -> None:
    """Its network must have it (LW617), and its own sysctl."""
    assert messages("LW613", site(host=host, at=at, six=six)) == told


def test_the_first_three_are_named() -> None:
    """And how many more there are."""
    tills = "\n              ".join(f"till{number}: {{networks: {{office: {{}}}}}}" for number in range(5))
    (finding,) = found("LW613", site("userland_proxy: false", tills))
    assert "`till0`, `till1`, `till2` and 2 more" in finding.message
