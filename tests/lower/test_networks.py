"""Docker networks: owners, names, gateways and the subnets that Docker chooses."""

from __future__ import annotations

import pytest

from tests.intents import LAN, host_of, plan_of

HOST = (
    LAN
    + """
hosts:
  dock1:
    interfaces: {eth0: {lan: home, address: 192.168.0.231/22}}
    docker: {default_address_pools: [{base: 10.201.0.0/16, size: 24}]}
    networks:
      net: NETWORK
    services:
      one: {networks: {net: {}}}
      two: SECOND
"""
)


@pytest.mark.parametrize(
    ("network", "second", "owner", "project"),
    [
        ("{driver: bridge, subnet: 172.22.0.0/24}", "{networks: {net: {}}}", "project", "dock1"),
        (
            "{driver: bridge, subnet: 172.22.0.0/24}",
            "{networks: {net: {}}, project: shop}",
            "lanwright",
            None,
        ),
        (
            "{driver: bridge, subnet: 172.22.0.0/24}",
            "{networks: {net: {}}, compose: false}",
            "lanwright",
            None,
        ),
        ("{driver: bridge}", "{}", "lanwright", None),
        ("{driver: macvlan, parent: eth0, lan: home}", "{}", "lanwright", None),
        ("{driver: bridge, subnet: 172.22.0.0/24, external: true}", "{}", "external", None),
    ],
)
def test_compose_owns_what_one_project_alone_uses_off_the_lan(
    network: str, second: str, owner: str, project: str | None
) -> None:
    """The rest is made by our script, or was there before us."""
    made = host_of(HOST.replace("NETWORK", network).replace("SECOND", second)).networks["net"]
    assert (made.owner.value, made.project) == (owner, project)


def test_a_network_that_nobody_uses_is_ours_to_make() -> None:
    """No compose project would make it."""
    text = HOST.replace("NETWORK", "{driver: bridge, subnet: 172.22.0.0/24}").replace("{net: {}}", "{}")
    assert host_of(text.replace("SECOND", "{}")).networks["net"].owner == "lanwright"


def test_docker_chooses_from_the_pools_after_docker0() -> None:
    """docker0 takes the first subnet, networks the next, each with its first address as the gateway."""
    host = host_of(HOST.replace("NETWORK", "{driver: bridge}").replace("SECOND", "{}"))
    (docker0,) = host.daemon.docker0
    (subnet,) = host.networks["net"].subnets
    assert str(docker0.prefix) == "10.201.0.0/24"
    assert (str(subnet.prefix), str(subnet.gateway), subnet.written) == ("10.201.1.0/24", "10.201.1.1", False)
    assert host.networks["net"].predicted is True


def test_nothing_is_predicted_behind_a_network_whose_subnet_is_unknown() -> None:
    """It took a block already, and nobody wrote down which."""
    text = HOST.replace("NETWORK", "{driver: bridge}").replace("SECOND", "{}")
    host = host_of(text.replace("      net:", "      old: {driver: bridge, external: true}\n      net:"))
    assert host.networks["net"].predicted is None
    assert host.networks["net"].subnets == ()
    assert [str(pool) for pool in host.networks["net"].candidates] == ["10.201.0.0/16"]


def test_a_daemon_without_room_says_so_in_its_own_words() -> None:
    """The plan stands; the rules make a finding of it."""
    text = HOST.replace("base: 10.201.0.0/16", "base: 10.201.0.0/24").replace("SECOND", "{}")
    host = host_of(text.replace("NETWORK", "{driver: bridge}"))
    assert "fully subnetted" in host.networks["net"].refusal
    assert host.networks["net"].subnets == ()


@pytest.mark.parametrize(
    ("name", "bridge"),
    [("net", "br-net"), ("a_rather_long_name", "br-a_rathe-"), ("0123456789ab", "br-0123456-")],
)
def test_a_bridges_name_fits_the_kernel_and_is_none_of_dockers(name: str, bridge: str) -> None:
    """Shortened with a hash where it is too long or looks like one that Docker makes itself."""
    text = HOST.replace("NETWORK", "{driver: bridge}").replace("SECOND", "{}")
    text = text.replace(" net:", f" {name}:").replace("{net:", f"{{{name}:")
    made = host_of(text).networks[name].bridge
    assert made
    assert made.startswith(bridge)
    assert len(made) <= 15


def test_an_internal_network_takes_no_router_from_its_lan() -> None:
    """It has no way out."""
    text = HOST.replace("NETWORK", "{driver: macvlan, parent: eth0, lan: home, internal: true}")
    (subnet,) = host_of(text.replace("SECOND", "{}")).networks["net"].subnets
    assert subnet.gateway is None


def test_nothing_is_predicted_where_a_pool_cuts_up_a_lan_of_the_host() -> None:
    """Which block comes out depends on the host's nameservers, which nobody wrote down (measured on 28.5.2)."""
    text = HOST.replace("base: 10.201.0.0/16", "base: 192.168.0.0/16").replace("SECOND", "{}")
    assert host_of(text.replace("NETWORK", "{driver: bridge}")).networks["net"].predicted is None


@pytest.mark.parametrize(
    ("version", "pool", "chosen"),
    [
        ("28", "192.168.0.0/16", None),
        ("28", "192.168.0.0/22", ""),
        ("28", "192.168.2.0/23", ""),
        ("26", "192.168.0.0/16", "192.168.5.0/24"),
    ],
)
def test_a_pool_inside_the_lan_gives_nothing_whatever_the_nameservers_are(
    version: str, pool: str, chosen: str | None
) -> None:
    """Nor does 26 ever give a part of the LAN: it compares a block with all that it keeps clear of."""
    text = HOST.replace(
        "{base: 10.201.0.0/16, size: 24}]", f'{{base: {pool}, size: 24}}], version: "{version}"'
    )
    network = host_of(text.replace("NETWORK", "{driver: bridge}").replace("SECOND", "{}")).networks["net"]
    subnets = "".join(str(subnet.prefix) for subnet in network.subnets)
    assert (subnets if network.predicted or network.refusal else None) == chosen


