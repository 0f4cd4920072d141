"""The whole intent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field, PrivateAttr, ValidationError, WrapValidator

from lanwright.intent import values
from lanwright.intent.expectation import Expectation
from lanwright.intent.host import Host
from lanwright.intent.lan import Lan
from lanwright.intent.model import Model
from lanwright.intent.names import HostName, LanName, RangeName, SiteName
from lanwright.intent.shapes import ListOf, MapOf, Parsed
from lanwright.intent.types import Cidrs

if TYPE_CHECKING:
    from pydantic import ValidatorFunctionWrapHandler

    from lanwright.change import Change
    from lanwright.diagnostics import Edit
    from lanwright.source import Manuscript, Remark

_version = Parsed(values.version, {"type": "integer", "const": 1}, "LW006")


def _incomplete(value: Any, validate: ValidatorFunctionWrapHandler) -> Any:
    """A default may lack what every host adds: hosts are complete or refused, a default needn't be."""
    try:
        return validate(value)
    except ValidationError as error:
        if all(found["type"] == "missing" for found in error.errors(include_url=False)):
            return None
        raise


class Defaults(Model):
    """What parts of the intent share; what is written here is bound once more with each host."""

    host: Annotated[Host | None, WrapValidator(_incomplete)] = Field(
        default=None, description="Keys that every host has unless it says otherwise."
    )


class Site(Model):
    """One site: its LANs, its hosts, and who must reach whom."""

    version: Annotated[Literal[1], _version] = Field(description="The grammar's version.", examples=[1])
    site: SiteName = Field(default="site", description="The site's name, for reports.")
    lans: MapOf[LanName, Lan] = Field(default_factory=dict, description="The LANs of the site.")
    avoid: MapOf[RangeName, Cidrs] = Field(
        default_factory=dict, description="Ranges reachable elsewhere that no Docker pool may shadow."
    )
    defaults: Defaults = Field(default_factory=Defaults, description="What parts of the intent share.")
    hosts: MapOf[HostName, Host] = Field(
        default_factory=dict, description="The hosts, each merged over `defaults.host`."
    )
    expect: ListOf[Expectation] = Field(
        default=(), description="What must, or must not, get through; judged at every check and build."
    )
    _remarks: Any = PrivateAttr(default=())
    _manuscript: Any = PrivateAttr(default=None)

    @property
    def remarks(self) -> tuple[Remark, ...]:
        """The comments that speak to Lanwright, in the order of the texts."""
        told: tuple[Remark, ...] = self._remarks
        return told

    def hear(self, remarks: tuple[Remark, ...]) -> None:
        """Take the comments of the texts that the site was bound from; once, where it is bound."""
        self._remarks = remarks

    def edits(self, changes: tuple[Change, ...]) -> tuple[Edit, ...]:
        """Changes as edits of the texts that the site was bound from; none where one of them can't be made there."""
        written: Manuscript | None = self._manuscript
        return written.edits(changes) if written is not None and changes else ()

    def keeps_comments(self, edits: tuple[Edit, ...]) -> bool:
        """Whether no comment goes with what such edits take away."""
        written: Manuscript | None = self._manuscript
        return written is None or written.keeps_comments(edits)

    def keep(self, manuscript: Manuscript) -> None:
        """Take the texts that the site was bound from; once, where it is bound."""
        self._manuscript = manuscript
