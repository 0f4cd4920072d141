"""The rules about ports name exactly what a look at all pairs names."""

from __future__ import annotations

from typing import Any, NamedTuple

from hypothesis import given
from hypothesis import strategies as st

from tests.rules.pairwise.drawn import BIP, named, places

HOST, ALIASES = "192.168.0.10", ("192.168.0.20", "192.168.0.21")
EVERY = "0.0.0.0"


class Want(NamedTuple):
    """A published port, or a listener."""

    address: str
    first: int
    last: int
    protocol: str
    via: str = "docker"

    @property
    def port(self) -> str:
        """As an intent has it."""
        return f"{self.first}-{self.last}/{self.protocol}"


@st.composite
def wants(draw: st.DrawFn) -> Want:
    """At every address, at the host's own, or at an alias; a socket of Docker's or a rule of ours."""
    one, other = draw(st.integers(1, 30)), draw(st.integers(1, 30))
    address = draw(st.sampled_from([EVERY, HOST, *ALIASES]))
    via = "docker" if address in (EVERY, HOST) else draw(st.sampled_from(["alias", "dnat"]))
    first, last = min(one, other), draw(st.sampled_from([min(one, other), max(one, other)]))
    return Want(address, first, last, draw(st.sampled_from(["tcp", "tcp", "udp"])), via)


def site(published: list[Want], listens: list[Want]) -> dict[str, Any]:
    """A host with one service for each published port."""
    return {
        "lans": {"home": {"subnet": "192.168.0.0/24", "gateway": "192.168.0.1"}},
        "hosts": {
            "dock1": {
                "interfaces": {"eth0": {"lan": "home", "address": f"{HOST}/24"}},
                "docker": {"bip": BIP, "userland_proxy": False},
                "listens": [f"{item.address}:{item.port}" for item in listens],
                "networks": {"inner": {"driver": "bridge", "subnet": "172.22.0.0/16"}},
                "services": {
                    f"s{number:02}": {
                        "networks": {"inner": {}},
                        "publish": [
                            {"port": item.port, "to": item.port}
                            | ({} if item.address == EVERY else {"address": item.address, "via": item.via})
                        ],
                    }
                    for number, item in enumerate(published)
                },
            }
        },
    }


def share(one: Want, other: Want) -> bool:
    """Whether a port of one protocol is in both."""
    return one.protocol == other.protocol and one.first <= other.last and other.first <= one.last


def clash(one: Want, other: Want) -> bool:
    """Two sockets at one address, or one of them at every address; a rule of ours at its own address alone."""
    if not share(one, other):
        return False
    both_sockets = "dnat" not in (one.via, other.via)
    return one.address == other.address or (both_sockets and EVERY in (one.address, other.address))


@given(st.lists(wants(), max_size=9))
def test_lw607_names_each_port_that_an_earlier_service_publishes(published: list[Want]) -> None:
    """Once for each."""
    expected = [
        f"hosts.dock1.services.s{number:02}.publish.0.port"
        for number, item in enumerate(published)
        if any(clash(item, earlier) for earlier in published[:number])
    ]
    assert places(named(site(published, []), "LW607")) == expected


@given(st.lists(wants(), max_size=6), st.lists(wants(), max_size=6))
def test_lw608_names_each_port_that_the_host_listens_on(published: list[Want], listens: list[Want]) -> None:
    """At that address, or one of the two at every one; a rule of ours binds nothing."""
    heard = [item._replace(via="docker") for item in listens]
    expected = [
        f"hosts.dock1.services.s{number:02}.publish.0.port"
        for number, item in enumerate(published)
        if item.via != "dnat" and any(clash(item, one) for one in heard)
    ]
    assert places(named(site(published, listens), "LW608")) == expected
