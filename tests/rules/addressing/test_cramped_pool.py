"""LW205: pools without room."""

from __future__ import annotations

import pytest

from tests.rules.found import found, messages


def host(*pools: str, bip: str = "") -> str:
    """A host with pools written as BASE:SIZE."""
    entries = (pool.rpartition(":") for pool in pools)
    listed = ", ".join(f'{{base: "{base}", size: {size}}}' for base, _, size in entries)
    docker0 = f"bip: {bip}, " if bip else ""
    return f"{{version: 1, hosts: {{dock1: {{docker: {{{docker0}default_address_pools: [{listed}]}}}}}}}}"


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        (29, []),
        (30, ["the pool 10.201.0.0/16 makes subnets of 4 addresses (/30)"]),
        (31, ["the pool 10.201.0.0/16 makes subnets of 2 addresses (/31)"]),
        (32, ["the pool 10.201.0.0/16 makes subnets of 1 address (/32)"]),
    ],
)
def test_subnets_without_room_are_told(size: int, expected: list[str]) -> None:
    """A /29 has room for the gateway and five containers."""
    assert messages("LW205", host(f"10.201.0.0/16:{size}", bip="10.200.0.1/24")) == expected


def test_an_ipv6_pool_is_judged_by_the_size_of_its_family() -> None:
    """A /64 has all the room in the world, a /127 none."""
    assert messages("LW205", host("fd00:1::/48:64", "fd00:2::/112:127")) == [
        "the pool fd00:2::/112 makes subnets of 2 addresses (/127)"
    ]


@pytest.mark.parametrize(("size", "severity"), [(127, "warning"), (128, "error")])
def test_docker0_needs_an_ipv6_address_of_its_own(size: int, severity: str) -> None:
    """dockerd doesn't start without one; where docker0 has a subnet of its own it doesn't matter."""
    text = host("10.201.0.0/16:24", f"fd00:2::/112:{size}")
    text = text.replace("{docker: {", "{docker: {settings: {ipv6: true}, ")
    (item,) = found("LW205", text)
    assert item.severity is not None
    assert item.severity.value == severity
    assert (item.why or "").startswith("dockerd refuses to start") == (severity == "error")
    (own,) = found("LW205", text.replace("docker: {", 'docker: {bip: "fd00:1::1/64", '))
    assert own.severity is not None
    assert own.severity.value == "warning"


def test_docker0_takes_the_only_subnet_of_the_only_pool() -> None:
    """Without bip and with nothing beside it."""
    assert messages("LW205", host("10.201.0.0/24:24")) == [
        "the pool 10.201.0.0/24 is one subnet, and docker0 takes it"
    ]


@pytest.mark.parametrize(
    "text",
    [
        host("10.201.0.0/24:24", bip="10.200.0.1/24"),
        host("10.201.0.0/24:24", "10.202.0.0/16:24"),
        host("10.201.0.0/16:24", "fd00:1::/64:64"),
        host("10.201.0.0/24:24").replace("{default_address_pools", "{bridge: none, default_address_pools"),
    ],
)
def test_a_pool_of_one_subnet_is_fine_where_something_else_is_left(text: str) -> None:
    """A bip, a second pool, a family that docker0 doesn't have, or no docker0 at all: Docker's own list has such pools too."""
    assert messages("LW205", text) == []


def test_a_base_that_is_too_small_itself_has_no_fitting_size() -> None:
    """A /29 is one subnet, and a part of it none with room."""
    (finding,) = found("LW205", host("10.201.0.0/29:30", bip="10.200.0.1/24"))
    assert finding.fix == "write a larger base"
    assert finding.edits == ()


def crowded(*pools: str, networks: str = "", services: str = "") -> list[tuple[str, str]]:
    """What is told of a host's pools, and what to write."""
    entries = (pool.rpartition(":") for pool in pools)
    listed = ", ".join(f'{{base: "{base}", size: {size}}}' for base, _, size in entries)
    text = f"""
        version: 1
        hosts:
          dock1:
            docker: {{bip: 10.200.0.1/24, default_address_pools: [{listed}]}}
            networks: {{{networks}}}
            services: {{{services}}}
        """
    return [(item.message.rpartition("makes subnets for ")[2], item.fix) for item in found("LW205", text)]


