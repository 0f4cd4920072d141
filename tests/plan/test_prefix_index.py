"""The index of prefixes against a look at every one of them."""

from hypothesis import given, settings
from hypothesis import strategies as st

from lanwright.plan.intervals import Address, Network, address, interval
from lanwright.plan.prefix_index import PrefixIndex
from tests.plan.strategies import networks

prefixes = st.lists(networks(), max_size=25)


def numbered(items: list[Network], added: int) -> PrefixIndex[int]:
    """An index of items by number, of which the last few are added one by one."""
    early, late = items[: len(items) - added], items[len(items) - added :]
    index = PrefixIndex((prefix, number) for number, prefix in enumerate(early))
    for number, prefix in enumerate(late, len(early)):
        index.add(prefix, number)
    return index


@settings(deadline=None)
@given(prefixes, networks(), st.integers(0, 5))
def test_queries_agree_with_a_look_at_every_prefix(items: list[Network], asked: Network, added: int) -> None:
    """Containing, contained and overlapping prefixes are found, added early or late, each once."""
    index = numbered(items, min(added, len(items)))
    wanted = interval(asked)
    extents = list(enumerate(map(interval, items)))
    assert sorted(index.containing(asked)) == [number for number, one in extents if one.covers(wanted)]
    assert sorted(index.within(asked)) == [number for number, one in extents if wanted.covers(one)]
    assert sorted(index.overlapping(asked)) == [number for number, one in extents if one.overlaps(wanted)]
    assert (asked in index) == (asked in items)
    assert bool(index) == bool(items)


@settings(deadline=None)
@given(prefixes, networks())
def test_the_longest_match_is_what_a_routing_table_chooses(items: list[Network], asked: Network) -> None:
    """Of the prefixes that contain an address the longest wins, and of equal ones the last given."""
    target: Address = address(asked.version, int(asked.network_address))
    matches = [
        (prefix.prefixlen, number)
        for number, prefix in enumerate(items)
        if interval(prefix).covers(interval(target))
    ]
    expected = max(matches)[1] if matches else None
    assert PrefixIndex(zip(items, range(len(items)), strict=True)).longest_match(target) == expected


@settings(deadline=None)
@given(prefixes, networks())
def test_containing_prefixes_come_shortest_first(items: list[Network], asked: Network) -> None:
    """The order of an answer is that of prefix lengths."""
    index = PrefixIndex((prefix, prefix.prefixlen) for prefix in items)
    lengths = list(index.containing(asked))
    assert lengths == sorted(lengths)
