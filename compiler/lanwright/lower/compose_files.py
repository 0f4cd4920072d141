"""The compose files that an intent names, read as far as networking depends on them.

They are other people's files: anchors, merge keys and tags are passed over, and what holds a variable (`${PORT}`) isn't
judged, since its value isn't known here.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from lanwright.diagnostics import Origin
from lanwright.lower.compose_ports import ports
from lanwright.plan.compose_file import ComposeFile, ComposeService

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lanwright.intent import Host, Site
    from lanwright.source import Foreign, Marks

_ELSEWHERE = "include"
"""The key by which a file takes services from others."""


def named(site: Site) -> tuple[str, ...]:
    """The compose files that an intent names, as it writes them, each once."""
    files = (project.compose_file for host in site.hosts.values() for project in host.projects.values())
    return tuple(dict.fromkeys(file for file in files if file is not None))


def compose_files(name: str, host: Host, beside: Mapping[str, Foreign]) -> dict[str, ComposeFile]:
    """By project, the compose file of a host, if it was looked for."""
    return {
        project: _told(beside[file], ("hosts", name, "projects", project, "compose_file"))
        for project, described in host.projects.items()
        if (file := described.compose_file) is not None and file in beside
    }


def _told(file: Foreign, place: tuple[str, ...]) -> ComposeFile:
    if file.document is None:
        within = Origin(place, file.span) if file.span is not None else None
        return ComposeFile(path=file.name, fault=file.fault, place=within)
    whole = _Part(file.document.data, file.document.marks, place)
    services, elsewhere = whole.at("services"), whole.at(_ELSEWHERE)
    if services is None or not isinstance(services.data, dict):
        fault = "" if elsewhere is not None else "it has no `services`"
        return ComposeFile(path=file.name, fault=fault, whole=False)
    return ComposeFile(
        path=file.name,
        services={name: _service(part, dict(services.items())) for name, part in services.items()},
        whole=elsewhere is None,
    )


def _service(part: _Part, others: Mapping[str, _Part], below: tuple[str, ...] = ()) -> ComposeService:
    """A service, with what it takes from another one of the same file (`extends`) under what it says itself."""
    extends = part.at("extends")
    name, elsewhere = _extended(extends)
    if extends is not None and not elsewhere and name in others and name not in below:
        return _over(_service(others[name], others, (*below, name)), _alone(part))
    taken = (name or elsewhere, extends.origin) if extends is not None else None
    return replace(_alone(part), extends=taken)


def _extended(extends: _Part | None) -> tuple[str, str]:
    """Which service is taken over, and from which other file."""
    if extends is None:
        return "", ""
    if not isinstance(extends.data, dict):
        return str(extends.data), ""
    return str(extends.data.get("service") or ""), str(extends.data.get("file") or "")


def _over(base: ComposeService, own: ComposeService) -> ComposeService:
    """Compose's merge: one value of the service's own instead of the other's, maps and lists together."""
    return ComposeService(
        network_mode=own.network_mode or base.network_mode,
        networks={**base.networks, **own.networks},
        ports=(
            *base.ports,
            *(port for port in own.ports if port.said not in {item.said for item in base.ports}),
        ),
        scale=own.scale or base.scale,
        origin=own.origin,
        extends=base.extends,
    )


def _alone(part: _Part) -> ComposeService:
    mode, networks, published = part.at("network_mode"), part.at("networks"), part.at("ports")
    scale = part.at("scale")
    return ComposeService(
        network_mode=(str(mode.data), mode.origin) if mode is not None and mode.data is not None else None,
        networks=dict(_names(networks)) if networks is not None else {},
        ports=tuple(
            port
            for item in (published.elements() if published is not None else ())
            for port in ports(item.data, item.origin)
        ),
        scale=(str(scale.data), scale.origin) if scale is not None else None,
        origin=part.origin,
    )


def _names(networks: _Part) -> Iterator[tuple[str, Origin]]:
    """A list of names, or a map."""
    if isinstance(networks.data, dict):
        yield from ((name, item.origin) for name, item in networks.items())
    for item in networks.elements():
        if isinstance(item.data, str):
            yield item.data, item.origin


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of a compose file: its data and marks; `place` is the intent's path that names the file."""

    data: Any
    marks: Marks
    place: tuple[str, ...]

    @property
    def origin(self) -> Origin:
        """Where it stands in the compose file."""
        return Origin(self.place, self.marks.shown)

    def at(self, key: str) -> _Part | None:
        """What stands at a key, also by a merge key."""
        return dict(self.items()).get(key)

    def items(self) -> Iterator[tuple[str, _Part]]:
        """Its keys, what comes by merge keys first, so that its own go over that."""
        if not isinstance(self.data, dict):
            return
        for key, marks in self.marks.children():
            if key == "<<":
                merged = _Part(self.data[key], marks, self.place)
                sources = list(merged.elements()) if isinstance(merged.data, list) else [merged]
                for source in reversed(sources):
                    yield from source.items()
        for key, marks in self.marks.children():
            if key != "<<":
                yield key, _Part(self.data[key], marks, self.place)

    def elements(self) -> Iterator[_Part]:
        """The items of a list."""
        if isinstance(self.data, list):
            for (_, marks), item in zip(self.marks.children(), self.data, strict=True):
                yield _Part(item, marks, self.place)
