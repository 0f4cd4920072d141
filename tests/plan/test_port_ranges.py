"""Ranges of ports against a look at every one of them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from lanwright.plan.port import Port
from lanwright.plan.port_ranges import PortRanges

numbers = st.integers(1, 40)
ports = st.tuples(numbers, numbers).map(lambda ends: Port(min(ends), max(ends), "tcp"))
several = st.lists(ports, max_size=12)


def overlap(one: Port, other: Port) -> bool:
    """Whether a port is in both."""
    return one.first <= other.last and other.first <= one.last


@given(several, ports)
def test_one_that_overlaps_is_found_wherever_there_is_one(items: list[Port], asked: Port) -> None:
    """And it does overlap; nothing is found where nothing does."""
    met = PortRanges((port, number) for number, port in enumerate(items)).overlapping(asked)
    if met is None:
        assert not any(overlap(port, asked) for port in items)
    else:
        assert items[met[1]] == met[0]
        assert overlap(met[0], asked)


def test_of_two_that_reach_as_far_the_first_is_told() -> None:
    """One that begins at a lower port comes before."""
    ranges = PortRanges([(Port(85, 90, "tcp"), "inner"), (Port(80, 90, "tcp"), "outer")])
    assert ranges.overlapping(Port(88, 88, "tcp")) == (Port(80, 90, "tcp"), "outer")


def test_the_same_range_may_be_there_twice() -> None:
    """Of equal ones the first given is told, whatever it stands for."""
    port, first, second = Port(80, 80, "tcp"), object(), object()
    assert PortRanges([(port, first), (port, second)]).overlapping(port) == (port, first)


@given(several, numbers)
def test_the_free_port_is_the_lowest_one(items: list[Port], first: int) -> None:
    """Every port from the first one up to it is taken."""
    free = PortRanges((port, None) for port in items).free_from(first)
    taken = {number for port in items for number in range(port.first, port.last + 1)}
    assert free == next(number for number in range(first, 100) if number not in taken)


def test_where_every_port_is_taken_none_is_free() -> None:
    """65535 is the last one."""
    assert PortRanges([(Port(1, 65535, "tcp"), None)]).free_from(80) is None
    assert PortRanges([(Port(1, 65534, "tcp"), None)]).free_from(80) == 65535
