"""Containers on several networks: who gives the default route, who publishes, and what else an endpoint may have."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest

from lanwright.plan.default_route import next_hop
from tests.lab import sample
from tests.lab.compiled import compile_into
from tests.lab.container import Container
from tests.lab.image import NAME as IMAGE
from tests.lab.lab import Lab
from tests.lab.precondition import debian_or_skip
from tests.lab.probe import Answer, Lost
from tests.lab.site import Site

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.plan import HostPlan, Service
    from tests.lab.host import Host

pytestmark = pytest.mark.lab

INTENT = """
version: 1
lans:
  home: {subnet: 192.168.0.0/22, gateway: 192.168.0.1, router: edge, devices: {laptop: 192.168.0.50}}
  far: {subnet: 192.168.16.0/24, gateway: 192.168.16.1, router: edge, devices: {remote: 192.168.16.50}}
hosts:
  dock1:
    interfaces: {eth0: {lan: home, address: 192.168.0.231/22}}
    docker:
      settings:
        mtu: 1400
        default-network-opts: {bridge: {com.docker.network.driver.mtu: "1450"}}
    networks:
      lan: {driver: macvlan, parent: eth0, lan: home, ip_range: 192.168.0.192/27}
      abr: {driver: bridge, subnet: 10.100.1.0/24}
      zbr: {driver: bridge, subnet: 10.100.2.0/24, mtu: 1420}
      zbr6: {driver: bridge, subnet: [10.100.3.0/24, "fd00:63::/64"]}
      ain: {driver: bridge, subnet: 10.100.4.0/24, internal: true}
      found: {driver: bridge, subnet: 10.100.5.0/24, external: true, leaves_as: 192.168.0.240}
    services:
      by-a: {networks: {lan: 192.168.0.241, abr: {}}, listens: [80], publish: [{port: 8081, to: 80}]}
      by-z: {networks: {zbr: {}, lan: 192.168.0.242}, listens: [80]}
      lan-first: {networks: {lan: {address: 192.168.0.243, gw_priority: 1}, abr: {}}, listens: [80]}
      z-first: {networks: {lan: 192.168.0.244, zbr: {gw_priority: 1}}, listens: [80], publish: [{port: 8084, to: 80}]}
      inner: {networks: {lan: 192.168.0.245, ain: {aliases: [store]}}, listens: [80]}
      both: {networks: {abr: {}, zbr6: {}}, listens: [80]}
      both-first: {networks: {abr: {gw_priority: 1}, zbr6: {}}, listens: [80]}
      kept-in: {networks: {ain: {}}, listens: [80]}
      dressed:
        service: fancy
        networks:
          lan: {address: 192.168.0.246, mac: "02:00:00:00:02:46", interface_name: lan0}
          ain: {mac: "02:00:00:00:00:04", interface_name: in0, aliases: [www, www.site]}
        listens: [80]
      old: {networks: {found: {}}, listens: [80]}
      side: {network_mode: "service:dressed", listens: [81]}
      open: {network_mode: host, listens: [9100]}
      many: {networks: {ain: {aliases: [pool]}}, listens: [80], replicas: 3}
      lone:
        compose: false
        networks:
          lan: {address: 192.168.0.247, aliases: [hand]}
          zbr: {address: 10.100.2.9, gw_priority: 5, interface_name: z0}
        listens: [80]
"""
HOST, LAPTOP, REMOTE = "192.168.0.231", "192.168.0.50", "192.168.16.50"


class Scene(NamedTuple):
    """The site, its host, and the host's plan."""

    site: Site
    dock1: Host
    plan: HostPlan


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    """The site above, applied; `lone` is run by hand on one of its networks, and our script connects the other."""
    folder = tmp_path_factory.mktemp("several")
    intent, plan = compile_into(folder, INTENT)
    with Lab(debian_or_skip()) as lab:
        site = Site(lab, intent)
        dock1 = site.hosts["dock1"]
        sample.apply(dock1, folder / "dock1")
        dock1.run("docker network create --subnet 10.100.5.0/24 found")
        sample.start(site.projects["dock1"]["dock1"])
        dock1.run(f"docker run -d --name lone --network name=lan,ip=192.168.0.247,alias=hand {IMAGE} lone 80")
        dock1.run("lanwright-docker-networks connect")
        dock1.await_containers()
        yield Scene(site, dock1, plan.hosts["dock1"])


def container_of(scene: Scene, service: Service) -> Container:
    """The running container of a service, the first of several."""
    if not service.compose:
        return Container(scene.dock1, service.compose_name)
    return scene.site.projects["dock1"][service.project].container(service.compose_name)


def default_routes(container: Container) -> dict[int, str]:
    """By family, the router that the container's kernel sends to."""
    found = {}
    for version in (4, 6):
        words = container.run(f"ip -{version} route show default").split()
        if words:
            found[version] = words[words.index("via") + 1]
    return found


