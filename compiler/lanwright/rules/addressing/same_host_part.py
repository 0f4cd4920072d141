"""The same machine of another subnet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.plan.intervals import address

if TYPE_CHECKING:
    from lanwright.plan.values import Address, Prefix


def same_host_part(wanted: Address, subnet: Prefix) -> Address:
    """An address with its host part moved into a subnet: 192.168.1.50 in 10.0.0.0/24 is 10.0.0.50."""
    return address(subnet.version, int(subnet.network_address) | (int(wanted) & int(subnet.hostmask)))
