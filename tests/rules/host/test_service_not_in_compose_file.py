"""LW717: the intent beside a project's own compose file."""

from __future__ import annotations

import pytest

from lanwright.diagnostics import Diagnostic, Severity
from lanwright.lower import lower
from lanwright.rules import check
from lanwright.source import Beside, foreign
from tests.intents import site_of

SITE = """
version: 1
hosts:
  dock1:
    projects: {shop: {compose_file: shop.yml}}
    networks:
      back: {driver: bridge, subnet: 10.100.0.0/24}
    services:
      web: {project: shop, KEYS}
      other: {networks: {back: {}}}
"""


def found(keys: str, file: str, fault: str = "") -> list[Diagnostic]:
    """What the rule finds."""
    site = site_of(SITE.replace("KEYS", keys))
    plan = lower(site, {"shop.yml": foreign("shop.yml", Beside(file, fault))})
    return list(check(site, plan, select=lambda code: code == "LW717"))


@pytest.mark.parametrize(
    ("keys", "file"),
    [
        ("networks: {back: {}}", "services: {web: {}}"),
        ("networks: {back: {}}", "services: {web: {networks: [back]}}"),
        ("networks: {back: {}}", "include: [more.yml]"),
        ("service: nginx", "services: {nginx: {networks: [default]}}"),
        ("network_mode: host", "services: {web: {network_mode: bridge, networks: [x], ports: ['80:80']}}"),
        ("publish: [{port: 8080, to: 80}]", "services: {web: {ports: ['8080:80']}}"),
        ("publish: [{port: 8080, to: 80}]", "services: {web: {ports: ['127.0.0.1:8080:80', '$P:80']}}"),
        ("networks: {back: {}}, replicas: 2", "services: {web: {scale: 2}}"),
        ("networks: {back: {}}", "services: {web: {scale: 2}}"),
        ("compose: false, networks: {back: {}}", "services: {x: {}}"),
    ],
)
def test_what_goes_together_is_in_order(keys: str, file: str) -> None:
    """What the file has and the fragment sets itself, what can't be told, what another runs."""
    assert found(keys, file) == []


@pytest.mark.parametrize(
    ("keys", "file", "said", "severity"),
    [
        ("networks: {back: {}}", "services: {webb: {}}", "there is no service `web`", Severity.ERROR),
        (
            "networks: {back: {}}",
            "services: {web: {network_mode: none}}",
            "network_mode none",
            Severity.ERROR,
        ),
        ("listens: [80]", "services: {web: {network_mode: host}}", "network_mode host", Severity.ERROR),
        ("networks: {back: {}}, replicas: 3", "services: {web: {scale: 2}}", "`scale: 2`", Severity.ERROR),
        ("networks: {back: {}}", "services: {web: {networks: [back, front]}}", "`front`", Severity.WARNING),
        ("listens: [80]", "services: {web: {networks: [front]}}", "`front`", Severity.WARNING),
        ("networks: {back: {}}", "services: {web: {ports: ['80:80']}}", "80:80", Severity.WARNING),
        ("publish: [8081]", "services: {web: {ports: ['80:80']}}", "80:80", Severity.WARNING),
    ],
)
def test_what_doesnt_is_told_once(keys: str, file: str, said: str, severity: Severity) -> None:
    """With the place in the compose file beside it."""
    (item,) = found(keys, file)
    assert said in item.message
    assert item.severity is severity
    assert all(other.origin.span.file == "shop.yml" for other in item.related)
    assert item.origin.span.file == "lanwright.yaml"


def test_a_near_name_is_the_fix() -> None:
    """Else those that no other service has."""
    (near,) = found("networks: {back: {}}", "services: {webb: {}}")
    assert near.fix == "write `service: webb`"
    (far,) = found("networks: {back: {}}", "services: {nginx: {}}")
    assert far.fix == "write its name there (nginx) as `service`, or add it to that file"


def test_what_happens_to_a_port_depends_on_the_fragment() -> None:
    """It overrides a service's ports where the intent publishes some."""
    (stays,) = found("networks: {back: {}}", "services: {web: {ports: ['127.0.0.1:53:53/udp']}}")
    assert stays.why.startswith("it stays")
    assert "`{address: 127.0.0.1, port: 53/udp}`" in stays.fix
    (goes,) = found("publish: [8081]", "services: {web: {ports: ['80:80']}}")
    assert goes.why == "the fragment takes it away"


def test_a_file_that_cant_be_read_is_told_where_it_is_named() -> None:
    """With the place inside, where there is one."""
    (missing,) = found("listens: [80]", "", "no such file or directory")
    assert missing.origin.path[-1] == "compose_file"
    assert missing.related == ()
    (broken,) = found("listens: [80]", "services: {web: [")
    assert [item.origin.span.line for item in broken.related] == [1]


def test_what_a_service_takes_from_another_of_its_file_is_its_own() -> None:
    """Through a chain, and no further than where it closes."""
    base = "base: {network_mode: host}"
    for file in (
        f"services: {{web: {{extends: base}}, {base}}}",
        f"services: {{web: {{extends: {{service: middle}}}}, middle: {{extends: base}}, {base}}}",
    ):
        (finding,) = found("networks: {back: {}}", file)
        assert "network_mode" in finding.message
        assert finding.severity is Severity.ERROR
    ports = "services: {web: {extends: base, ports: ['81:81']}, base: {ports: ['80:80']}}"
    assert len(found("networks: {back: {}}", ports)) == 2
    loop = found("networks: {back: {}}", "services: {web: {extends: base}, base: {extends: web}}")
    assert [item.severity for item in loop] == [Severity.WARNING]


@pytest.mark.parametrize("extends", ["{file: other.yml, service: base}", "nobody", "{file: other.yml}"])
def test_what_it_takes_from_elsewhere_is_told(extends: str) -> None:
    """That file isn't read."""
    (finding,) = found("networks: {back: {}}", f"services: {{web: {{extends: {extends}}}}}")
    assert finding.severity is Severity.WARNING
    assert "extends" in finding.message