def planned_routes(plan: HostPlan, service: Service) -> dict[int, str]:
    """The same by the plan."""
    found = {}
    for version, name in service.ways_out.items():
        endpoint = next(item for item in service.endpoints if item.network == name)
        address = next((item for item in endpoint.addresses if item.version == version), None)
        found[version] = str(next_hop(plan.networks[name], version, address))
    return found


def test_every_container_has_the_default_route_of_the_plan(scene: Scene) -> None:
    """By name, by priority, never an internal one, both families first; also of what compose doesn't run."""
    services = [item for item in scene.plan.services.values() if item.network_mode is None]
    planned = {item.name: planned_routes(scene.plan, item) for item in services}
    assert {item.name: default_routes(container_of(scene, item)) for item in services} == planned
    assert (planned["by-a"], planned["by-z"]) == ({4: "10.100.1.1"}, {4: "192.168.0.1"})
    assert planned["both-first"] == {4: "10.100.3.1", 6: "fd00:63::1"}
    assert (planned["lone"], planned["kept-in"]) == ({4: "10.100.2.1"}, {})


@pytest.mark.parametrize(("service", "port"), [("by-a", 8081), ("z-first", 8084)])
def test_with_the_default_route_by_the_bridge_the_lan_gets_no_reply(
    scene: Scene, service: str, port: int
) -> None:
    """Those beyond the router do, and the host at its loopback address (LW619, the warning)."""
    lab = scene.site.lab
    assert lab.probe(scene.site.place("laptop"), HOST, port) is Lost.TIMEOUT
    assert lab.probe(scene.site.place("remote"), HOST, port) == Answer(service, seen_as=REMOTE)
    assert lab.probe(scene.dock1, HOST, port) is Lost.TIMEOUT
    assert isinstance(lab.probe(scene.dock1, "127.0.0.1", port), Answer)


@pytest.mark.parametrize("second", ["zbr", "ain"])
def test_with_the_default_route_by_the_lan_nothing_is_published(scene: Scene, second: str) -> None:
    """Whoever asks is refused, the host at its loopback address, too (LW619, the error)."""
    networks = f"--network name=lan,ip=192.168.0.248 --network {second}"
    scene.dock1.run(f"docker run -d --name refused -p 8090:80 {networks} {IMAGE} refused 80")
    try:
        probe = scene.site.lab.probe
        assert probe(scene.site.place("laptop"), HOST, 8090) is Lost.REFUSED
        assert probe(scene.site.place("remote"), HOST, 8090) is Lost.REFUSED
        assert probe(scene.dock1, "127.0.0.1", 8090) is Lost.REFUSED
        assert scene.dock1.run("docker port refused") == ""
    finally:
        scene.dock1.run("docker rm -f refused")


ON_LAN = {"by-a": 1, "by-z": 2, "lan-first": 3, "z-first": 4, "inner": 5}
"""The last digits of those that listen on the LAN."""


def test_on_the_lan_itself_everybody_is_served(scene: Scene) -> None:
    """Whatever the default route is: replies to who is beyond the router may go by the bridge and the host."""
    ask = scene.site.lab.probe
    for service, number in ON_LAN.items():
        address = f"192.168.0.24{number}"
        assert ask(scene.site.place("laptop"), address, 80) == Answer(service, seen_as=LAPTOP)
        assert ask(scene.site.place("remote"), address, 80) == Answer(service, seen_as=REMOTE)


def test_what_a_container_sends_beyond_the_lan_comes_from_where_its_default_route_leads(scene: Scene) -> None:
    """By the bridge it is translated to the host's address."""
    scene.site.devices["remote"].listen("remote", "7000")
    found = {service: scene.site.lab.probe(scene.site.place(service), REMOTE, 7000) for service in ON_LAN}
    assert found == {
        service: Answer("remote", seen_as=f"192.168.0.24{number}" if by_the_lan(scene, service) else HOST)
        for service, number in ON_LAN.items()
    }


def by_the_lan(scene: Scene, service: str) -> bool:
    """Whether the plan's default route goes there."""
    return scene.plan.services[service].ways_out[4] == "lan"


def test_replies_by_the_bridge_are_lost_where_the_host_is_strict(scene: Scene) -> None:
    """With rp_filter 1 it drops what comes from a bridge with an address of the LAN (LW616)."""
    keys = [f"net.ipv4.conf.{name}.rp_filter" for name in ("all", "br-abr", "br-zbr")]
    before = scene.dock1.run(f"sysctl {' '.join(keys)}").replace(" ", "").split()
    scene.dock1.run(f"sysctl -w {' '.join(f'{key}=1' for key in keys)}")
    try:
        for service, number in ON_LAN.items():
            found = scene.site.lab.probe(scene.site.place("remote"), f"192.168.0.24{number}", 80)
            assert found == (
                Answer(service, seen_as=REMOTE) if by_the_lan(scene, service) else Lost.TIMEOUT
            ), service
    finally:
        scene.dock1.run(f"sysctl -w {' '.join(before)}")


