"""What must, or must not, get through."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, PlainValidator
from pydantic_core import PydanticCustomError

from lanwright.intent import values
from lanwright.intent.model import Model
from lanwright.intent.types import Addresses, Flag, Ports, Text, Texts


def _ports(value: Any) -> Any:
    """`any`, or one port or several; no port at all is an ICMP echo."""
    if value == "any":
        return value
    try:
        return tuple(values.port(item) for item in (value if isinstance(value, list) else [value]))
    except ValueError as error:
        raise PydanticCustomError("LW003", "{said}, or any", {"said": str(error)}) from None


class Expectation(Model):
    """One line of `expect`: judged at every check and build."""

    from_: Texts = Field(
        alias="from",
        description="Who speaks first: endpoints, addresses, lan/L (its devices), host/H (its services) or internet.",
    )
    to: Texts = Field(description="Who is spoken to, in the same words.")
    port: (
        Annotated[
            Ports | Literal["any"], PlainValidator(_ports, json_schema_input_type=Ports | Literal["any"])
        ]
        | None
    ) = Field(
        default=None,
        description="The port asked for; any for each port that `to` listens on; none for a ping.",
    )
    reach: Flag = Field(default=True, description="Whether it must get through.")
    seen_as: Addresses = Field(default=(), description="The source address that the receiver must see.")
    why: Text | None = Field(default=None, description="The reason, for whoever reads the report.")
