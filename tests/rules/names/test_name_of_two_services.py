"""LW110: names on a network that two services have."""

from __future__ import annotations

import pytest

from tests.rules.found import found, messages
from tests.rules.mended import mended

SITE = """
    version: 1
    hosts:
      dock1:
        networks:
          front: {driver: bridge, subnet: 10.11.0.0/24}
          back: {driver: bridge, subnet: 10.12.0.0/24}
        services: {SERVICES}
    """


def site(services: str) -> str:
    return SITE.replace("SERVICES", services)


@pytest.mark.parametrize(
    ("services", "expected"),
    [
        (
            "a: {project: a, service: db, networks: {front: {}}}, b: {project: b, service: db, networks: {front: {}}}",
            ["`a` and `b` are both `db` on `front`"],
        ),
        (
            "db: {networks: {front: {}}}, b: {compose: false, service: db, networks: {front: {}}}",
            ["`db` and `b` are both `db` on `front`"],
        ),
        (
            "a: {networks: {front: {aliases: [www, db]}}}, db: {networks: {front: {}}}",
            ["`db`, an alias of `a` on `front`, is the name of `db` there"],
        ),
        (
            "db: {networks: {front: {}, back: {}}}, a: {networks: {front: {aliases: [db]}, back: {aliases: [db]}}}",
            [f"`db`, an alias of `a` on `{name}`, is the name of `db` there" for name in ("front", "back")],
        ),
        ("db: {networks: {front: {}}}, a: {networks: {back: {aliases: [db]}}}", []),
        ("a: {networks: {front: {aliases: [www]}}}, b: {networks: {front: {aliases: [www]}}}", []),
        ("db: {networks: {front: {aliases: [db]}}, replicas: 2}", []),
        (
            "db: {networks: {front: {}}}, b: {service: db, networks: {front: {}}}",
            [],
        ),  # LW108
    ],
)
def test_a_name_leads_to_one_service(services: str, expected: list[str]) -> None:
    """Projects don't matter, nor who runs it; an alias of several that is nobody's name is how they share clients."""
    assert messages("LW110", site(services)) == expected


def test_the_later_of_two_names_is_told_and_an_alias_in_any_order() -> None:
    """Each at its own place, with the service that has the name beside it."""
    alias = "a: {networks: {front: {aliases: [www, db]}}}"
    db = "db: {networks: {front: {}}}"
    for services in (f"{alias}, {db}", f"{db}, {alias}"):
        (item,) = found("LW110", site(services))
        assert item.origin.dotted == "hosts.dock1.services.a.networks.front.aliases.1"
        assert item.related[0].origin.dotted == "hosts.dock1.services.db"


def test_an_alias_may_go() -> None:
    """The others of its service stay; a service's own name is for a person to choose."""
    text = site("a: {networks: {front: {aliases: [www, db]}}}, db: {networks: {front: {}}}")
    (line,) = mended("LW110", text)
    assert "aliases: [www]" in line
    both = "a: {project: a, service: db, networks: {front: {}}}, b: {project: b, service: db, networks: {front: {}}}"
    assert mended("LW110", site(both)) == ["-"]
