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


def test_a_network_that_names_no_lan_stands_on_its_parents() -> None:
    """So its addresses are checked like everyone's there; subnet and gateway are its own to write."""
    network = "{driver: macvlan, parent: eth0, subnet: 192.168.0.0/22, gateway: 192.168.0.1}"
    text = HOST.replace("NETWORK", network).replace("SECOND", "{networks: {net: 192.168.0.77}}")
    plan = plan_of(text)
    network_plan = plan.hosts["dock1"].networks["net"]
    assert network_plan.lan == "home"
    assert "host" in network_plan.subnets[0].reserved
    assert "dock1/two" in {claim.name for claim in plan.lans["home"].claims}
