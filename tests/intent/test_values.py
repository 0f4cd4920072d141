"""The grammar's values: how each may be written, and what it is then."""

from __future__ import annotations

import re
from ipaddress import ip_address, ip_interface
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lanwright.intent import values
from lanwright.intent.values import AddressRange, Listen, Port, UnfitError

if TYPE_CHECKING:
    from collections.abc import Callable

WEB = Port(80, 80, "tcp")


@pytest.mark.parametrize(
    ("parse", "written", "expected"),
    [
        (values.address, "192.168.0.20", ip_address("192.168.0.20")),
        (values.address, "FD00::20", ip_address("fd00::20")),
        (values.address, "::ffff:192.0.2.1", ip_address("::ffff:192.0.2.1")),
        (values.cidr, "192.168.0.231/22", ip_interface("192.168.0.231/22")),
        (values.cidr, "fd00:8::/64", ip_interface("fd00:8::/64")),
        (values.cidr, "192.168.143.91/32", ip_interface("192.168.143.91/32")),
        (values.cidr, "0.0.0.0/0", ip_interface("0.0.0.0/0")),
        (
            values.address_range,
            "192.168.1.0-192.168.1.255",
            AddressRange(ip_address("192.168.1.0"), ip_address("192.168.1.255")),
        ),
        (values.address_range, "fd00::1 - fd00::9", AddressRange(ip_address("fd00::1"), ip_address("fd00::9"))),
        (values.address_range, "10.0.0.9-10.0.0.1", AddressRange(ip_address("10.0.0.9"), ip_address("10.0.0.1"))),
        (values.port, 80, WEB),
        (values.port, "80", WEB),
        (values.port, "80/tcp", WEB),
        (values.port, "53/udp", Port(53, 53, "udp")),
        (values.port, "5000-5010/udp", Port(5000, 5010, "udp")),
        (values.port, "1-65535", Port(1, 65535, "tcp")),
        (values.listen, 22, Listen(None, Port(22, 22, "tcp"))),
        (values.listen, "80/tcp", Listen(None, WEB)),
        (values.listen, "0.0.0.0:80/tcp", Listen(ip_address("0.0.0.0"), WEB)),
        (values.listen, "127.0.0.1:80", Listen(ip_address("127.0.0.1"), WEB)),
        (values.listen, "[::1]:53/udp", Listen(ip_address("::1"), Port(53, 53, "udp"))),
        (values.listen, "[fd00::1]:8000-8010", Listen(ip_address("fd00::1"), Port(8000, 8010, "tcp"))),
        (values.mac, "52:54:00:AB:34:56", "52:54:00:ab:34:56"),
        (values.mac, "52-54-00-ab-34-56", "52:54:00:ab:34:56"),
        (values.option, True, "true"),
        (values.option, False, "false"),
        (values.option, 1500, "1500"),
        (values.option, "", ""),
        (values.docker_version, "28", "28"),
        (values.docker_version, 29, "29"),
        (values.docker_version, "28.10", "28.10"),
        (values.ports, "any", "any"),
        (values.ports, 80, (WEB,)),
        (values.ports, ["80/tcp", 53], (WEB, Port(53, 53, "tcp"))),
    ],
)  # fmt: skip
def test_a_value_is_read(parse: Callable[[Any], Any], written: Any, expected: Any) -> None:
    """Every form that the grammar names, of both families."""
    assert parse(written) == expected


JUNK: list[Any] = [None, True, 1.5, {}, [], "", " ", "x", "80 ", "-1", "٣"]


