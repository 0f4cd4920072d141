"""A Docker network of a host, and how the host itself reaches it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BeforeValidator, Field
from pydantic_core import PydanticCustomError

from lanwright.intent.model import Model
from lanwright.intent.names import InterfaceName, ReserveName
from lanwright.intent.shapes import MapOf, Maybe
from lanwright.intent.types import Addresses, Cidrs, Flag, Mtu, Option, Subnets, Text, Word

if TYPE_CHECKING:
    from pydantic import GetJsonSchemaHandler
    from pydantic.json_schema import JsonSchemaValue


class HostAccess(Model):
    """The shim that lets the host and its macvlan or ipvlan containers reach each other."""

    interface: Maybe[InterfaceName] = Field(
        default=None, description="The shim's name; made from the network's name when absent."
    )
    address: Cidrs = Field(
        default=(),
        description="The shim's address; the host's own address on the LAN, as /32 and /128, when absent.",
    )
    takes_host_address: Flag = Field(
        default=False,
        description="Whether the host's LAN address moves from the parent to the shim; refused (LW622).",
    )


def _switched(value: Any) -> Any:
    """`true` takes the best way, `false` is the same as nothing."""
    if isinstance(value, bool):
        return {} if value else None
    if isinstance(value, dict) or value is None:
        return value
    raise PydanticCustomError(
        "LW003", "expected true, false or a map", {"fix": "write `true` for the best way"}
    )


class _Switch:
    """Schema: true, false or the map."""

    @staticmethod
    def __get_pydantic_json_schema__(schema: Any, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"anyOf": [{"type": "boolean"}, handler(schema)]}


class Uplink(Model):
    """How a Docker bridge is joined to a real one."""

    veth_to: InterfaceName = Field(
        description="The host's bridge that a veth pair leads to.", examples=["br0"]
    )


class Network(Model):
    """One Docker network."""

    driver: Literal["bridge", "macvlan", "ipvlan"] = Field(
        description="Docker's network driver.", examples=["bridge"]
    )
    mode: Maybe[Word] = Field(
        default=None, description="macvlan: bridge, private, vepa or passthru; ipvlan: l2, l3 or l3s."
    )
    flag: Maybe[Word] = Field(default=None, description="ipvlan: bridge, private or vepa.")
    parent: Maybe[InterfaceName] = Field(
        default=None, description="The host's interface that the containers' links are on."
    )
    lan: Maybe[Text] = Field(
        default=None, description="The LAN it is on; subnet and gateway come from there."
    )
    subnet: Subnets = Field(
        default=(), description="Its subnet; one per family, any number for macvlan and ipvlan."
    )
    gateway: Addresses = Field(default=(), description="The containers' default route.")
    ip_range: Cidrs = Field(default=(), description="What Docker may hand out by itself.")
    reserve: MapOf[ReserveName, Addresses] = Field(
        default_factory=dict, description="Addresses that Docker must not hand out (aux addresses)."
    )
    internal: Flag = Field(default=False, description="Whether the network has no way out.")
    masquerade: Flag = Field(
        default=True, description="Whether what leaves a bridge network takes the host's address."
    )
    mtu: Maybe[Mtu] = Field(default=None, description="The network's MTU (bridge networks).")
    options: MapOf[Text, Option] = Field(
        default_factory=dict, description="Further driver options, passed through."
    )
    host_access: Annotated[HostAccess | None, BeforeValidator(_switched), _Switch] = Field(
        default=None, description="Whether, and how, the host reaches this network; true takes the best way."
    )
    host_bridge: Maybe[InterfaceName] = Field(
        default=None, description="The host's own bridge that the containers are put on."
    )
    uplink: Maybe[Uplink] = Field(default=None, description="A veth pair to the host's own bridge.")
    leaves_as: Addresses = Field(
        default=(), description="The source address of what leaves the host from here (SNAT)."
    )
    external: Flag = Field(
        default=False, description="Whether the network exists already; never made or removed then."
    )

    @property
    def on_bridge(self) -> str | None:
        """The host's own bridge that it is on or leads to."""
        return self.host_bridge or (self.uplink.veth_to if self.uplink else None)
