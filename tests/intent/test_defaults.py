"""Each host over `defaults.host`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lanwright.diagnostics import Refused
from lanwright.source.limits import MAX_VALUES
from tests.intents import site_of

if TYPE_CHECKING:
    from lanwright.intent import Site

TEXT = """\
version: 1
defaults:
  host:
    network: networkd
    listens: [22/tcp]
    docker: {version: "27", userland_proxy: false}
    networks:
      lan: {parent: eth0, mtu: 1400}
hosts:
  a:
    networks: {lan: {driver: macvlan}}
  b:
    network: none
    listens: [80/tcp]
    docker: {version: "29"}
    networks: {lan: {driver: macvlan, mtu: 9000}}
  c: {networks: {lan: {driver: bridge}}}
  d: {listens: , networks: {lan: {driver: bridge}}}
"""


@pytest.fixture
def site() -> Site:
    """Three hosts that say less and less."""
    return site_of(TEXT)


def test_maps_merge_by_key_and_values_and_lists_are_replaced(site: Site) -> None:
    """The host has the last word."""
    a, b = site.hosts["a"], site.hosts["b"]
    assert (a.network, b.network) == ("networkd", "none")
    assert (str(a.listens[0]), str(b.listens[0]), len(b.listens)) == ("22/tcp", "80/tcp", 1)
    assert (a.docker.version, b.docker.version, b.docker.userland_proxy) == ("27", "29", False)
    assert (a.networks["lan"].mtu, b.networks["lan"].mtu, b.networks["lan"].parent) == (1400, 9000, "eth0")


def test_an_empty_list_takes_the_default_away(site: Site) -> None:
    """Lists are replaced, and a key with nothing below it is an empty list."""
    assert site.hosts["d"].listens == ()


def test_what_comes_from_the_default_stands_at_the_default_s_line(site: Site) -> None:
    """A finding in a host leads to the line that has to change."""
    a, b = site.hosts["a"], site.hosts["b"]
    assert a.at("network").span.line == 4
    assert b.at("network").span.line == 13
    assert b.docker.at("userland_proxy").span.line == 6
    assert b.docker.at("version").span.line == 15
    assert a.networks["lan"].at("parent").span.line == 8
    assert site.hosts["c"].origin.span.line == 17
    assert a.wrote("listens")
    assert a.at("network").dotted == "hosts.a.network"


def test_a_host_without_a_key_of_its_own_is_the_default() -> None:
    """`dock2:` alone is enough."""
    site = site_of("version: 1\ndefaults: {host: {network: none}}\nhosts:\n  dock2:\n")
    assert (site.hosts["dock2"].network, site.hosts["dock2"].origin.span.line) == ("none", 4)


def test_a_fault_in_the_defaults_is_told_once() -> None:
    """Not once for each host, and under the name of the defaults."""
    with pytest.raises(Refused) as error:
        site_of("version: 1\ndefaults: {host: {netwrk: x, virtual: 5}}\nhosts: {a: {}, b: {}, c: {}}")
    told = [(d.code, d.origin.dotted) for d in error.value.diagnostics]
    assert told == [("LW002", "defaults.host.netwrk"), ("LW003", "defaults.host.virtual")]


def test_what_the_defaults_lack_every_host_may_add() -> None:
    """A default needn't be complete; a host must be, and is told at the line that began the thing."""
    text = "version: 1\ndefaults: {host: {networks: {lan: {parent: eth0}}}}\nhosts:\n  a: {}\n  b: {networks: {lan: {driver: macvlan}}}\n"
    with pytest.raises(Refused) as error:
        site_of(text)
    (found,) = error.value.diagnostics
    assert (found.message, found.origin.dotted, found.origin.span.line) == (
        "`lan`: `driver` is missing",
        "hosts.a.networks.lan",
        2,
    )
    assert site_of(text.replace("  a: {}\n", "")).hosts["b"].networks["lan"].parent == "eth0"


@pytest.mark.parametrize(
    "defaults", ["defaults: ", "defaults: {}", "defaults: {host: }", "defaults: {host: {}}"]
)
def test_empty_defaults_change_nothing(defaults: str) -> None:
    """At each depth."""
    with_defaults = site_of(f"version: 1\n{defaults}\nhosts: {{a: {{}}}}")
    assert (
        with_defaults.hosts["a"].model_dump() == site_of("version: 1\nhosts: {a: {}}").hosts["a"].model_dump()
    )


@pytest.mark.parametrize(
    "text",
    ["defaults: 5", "defaults: {host: [1]}", "defaults: {hosts: {}}", "defaults: {host: {}}\nhosts: [a]", "defaults: {host: {virtual: x}}\nhosts: {a: 5}"],
)  # fmt: skip
def test_defaults_that_are_no_map_are_refused(text: str) -> None:
    """And nothing else happens."""
    with pytest.raises(Refused, match=r"LW00[23]"):
        site_of(f"version: 1\n{text}")


def test_defaults_times_hosts_are_bounded() -> None:
    """A thousand values for a thousand hosts twice are too many, before any is copied."""
    listens = ", ".join(["22"] * 1000)
    hosts = "\n".join(f"  h{n}: {{}}" for n in range(MAX_VALUES // 1000))
    with pytest.raises(Refused, match="LW005") as error:
        site_of(f"version: 1\ndefaults: {{host: {{listens: [{listens}]}}}}\nhosts:\n{hosts}\n")
    assert error.value.diagnostics[0].origin.dotted == "defaults.host"
