"""A located tree becomes typed models that know where each part was written."""

from __future__ import annotations

from ipaddress import ip_address, ip_interface
from pathlib import Path

import pytest

from lanwright.diagnostics import NOWHERE, Origin
from lanwright.intent import Device, Site, bind
from lanwright.intent.grammar import keys
from lanwright.source import parse
from tests.intents import site_of

ROOT = Path(__file__).parents[2]
INTENTS = sorted([*ROOT.glob("samples/*/lanwright.yaml"), *ROOT.glob("tests/every_key/*.yaml")])


def line(origin: Origin) -> tuple[int, int]:
    """Where an origin stands."""
    return origin.span.line, origin.span.column


@pytest.mark.parametrize("path", INTENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_the_samples_are_intents(path: Path) -> None:
    """Each is taken as it stands."""
    assert isinstance(bind(parse(path.read_text(encoding="utf-8"), "lanwright.yaml")), Site)


def test_the_smallest_intent_is_its_version() -> None:
    """Everything else has a default or may be empty."""
    site = site_of("version: 1")
    assert (site.site, site.lans, site.hosts, site.expect) == ("site", {}, {}, ())


def test_values_are_typed_and_keep_what_was_written() -> None:
    """Host bits of a subnet stay, so that a rule can tell; the family is read from the value."""
    site = site_of(
        """
        version: 1
        lans: {home: {subnet: [192.168.0.1/22, fd00:8::/64], gateway: 192.168.0.1}}
        hosts:
          d:
            services: {web: {publish: [80, {port: 443, to: 8443/tcp}], listens: [80/tcp, "[::1]:53/udp"]}}
        """
    )
    home, web = site.lans["home"], site.hosts["d"].services["web"]
    assert home.subnet == (ip_interface("192.168.0.1/22"), ip_interface("fd00:8::/64"))
    assert home.gateway == (ip_address("192.168.0.1"),)
    assert [str(item.port) for item in web.publish] == ["80/tcp", "443/tcp"]
    assert [str(item) for item in web.listens] == ["80/tcp", "[::1]:53/udp"]


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("lans: {l: {subnet: 10.0.0.0/8, devices: {x: 10.0.0.1}}}", "lans: {l: {subnet: [10.0.0.0/8], devices: {x: {address: 10.0.0.1}}}}"),
        ("hosts: {d: {services: {web: {networks: {net: 10.0.0.1}}}}}", "hosts: {d: {services: {web: {networks: {net: {address: [10.0.0.1]}}}}}}"),
        ("hosts: {d: {services: {web: {networks: {net: }}}}}", "hosts: {d: {services: {web: {networks: {net: {}}}}}}"),
        ("hosts: {d: {services: {web: {clients: 10.1.0.0/24}}}}", "hosts: {d: {services: {web: {clients: {range: 10.1.0.0/24}}}}}"),
        ("hosts: {d: {services: {web: {publish: [80]}}}}", "hosts: {d: {services: {web: {publish: [{port: 80/tcp}]}}}}"),
        ("hosts: {d: {networks: {net: {driver: macvlan, host_access: true}}}}", "hosts: {d: {networks: {net: {driver: macvlan, host_access: {}}}}}"),
        ("hosts: {d: {networks: {net: {driver: macvlan, host_access: false}}}}", "hosts: {d: {networks: {net: {driver: macvlan}}}}"),
        ("hosts: {d: }", "hosts: {d: {}}"),
        ("hosts: ", "hosts: {}"),
        ("expect: ", "expect: []"),
        ("hosts: {d: {docker: , services: , listens: }}", "hosts: {d: {}}"),
        ("expect: [{from: a, to: b, port: 80}]", "expect: [{from: [a], to: [b], port: [80/tcp]}]"),
    ],
)  # fmt: skip
def test_a_short_form_means_its_long_one(short: str, long: str) -> None:
    """One value for a list of one, a bare value for the map's first key, nothing for an empty map or list."""
    assert repr(site_of(f"version: 1\n{short}")) == repr(site_of(f"version: 1\n{long}"))


def test_every_part_says_where_it_stands() -> None:
    """The part itself, a key of it, an item of a list, the nearest part of what isn't there."""
    site = site_of(
        """\
        version: 1
        hosts:
          dock1:
            listens: [22/tcp, 80/tcp]
            services:
              web:
                networks:
                  backend: 10.0.0.1
                  other: [10.0.0.2, fd00::2]
                publish:
                  - {port: 80, address: 10.0.0.9}
                  - 443
        """
    )
    host = site.hosts["dock1"]
    web = host.services["web"]
    assert line(host.origin) == (3, 3)
    assert line(host.at("listens")) == (4, 5)
    assert line(host.at("listens", 1)) == (4, 23)
    assert line(host.at("interfaces")) == (3, 3)
    assert line(web.publish[0].at("address")) == (11, 24)
    assert line(web.publish[1].origin) == (12, 13)
    assert line(web.networks["backend"].at("address")) == (8, 11)
    assert line(web.networks["other"].at("address", 1)) == (9, 29)
    assert web.publish[0].at("address").dotted == "hosts.dock1.services.web.publish.0.address"
    assert web.networks["other"].at("address", 1).dotted == "hosts.dock1.services.web.networks.other.1"


def test_a_part_knows_what_the_user_wrote() -> None:
    """In full or as the shorthand; a default that the model fills in wasn't written."""
    site = site_of(
        """
        version: 1
        lans: {home: {subnet: 10.0.0.0/8, devices: {a: 10.0.0.1, b: {address: 10.0.0.2}}}}
        hosts: {d: {network: ifupdown, services: {web: {networks: {net: }}}}}
        """
    )
    devices, host = site.lans["home"].devices, site.hosts["d"]
    assert devices["a"].wrote("address")
    assert devices["b"].wrote("address")
    assert not devices["a"].wrote("mac")
    assert host.wrote("network")
    assert not host.wrote("firewall")
    assert not host.services["web"].networks["net"].wrote("address")


def test_a_part_that_no_text_made_is_nowhere() -> None:
    """The models' own defaults have no line."""
    assert Device.model_validate("10.0.0.1").origin == NOWHERE
    assert not Device.model_validate("10.0.0.1").wrote("address")


def test_a_model_can_not_be_changed() -> None:
    """An intent is what was written, for every stage."""
    with pytest.raises(ValueError, match="frozen"):
        site_of("version: 1").site = "other"  # type: ignore[misc] # that is the test


def test_the_whole_grammar_is_tried() -> None:
    """`every_key/whole.yaml` writes every key that there is, so that the tests which walk it miss none."""
    document = parse((ROOT / "tests/every_key/whole.yaml").read_text(encoding="utf-8"), "whole.yaml")
    written = set()

    def walk(data: object, path: tuple[str, ...]) -> None:
        written.add(path)
        if isinstance(data, dict | list):
            for step, below in data.items() if isinstance(data, dict) else enumerate(data):
                for name in (str(step), "[]" if isinstance(data, list) else "*"):
                    walk(below, (*path, name))

    walk(document.data, ())
    assert {path for path in keys() if path[:2] != ("defaults", "host")} <= written
