"""A LAN: its subnet, its router, what its DHCP server hands out, and the machines that stand on it."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from lanwright.intent.model import Model
from lanwright.intent.names import DeviceName, ReserveName
from lanwright.intent.shapes import ListOf, MapOf, Maybe
from lanwright.intent.types import Addresses, Cidrs, Flag, Mtu, OneListen, OneMac, Ranges, Text, Whole


class Device(Model):
    """Another machine on the LAN: its address is taken, and traces may start or end there."""

    shorthand: ClassVar[str | None] = "address"

    address: Addresses = Field(
        description="The machine's address, or one of each family.", examples=["192.168.0.50"]
    )
    mac: Maybe[OneMac] = Field(
        default=None, description="Its MAC address, so that no container is given the same."
    )
    listens: ListOf[OneListen] = Field(
        default=(), description="What it listens on, for traces that end there."
    )


class LanRoute(Model):
    """A static route that the LAN's router has."""

    to: Cidrs = Field(description="The subnet that is reached.", examples=["10.9.0.0/24"])
    via: Addresses = Field(
        description="The machine on this LAN that leads there.", examples=["192.168.0.231"]
    )


class Switch(Model):
    """What the LAN's switch allows on the port of a host."""

    macs_per_port: Maybe[Whole] = Field(
        default=None, ge=1, description="How many MAC addresses one switch port may show (port security)."
    )
    hairpin: Flag = Field(
        default=False,
        description="Whether the switch sends frames back out of the port they came from (802.1Qbg).",
    )


class Lan(Model):
    """One broadcast domain with its subnet of each family."""

    subnet: Cidrs = Field(description="The LAN's subnet, or one of each family.", examples=["192.168.0.0/22"])
    gateway: Addresses = Field(
        default=(), description="The router's address on this LAN; without it nothing leaves."
    )
    router: Maybe[Text] = Field(
        default=None, description="The router's name; LANs that name one router are routed to each other."
    )
    ra: Maybe[Flag] = Field(
        default=None,
        description="Whether the router advertises IPv6; true by default where there is an IPv6 subnet.",
    )
    dhcp: Ranges = Field(default=(), description="The ranges that the LAN's DHCP server hands out.")
    devices: MapOf[DeviceName, Device] = Field(
        default_factory=dict,
        description="Other machines: their addresses are taken, traces may start or end there.",
    )
    routes: ListOf[LanRoute] = Field(default=(), description="Static routes on the LAN's router.")
    shared: MapOf[ReserveName, Addresses] = Field(
        default_factory=dict, description="Addresses that may move between machines (a VIP)."
    )
    switch: Switch | None = Field(default=None, description="Limits of the LAN's switch.")
    mtu: Maybe[Mtu] = Field(default=None, description="The LAN's MTU, where it isn't 1500.")
