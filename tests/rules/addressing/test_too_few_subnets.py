"""LW208: pools that hold fewer subnets than a host needs."""

from __future__ import annotations

import pytest

from tests.rules.found import found, messages


def host(
    networks: int, pool: str = "{base: 10.201.0.0/22, size: 24}", docker: str = "", more: str = ""
) -> str:
    """A host with that many networks of Docker's choice and one pool."""
    names = ", ".join(f"n{number}: {{driver: bridge}}" for number in range(10, 10 + networks))
    return f"""
        version: 1
        lans: {{home: {{subnet: 10.201.0.0/24, gateway: 10.201.0.1}}}}
        hosts:
          dock1:
            docker: {{{docker}default_address_pools: [{pool}]}}
            networks: {{{names}}}
            {more}
        """


BIP = "bip: 10.200.0.1/24, "


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (host(3), []),
        (host(4), ["5 networks need a subnet from the pools, which have 4 to give"]),
        (host(4, docker=BIP), []),
        (host(5, docker=BIP), ["5 networks need a subnet from the pools, which have 4 to give"]),
        (host(4, docker="bridge: none, "), []),
        (
            host(4, more="interfaces: {eth0: {lan: home, address: 10.201.0.9/24}}", docker=BIP),
            ["4 networks need a subnet from the pools, which have 3 to give"],
        ),
        (
            host(3, more="services: {job: {}, web: {project: shop}}"),
            ["6 networks need a subnet from the pools, which have 4 to give"],
        ),
        (
            host(
                3,
                more="services: {web: {network_mode: host}, api: {networks: {n10: {}}}, one: {compose: false}}",
            ),
            [],
        ),
    ],
)
def test_everything_that_takes_a_subnet_is_counted(text: str, expected: list[str]) -> None:
    """docker0 without bip, networks without a subnet, a default network per project; less what is on-link."""
    assert messages("LW208", text) == expected


def test_written_subnets_inside_the_pool_take_their_room() -> None:
    """Docker skips what a network has by name."""
    text = host(3, docker=BIP).replace(
        "n10: {driver: bridge}", "n10: {driver: bridge, subnet: 10.201.2.0/23}"
    )
    assert messages("LW208", text) == []
    more = text.replace("n11:", "n20: {driver: bridge}, n11:")
    assert messages("LW208", more) == ["3 networks need a subnet from the pools, which have 2 to give"]


def test_a_network_that_exists_already_waits_for_nothing() -> None:
    """It has its subnet, from wherever."""
    text = host(4).replace("n10: {driver: bridge}", "n10: {driver: bridge, external: true}")
    assert messages("LW208", text) == []


def test_dockers_own_pools_hold_31() -> None:
    """docker0 and 30 networks fit; the one after them is named."""

    def own(networks: int) -> str:
        return host(networks).replace("default_address_pools: [{base: 10.201.0.0/22, size: 24}]", "")

    assert found("LW208", own(30)) == ()
    (finding,) = found("LW208", own(31))
    assert finding.message == "32 networks need a subnet from the pools, which have 31 to give"
    assert finding.origin.path[-1] == "n40"
    assert finding.fix == "write `default_address_pools: [{base: 10.0.0.0/16, size: 24}]`"


def test_the_daemons_words_are_those_of_its_version() -> None:
    """27 changed them; a daemon without a subnet for docker0 doesn't start at all."""
    newer, older = (found("LW208", host(4, docker=f'version: "{version}", '))[0] for version in ("28", "26"))
    assert newer.why.endswith('"all predefined address pools have been fully subnetted"')
    assert "could not find an available, non-overlapping IPv4 address pool" in older.why
    lan = "interfaces: {eth0: {lan: home, address: 10.201.0.9/24}}"
    (unstarted,) = found("LW208", host(0, pool="{base: 10.201.0.0/24, size: 24}", more=lan))
    assert unstarted.why.startswith('dockerd refuses to start: error creating default "bridge" network')


@pytest.mark.parametrize("pool", ["{base: 10.201.0.0/22, size: 16}", "{base: 10.201.0.0/22}"])
def test_a_pool_that_dockerd_refuses_is_not_counted_too(pool: str) -> None:
    """Its size is the problem (LW204), and that host's alone."""
    other = """dock2:
            docker: {default_address_pools: [{base: 10.202.0.0/24, size: 24}]}
            networks: {net1: {driver: bridge}}
        """
    text = host(9, pool=pool).rstrip() + f"\n          {other}"
    assert messages("LW208", text) == ["2 networks need a subnet from the pools, which have 1 to give"]


def test_each_project_has_a_default_network_of_its_own() -> None:
    """docker0 and two networks leave one subnet for two projects."""
    text = host(2, more="services: {job: {}, web: {project: shop}}")
    assert messages("LW208", text) == ["5 networks need a subnet from the pools, which have 4 to give"]


def test_three_of_those_that_get_nothing_are_shown() -> None:
    """The first ones in the order of making."""
    (finding,) = found("LW208", host(9, docker=BIP))
    assert [item.origin.path[-1] for item in finding.related] == ["n14", "n15", "n16"]


def test_29_has_words_of_its_own_where_the_pools_have_no_ipv4() -> None:
    """A list of IPv6 pools replaces Docker's own of both families."""
    (finding,) = found("LW208", host(0, pool='{base: "fd00:9::/48", size: 64}', docker='version: "29.0", '))
    assert finding.why.endswith("invalid address pool")


def test_the_proposed_pool_is_large_enough_and_proposed_once() -> None:
    """512 subnets for 301 networks, and 256 for two of each of two hosts."""
    text = host(300, pool="{base: 10.200.0.0/24, size: 24}").rstrip()
    text += """
          dock2:
            docker: {default_address_pools: [{base: 10.200.0.0/24, size: 24}]}
            networks: {net1: {driver: bridge}}
          dock3:
            docker: {default_address_pools: [{base: 10.200.0.0/24, size: 24}]}
            networks: {net1: {driver: bridge}}
        """
    assert [item.fix for item in found("LW208", text)] == [
        "add the pool `{base: 10.202.0.0/15, size: 24}`",
        "add the pool `{base: 10.204.0.0/16, size: 24}`",
        "add the pool `{base: 10.205.0.0/16, size: 24}`",
    ]


def test_where_no_range_is_left_the_pools_are_to_be_cut_smaller() -> None:
    """The site avoids all private ones."""
    avoid = "avoid: {one: [10.0.0.0/8, 'fd00::/8'], two: 172.16.0.0/12, three: 192.168.0.0/16}"
    (finding,) = found("LW208", host(4).replace("hosts:", f"{avoid}\n        hosts:"))
    assert finding.fix == "cut the pools into smaller subnets"
    assert finding.edits == ()
