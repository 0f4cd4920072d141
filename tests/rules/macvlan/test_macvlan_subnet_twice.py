"""LW301: one macvlan network for a subnet, and up to Docker 26 one for a parent."""

from __future__ import annotations

import pytest

from tests.rules.found import found, messages

OVERLAP = (
    'Docker refuses the second: "invalid pool request: Pool overlaps with other one on this address space"'
)
GATEWAY = 'Docker refuses the second: "failed to allocate gateway (192.168.0.1): Address already in use"'


def site(first: str, second: str, version: str = "28") -> str:
    """A host with two macvlan networks, `one` and `two`."""
    return f"""
        version: 1
        lans:
          home: {{subnet: [192.168.0.0/22, "fd00:8::/64"], gateway: [192.168.0.1, "fd00:8::1"]}}
        hosts:
          dock1:
            docker: {{version: "{version}"}}
            interfaces:
              eth0: {{lan: home, address: [192.168.0.231/22, "fd00:8::17/64"]}}
              eth1: {{}}
            networks:
              one: {{driver: macvlan, {first}}}
              two: {{driver: macvlan, {second}}}
        """


V4 = "subnet: 192.168.0.0/22, gateway: 192.168.0.1"


@pytest.mark.parametrize(
    ("first", "second", "why"),
    [
        (f"parent: eth0, {V4}", f"parent: eth0, {V4}", OVERLAP),
        (f"parent: eth0, {V4}", f"parent: eth1, {V4}", OVERLAP),
        (f"parent: eth0, {V4}, ip_range: 192.168.0.248/29", f"parent: eth0, {V4}", OVERLAP),
        (
            f"parent: eth0, {V4}, ip_range: 192.168.0.248/29",
            f"parent: eth0, {V4}, ip_range: 192.168.0.248/29",
            OVERLAP,
        ),
        (f"parent: eth0, {V4}", f"parent: eth0, {V4}, ip_range: 192.168.0.248/29", GATEWAY),
        (
            f"parent: eth0, {V4}",
            "parent: eth0, subnet: 192.168.0.0/22, gateway: 192.168.0.2, ip_range: 192.168.0.248/29",
            "Docker lets the second through, for its `ip_range` alone (moby#46756): two networks for one LAN",
        ),
    ],
)
def test_a_second_network_of_a_subnet_is_told_in_dockers_words(first: str, second: str, why: str) -> None:
    """On whatever parent; an ip_range in the later one changes only what Docker says."""
    (finding,) = found("LW301", site(first, second))
    assert finding.message == "`one` and `two` are two macvlan networks of 192.168.0.0/22"
    assert (finding.why, finding.origin.path[-1]) == (why, "subnet")


def test_two_families_of_one_lan_are_one_finding() -> None:
    """A dual-stack LAN is a clash of two networks, not of four subnets."""
    assert len(found("LW301", site("parent: eth0, lan: home", "parent: eth0, lan: home"))) == 1


def test_a_clash_in_ipv6_alone_is_found() -> None:
    """The subnets are compared family by family."""
    v6 = 'subnet: [10.1.0.0/24, "fd00:8::/64"]'
    other = 'subnet: [10.2.0.0/24, "fd00:8::/64"]'
    assert messages("LW301", site(f"parent: eth0, {v6}", f"parent: eth0, {other}")) == [
        "`one` and `two` are two macvlan networks of fd00:8::/64"
    ]


def test_other_subnets_on_one_parent_are_fine_from_27_on() -> None:
    """Docker 26 takes one macvlan network for a parent, later ones take several."""
    first, second = f"parent: eth0, {V4}", "parent: eth0, subnet: 10.77.0.0/24, gateway: 10.77.0.1"
    assert messages("LW301", site(first, second, "27.0")) == []
    (finding,) = found("LW301", site(first, second, "26"))
    assert finding.message == "`one` and `two` are two macvlan networks on `eth0`"
    assert "network dm-... is already using parent interface eth0" in finding.why
    fix = "use `one` with `subnet: [192.168.0.0/22, 10.77.0.0/24]` and drop `two`, or update Docker to 27 or later"
    assert finding.fix == fix
    (finding,) = found("LW301", site("parent: eth0", "parent: eth0", "26"))
    assert finding.fix == "use `one` and drop `two`, or update Docker to 27 or later"