def test_with_the_nameservers_written_it_is_predicted() -> None:
    """28 goes on behind the nameserver inside the LAN; without one it goes on behind the LAN."""
    text = HOST.replace("base: 10.201.0.0/16", "base: 192.168.0.0/16").replace("SECOND", "{}")
    text = text.replace("NETWORK", "{driver: bridge}")
    first = {
        written: str(
            host_of(text.replace("    docker:", f"    nameservers: {written}\n    docker:"))
            .networks["net"]
            .subnets[0]
            .prefix
        )
        for written in ("[]", "192.168.0.1")
    }
    assert first == {"[]": "192.168.5.0/24", "192.168.0.1": "192.168.2.0/24"}


@pytest.mark.parametrize(("version", "on"), [("26", "4"), ("28", "46")])
def test_an_option_turns_a_family_on_from_28_on(version: str, on: str) -> None:
    """Or `default-network-opts`; 26 takes the option and does nothing with it."""
    network = "{driver: bridge, options: {com.docker.network.enable_ipv6: true}}"
    text = HOST.replace("size: 24}]", f'size: 24}}, {{base: fd00:a::/56, size: 64}}], version: "{version}"')
    for written in (
        text.replace("NETWORK", network),
        _by_default(text).replace("NETWORK", "{driver: bridge}"),
    ):
        made = host_of(written.replace("SECOND", "{}")).networks["net"]
        assert made.ipv6 == ("6" in on)
        assert "".join(str(subnet.prefix.version) for subnet in made.subnets) == on


def _by_default(text: str) -> str:
    options = "{bridge: {com.docker.network.enable_ipv6: 'true'}}"
    return text.replace("docker: {", f"docker: {{settings: {{default-network-opts: {options}}}, ")


def test_a_network_with_an_ipv6_subnet_alone_gets_an_ipv4_one_of_dockers_choice() -> None:
    """So our script makes it, in the order of the prediction, and the plan shows both."""
    text = HOST.replace("NETWORK", "{driver: bridge, subnet: 'fd00:d::/64'}").replace("SECOND", "{}")
    made = host_of(text).networks["net"]
    assert [str(subnet.prefix) for subnet in made.subnets] == ["10.201.1.0/24", "fd00:d::/64"]
    assert [subnet.written for subnet in made.subnets] == [False, True]
    assert (made.predicted, made.owner) == (True, "lanwright")
    without_ipv4 = text.replace(
        "bridge, subnet", "bridge, options: {com.docker.network.enable_ipv4: no}, subnet"
    )
    alone = host_of(without_ipv4.replace("no}", "'false'}")).networks["net"]
    assert [str(subnet.prefix) for subnet in alone.subnets] == ["fd00:d::/64"]
    assert (alone.predicted, alone.owner) == (False, "project")


def test_the_address_of_the_hosts_own_bridge_is_docker0s_gateway() -> None:
    """Not the first one of its subnet (measured)."""
    text = HOST.replace("docker: {", "docker: {bridge: br7, ").replace("NETWORK", "{driver: bridge}")
    bridge = "interfaces: {br7: {kind: bridge, address: 10.77.0.9/24}, "
    host = host_of(text.replace("interfaces: {", bridge).replace("SECOND", "{}"))
    assert [str(subnet.gateway) for subnet in host.daemon.docker0] == ["10.77.0.9"]


@pytest.mark.parametrize(("version", "chosen"), [("26", 0), ("28", 1)])
def test_docker0_takes_an_ipv6_subnet_of_the_pools_from_27_on(version: str, chosen: int) -> None:
    """26 doesn't start (LW703)."""
    pools = f'[{{base: fd00:a::/56, size: 64}}, {{base: 10.201.0.0/16, size: 24}}], version: "{version}", settings: {{ipv6: true}}'
    text = HOST.replace("[{base: 10.201.0.0/16, size: 24}]", pools).replace("NETWORK", "{driver: bridge}")
    subnets = host_of(text.replace("SECOND", "{}")).daemon.docker0
    assert [subnet.prefix.version for subnet in subnets] == [4, 6][: 1 + chosen]


def test_up_to_28_a_macvlan_network_of_dockers_choice_has_a_gateway_that_is_no_machine() -> None:
    """From 29 on there is none; a written subnet keeps what is written, which is LW212."""
    text = HOST.replace("NETWORK", "{driver: macvlan, parent: eth0}").replace("SECOND", "{}")
    gateways = {
        version: [
            str(subnet.gateway)
            for subnet in host_of(text.replace("docker: {", f'docker: {{version: "{version}", '))
            .networks["net"]
            .subnets
        ]
        for version in ("28", "29")
    }
    assert gateways == {"28": ["10.201.1.1"], "29": ["None"]}


def test_a_network_that_names_no_lan_stands_on_its_parents() -> None:
    """So its addresses are checked like everyone's there; subnet and gateway are its own to write."""
    network = "{driver: macvlan, parent: eth0, subnet: 192.168.0.0/22, gateway: 192.168.0.1}"
    text = HOST.replace("NETWORK", network).replace("SECOND", "{networks: {net: 192.168.0.77}}")
    plan = plan_of(text)
    network_plan = plan.hosts["dock1"].networks["net"]
    assert network_plan.lan == "home"
    assert "host" in network_plan.subnets[0].reserved
    assert "dock1/two" in {claim.name for claim in plan.lans["home"].claims}
