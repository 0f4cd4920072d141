"""networkd's files read as networkd reads them: the first that matches a link, by name, with its drop-ins; keys repeat."""

from __future__ import annotations

from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from lanwright.targets import networkd

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lanwright.plan import HostPlan

Sections = list[tuple[str, list[tuple[str, str]]]]
FOLDER = "rootfs/etc/systemd/network/"
Row = tuple[str | None, ...]


@dataclass
class Made:
    """What networkd would make of some files."""

    kinds: dict[str, tuple[str, str | None]] = field(default_factory=dict)
    stands_on: set[tuple[str, str, str]] = field(default_factory=set)
    addresses: set[tuple[str, str]] = field(default_factory=set)
    routes: set[tuple[str, str | None, str | None, str | None]] = field(default_factory=set)
    promiscuous: set[str] = field(default_factory=set)
    mtu: dict[str, int] = field(default_factory=dict)


def files(host: HostPlan) -> dict[str, Sections]:
    """The target's files by their name below networkd's folder."""
    return {
        artifact.path.removeprefix(FOLDER): parsed(artifact.content)
        for artifact in networkd.emit(host).artifacts
    }


def parsed(text: str) -> Sections:
    """Sections and their lines, in order."""
    sections: Sections = []
    for line in text.splitlines():
        if line.startswith("["):
            sections.append((line.strip("[]"), []))
        elif line and not line.startswith(("#", ";")):
            key, equals, value = line.partition("=")
            assert equals, f"neither a section, a comment nor a setting: {line!r}"
            sections[-1][1].append((key, value))
    return sections


def values(sections: Sections, name: str, key: str) -> list[str]:
    """All values of a key in all sections of that name."""
    return [value for section, lines in sections if section == name for found, value in lines if found == key]


def value(sections: Sections, name: str, key: str) -> str | None:
    """The last value of a key, which is the one that counts."""
    found = values(sections, name, key)
    return found[-1] if found else None


def of_link(found: Mapping[str, Sections], name: str, unit: str | None = None) -> Sections:
    """What configures a link: ours, if one matches before the host's own `unit`, else that one with its drop-in."""
    for file, sections in sorted(found.items()):
        if file.endswith(".network") and (unit is None or file < unit):
            patterns = " ".join(values(sections, "Match", "Name")).split()
            if any(fnmatchcase(name, pattern) for pattern in patterns):
                return sections
    return found.get(f"{unit}.d/lanwright.conf", [])


def made_by(host: HostPlan) -> Made:
    """What networkd would make for the links of a host."""
    found, made = files(host), Made()
    for file, sections in found.items():
        if file.endswith(".netdev"):
            kind = value(sections, "NetDev", "Kind")
            name = value(sections, "NetDev", "Name")
            assert kind, file
            assert name, file
            made.kinds[name] = kind, next(_modes(sections), None)
            made.kinds |= dict.fromkeys(values(sections, "Peer", "Name"), (kind, None))
    for name in {*host.links, *(port for link in host.links.values() for port in link.ports)}:
        link = host.links.get(name)
        _read(made, name, of_link(found, name, link.unit if link else None))
    return made


def _modes(sections: Sections) -> Iterator[str]:
    for section in ("MACVLAN", "IPVLAN", "Bond"):
        yield from (mode.lower() for mode in values(sections, section, "Mode"))
    yield from values(sections, "VLAN", "Id")


def _read(made: Made, name: str, sections: Sections) -> None:
    for key in ("MACVLAN", "IPVLAN", "VLAN"):
        made.stands_on |= {(upper, name, key.lower()) for upper in values(sections, "Network", key)}
    for key in ("Bridge", "Bond"):
        made.stands_on |= {(name, upper, key.lower()) for upper in values(sections, "Network", key)}
    for section in ("Network", "Address"):
        made.addresses |= {(name, address) for address in values(sections, section, "Address")}
    for gateway in values(sections, "Network", "Gateway"):
        made.routes.add((name, "::/0" if ":" in gateway else "0.0.0.0/0", gateway, None))
    for section, lines in sections:
        if section == "Route":
            line = dict(lines)
            made.routes.add((name, line["Destination"], line.get("Gateway"), line.get("PreferredSource")))
    if value(sections, "Link", "Promiscuous") == "yes":
        made.promiscuous.add(name)
    if mtu := value(sections, "Link", "MTUBytes"):
        made.mtu[name] = int(mtu)
