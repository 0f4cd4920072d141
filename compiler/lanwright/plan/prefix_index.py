"""An index of prefixes: which contain this one, which lie in it, which is the longest match.

Containing prefixes are found by one dictionary look-up per prefix length in use, contained ones by bisection:
no query walks the index.
"""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Iterator, Sequence
from ipaddress import IPv4Network, IPv6Network
from typing import Generic, TypeAlias, TypeVar

from lanwright.plan.intervals import WIDTH, Address, Network

Key: TypeAlias = tuple[int, int, int]
"""Family, first address, prefix length."""

T = TypeVar("T")


class PrefixIndex(Generic[T]):
    """Prefixes of both families with a payload each; one prefix may have several, in the order they came."""

    def __init__(self, items: Iterable[tuple[Network, T]] = ()) -> None:
        self._payloads: dict[Key, list[T]] = {}
        for prefix, payload in items:
            self._payloads.setdefault(_key(prefix), []).append(payload)
        self._sorted = sorted(self._payloads)
        self._lengths = {
            family: sorted({key[2] for key in self._sorted if key[0] == family}) for family in WIDTH
        }

    def add(self, prefix: Network, payload: T) -> None:
        """Put one more prefix in."""
        key = _key(prefix)
        if key not in self._payloads:
            self._payloads[key] = []
            insort(self._sorted, key)
            lengths = self._lengths[prefix.version]
            if prefix.prefixlen not in lengths:
                insort(lengths, prefix.prefixlen)
        self._payloads[key].append(payload)

    def containing(self, extent: Address | Network) -> Iterator[T]:
        """The payloads of all prefixes that contain this address or whole prefix, the shortest prefix first."""
        for key in self._ancestors(_key(extent)):
            yield from self._payloads[key]

    def within(self, prefix: Network) -> Iterator[T]:
        """The payloads of all prefixes that lie in this one (or are it), sorted by address."""
        for key in self._inside(_key(prefix)):
            yield from self._payloads[key]

    def overlapping(self, extent: Address | Network) -> Iterator[T]:
        """The payloads of all prefixes that share an address with this one: the containing, then the contained."""
        yield from self.containing(extent)
        own = _key(extent)
        for key in self._inside(own):
            if key != own:
                yield from self._payloads[key]

    def longest_match(self, extent: Address | Network) -> T | None:
        """The payload of the longest prefix that contains this, as a routing table chooses; the last one given."""
        keys = list(self._ancestors(_key(extent)))
        return self._payloads[keys[-1]][-1] if keys else None

    def __bool__(self) -> bool:
        return bool(self._payloads)

    def __contains__(self, prefix: Network) -> bool:
        return _key(prefix) in self._payloads

    def _ancestors(self, key: Key) -> Iterator[Key]:
        family, first, length = key
        for shorter in self._lengths[family]:
            if shorter > length:
                return
            shift = WIDTH[family] - shorter
            ancestor = (family, first >> shift << shift, shorter)
            if ancestor in self._payloads:
                yield ancestor

    def _inside(self, key: Key) -> Sequence[Key]:
        """The prefixes inside this one, itself among them, sorted."""
        family, first, length = key
        last = first + (1 << (WIDTH[family] - length)) - 1
        end = bisect_right(self._sorted, (family, last, WIDTH[family]))
        return self._sorted[bisect_left(self._sorted, key) : end]


def _key(extent: Address | Network) -> Key:
    if isinstance(extent, IPv4Network | IPv6Network):
        return extent.version, int(extent.network_address), extent.prefixlen
    return extent.version, int(extent), WIDTH[extent.version]
