"""What dockerd says when it refuses, by version: the words that a user will search for.

Source: moby `libnetwork/ipamapi/contract.go`, `libnetwork/ipams/defaultipam/allocator.go`,
`libnetwork/ipamutils/utils.go` (26), `libnetwork/drivers/bridge/bridge_linux.go` (conflictsWithNetworks).
"""

from collections.abc import Sequence

from lanwright.lower.ipam.pools import Pool
from lanwright.plan.docker_version import DockerVersion
from lanwright.plan.intervals import WIDTH

LINEAR_ALLOCATOR = DockerVersion(27, 0)
"""The first version that walks the pools block by block instead of listing all blocks at start."""


def no_block_left(version: DockerVersion, family: int, pools: Sequence[Pool]) -> str:
    """Why a network without a subnet can't be made: the pools of this family are used up."""
    if version < LINEAR_ALLOCATOR:
        return (
            f"could not find an available, non-overlapping IPv{family} address pool among the defaults "
            "to assign to the network"
        )
    if version >= DockerVersion(29, 0) and not any(pool.version == family for pool in pools):
        return "invalid address pool"
    return "all predefined address pools have been fully subnetted"


def pool_overlaps(version: DockerVersion) -> str:
    """Why a network with a subnet can't be made: another network has addresses of it."""
    words = "Pool overlaps with other one on this address space"
    return words if version < LINEAR_ALLOCATOR else f"invalid pool request: {words}"


def bridges_overlap(family: int) -> str:
    """Why the bridge driver doesn't make a network, though the address space has taken its subnet (an ip_range)."""
    return f"networks have overlapping IPv{family}"


def start_refusal(version: DockerVersion, index: int, pool: Pool) -> str | None:
    """Why dockerd doesn't start with this configured pool (its place in the file, from 0), or None.

    `dockerd --validate` finds none of these.
    """
    if version < LINEAR_ALLOCATOR:
        fits = pool.size > 0 and pool.base.prefixlen <= pool.size
        return _too_long_in_26(index, pool) if fits else f"invalid pools size: {pool.size}"
    entry = f"network at index {index} (&{{{pool.base} {pool.size}}})"
    if pool.size == 0:
        return f"could not construct local address space: {entry} is not in canonical form"
    if pool.size < pool.base.prefixlen:
        return (
            f"could not construct local address space: {entry} has a smaller prefix (/{pool.base.prefixlen}) "
            f"than the target size of that pool (/{pool.size})"
        )
    if pool.size > WIDTH[pool.version]:
        return "failed to allocate gateway (): invalid pool id: LocalDefault/invalid Prefix"
    return None


def _too_long_in_26(index: int, pool: Pool) -> str | None:
    if pool.size <= WIDTH[pool.version]:
        return None
    return f"could not construct local address space: network at index {index} is not in canonical form"
