"""docker compose merges every fragment over a project's own file, and what comes out is what the plan says."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lanwright.plan import Owner, Via
from lanwright.targets import compose
from tests.lab.tools import compose_config
from tests.targets.hosts import host_with, put, sample_hosts

if TYPE_CHECKING:
    from pathlib import Path

    from lanwright.plan import DockerNetwork, Endpoint, HostPlan, Service

pytestmark = pytest.mark.lab

BASE_SERVICE = {"image": "x", "networks": {"old": {"aliases": ["gone"]}}, "ports": ["9:9"]}

EVERYTHING = host_with(
    """
    docker: {version: "29"}
    networks:
      shop:
        driver: bridge
        subnet: [172.22.0.0/24, "fd00:22::/64"]
        ip_range: [172.22.0.128/25, "fd00:22::100/120"]
        gateway: [172.22.0.9, "fd00:22::9"]
        reserve: {printer: 172.22.0.200, "on": 172.22.0.201}
        internal: true
        options: {com.docker.network.bridge.enable_icc: true, odd: "it's $HOME # \\"quoted\\": yes"}
      "no": {driver: bridge, subnet: 172.24.0.0/24, masquerade: false, mtu: 1400}
      real_lan: {driver: macvlan, parent: eth0, lan: home, host_access: true, ip_range: 192.168.0.248/29}
      theirs: {driver: bridge, external: true}
    services:
      web:
        networks:
          shop: {address: [172.22.0.10, "fd00:22::10"], aliases: [www, "1.5", "off"], mac: "02:11:22:33:44:55"}
          "no": {gw_priority: -1, interface_name: net0}
          real_lan: 192.168.0.241
          theirs: {}
        publish:
          - {port: 8080, to: 80}
          - {address: 192.168.0.231, port: 53/udp}
          - {address: "::1", port: 5000-5002, to: 6000-6002}
          - {address: 192.168.0.233, port: 80, via: dnat}
        sysctls: {net.core.somaxconn: "1$2"}
      "yes": {networks: {shop: {gw_priority: 0}}, replicas: 2}
      alone: {network_mode: host}
      beside: {service: sidecar, network_mode: "service:web"}
      outside: {compose: false, networks: {real_lan: 192.168.0.242}}
      jobs: {project: other, networks: {real_lan: {}}}
    """
)
HOSTS = {name: host for name, host in sample_hosts().items() if compose.emit(host).artifacts}


@pytest.mark.parametrize("host", [*HOSTS.values(), EVERYTHING], ids=[*HOSTS, "everything"])
def test_compose_reads_it_as_the_plan_means_it(host: HostPlan, tmp_path: Path) -> None:
    """Networks, addresses and ports of each service, and each network, are the plan's; the old ones are gone."""
    for project in host.projects:
        compare(merged(host, project, tmp_path), host, project)


def merged(host: HostPlan, project: str, folder: Path) -> dict[str, Any]:
    """A project as compose has it, from an own file that says something else and the fragment."""
    ran = [item for item in host.services.values() if item.compose and item.project == project]
    base = {"services": {item.compose_name: BASE_SERVICE for item in ran}, "networks": {"old": {}}}
    own = folder / f"{project}.yaml"
    own.write_text(json.dumps(base))
    (fragment,) = (
        item for item in compose.emit(host).artifacts if item.path == f"compose/{project}.networks.yaml"
    )
    said = compose_config(own, put(fragment, folder))
    assert said.rc == 0, said.text
    # `config` prints what may be read again: with its dollar signs doubled.
    project_of: dict[str, Any] = json.loads(said.stdout.replace("$$", "$"))
    return project_of


def compare(said: dict[str, Any], host: HostPlan, project: str) -> None:
    """Every service and network that compose has, against the plan."""
    ran = {
        item.compose_name: item for item in host.services.values() if item.compose and item.project == project
    }
    assert said["services"].keys() == ran.keys()
    for name, service in ran.items():
        compare_service(said["services"][name], service, host)
    used = {endpoint.network for service in ran.values() for endpoint in service.endpoints}
    assert said["networks"].keys() - {"old"} == used
    for name in used:
        compare_network(said["networks"][name], host.networks[name])


