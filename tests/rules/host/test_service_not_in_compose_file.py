"""LW717: the intent beside a project's own compose file."""

from __future__ import annotations

import pytest

from lanwright.diagnostics import Diagnostic, Severity
from lanwright.source import Beside
from tests.rules.found import found
from tests.rules.mended import mended

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


def told(keys: str, file: str, fault: str = "") -> list[Diagnostic]:
    """What the rule finds."""
    return [*found("LW717", SITE.replace("KEYS", keys), {"shop.yml": Beside(file, fault)})]


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
    assert told(keys, file) == []


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
        (
            "listens: [80]",
            "services: {web: {network_mode: host, networks: [front], ports: ['80:80']}}",
            "network_mode host",
            Severity.ERROR,
        ),
        ("service: nginx", "services: {web: {}}", "there is no service `nginx`", Severity.ERROR),
        (
            "networks: {back: {}}",
            "services: {web: {networks: [front, more]}}",
            "`front`, `more`",
            Severity.WARNING,
        ),
        ("networks: {back: {}}, replicas: 3", "services: {web: {scale: 2}}", "`scale: 2`", Severity.ERROR),
        ("networks: {back: {}}", "services: {web: {networks: [back, front]}}", "`front`", Severity.WARNING),
        ("listens: [80]", "services: {web: {networks: [front]}}", "`front`", Severity.WARNING),
        ("networks: {back: {}}", "services: {web: {ports: ['80:80']}}", "80:80", Severity.WARNING),
        ("publish: [8081]", "services: {web: {ports: ['80:80']}}", "80:80", Severity.WARNING),
    ],
)
def test_what_doesnt_is_told_once(keys: str, file: str, said: str, severity: Severity) -> None:
    """With the place in the compose file beside it."""
    (item,) = told(keys, file)
    assert said in item.message
    assert item.severity is severity
    assert all(other.origin.span.file == "shop.yml" for other in item.related)
    assert item.origin.span.file == "lanwright.yaml"


def test_a_near_name_is_the_fix() -> None:
    """Else those that no other service has."""
    (near,) = told("networks: {back: {}}", "services: {webb: {}}")
    assert near.fix == "write `service: webb`"
    (far,) = told("networks: {back: {}}", "services: {nginx: {}}")
    assert far.fix == "write its name there (nginx) as `service`, or add it to that file"


@pytest.mark.parametrize(
    ("names", "shown"),
    [
        ("a1, b1, c1, d1, e1, f1", " (a1, b1, c1, d1, e1, f1)"),
        ("a1, b1, c1, d1, e1, f1, g1", ""),
        ("", ""),
    ],
)
def test_names_are_shown_that_a_person_can_look_through(names: str, shown: str) -> None:
    """Not a dozen; and there may be none."""
    services = ", ".join(f"{name}: {{}}" for name in names.split(", ") if name)
    (item,) = told("networks: {back: {}}", f"services: {{{services}}}")
    assert item.fix == f"write its name there{shown} as `service`, or add it to that file"


def test_what_happens_to_a_port_depends_on_the_fragment() -> None:
    """It overrides a service's ports where the intent publishes some."""
    (stays,) = told("networks: {back: {}}", "services: {web: {ports: ['127.0.0.1:53:53/udp']}}")
    assert stays.why.startswith("it stays")
    assert "`{address: 127.0.0.1, port: 53/udp}`" in stays.fix
    (goes,) = told("publish: [8081]", "services: {web: {ports: ['80:80']}}")
    assert goes.why == "the fragment takes it away"


def test_a_file_that_cant_be_read_is_told_where_it_is_named() -> None:
    """With the place inside, where there is one."""
    (missing,) = told("listens: [80]", "", "no such file or directory")
    assert missing.origin.path[-1] == "compose_file"
    assert missing.related == ()
    (broken,) = told("listens: [80]", "services: {web: [")
    assert [item.origin.span.line for item in broken.related] == [1]


def test_the_other_projects_files_are_compared_all_the_same() -> None:
    """One that can't be read is no reason to look at none."""
    text = SITE.replace("KEYS", "listens: [80]").replace(
        "shop.yml}}", "shop.yml}, blog: {compose_file: blog.yml}}"
    )
    text = text.replace("other: {", "other: {project: blog, ")
    files = {"shop.yml": Beside("", "no such file or directory"), "blog.yml": Beside("services: {x: {}}")}
    assert [item.message for item in found("LW717", text, files)] == [
        "the compose file of `shop` can't be read: no such file or directory",
        "there is no service `other` in `blog.yml`",
    ]


