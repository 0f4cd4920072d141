"""Whatever stands in an intent that is YAML: findings at places, or files; never a fault of Lanwright itself."""

from __future__ import annotations

from copy import deepcopy
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from lanwright import pipeline
from lanwright.diagnostics import Refused
from lanwright.report.findings_json import findings_json
from lanwright.report.plan_json import plan_json
from lanwright.report.plan_sheet import plan_sheet
from lanwright.report.sheet import as_markdown, as_text
from lanwright.report.sources import Sources
from lanwright.report.text import text
from lanwright.report.trace_text import trace_text
from lanwright.trace import matrix
from lanwright.world import realise

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lanwright.diagnostics import Diagnostic

ROOT = Path(__file__).parents[1]
WORDS = """
    0 -1 true ~ 28 29.1 0.0.0.0 0.0.0.0/0 ::/0 :: 255.255.255.255 127.0.0.1 224.0.0.0/4 fe80::1 ff02::1 ::1 ::ffff:1.2.3.4
    192.168.0.0/22 192.168.0.1 192.168.0.0 192.168.3.255 192.168.0.231/22 192.168.0.0/31 192.168.0.0/32 192.168.0.248/29
    172.17.0.0/16 172.17.0.1 10.0.0.0/8 10.200.0.1/24 fd00:8::/64 fd00:8::1 fd00:8::1/64 fd00:8::/127 fd00:8::/128 ::/64
    192.168.0.0-192.168.3.255 192.168.1.9-192.168.1.1 80 80/udp 1-65535 [::]:80 0.0.0.0:80/udp eth0 eth0.10 eth0.10.20
    br0 lo docker0 macvlan ipvlan bridge l2 l3 private passthru wireless vlan tunnel bond host service:web alias dnat any
    internet lan/home host/dock1 web dock1/web web/clients none networkd nftables 02:42:c0:a8:00:01 ff:ff:ff:ff:ff:ff
""".split()  # noqa: SIM905 - a list of eighty words


class _Texts(yaml.SafeLoader):
    """Every scalar as it is written."""


_Texts.yaml_implicit_resolvers = {}


def _samples() -> list[Any]:
    files = [*ROOT.glob("samples/*/lanwright.yaml"), *ROOT.glob("samples/rules/LW[2367]*/*.yaml")]
    files += [ROOT / "tests/every_key/whole.yaml"]
    return [yaml.load(file.read_text(), _Texts) for file in sorted(files)]


def _places(part: Any) -> Iterator[tuple[Any, Any]]:
    """Every value, as a collection and what leads to it there."""
    for step in list(part) if isinstance(part, dict) else range(len(part)) if isinstance(part, list) else ():
        yield part, step
        yield from _places(part[step])


SAMPLES = _samples()
BY_KEY: dict[Any, list[Any]] = {}
for _sample in SAMPLES:
    for _part, _step in _places(_sample):
        BY_KEY.setdefault(_step, []).append(_part[_step])
KEYS = sorted(key for key in BY_KEY if isinstance(key, str))

changes = st.lists(
    st.tuples(st.sampled_from(["word", "likewise", "drop", "add"]), *[st.integers(0, 10**6)] * 3),
    min_size=1,
    max_size=6,
)


def changed(sample: Any, steps: Sequence[tuple[str, int, int, int]]) -> Any:
    """The sample with other words, values of the same key elsewhere, without keys, or with keys of others."""
    site = deepcopy(sample)
    for how, where, which, what in steps:
        places = list(_places(site))
        if not places:
            break
        part, step = places[where % len(places)]
        if how == "word":
            part[step] = WORDS[which % len(WORDS)]
        elif how == "likewise":
            part[step] = deepcopy(BY_KEY[step][which % len(BY_KEY[step])])
        elif how == "drop":
            del part[step]
        elif isinstance(part, dict):
            key = KEYS[which % len(KEYS)]
            part[key] = deepcopy(BY_KEY[key][what % len(BY_KEY[key])])
    return site


def written(part: dict[str, Any] | list[Any] | str, *, is_key: bool = False) -> str:
    """The site as flow YAML; quotes only where the text needs them, so that numbers are numbers."""
    if isinstance(part, dict):
        return (
            "{"
            + ", ".join(f"{written(key, is_key=True)}: {written(value)}" for key, value in part.items())
            + "}"
        )
    if isinstance(part, list):
        return "[" + ", ".join(map(written, part)) + "]"
    plain = part.replace("-", "").replace(".", "").replace("/", "").replace("_", "").isalnum()
    return part if plain and not is_key else "'" + part.replace("'", "''") + "'"


def findings(source: str) -> tuple[Diagnostic, ...]:
    """What the whole compiler says; where there is a plan, it is shown in every way, traced, and all files are made."""
    sources = Sources({"f.yaml": source})
    try:
        site, plan = pipeline.understand({"f.yaml": source})
    except Refused as refused:
        return refused.diagnostics
    for host in plan.hosts.values():
        pipeline.emit(host)
    plan_json(plan, sources)
    as_markdown(plan_sheet(plan))
    as_text(plan_sheet(plan))
    for cell in islice(matrix(realise(plan)), 20):
        assert trace_text(cell.found, sources)
    return pipeline.judge(site, plan)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(SAMPLES), changes)
def test_any_intent_is_compiled_or_told_what_is_wrong(
    sample: Any, steps: list[tuple[str, int, int, int]]
) -> None:
    """Each finding, and each place beside it, stands in the text; all of it can be shown."""
    source = written(changed(sample, steps))
    found = findings(source)
    lines = source.splitlines()
    for item in found:
        for place in (item.origin, *(other.origin for other in item.related)):
            assert place.span.file == "f.yaml"
            assert 1 <= place.span.line <= len(lines) + 1
    sources = Sources({"f.yaml": source})
    assert bool(text(found, sources)) == bool(found)
    assert findings_json(found, sources)
