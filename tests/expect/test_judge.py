"""Each expectation is judged by the traces of all that it stands for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lanwright.diagnostics import Severity
from lanwright.expect import judge, shown
from lanwright.lower import lower
from lanwright.rules import catalogue
from tests.intents import site_of
from tests.rules.found import CALLED_FORTH

if TYPE_CHECKING:
    from lanwright.diagnostics import Diagnostic

TEXT = """
    version: 1
    lans:
      home: {subnet: 192.168.0.0/22, gateway: 192.168.0.1, devices: {laptop: 192.168.0.50, nas: {address: 192.168.0.20, listens: [445/tcp]}}}
      spare: {subnet: 192.168.9.0/24}
    hosts:
      dock1:
        interfaces: {eth0: {lan: home, address: 192.168.0.231/22}, wg0: {kind: tunnel, address: 10.77.0.1/24}}
        listens: [22/tcp]
        networks:
          lan: {driver: macvlan, parent: eth0, lan: home}
          inner: {driver: bridge, subnet: 10.22.0.0/24}
        services:
          web: {networks: {lan: 192.168.0.241}, listens: [80/tcp, 443/tcp]}
          app: {networks: {inner: {}}, listens: [8080/tcp], publish: [{port: 8080}]}
      leased: {interfaces: {eth0: {lan: home, dhcp: true}}}
    expect:
      - EXPECTED
    """


def found(expected: str) -> list[tuple[str, str]]:
    """What is said of one expectation: the code, and the message."""
    return [(item.code, item.message) for item in judged(expected)]


def judged(expected: str, text: str = TEXT) -> tuple[Diagnostic, ...]:
    """All that is said of one expectation."""
    site = site_of(text.replace("EXPECTED", expected))
    told = judge(site, lower(site))
    CALLED_FORTH.extend(told)
    return told


@pytest.mark.parametrize(
    "expected",
    [
        "{from: laptop, to: web, port: 80/tcp, seen_as: 192.168.0.50}",
        "{from: laptop, to: web, port: any}",
        "{from: laptop, to: web}",
        "{from: [laptop, nas], to: [web, dock1]}",
        "{from: lan/home, to: web, port: [80, 443]}",
        "{from: app, to: nas, port: 445/tcp, seen_as: 192.168.0.231}",
        "{from: laptop, to: 192.168.0.231, port: 8080/tcp}",
        "{from: laptop, to: app, port: 8080/tcp, reach: false}",
        "{from: host/dock1, to: internet}",
        "{from: internet, to: lan/home, port: 445/tcp, reach: false}",
        "{from: dock1, to: web, port: 80/tcp, reach: false}",
        "{from: laptop, to: [lan/spare, host/leased], port: any}",
    ],
)
def test_what_holds_is_not_told(expected: str) -> None:
    """Names, addresses, groups, several ports, all that are listened on, pings, and what must not get through."""
    assert found(expected) == []


@pytest.mark.parametrize(
    ("expected", "told"),
    [
        (
            "{from: dock1, to: web, port: 80/tcp}",
            [("LW801", "dock1 to web at 192.168.0.241, 80/tcp: lost, macvlan-parent-isolation")],
        ),
        (
            "{from: lan/home, to: web, port: 80/tcp, reach: false}",
            [
                ("LW802", "laptop to web at 192.168.0.241, 80/tcp: it gets through, seen as 192.168.0.50"),
                ("LW802", "nas to web at 192.168.0.241, 80/tcp: it gets through, seen as 192.168.0.20"),
            ],
        ),
        (
            "{from: app, to: nas, port: 445/tcp, seen_as: 10.22.0.2}",
            [("LW803", "app to nas at 192.168.0.20, 445/tcp: nas sees 192.168.0.231, not 10.22.0.2")],
        ),
        (
            "{from: laptop, to: web, port: 8080/tcp}",
            [
                ("LW801", "laptop to web at 192.168.0.241, 8080/tcp: lost, nobody-listens"),
                ("LW804", "laptop to web at 192.168.0.241, 8080/tcp: nobody listens on that port"),
            ],
        ),
        (
            "{from: laptop, to: nas, port: 80/tcp, reach: false}",
            [
                (
                    "LW804",
                    "laptop to nas at 192.168.0.20, 80/tcp: kept out by nothing but that nobody listens there",
                )
            ],
        ),
        (
            "{from: dock1, to: 10.77.0.9, port: 80/tcp}",
            [("LW805", "dock1 to 10.77.0.9, 80/tcp: not judged")],
        ),
        (
            "{from: dock1, to: 10.77.0.9, port: 80/tcp, reach: false}",
            [("LW805", "dock1 to 10.77.0.9, 80/tcp: not judged")],
        ),
        (
            "{from: laptop, to: leased, port: 22/tcp}",
            [("LW805", "laptop to leased: not judged")],
        ),
        (
            "{from: nas, to: laptop, port: any}",
            [("LW804", "nas to laptop: nothing listens there")],
        ),
        (
            "{from: laptop, to: [web, nas], port: [99, 98], reach: false, why: closed}",
            [
                ("LW804", f"laptop to {name}, {port}/tcp: kept out by nothing but that nobody listens there")
                for name in ("web at 192.168.0.241", "nas at 192.168.0.20")
                for port in (99, 98)
            ],
        ),
        (
            "{from: laptop, to: 192.168.0.20, port: 445/tcp, seen_as: [192.168.0.51, 'fd00::1'], why: so}",
            [("LW803", "laptop to 192.168.0.20, 445/tcp: 192.168.0.20 sees 192.168.0.50, not 192.168.0.51")],
        ),
    ],
)
def test_what_does_not_hold_is_told_once_for_each_pair_and_port(
    expected: str, told: list[tuple[str, str]]
) -> None:
    """Who asks whom at which address, what becomes of it, and why."""
    assert found(expected) == told


def test_a_loss_names_a_change_of_the_intent_that_was_tried() -> None:
    (item,) = judged("{from: dock1, to: web, port: 80/tcp}")
    assert item.fix == "add `host_access: true` to hosts.dock1.networks.lan"
    assert item.related[0].origin.dotted == "hosts.dock1.services.web.networks.lan"


def test_a_loss_that_no_line_of_the_intent_makes_has_no_place() -> None:
    """The router lets nobody in from the internet."""
    (item,) = judged("{from: internet, to: web, port: 80/tcp}")
    assert item.message.endswith("lost, router-lets-nothing-in")
    assert item.related == ()


DUAL = """
    version: 1
    lans:
      home:
        router: fritz
        subnet: [192.168.0.0/22, "fd00:8::/64"]
        gateway: [192.168.0.1, "fd00:8::1"]
        routes: [{to: "fd00:22::/64", via: "fd00:8::17"}]
        devices: {laptop: [192.168.0.50, "fd00:8::50"], phone: "fd00:8::60"}
      lab: {router: fritz, subnet: [192.168.9.0/24, "fd00:9::/64"], gateway: [192.168.9.1, "fd00:9::1"]}
    hosts:
      dock1:
        interfaces: {eth0: {lan: home, address: [192.168.0.231/22, "fd00:8::17/64"]}, eth1: {lan: lab}}
        networks:
          lan: {driver: macvlan, parent: eth1, lan: lab}
          air: {driver: ipvlan, parent: eth0, lan: home, host_access: {address: "fd00:dead::1/128"}}
          inner: {driver: bridge, subnet: [10.22.0.0/24, "fd00:22::/64"]}
        services:
          web: {networks: {lan: [192.168.9.241, "fd00:9::41"]}, listens: [80/tcp]}
          radio: {networks: {air: [192.168.0.241, "fd00:8::41"]}, listens: [90/tcp]}
          db: {networks: {inner: {}}, listens: [70/tcp]}
      dock2:
        docker: {bridge: none}
        interfaces: {eth0: {lan: home, address: "fd00:8::18/64"}}
        networks: {real: {driver: macvlan, parent: eth0, lan: home, host_access: true}}
        services: {own: {networks: {real: [192.168.0.244, "fd00:8::44"]}, listens: [80/tcp]}}
    expect:
      - EXPECTED
    """


@pytest.mark.parametrize(
    ("expected", "told"),
    [
        (
            "{from: phone, to: web, port: 81/tcp}",
            [
                ("LW801", "phone to web at fd00:9::41, 81/tcp: lost, nobody-listens"),
                ("LW804", "phone to web at fd00:9::41, 81/tcp: nobody listens on that port"),
            ],
        ),
        (
            "{from: phone, to: web, port: 81/tcp, reach: false}",
            [
                (
                    "LW804",
                    "phone to web at fd00:9::41, 81/tcp: kept out by nothing but that nobody listens there",
                )
            ],
        ),
        (
            "{from: dock1, to: radio, port: 90/tcp}",
            [("LW801", "dock1 to radio at fd00:8::41, 90/tcp: the reply is lost, address-on-another-device")],
        ),
        (
            "{from: laptop, to: db, port: 70/tcp}",
            [("LW801", "laptop to db at fd00:22::2, 70/tcp: lost, docker-direct-access")],
        ),
        (
            "{from: dock2, to: own, port: 81/tcp}",
            [
                ("LW801", "dock2 to own at fd00:8::44, 81/tcp: lost, nobody-listens"),
                ("LW804", "dock2 to own at fd00:8::44, 81/tcp: nobody listens on that port"),
            ],
        ),
    ],
)
def test_of_several_addresses_the_one_is_told_that_says_most(
    expected: str, told: list[tuple[str, str]]
) -> None:
    """Where the reply is lost it got furthest; that there is no way at all says least."""
    assert [(item.code, item.message) for item in judged(expected, DUAL)] == told


def test_the_one_who_is_asked_is_found_by_name_wherever_a_change_puts_it() -> None:
    """Docker hands out addresses in the order of the services: the one who joins takes the other's."""
    text = TEXT.replace("services:\n", "services:\n          aa: {networks: {side: {}}}\n")
    text = text.replace(
        "inner: {driver", "side: {driver: bridge, subnet: 10.24.0.0/24}\n          inner: {driver"
    )
    (item,) = judged("{from: aa, to: app, port: 8080/tcp}", text)
    assert item.fix == "add `inner: {}` to hosts.dock1.services.aa.networks"