def test_what_a_service_takes_from_another_of_its_file_is_its_own() -> None:
    """Through a chain, and no further than where it closes."""
    base = "base: {network_mode: host}"
    for file in (
        f"services: {{web: {{extends: base}}, {base}}}",
        f"services: {{web: {{extends: {{service: middle}}}}, middle: {{extends: base}}, {base}}}",
    ):
        (finding,) = told("networks: {back: {}}", file)
        assert "network_mode" in finding.message
        assert finding.severity is Severity.ERROR
    ports = "services: {web: {extends: base, ports: ['81:81']}, base: {ports: ['80:80']}}"
    assert len(told("networks: {back: {}}", ports)) == 2
    loop = told("networks: {back: {}}", "services: {web: {extends: base}, base: {extends: web}}")
    assert [item.severity for item in loop] == [Severity.WARNING]


@pytest.mark.parametrize("extends", ["{file: other.yml, service: base}", "nobody", "{file: other.yml}"])
def test_what_it_takes_from_elsewhere_is_told(extends: str) -> None:
    """That file isn't read."""
    (finding,) = told("networks: {back: {}}", f"services: {{web: {{extends: {extends}}}}}")
    assert finding.severity is Severity.WARNING
    assert "extends" in finding.message


@pytest.mark.parametrize(
    ("keys", "file", "written"),
    [
        (
            "networks: {back: {}}",
            "{webb: {}, db: {}}",
            "web: {project: shop, networks: {back: {}}, service: webb}",
        ),
        ("networks: {back: {}}", "{nginx: {}}", "web: {project: shop, networks: {back: {}}, service: nginx}"),
        ("networks: {back: {}}", "{nginx: {}, db: {}}", "-"),
        (
            "listens: [80]",
            "{web: {network_mode: host}}",
            "web: {project: shop, listens: [80], network_mode: host}",
        ),
        ("publish: [80]", "{web: {network_mode: host}}", "-"),
        ("networks: {back: {}}", "{web: {network_mode: host}}", "-"),
        ("listens: [80]", "{web: {network_mode: none}}", "-"),
        ("listens: [80]", "{web: {network_mode: 'service:web'}}", "-"),
        ("networks: {back: {}}, replicas: 3", "{web: {scale: 2}}", "-"),
        (
            "networks: {back: {}}",
            "{web: {networks: [back, side]}}",
            "web: {project: shop, networks: {back: {}, side: {}}}",
        ),
        (
            "listens: [80]",
            "{web: {networks: [back, side]}}",
            "web: {project: shop, listens: [80], networks: {back: {}, side: {}}}",
        ),
        ("networks: {back: {}}", "{web: {networks: [back, front]}}", "-"),
        (
            "networks: {back: {}}",
            "{web: {ports: ['127.0.0.1:53:54/udp']}}",
            "web: {project: shop, networks: {back: {}}, publish: [{address: 127.0.0.1, port: 53/udp, to: 54/udp}]}",
        ),
        (
            "publish: [8081], networks: {back: {}}",
            "{web: {ports: ['[::1]:80:80']}}",
            'web: {project: shop, publish: [8081, {address: "::1", port: 80}], networks: {back: {}}}',
        ),
        ("networks: {back: {}}", "{web: {ports: ['80']}}", "-"),
    ],
)
def test_what_the_file_has_is_written_where_the_intent_says_nothing_else(
    keys: str, file: str, written: str
) -> None:
    """The file itself is its owner's to change; a port that Docker picks is none that an intent can tell."""
    text = SITE.replace("KEYS", keys).replace(
        "    services:", "      side: {driver: bridge, subnet: 10.101.0.0/24}\n    services:"
    )
    assert mended("LW717", text, {"shop.yml": Beside(f"services: {file}", "")}) == [written]


def test_a_sidecar_of_the_file_is_one_of_the_intents_service() -> None:
    """By the name that it has here."""
    text = SITE.replace("KEYS", "listens: [80]").replace("other: {", "other: {project: shop, service: app, ")
    file = "services: {web: {network_mode: 'service:app'}, app: {}}"
    assert mended("LW717", text, {"shop.yml": Beside(file, "")}) == [
        "web: {project: shop, listens: [80], network_mode: service:other}"
    ]


def test_a_port_that_docker_picks_is_no_ports_of_the_hosts() -> None:
    """It has to be given one on both sides."""
    (finding,) = told("networks: {back: {}}", "services: {web: {ports: ['80']}}")
    assert finding.fix == "write a port of the host there and in its `publish`, or take it out of `shop.yml`"
