"""Docker's address management, predicted offline: pools to subnets, subnets to gateways and addresses.

`allocate` is what Docker's allocator does with the networks of one engine; the other modules are its parts, each
with the moby file that it follows.
"""

from lanwright.lower.ipam.allocate import Allocation, Request, allocate
from lanwright.lower.ipam.claims import Claim, refused_pairs
from lanwright.lower.ipam.daemon_words import (
    LINEAR_ALLOCATOR,
    bridges_overlap,
    no_block_left,
    pool_overlaps,
    start_refusal,
)
from lanwright.lower.ipam.default_bridge import docker0
from lanwright.lower.ipam.hand_out import (
    capacity,
    free_addresses,
    gateway_is_automatic,
    last_of,
    next_address,
    unusable,
)
from lanwright.lower.ipam.pools import BUILT_IN, Pool, used_pools
from lanwright.lower.ipam.reserved import reserved_prefixes

__all__ = [
    "BUILT_IN",
    "LINEAR_ALLOCATOR",
    "Allocation",
    "Claim",
    "Pool",
    "Request",
    "allocate",
    "bridges_overlap",
    "capacity",
    "docker0",
    "free_addresses",
    "gateway_is_automatic",
    "last_of",
    "next_address",
    "no_block_left",
    "pool_overlaps",
    "refused_pairs",
    "reserved_prefixes",
    "start_refusal",
    "unusable",
    "used_pools",
]
