"""What is done with a text, stage by stage, and what must hold of whatever comes out.

Each walk takes any text and ends in peace: with findings at places, or with files that their own formats can read.
"""

from __future__ import annotations

import json
import re
import tempfile
import xml.etree.ElementTree as ET
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import yaml

from lanwright import pipeline
from lanwright.diagnostics import Refused, told_once
from lanwright.expect import shown
from lanwright.report.checked import Checked
from lanwright.report.findings_github import findings_github
from lanwright.report.findings_json import findings_json
from lanwright.report.findings_junit import findings_junit
from lanwright.report.findings_sarif import findings_sarif
from lanwright.report.plan_json import plan_json
from lanwright.report.plan_sheet import plan_sheet
from lanwright.report.sheet import as_markdown, as_text
from lanwright.report.sources import Sources
from lanwright.report.text import text as findings_text
from lanwright.source import Beside, Document, foreign, parse
from tests.cli.run import run

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from lanwright.diagnostics import Diagnostic
    from lanwright.intent import Site
    from lanwright.plan import SitePlan
    from lanwright.targets.artifact import Artifact

NAME = "f.yaml"
CONTROL = re.compile("[^\t\n -~\xa0-\ud7ff\ue000-\U0010ffff]")
"""What no report and no file that is made may hold."""

BESIDE_COMPOSE = """
version: 1
lans: {home: {subnet: 192.168.0.0/24, gateway: 192.168.0.1}}
hosts:
  dock1:
    interfaces: {eth0: {lan: home, address: 192.168.0.10/24}}
    docker: {bip: 10.200.0.1/24, default_address_pools: [{base: 10.201.0.0/16, size: 24}]}
    projects: {shop: {compose_file: compose.yaml}}
    networks: {inner: {driver: bridge, subnet: 172.22.0.0/24}, real: {driver: macvlan, parent: eth0, lan: home}}
    services:
      web: {project: shop, networks: {inner: {}, real: 192.168.0.20}, listens: [80/tcp], publish: [{port: 80}]}
      db: {project: shop, networks: {inner: {}}, replicas: 2}
      side: {project: shop, network_mode: "service:web"}
"""


def source(text: str) -> None:
    """A located tree, whose marks have its shape, or a refusal with places."""
    for others in (False, True):
        try:
            document: Document | None = parse(text, NAME, foreign=others)
        except Refused as refused:
            document = None
            _placed(refused.diagnostics, {NAME: text})
        if document is not None:
            assert document.size <= 2_000_000


def intent(text: str) -> None:
    """A site, or a refusal with places."""
    try:
        pipeline.written({NAME: text})
    except Refused as refused:
        _placed(refused.diagnostics, {NAME: text})


def lower(text: str) -> None:
    """A plan, or a refusal; a plan can be shown in every way."""
    understood = _understood({NAME: text})
    if isinstance(understood, Refused):
        return
    _, plan = understood
    sources = Sources({NAME: text})
    json.loads(plan_json(plan, sources))
    sheet = plan_sheet(plan)
    for page in (as_markdown(sheet), as_text(sheet)):
        assert all(line.isprintable() for line in page.split("\n"))


def rules(text: str) -> None:
    """Findings, each at a place of the text, in every format."""
    texts = {NAME: text}
    understood = _understood(texts)
    if isinstance(understood, Refused):
        reported(Checked(found=understood.diagnostics, expectations=None, asked=lambda _: True), texts)
        return
    site, plan = understood
    told, silenced = pipeline.judged(site, plan)
    expected = [shown(one) for one in site.expect]
    found = told_once(told)
    _placed(found, texts)
    reported(Checked(found=found, silenced=silenced, expectations=expected, asked=lambda _: True), texts)


def emit(text: str) -> None:
    """Every host's files, each of which its own format can read, and twice the same."""
    understood = _understood({NAME: text})
    if isinstance(understood, Refused):
        return
    site, plan = understood
    notes = [item for item in pipeline.judge(site, plan) if item.code == "LW007"]
    for host in plan.hosts.values():
        files = pipeline.emit(host, notes)
        assert files == pipeline.emit(host, notes)
        sound(files)


