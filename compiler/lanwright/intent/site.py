"""The whole intent."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from lanwright.intent.expectation import Expectation
from lanwright.intent.host import Host
from lanwright.intent.lan import Lan
from lanwright.intent.model import Model
from lanwright.intent.names import HostName, LanName, RangeName
from lanwright.intent.types import Cidrs, Text


class Defaults(Model):
    """What parts of the intent share."""

    host: Host | None = Field(default=None, description="Keys that every host has unless it says otherwise.")


class Site(Model):
    """One site: its LANs, its hosts, and who must reach whom."""

    version: Literal[1] = Field(description="The grammar's version.")
    site: Text = Field(
        default="site",
        pattern=r"^[A-Za-z0-9][A-Za-z0-9_. -]{0,62}$",
        description="The site's name, for reports.",
    )
    lans: dict[LanName, Lan] = Field(default_factory=dict, description="The LANs of the site.")
    avoid: dict[RangeName, Cidrs] = Field(
        default_factory=dict, description="Ranges reachable elsewhere that no Docker pool may shadow."
    )
    defaults: Defaults = Field(default_factory=Defaults, description="What parts of the intent share.")
    hosts: dict[HostName, Host] = Field(
        default_factory=dict, description="The hosts, each merged over `defaults.host`."
    )
    expect: tuple[Expectation, ...] = Field(
        default=(), description="What must, or must not, get through; judged at every check and build."
    )
