"""Facts as a table: a small site, and who reaches whom in it, in the words in which the lab tells it.

A file of `facts/` has the `site` that its cases share and, for each case, a rest of the intent and its rows:

    laptop
        web       10.77.4.140:80/tcp     seen as 10.77.5.50     [proxy on]
        web       10.77.4.140/icmp       no answer, docker-direct-access

A place and what it asks for: who should answer, at which address and port, what came of it. `[proxy on]` keeps a row to
those variants; a line that begins with `#`, and what follows one, is a remark. `each` names the variants (`without`:
those that aren't asked), `values` what is written for a variant's name, `$name` where it is written; `$interfaces` are
the host's, by its card or its bridge. `finds` are the errors that rules find in the intent, where a fact is about what
they refuse.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

FACTS = Path(__file__).parent / "facts"
_SWITCHES = {"on": "true", "off": "false"}
_ROW = re.compile(r"(?P<indent> *)(?P<fields>.*?)(\s*\[(?P<only>[^]:]*)\])?(\s+#.*)?")


@dataclass(frozen=True, slots=True)
class Row:
    """One row: `place` asks, `outcome` is `seen as X`, `refused` or `no answer`, `reason` the trace's name for that.

    `port` is None for a ping.
    """

    place: str
    name: str
    address: str
    protocol: str
    port: int | None
    outcome: str
    reason: str | None

    def __str__(self) -> str:
        return f"{self.place} asks {self.name} at {self.address} {self.port or ''}/{self.protocol}: {self.outcome}"


@dataclass(frozen=True, slots=True)
class Case:
    """One variant of a case: its texts, as files of an intent's folder, and its rows."""

    fact: str
    name: str
    variant: Mapping[str, str]
    texts: Mapping[str, str]
    finds: frozenset[str]
    rows: tuple[Row, ...]

    def __str__(self) -> str:
        return "-".join((self.fact, self.name.replace(" ", "_"), *self.variant.values()))


def cases() -> Iterator[Case]:
    """All variants of all cases, file by file."""
    for path in sorted(FACTS.glob("*.yaml")):
        file = yaml.load(path.read_text(), yaml.BaseLoader)  # every scalar stays text
        for name, case in file["cases"].items():
            for chosen in product(*case["each"].values()):
                variant = dict(zip(case["each"], chosen, strict=True))
                if not case.get("without") or not case["without"].items() <= variant.items():
                    yield _case(path.stem, file, name, case, variant)


def _case(
    fact: str, file: Mapping[str, Any], name: str, case: Mapping[str, Any], variant: dict[str, str]
) -> Case:
    values = {**_SWITCHES, **file.get("values", {}), **case.get("values", {})}
    written = {key: values.get(value, value) for key, value in variant.items()}
    written["interfaces"] = _interfaces(file["host"], variant.get("parent", "eth0"))
    site = file["site"]
    for old, new in case.get("replaces", {}).items():
        site = site.replace(old, new)
    texts = {"case.yaml": case.get("intent", ""), "site.yaml": site}
    return Case(
        fact=fact,
        name=name,
        variant=variant,
        texts={file: Template(text).substitute(written) for file, text in texts.items() if text},
        finds=frozenset(_finds(case.get("finds", ()), variant)),
        rows=tuple(_rows(case["rows"], variant)),
    )


def _interfaces(host: str | list[str], parent: str) -> str:
    own = ", ".join(f'"{address}"' for address in ([host] if isinstance(host, str) else host))
    on_lan = f"lan: home, address: [{own}]"
    if parent == "br0":
        return f"{{eth0: {{}}, br0: {{kind: bridge, ports: [eth0], {on_lan}}}}}"
    return f"{{eth0: {{{on_lan}}}}}"


def _finds(written: Iterable[str], variant: Mapping[str, str]) -> Iterator[str]:
    for line in written:
        code, _, only = line.partition(" ")
        if _is_for(only.strip("[]"), variant):
            yield code


def _rows(text: str, variant: Mapping[str, str]) -> Iterator[Row]:
    place = ""
    for line in text.splitlines():
        if line.lstrip().startswith("#") or not line.strip():
            continue
        found = _ROW.fullmatch(line)
        assert found is not None, line
        if not found["indent"]:
            place = found["fields"]
        elif _is_for(found["only"], variant):
            yield _row(place, found["fields"])


def _is_for(only: str | None, variant: Mapping[str, str]) -> bool:
    conditions = [item.strip().partition(" ") for item in only.split(",")] if only else []
    return all(variant[key] == value for key, _, value in conditions)


def _row(place: str, fields: str) -> Row:
    name, door, told = re.split(r"\s{2,}", fields.strip())
    where, _, protocol = door.rpartition("/")
    address, port = (
        (where, None) if protocol == "icmp" else (where.rpartition(":")[0], int(where.rpartition(":")[2]))
    )
    outcome, _, reason = told.partition(", ")
    return Row(place, name, address.strip("[]"), protocol, port, outcome, reason or None)