def compose_file(text: str) -> None:
    """A compose file beside a good intent: compared, or told why it can't be."""
    beside = {"compose.yaml": Beside(text)}
    foreign("compose.yaml", beside["compose.yaml"])
    site, plan = pipeline.understand({NAME: BESIDE_COMPOSE}, beside)
    found = pipeline.judge(site, plan)
    texts = {NAME: BESIDE_COMPOSE, "compose.yaml": text}
    _placed(found, texts)
    reported(Checked(found=found, expectations=[], asked=lambda _: True), {NAME: BESIDE_COMPOSE})
    for host in plan.hosts.values():
        sound(pipeline.emit(host))


def cli(text: str) -> None:
    """The commands on a file of these bytes: an exit status that is promised, and nothing outside of the folder."""
    with tempfile.TemporaryDirectory() as outer:
        folder = Path(outer, "inner", "site")
        folder.mkdir(parents=True)
        (folder / NAME).write_bytes(text.encode("utf-8", "surrogatepass"))
        for arguments in (
            *(["check", f"--format={form}"] for form in ("text", "json", "sarif", "github", "junit")),
            ["check", "--strict", "--verbose"],
            ["plan"],
            ["plan", "--format=markdown"],
            ["build", "-o", str(folder / "out")],
            ["build", "-o", str(folder / "out"), "--check", "--diff"],
        ):
            ran = run(arguments[0], str(folder / NAME), *arguments[1:])
            assert ran.status in (0, 1, 2), ran
            assert not CONTROL.search(ran.stdout + ran.stderr), ran
        inside = {folder, folder.parent}
        assert all(folder in (path, *path.parents) or path in inside for path in Path(outer).rglob("*"))


WALKS: Mapping[str, Callable[[str], None]] = {
    "source": source, "intent": intent, "lower": lower, "rules": rules, "emit": emit, "compose_file": compose_file,
    "cli": cli,
}  # fmt: skip


def _understood(texts: Mapping[str, str]) -> tuple[Site, SitePlan] | Refused:
    try:
        return pipeline.understand(texts)
    except Refused as refused:
        _placed(refused.diagnostics, texts)
        return refused


def _placed(found: Sequence[Diagnostic], texts: Mapping[str, str]) -> None:
    """Each finding, and each place beside it, stands in a text."""
    lines = {name: len(re.split("\r\n|[\r\n\x85\u2028\u2029]", text)) for name, text in texts.items()}
    for item in found:
        assert item.message
        for place in (item.origin, *(other.origin for other in item.related)):
            span = place.span
            assert span.file in lines, item
            assert 1 <= span.line <= lines[span.file] + 1, item
            assert span.column >= 1, item
            assert (span.line, span.column) <= (span.end_line, span.end_column), item


def reported(outcome: Checked, texts: Mapping[str, str]) -> None:
    """Every format carries the findings, so that what reads it reads all of them and nothing else."""
    found = outcome.found
    sources = Sources(texts)
    assert len(json.loads(findings_json(found, sources))["diagnostics"]) == len(found)
    assert len(json.loads(findings_sarif(found, sources))["runs"][0]["results"]) == len(found)
    ET.fromstring(findings_junit(outcome, sources))
    told = findings_github(found, sources)
    assert all(line.startswith("::") for line in told.splitlines())
    assert all(line.isprintable() for line in (findings_text(found, sources) + told).split("\n"))


def sound(files: Sequence[Artifact]) -> None:
    """Names that stay in the folder, text without control characters, JSON and YAML that can be read."""
    assert len({file.path.casefold() for file in files}) == len(files)
    for file in files:
        path = PurePosixPath(file.path)
        assert not path.is_absolute(), path
        assert ".." not in path.parts, path
        text = file.content if isinstance(file.content, str) else file.content.decode()
        assert not CONTROL.search(text), (path, CONTROL.search(text))
        if path.suffix == ".json":
            json.loads(text)
        if path.suffix == ".yaml":
            yaml.compose(text, Loader=yaml.SafeLoader)
