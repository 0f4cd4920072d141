"""Compose fragments: what compose runs, on which networks, with which ports."""

from __future__ import annotations

from typing import Any

from lanwright.targets import compose
from lanwright.targets.yaml_text import RESET, Override
from tests.targets.hosts import file_of, host_with

NETWORKS = """
    networks:
      back: {driver: bridge, subnet: 172.22.0.0/24}
      front: {driver: bridge, subnet: 172.23.0.0/24}
      real_lan: {driver: macvlan, parent: eth0, lan: home}
    services:
"""


def fragment(services: str, project: str = "dock1") -> dict[str, Any]:
    """A project's fragment as data."""
    return compose.fragment(host_with(NETWORKS + services), project)


def test_a_service_has_exactly_the_networks_of_the_intent() -> None:
    """`!override`: whatever else its compose file says is gone."""
    said = fragment("      web: {networks: {back: {aliases: [db, store]}, real_lan: 192.168.0.241}}")
    assert said["services"] == {
        "web": {
            "networks": Override(
                {"back": {"aliases": ["db", "store"]}, "real_lan": {"ipv4_address": "192.168.0.241"}}
            )
        }
    }


def test_a_network_of_the_project_is_written_out() -> None:
    """Explicit name and bridge name, subnet and gateway."""
    said = fragment("      web: {networks: {back: {}}}")
    assert said["networks"] == {
        "back": Override(
            {
                "name": "back",
                "driver": "bridge",
                "driver_opts": {"com.docker.network.bridge.name": "br-back"},
                "ipam": {"config": [{"subnet": "172.22.0.0/24", "gateway": "172.22.0.1"}]},
            }
        )
    }


def test_a_network_of_somebody_else_is_external() -> None:
    """What touches the LAN, or what two projects use, isn't compose's to make."""
    services = (
        "      web: {networks: {back: {}, real_lan: {}}}\n      job: {project: jobs, networks: {back: {}}}"
    )
    assert fragment(services)["networks"] == {
        name: Override({"name": name, "external": True}) for name in ("back", "real_lan")
    }
    assert list(fragment(services, "jobs")["services"]) == ["job"]


def test_unused_networks_arent_named() -> None:
    """A fragment speaks of what its own services use."""
    assert list(fragment("      web: {networks: {front: {}}}")["networks"]) == ["front"]


def test_what_compose_doesnt_run_isnt_there() -> None:
    """A container outside of compose is connected by lanwright-docker-networks."""
    assert fragment("      web: {compose: false, networks: {back: {}}}") == {}


def test_a_service_that_the_intent_gives_no_network_keeps_its_own() -> None:
    """Nothing to say about it: it isn't named, and a project of such services has no fragment."""
    host = host_with(NETWORKS + "      web: {listens: [80/tcp]}")
    assert compose.emit(host).artifacts == ()


def test_compose_knows_a_service_by_its_own_name() -> None:
    """`service` renames it, also where another one shares its network."""
    said = fragment(
        "      web: {service: nginx, networks: {back: {}}}\n      vpn: {network_mode: 'service:web'}"
    )
    assert said["services"]["vpn"] == {"network_mode": "service:nginx", "networks": RESET, "ports": RESET}
    assert "nginx" in said["services"]


def test_ports_are_what_the_plan_publishes() -> None:
    """On every address, on one of the host's, on an alias, on IPv6, in ranges."""
    published = (
        "[{port: 8080, to: 80}, {address: 192.168.0.231, port: 53/udp}, {address: 192.168.0.240, port: 443},"
        " {address: '::1', port: 5000-5002, to: 6000-6002}]"
    )
    said = fragment(f"      web: {{networks: {{back: {{}}}}, publish: {published}}}")
    assert said["services"]["web"]["ports"] == Override(
        [
            "8080:80/tcp",
            "192.168.0.231:53:53/udp",
            "192.168.0.240:443:443/tcp",
            "[::1]:5000-5002:6000-6002/tcp",
        ]
    )


def test_what_our_own_rule_serves_isnt_docker_s() -> None:
    """Docker serves only what lets it accept the packet, on the host's loopback address."""
    said = fragment(
        "      web: {networks: {back: {}}, publish: [{address: 192.168.0.233, port: 80, via: dnat}]}"
    )
    assert not any("192.168.0.233" in port for port in said["services"]["web"]["ports"].value)


def test_several_containers_are_as_many_as_the_intent_says() -> None:
    """The plan counts addresses for them; one is what compose makes by itself."""
    said = fragment("      web: {networks: {back: {}}, replicas: 3}\n      db: {networks: {back: {}}}")
    assert said["services"]["web"]["deploy"] == {"replicas": 3}
    assert "deploy" not in said["services"]["db"]


def test_a_dollar_sign_is_no_variable() -> None:
    """Compose would put an empty text in its place."""
    services = "      web: {networks: {back: {}}, sysctls: {net.core.somaxconn: '$HOME ${X}'}}"
    assert fragment(services)["services"]["web"]["sysctls"] == {"net.core.somaxconn": "$$HOME $${X}"}


def test_a_fragment_begins_with_where_it_comes_from() -> None:
    """One comment line."""
    emission = compose.emit(host_with(NETWORKS + "      web: {networks: {back: {}}}"))
    assert file_of(emission, "dock1.networks.yaml").content.startswith(
        "# generated by lanwright from lanwright.yaml, don't edit\nservices:\n"
    )
