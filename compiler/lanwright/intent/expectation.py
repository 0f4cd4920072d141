"""What must, or must not, get through."""

from __future__ import annotations

from pydantic import Field

from lanwright.intent.model import Model
from lanwright.intent.shapes import Maybe
from lanwright.intent.types import Addresses, AskedPorts, Flag, Prose, Texts


class Expectation(Model):
    """One line of `expect`: judged at every check and build."""

    from_: Texts = Field(
        alias="from",
        examples=["laptop"],
        description="Who speaks first: endpoints, addresses, lan/L (its devices), host/H (its services) or internet.",
    )
    to: Texts = Field(description="Who is spoken to, in the same words.", examples=["web"])
    port: Maybe[AskedPorts] = Field(
        default=None,
        description="The port asked for; any for each port that `to` listens on; none for a ping.",
    )
    reach: Flag = Field(default=True, description="Whether it must get through.")
    seen_as: Addresses = Field(default=(), description="The source address that the receiver must see.")
    why: Maybe[Prose] = Field(default=None, description="The reason, for whoever reads the report.")