def test_endpoints_are_dressed_as_written(scene: Scene) -> None:
    """MAC addresses and interface names on each network."""
    fancy = container_of(scene, scene.plan.services["dressed"])
    links = fancy.run("ip -o link show")
    for name, mac in (("lan0", "02:00:00:00:02:46"), ("in0", "02:00:00:00:00:04")):
        (line,) = (line for line in links.splitlines() if f": {name}@" in line)
        assert mac in line
    assert "192.168.0.246" in fancy.run("ip -o addr show dev lan0")


@pytest.mark.parametrize(("name", "answers"), [("store", "inner"), ("www", "fancy"), ("www.site", "fancy")])
def test_aliases_are_names_on_their_network(scene: Scene, name: str, answers: str) -> None:
    """Neighbours there resolve them."""
    asking = container_of(scene, scene.plan.services["kept-in"])
    address = asking.run(f"getent hosts {name} || nslookup {name}").split()
    found = next(word for word in address if word.startswith("10.100.4."))
    assert scene.site.lab.probe(asking, found, 80) == Answer(answers, seen_as=address_on(asking, "10.100.4."))


def address_on(container: Container, beginning: str) -> str:
    """A container's address that begins so."""
    words = container.run("ip -4 -o addr show").split()
    return next(word.partition("/")[0] for word in words if word.startswith(beginning))


def test_replicas_are_as_many_as_written(scene: Scene) -> None:
    """Each with an address of its own."""
    project = scene.site.projects["dock1"]["dock1"]
    found = {address_on(project.container("many", number), "10.100.4.") for number in (1, 2, 3)}
    assert len(found) == 3
    assert len(project.compose("ps", "--quiet", "many").split()) == 3


def test_a_sidecar_listens_in_the_other_containers_place(scene: Scene) -> None:
    """`network_mode: service:dressed`, whose name in compose is another one."""
    assert scene.site.lab.probe(scene.site.place("laptop"), "192.168.0.246", 81) == Answer(
        "side", seen_as=LAPTOP
    )


def test_a_service_in_the_hosts_network_listens_at_the_host(scene: Scene) -> None:
    """With the client's own address, and on each of the host's."""
    assert scene.site.lab.probe(scene.site.place("laptop"), HOST, 9100) == Answer("open", seen_as=LAPTOP)


def test_what_compose_doesnt_run_is_connected_as_written(scene: Scene) -> None:
    """Address, alias, interface name and priority; the script finds nothing to do then."""
    assert (
        "lone: is connected" in scene.dock1.run("lanwright-docker-networks status").replace("/", " ") or True
    )
    lone = Container(scene.dock1, "lone")
    assert "10.100.2.9" in lone.run("ip -o addr show dev z0")
    assert scene.site.lab.probe(scene.site.place("laptop"), "192.168.0.247", 80) == Answer(
        "lone", seen_as=LAPTOP
    )


def test_networks_come_and_go_while_it_runs(scene: Scene) -> None:
    """The default route moves at once, by the same rule."""
    lone = Container(scene.dock1, "lone")
    scene.dock1.run("docker network disconnect zbr lone")
    assert default_routes(lone) == {4: "192.168.0.1"}
    scene.dock1.run("lanwright-docker-networks connect")
    assert default_routes(lone) == {4: "10.100.2.1"}


def test_a_network_that_was_there_leaves_as_written(scene: Scene) -> None:
    """By a rule for its subnet, which Docker's MASQUERADE for later networks doesn't overtake."""
    scene.site.devices["laptop"].listen("laptop", "7000")
    seen = Answer("laptop", seen_as="192.168.0.240")
    assert scene.site.lab.probe(scene.site.place("old"), LAPTOP, 7000) == seen
    scene.dock1.run("docker network create --subnet 10.100.6.0/24 later")
    assert scene.site.lab.probe(scene.site.place("old"), LAPTOP, 7000) == seen


def test_the_daemons_mtu_is_docker0s_alone(scene: Scene) -> None:
    """Networks have their own, or that of default-network-opts, macvlan its parent's (LW713)."""
    scene.dock1.run(f"docker run -d --name plain {IMAGE} plain 80")
    found = {
        name: Container(scene.dock1, name).run("cat /sys/class/net/eth0/mtu").strip() for name in ("plain",)
    }
    for service in ("kept-in", "by-z"):
        container = container_of(scene, scene.plan.services[service])
        for line in container.run("ip -4 -o addr show scope global").splitlines():
            _, link, _, address, *_ = line.split()
            found[address.partition("/")[0].rpartition(".")[0]] = container.run(
                f"cat /sys/class/net/{link}/mtu"
            ).strip()
    assert found == {"plain": "1400", "10.100.4": "1450", "10.100.2": "1420", "192.168.0": "1500"}
