"""Random extents from a world so small that they often overlap."""

from ipaddress import IPv4Network, IPv6Network

from hypothesis import strategies as st

from lanwright.plan.intervals import Interval, Network, network

_BASES = {
    4: int(IPv4Network("10.0.0.0/24").network_address),
    6: int(IPv6Network("fd00::/120").network_address),
}

families = st.sampled_from([4, 6])


@st.composite
def networks(draw: st.DrawFn, family: int | None = None) -> Network:
    """A prefix within 256 addresses of either family."""
    version = draw(families) if family is None else family
    width = {4: 32, 6: 128}[version]
    host_bits = draw(st.integers(0, 8))
    first = (_BASES[version] + draw(st.integers(0, 255))) >> host_bits << host_bits
    return network(version, first, width - host_bits)


@st.composite
def intervals(draw: st.DrawFn, family: int | None = None) -> Interval:
    """A range within 256 addresses of either family."""
    version = draw(families) if family is None else family
    one, other = draw(st.integers(0, 255)), draw(st.integers(0, 255))
    return Interval(version, _BASES[version] + min(one, other), _BASES[version] + max(one, other))
