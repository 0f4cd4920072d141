"""The intent's JSON Schema says what `bind` takes, and says it in words that an editor can show."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from lanwright.diagnostics import Refused
from lanwright.intent import bind
from lanwright.intent.grammar import ITEM, keys
from lanwright.intent.schema import schema
from lanwright.source import parse

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
INTENTS = sorted([*ROOT.glob("samples/**/lanwright.yaml"), *ROOT.glob("tests/every_key/*.yaml")])
SCHEMA = schema()
VALIDATOR = Draft202012Validator(SCHEMA)


def read(path: Path) -> Any:
    """An intent's plain data."""
    return parse(path.read_text(encoding="utf-8"), path.name).data


def bound(data: Any) -> bool:
    """Whether `bind` takes it."""
    try:
        bind(parse(yaml.safe_dump(data, sort_keys=False), "f"))
    except Refused:
        return False
    return True


def objects(found: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each map of properties in the schema, with where it stands."""
    for name, definition in {"": found, **found["$defs"]}.items():
        for form in (definition, *definition.get("anyOf", ())):
            if "properties" in form:
                yield name, form["properties"]


def test_it_is_a_schema_of_its_dialect() -> None:
    """Draft 2020-12, without an address of its own: it is read from wherever it lies."""
    Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert "$id" not in SCHEMA


def test_every_property_and_every_definition_is_described() -> None:
    """An editor shows these sentences; each is one, and ends like one."""
    described = {f"{place}.{key}": value for place, found in objects(SCHEMA) for key, value in found.items()}
    described |= SCHEMA["$defs"]
    assert [name for name, value in described.items() if not value.get("description", "").endswith(".")] == []
    assert all(definition["title"] for definition in SCHEMA["$defs"].values())


def test_it_has_every_key_of_the_grammar_and_no_other() -> None:
    """The schema and the models are one grammar."""
    depth = {path[-1] for path in keys()}
    assert depth == {key for _, found in objects(SCHEMA) for key in found}


def test_a_kind_of_value_is_defined_once() -> None:
    """Every definition is used, and nothing that is long stands in two places."""
    text = str(SCHEMA)
    assert [name for name in SCHEMA["$defs"] if text.count(f"'#/$defs/{name}'") == 0] == []
    patterns = [found["pattern"] for found in SCHEMA["$defs"].values() if "pattern" in found]
    assert all(
        text.count(repr(pattern)) <= len([p for p in patterns if p == pattern]) for pattern in patterns
    )


@pytest.mark.parametrize("path", INTENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_the_samples_are_valid(path: Path) -> None:
    """What an editor underlines in them would be a fault of the schema."""
    assert [error.message for error in VALIDATOR.iter_errors(read(path))] == []


BAD = """
hosts: {}
version: 2
version: "1"
[version]
{version: 1, hots: {}}
{version: 1, site: a/b}
{version: 1, hosts: [d]}
{version: 1, hosts: {lan: {}}}
{version: 1, hosts: {a b: {}}}
{version: 1, hosts: {d: {network: dhcpcd}}}
{version: 1, hosts: {d: {virtual: "yes"}}}
{version: 1, hosts: {d: {listens: 80}}}
{version: 1, hosts: {d: {listens: [0]}}}
{version: 1, hosts: {d: {listens: [80/sctp]}}}
{version: 1, hosts: {d: {listens: ["::1:80"]}}}
{version: 1, hosts: {d: {interfaces: {abcdefghijklmnop: {}}}}}
{version: 1, hosts: {d: {interfaces: {eth0: {mtu: 67}}}}}
{version: 1, hosts: {d: {interfaces: {eth0: {mtu: null}}}}}
{version: 1, hosts: {d: {interfaces: {eth0: {address: 10.0.0.1}}}}}
{version: 1, hosts: {d: {interfaces: {eth0: {address: [10.0.0.1/8, 10.0.0.2/8, fd00::1/64]}}}}}
{version: 1, hosts: {d: {docker: {version: 28.3}}}}
{version: 1, hosts: {d: {docker: {version: "25"}}}}
{version: 1, hosts: {d: {docker: {version: "28.03"}}}}
{version: 1, hosts: {d: {docker: {default_address_pools: [{size: 24}]}}}}
{version: 1, hosts: {d: {docker: {config: daemon.json}}}}
{version: 1, hosts: {d: {networks: {-n: {driver: bridge}}}}}
{version: 1, hosts: {d: {networks: {host: {driver: bridge}}}}}
{version: 1, hosts: {d: {networks: {net: {}}}}}
{version: 1, hosts: {d: {networks: {net: null}}}}
{version: 1, hosts: {d: {networks: {net: {driver: overlay}}}}}
{version: 1, hosts: {d: {networks: {net: {driver: bridge, uplink: {}}}}}}
{version: 1, hosts: {d: {networks: {net: {driver: bridge, uplink: null}}}}}
{version: 1, hosts: {d: {networks: {net: {driver: bridge, host_access: maybe}}}}}
{version: 1, hosts: {d: {networks: {net: {driver: bridge, options: {a: 1.5}}}}}}
{version: 1, hosts: {d: {services: {web: {publish: [{to: 80}]}}}}}
{version: 1, hosts: {d: {services: {web: {publish: 80}}}}}
{version: 1, hosts: {d: {services: {web: {clients: {return: nat}}}}}}
{version: 1, hosts: {d: {services: {web: {clients: null}}}}}
{version: 1, hosts: {d: {services: {web: {network_mode: bridge}}}}}
{version: 1, hosts: {d: {services: {web: {replicas: 0}}}}}
{version: 1, hosts: {d: {services: {web: {networks: {net: {mac: 5254.0012.3456}}}}}}}
{version: 1, lans: {home: {}}}
{version: 1, lans: {home: {subnet: "fd00::"}}}
{version: 1, lans: {home: {subnet: 10.0.0.256/8}}}
{version: 1, lans: {home: {subnet: 10.0.0.0/33}}}
{version: 1, lans: {home: {subnet: 10.0.0.0/8, dhcp: 10.0.0.1}}}
{version: 1, lans: {home: {subnet: 10.0.0.0/8, devices: {x: {mac: "52:54:00:12:34:56"}}}}}
{version: 1, expect: [{from: a}]}
{version: 1, expect: [{from: a, to: b, port: all}]}
{version: 1, defaults: {hosts: {}}}
{version: 1, defaults: {host: {netwrk: none}}}
"""


@pytest.mark.parametrize("text", BAD.strip().splitlines())
def test_what_has_the_wrong_type_is_refused_by_both(text: str) -> None:
    """The schema refuses what `bind` refuses for its type, wherever JSON Schema can say it."""
    data = parse(text, "f").data
    assert not VALIDATOR.is_valid(data)
    assert not bound(data)


def test_defaults_may_complete_a_host() -> None:
    """What a host must say is asked for only where no default may say it."""
    text = "version: 1\ndefaults: {host: {networks: {net: {driver: bridge}}}}\nhosts: {d: {networks: {net: , two: {driver: bridge}}}}"
    data = parse(text, "f").data
    assert bound(data)
    assert VALIDATOR.is_valid(data)
    del data["defaults"]
    assert not VALIDATOR.is_valid(data)


JUNK = [
    None, True, 0, -1, 1, 5, 70000, 1.5, "", "x", "any", "two words", "two\nlines", "UPPER", "-dash", "a/b", "none",
    "192.168.0.9", "fd00::9", "192.168.0.0/24", "fd00::/64", "80/tcp", "52:54:00:12:34:56", "10.0.0.1-10.0.0.9", "28",
    [], {}, ["x"], [80], ["192.168.0.9", "fd00::9"], {"x": 1}, {"address": "10.0.0.1"}, {"driver": "bridge"},
]  # fmt: skip
"""Values that fit somewhere and nowhere; none that only a parser can tell from a good one (fd00:::1)."""

BASES = [read(path) for path in INTENTS]


def places(data: Any, above: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path of everything in a tree."""
    yield above
    if isinstance(data, dict | list):
        for step, below in data.items() if isinstance(data, dict) else enumerate(data):
            yield from places(below, (*above, step))


@st.composite
def bent(draw: st.DrawFn) -> Any:
    """A sample in which one to three things were replaced, taken out or added."""
    data = copy.deepcopy(draw(st.sampled_from(BASES)))
    for _ in range(draw(st.integers(1, 3))):
        there = [path for path in places(data) if path]
        if not there:
            break
        *above, last = draw(st.sampled_from(there))
        inside = data
        for step in above:
            inside = inside[step]
        match draw(st.sampled_from(["replace", "drop", "add"])):
            case "replace":
                inside[last] = copy.deepcopy(draw(st.sampled_from(JUNK)))
            case "drop":
                del inside[last]
            case _ if isinstance(inside, dict):
                inside[draw(st.sampled_from(sorted({path[-1] for path in keys() if path[-1] != ITEM})))] = (
                    copy.deepcopy(draw(st.sampled_from(JUNK)))
                )
            case _:
                inside.append(copy.deepcopy(draw(st.sampled_from(JUNK))))
    return data


@pytest.mark.parametrize(
    ("gateway", "sound"),
    [
        (["192.168.0.1", "fd00::1"], True),
        (["fd00::1"], True),
        (["192.168.0.1"], True),
        ([], True),
        (["fd00::1", "fd00::2"], False),
        (["192.168.0.1", "192.168.0.2"], False),
    ],
)
def test_a_list_has_one_value_of_each_family(gateway: list[str], *, sound: bool) -> None:
    lan = {"subnet": ["192.168.0.0/24", "fd00::/64"], "gateway": gateway}
    data = {"version": 1, "lans": {"home": lan}}
    assert (VALIDATOR.is_valid(data), bound(data)) == (sound, sound)


@settings(max_examples=300)
@given(bent())
def test_schema_and_bind_agree(data: Any) -> None:
    """What `bind` takes the schema takes; without defaults, what one refuses the other refuses, too."""
    taken = VALIDATOR.is_valid(data)
    if bound(data):
        assert taken
    elif isinstance(data, dict) and "defaults" not in data:
        assert not taken


@given(st.ip_addresses(), st.integers(0, 128))
def test_every_address_has_the_schema_s_form(address: Any, length: int) -> None:
    """Short, long and mixed spellings; the pattern may take more than the parser, never less."""
    cidr = f"{address}/{min(length, address.max_prefixlen)}"
    texts = {str(address): cidr, address.exploded: f"{address.exploded}/{length % 33}"}
    for written, subnet in texts.items():
        lan = {"subnet": subnet, "gateway": written, "dhcp": f"{written}-{written}"}
        assert VALIDATOR.is_valid({"version": 1, "lans": {"home": lan}})


@pytest.mark.parametrize(
    "written", ["::", "::1", "fd00::", "::ffff:192.0.2.1", "1:2:3:4:5:6:192.0.2.1", "1::2:192.0.2.1"]
)
def test_the_rarer_spellings_of_ipv6_are_taken_by_both(written: str) -> None:
    """With an IPv4 address at the end, or all but empty."""
    data = {"version": 1, "lans": {"home": {"subnet": "fd00::/8", "gateway": written}}}
    assert VALIDATOR.is_valid(data)
    assert bound(data)
