"""A host's interface, as it is found or as Lanwright writes it."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from lanwright.intent.model import Model
from lanwright.intent.names import InterfaceName, UnitName
from lanwright.intent.shapes import ListOf, Maybe
from lanwright.intent.types import BondMode, Cidrs, Flag, Mtu, Text, Whole


class Interface(Model):
    """One interface of a host: a NIC, or a bridge, VLAN or bond above one."""

    kind: Maybe[Literal["physical", "bridge", "vlan", "bond", "wireless", "tunnel"]] = Field(
        default=None, description="What it is; vlan where the name is like eth0.10, else physical."
    )
    ports: ListOf[InterfaceName] = Field(default=(), description="The members of a bridge or a bond.")
    link: Maybe[InterfaceName] = Field(
        default=None,
        description="The interface that a VLAN is on; read from a name like eth0.10 when absent.",
    )
    id: Maybe[Whole] = Field(
        default=None, description="The VLAN's id, 1 to 4094; read from a name like eth0.10 when absent."
    )
    mode: Maybe[BondMode] = Field(
        default=None,
        description="The bond's mode; active-backup where Lanwright makes the bond, as it asks nothing of the switch.",
    )
    lan: Maybe[Text] = Field(default=None, description="The LAN that it is on.")
    address: Cidrs = Field(
        default=(),
        description="The host's address here, with the LAN's prefix length, or one of each family.",
    )
    dhcp: Flag = Field(
        default=False,
        description="Whether the address is a lease; `address` is then its reservation, if any.",
    )
    default_route: Maybe[Flag] = Field(
        default=None,
        description=(
            "Whether the host's default route leaves here; true by default on the first interface that has an "
            "address or `dhcp` on a LAN with a gateway."
        ),
    )
    mtu: Maybe[Mtu] = Field(default=None, description="The interface's MTU.")
    max_macs: Maybe[Whole] = Field(
        default=None,
        ge=1,
        description="How many MAC addresses the NIC filters in hardware before it goes promiscuous.",
    )
    promiscuous: Flag = Field(
        default=False, description="Whether the interface is put into promiscuous mode."
    )
    managed: Flag = Field(
        default=False, description="Whether Lanwright writes the interface's own stanza or unit."
    )
    unit: Maybe[UnitName] = Field(
        default=None, description="The networkd unit, not ours, that a drop-in extends."
    )