def test_the_reason_that_is_written_is_shown_with_the_judgement() -> None:
    (item,) = judged("{from: dock1, to: web, port: 80/tcp, why: backups}")
    assert item.why.endswith("(expected because: backups)")


def test_a_site_that_expects_nothing_has_nothing_judged() -> None:
    site = site_of(TEXT.partition("    expect:")[0])
    assert judge(site, lower(site)) == ()


@pytest.mark.parametrize(
    ("expected", "words"),
    [
        ("{from: laptop, to: dock1}", "laptop to dock1, ping"),
        ("{from: laptop, to: [web, nas]}", "laptop to web and nas, ping"),
        (
            "{from: [laptop, web], to: internet, port: [443, 53/udp]}",
            "laptop and web to internet, 443/tcp and 53/udp",
        ),
        (
            "{from: lan/home, to: web, port: any, reach: false}",
            "lan/home to web, any port, must not get through",
        ),
    ],
)
def test_an_expectation_is_told_in_a_line(expected: str, words: str) -> None:
    (expectation,) = site_of(TEXT.replace("EXPECTED", expected)).expect
    assert shown(expectation) == words


def test_the_pages_are_in_the_catalogue() -> None:
    """All of them errors but the one that says why another one holds."""
    rules = [rule for code, rule in catalogue().items() if code.startswith("LW8")]
    assert {rule.stage for rule in rules} == {"expect"}
    assert [rule.code for rule in rules if rule.severity is Severity.WARNING] == ["LW804"]