def compare_service(said: dict[str, Any], service: Service, host: HostPlan) -> None:
    """Networks or network mode, ports, sysctls, replicas."""
    kind, _, other = (service.network_mode or "").partition(":")
    expected = f"service:{host.services[other].compose_name}" if other else kind or None
    assert said.get("network_mode") == expected
    # A service that names neither networks nor a mode keeps what its own file says.
    own = set() if service.endpoints or service.network_mode else {"old"}
    assert said.get("networks", {}).keys() == {endpoint.network for endpoint in service.endpoints} | own
    for endpoint in service.endpoints:
        compare_endpoint(said["networks"][endpoint.network] or {}, endpoint)
    if service.network_mode:
        assert ports(said) == [], "Docker takes none beside it"
    elif service.published:
        assert sorted(ports(said)) == sorted(published(service))
    else:
        assert [port["target"] for port in said["ports"]] == [9], "the file's own ports stay"
    assert said.get("sysctls", {}) == service.sysctls
    assert said.get("deploy", {}).get("replicas", 1) == service.replicas


def ports(said: dict[str, Any]) -> list[tuple[str, int, int, str]]:
    """(address, port, container's port, protocol) as compose expanded them."""
    listed = said.get("ports", [])
    return [
        (port.get("host_ip", ""), int(port["published"]), port["target"], port["protocol"]) for port in listed
    ]


def published(service: Service) -> list[tuple[str, int, int, str]]:
    """The same, from the plan; what our own rule serves isn't Docker's."""
    return [
        (str(item.address or ""), item.port.first + offset, item.to.first + offset, item.port.protocol)
        for item in service.published
        if item.via is not Via.DNAT
        for offset in range(item.port.last - item.port.first + 1)
    ]


def compare_endpoint(said: dict[str, Any], endpoint: Endpoint) -> None:
    """A zero priority is compose's default, so that it isn't printed."""
    assert [said[key] for key in ("ipv4_address", "ipv6_address") if key in said] == list(
        map(str, endpoint.addresses)
    )
    assert said.get("aliases", []) == list(endpoint.aliases)
    assert said.get("mac_address") == endpoint.mac
    assert said.get("gw_priority", 0) == (endpoint.gw_priority or 0)
    assert said.get("interface_name") == endpoint.interface_name
    assert said.get("driver_opts", {}) == endpoint.options


def compare_network(said: dict[str, Any], network: DockerNetwork) -> None:
    """Compose's own networks in full, the others by name."""
    assert said["name"] == network.name
    assert said.get("external", False) == (network.owner is not Owner.PROJECT)
    if network.owner is not Owner.PROJECT:
        return
    assert said["driver"] == network.driver
    assert said["driver_opts"] == network.options
    assert said.get("internal", False) == network.internal
    assert said.get("enable_ipv6", False) == network.ipv6
    assert [
        (item["subnet"], item["gateway"], item.get("ip_range"), item.get("aux_addresses", {}))
        for item in said["ipam"]["config"]
    ] == [
        (
            str(subnet.prefix),
            str(subnet.gateway),
            str(subnet.ip_range) if subnet.ip_range else None,
            {name: str(address) for name, address in subnet.reserved.items()},
        )
        for subnet in network.subnets
    ]


OPTION = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Co", "Cn"]), min_size=1, max_size=20
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(OPTION, OPTION, min_size=1, max_size=3))
def test_options_of_any_text_reach_docker_unchanged(tmp_path: Path, options: dict[str, str]) -> None:
    """`#`, quotes, braces, dollar signs and blanks at the ends included."""
    network = replace(EVERYTHING.networks["no"], options=options)
    host = replace(EVERYTHING, networks={**EVERYTHING.networks, "no": network})
    assert merged(host, "dock1", tmp_path)["networks"]["no"]["driver_opts"] == options