def test_up_to_26_the_overlap_has_its_older_words() -> None:
    """A shared subnet weighs more than a shared parent, and is told alone."""
    (finding,) = found("LW301", site(f"parent: eth0, {V4}", f"parent: eth0, {V4}", "26"))
    assert finding.why == 'Docker refuses the second: "Pool overlaps with other one on this address space"'


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (f"parent: eth0, {V4}, external: true", f"parent: eth0, {V4}, external: true"),
        (f"parent: eth0, {V4}", "parent: eth0, subnet: 192.168.0.0/24, gateway: 192.168.0.1"),
        ("parent: eth0", "parent: eth0"),
    ],
)
def test_what_is_no_clash_of_one_subnet_is_left_alone(first: str, second: str) -> None:
    """Networks that exist both; subnets that only overlap (LW209); subnets that Docker chooses."""
    assert messages("LW301", site(first, second)) == []


def test_of_several_networks_each_later_one_is_told_against_the_first() -> None:
    """Not every pair: n networks give n - 1 findings."""
    text = site("parent: eth0, lan: home", "parent: eth0, lan: home")
    text = text.rstrip() + "\n              three: {driver: macvlan, parent: eth0, lan: home}\n"
    assert messages("LW301", text) == [
        "`one` and `two` are two macvlan networks of 192.168.0.0/22",
        "`one` and `three` are two macvlan networks of 192.168.0.0/22",
    ]


def test_networks_of_two_hosts_are_no_clash_and_a_fault_of_the_defaults_is_theirs() -> None:
    """Each daemon has an address space of its own; both hosts have the fault of the one line in `defaults`."""
    text = """
        version: 1
        lans:
          home: {subnet: 192.168.0.0/22, gateway: 192.168.0.1}
        defaults:
          host:
            networks:
              one: {driver: macvlan, parent: eth0, lan: home}
        hosts:
          dock1: {interfaces: {eth0: {lan: home, address: 192.168.0.231/22}}}
          dock2: {interfaces: {eth0: {lan: home, address: 192.168.0.232/22}}}
        """
    assert messages("LW301", text) == []
    second = "two: {driver: macvlan, parent: eth0, lan: home}"
    twice = text.replace("lan: home}\n        hosts", f"lan: home}}\n              {second}\n        hosts")
    both = found("LW301", twice)
    assert [item.origin.path[1] for item in both] == ["dock1", "dock2"]
    assert len({(item.origin.span, item.message) for item in both}) == 1


def test_the_fix_names_the_services_to_move() -> None:
    """Where the later network has services, they are what moves."""
    text = site("parent: eth0, lan: home", "parent: eth0, lan: home")
    text = text.rstrip() + "\n            services: {web: {networks: {two: 192.168.0.241}}}\n"
    (finding,) = found("LW301", text)
    assert finding.fix.startswith("put `web` on `one` and drop `two`")
    (finding,) = found("LW301", text.replace("{web:", "{db: {networks: {two: 192.168.0.242}}, web:"))
    assert finding.fix.startswith("put `db` and `web` on `one` and drop `two`")


def test_up_to_26_two_that_exist_share_a_parent_already() -> None:
    """Docker takes one of them alone into account."""
    there, other = f"parent: eth0, {V4}, external: true", "parent: eth0, subnet: 10.77.0.0/24"
    assert messages("LW301", site(there, f"{other}, external: true", "26")) == []
    assert len(messages("LW301", site(there, other, "26"))) == 1
    assert len(messages("LW301", site(f"parent: eth0, {V4}", f"{other}, external: true", "26"))) == 1