OURS, THEIRS = "shop: {driver: bridge}", "shop: {driver: bridge, external: true}"


@pytest.mark.parametrize(
    ("networks", "services", "who"),
    [
        (OURS, "web: {networks: {shop: {}}, replicas: 13}", None),
        (OURS, "web: {networks: {shop: {}}, replicas: 14}", "14 are to be on `shop`"),
        (OURS, "web: {networks: {shop: {}}, replicas: 9}, app: {networks: {shop: {}}, replicas: 9}", "18 are to be on `shop`"),
        (THEIRS, "web: {networks: {shop: {}}, replicas: 14}", None),
        ("shop: {driver: bridge, subnet: 10.9.0.0/28}", "web: {networks: {shop: {}}, replicas: 14}", None),  # LW223
        ("", "web: {replicas: 14}", "14 are to be on `dock1_default`"),
        ("", "web: {replicas: 7, project: shop}, app: {replicas: 7, project: shop}", "14 are to be on `shop_default`"),
        ("", "web: {replicas: 13, project: shop}, app: {replicas: 13}", None),
        ("", "web: {replicas: 14, compose: false}", None),
        ("", "web: {network_mode: host, replicas: 14}", None),
    ],
)  # fmt: skip
def test_a_network_has_no_more_containers_than_its_subnet_has_room(
    networks: str, services: str, who: str | None
) -> None:
    """A /28 has sixteen addresses, less its first, its last and the gateway's."""
    told = crowded("10.201.0.0/16:28", networks=networks, services=services)
    assert told == ([(f"13 containers (/28), and {who}", "write `size: 24`")] if who else [])


@pytest.mark.parametrize(
    ("pools", "containers", "told"),
    [
        (("10.201.0.0/16:28", "10.202.0.0/16:27"), 29, []),
        (("10.201.0.0/16:28", "10.202.0.0/16:27"), 30, ["29 containers (/27)"]),
        (("10.201.0.0/16:27", "10.202.0.0/16:28"), 30, ["29 containers (/27)"]),
        (("10.201.0.0/16:28", "10.202.0.0/16:28"), 30, ["13 containers (/28)"]),
        (("10.201.0.0/16:29",), 6, ["5 containers (/29)"]),
        (("10.201.0.0/24:24",), 254, ["253 containers (/24)"]),
        (("fd00:1::/48:64", "10.202.0.0/16:28"), 30, ["13 containers (/28)"]),
        (("fd00:1::/48:64",), 30, []),
        (("fd00::/16:28",), 30, []),
    ],
)
def test_the_pool_with_the_largest_subnets_is_told(
    pools: tuple[str, ...], containers: int, told: list[str]
) -> None:
    """Which pool a network's subnet is of goes by the order of their making; none has enough."""
    found_ = crowded(*pools, services=f"web: {{replicas: {containers}}}")
    assert [message.partition(", and")[0] for message, _ in found_] == told


def test_a_pool_is_told_once() -> None:
    """That docker0 takes its only subnet comes first; the size that is advised against it has room for all, too."""
    services = "services: {web: {replicas: 14}}"
    text = host("10.201.0.0/28:28").replace("dock1: {", f"dock1: {{{services}, ")
    (finding,) = found("LW205", text)
    assert finding.message == "the pool 10.201.0.0/28 is one subnet, and docker0 takes it"
    assert finding.fix == "write a larger base"
    assert (
        "14 are to be on" in messages("LW205", text.replace("docker: {", "docker: {bip: 10.200.0.1/24, "))[0]
    )


@pytest.mark.parametrize(
    ("base", "containers", "fix"),
    [
        ("10.201.0.0/16", 253, "write `size: 24`"),
        ("10.201.0.0/16", 254, "write `size: 23`"),
        ("10.201.0.0/24", 61, "write `size: 26`"),
        ("10.201.0.0/24", 125, "write `size: 25`"),
        ("10.201.0.0/24", 126, "write a larger base"),
    ],
)
def test_a_size_is_advised_that_has_room(base: str, containers: int, fix: str) -> None:
    """The usual one, or as large as they need, in a base of two such subnets at least."""
    ((_, said),) = crowded(f"{base}:28", services=f"web: {{replicas: {containers}}}")
    assert said == fix