@pytest.mark.parametrize(
    ("parse", "refused"),
    [
        (
            values.address,
            [80, "192.168.0", "192.168.0.256", "192.168.0.01", "10.0.0.0/8", "fe80::1%eth0", "::1::"],
        ),
        (
            values.cidr,
            [
                24,
                "10.0.0.1",
                "10.0.0.0/33",
                "10.0.0.0/08",
                "fd00::/129",
                "10.0.0.0/255.0.0.0",
                "10.0.0.0/",
                "fe80::1%e/64",
            ],
        ),
        (
            values.address_range,
            ["10.0.0.1", "10.0.0.1-", "10.0.0.1-fd00::1", "10.0.0.1-10.0.0.2-10.0.0.3", "10.0.0.1-9"],
        ),
        (
            values.port,
            [0, 65536, -1, "0", "65536", "80/sctp", "80/TCP", "90-80", "80-", "80/", "1.5", "99999999"],
        ),
        (
            values.listen,
            [0, "1.2.3.4", "1.2.3.4:", ":80", "::1:80", "[1.2.3:80", "[::1]80", "1.2.3.4.5:80", "[]:80"],
        ),
        (
            values.mac,
            [525400123456, "52:54:00:12:34", "52:54:00:12:34:5g", "5254.0012.3456", "52:54:00:12:34:56:78"],
        ),
        (values.docker_version, [25, 30, "25", "28.", "28.3.1", "v28", "28.03", "28.123", 28.3, "2٣"]),
        (values.ports, [0, ["80", "x"], "all"]),
    ],
)
def test_what_is_no_such_value_is_refused_with_an_example(
    parse: Callable[[Any], Any], refused: list[Any]
) -> None:
    """The sentence says what was expected and shows one; other types and stray digits are no values either."""
    for written in [*refused, *JUNK]:
        if parse is values.ports and written == []:
            continue
        with pytest.raises(UnfitError, match=r"^expected ") as error:
            parse(written)
        assert re.search(r"for example,? .*[0-9]", error.value.fix)


@pytest.mark.parametrize("written", [None, 1.5, [], {}, "two\nlines"])
def test_an_option_is_one_line(written: Any) -> None:
    """Docker and the kernel take strings; a float would lose its spelling."""
    with pytest.raises(UnfitError, match=r"^expected one line of text, a whole number, true or false"):
        values.option(written)


ports = st.tuples(st.integers(1, 65535), st.integers(1, 65535), st.sampled_from(["tcp", "udp"])).map(
    lambda drawn: Port(min(drawn[:2]), max(drawn[:2]), drawn[2])
)
addresses = st.ip_addresses()


@given(ports)
def test_a_port_reads_back_as_it_is_shown(port: Port) -> None:
    """What a message shows can be pasted into the intent."""
    assert values.port(str(port)) == port


@given(st.builds(Listen, st.none() | addresses, ports))
def test_a_listener_reads_back_as_it_is_shown(listen: Listen) -> None:
    """IPv6 addresses stand in brackets."""
    assert values.listen(str(listen)) == listen


@given(addresses, st.data())
def test_a_range_reads_back_as_it_is_shown(first: Any, data: st.DataObject) -> None:
    """Both ends of one family, reversed or not."""
    written = AddressRange(first, data.draw(st.ip_addresses(v=first.version)))
    assert values.address_range(str(written)) == written


@given(st.text(max_size=40) | st.text("0123456789.:/-[]abcdef", max_size=40))
def test_any_text_is_a_value_or_refused(text: str) -> None:
    """A parser raises ValueError with its own sentence, and nothing else."""
    for parse in (values.address, values.cidr, values.address_range, values.port, values.listen, values.mac):
        assert re.match(r"[0-9a-f\[:]|expected ", said(parse, text))


def said(parse: Callable[[Any], Any], written: Any) -> str:
    """The value as it is shown, or the parser's sentence."""
    try:
        return str(parse(written))
    except UnfitError as error:
        return str(error)


@pytest.mark.parametrize(
    ("value", "expected"), [(True, "true"), (5, "5"), ("a\nb\tc\r", "a b c "), ("x" * 61, "x" * 57 + "...")]
)
def test_a_message_shows_a_value_on_one_short_line(value: Any, expected: str) -> None:
    """Booleans as YAML writes them; long texts are cut."""
    assert values.shown(value) == expected
