"""lanwright-docker-networks, run by two shells against a Docker that records what it is asked."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lanwright.plan import Owner
from lanwright.targets import docker_networks
from lanwright.targets.artifact import Phase
from lanwright.targets.docker_networks.networks import networks
from tests.targets.docker_host import SHELLS, DockerHost, words_after
from tests.targets.hosts import host_with, sample_hosts

if TYPE_CHECKING:
    from pathlib import Path

    from lanwright.plan import HostPlan

WRITTEN = host_with(
    """
    docker: {version: "28", default_address_pools: [{base: 10.201.0.0/16, size: 24}]}
    networks:
      real_lan:
        driver: macvlan
        parent: lo
        lan: home
        ip_range: 192.168.0.248/29
        reserve: {printer: 192.168.0.249}
        host_access: true
      routed: {driver: macvlan, mode: vepa, parent: lo, subnet: [10.9.0.0/24, "fd00:9::/64"], gateway: "fd00:9::1"}
      shared: {driver: bridge, subnet: 172.22.0.0/24, options: {odd: "it's $HOME # \\"quoted\\" \\\\"}}
      inner: {driver: bridge, internal: true}
      own: {driver: bridge, subnet: 172.23.0.0/24}
      theirs: {driver: bridge, external: true}
    services:
      web: {networks: {shared: {}, own: {}}}
      job: {project: jobs, networks: {shared: {}}}
      vpn:
        compose: false
        networks:
          real_lan: {address: 192.168.0.242, aliases: [gate, way], gw_priority: 5, interface_name: lan0}
          theirs: {}
    """
)
PLAN = replace(WRITTEN, links={"lo": replace(WRITTEN.links["eth0"], name="lo")})
"""The same host, whose only link is one that each machine has."""
POOLS = ["10.201.0.0/16 24"]
OURS = [network for network in PLAN.networks.values() if network.owner is Owner.LANWRIGHT]


@pytest.fixture(params=sorted(SHELLS))
def shell(request: pytest.FixtureRequest) -> str:
    """Each test runs under dash and under busybox."""
    return str(request.param)


@pytest.fixture
def host(tmp_path: Path, shell: str) -> DockerHost:
    """A host whose Docker has the intent's pools and no network."""
    made = DockerHost(tmp_path / "host", PLAN, shell)
    made.change(pools=POOLS)
    return made


def test_what_is_asked_for_is_the_plan(host: DockerHost) -> None:
    """Driver, options, subnets, gateways, ranges, reserved addresses of each network, in the plan's order."""
    assert host.run("create").code == 0
    calls = host.calls("network", "create")
    assert [call[2] for call in calls] == [network.name for network in OURS]
    for call, network in zip(calls, OURS, strict=True):
        written = [subnet for subnet in network.subnets if subnet.written]
        assert words_after(call, "--driver") == [network.driver]
        assert words_after(call, "--opt") == [f"{key}={value}" for key, value in network.options.items()]
        assert words_after(call, "--subnet") == [str(subnet.prefix) for subnet in written]
        assert words_after(call, "--gateway") == [str(subnet.gateway) for subnet in written if subnet.gateway]
        assert words_after(call, "--ip-range") == [
            str(subnet.ip_range) for subnet in written if subnet.ip_range
        ]
        assert words_after(call, "--aux-address") == [
            f"{name}={address}" for subnet in written for name, address in subnet.reserved.items()
        ]
        assert ("--internal" in call) == network.internal
        assert ("--ipv6" in call) == network.ipv6
        assert words_after(call, "--label") == ["lanwright.host=dock1"]


def test_the_plan_has_what_the_test_is_about() -> None:
    """Each sort of network and setting is among them."""
    assert [network.name for network in OURS] == ["real_lan", "routed", "shared", "inner"]
    assert {"parent": "lo", "macvlan_mode": "vepa"}.items() <= dict(OURS[1].options).items()
    assert set(map(str, OURS[0].subnets[0].reserved.values())) == {"192.168.0.231", "192.168.0.249"}


@pytest.mark.parametrize("absent", ["", "invalid IP"], ids=["28", "29"])
def test_a_second_create_changes_nothing(host: DockerHost, absent: str) -> None:
    """Up to 28 Docker shows what isn't given as an empty text, from 29 on as `invalid IP`."""
    host.change(absent=absent)
    host.run("create")
    before = host.state["networks"]
    assert host.run("create").code == 0
    assert host.state["networks"] == before
    assert len(host.calls("network", "create")) == len(OURS)
    assert host.run("status", *(network.name for network in OURS)).code == 0


@pytest.fixture
def dash_host(tmp_path: Path) -> DockerHost:
    """The same under dash alone, for what only `grep` decides."""
    made = DockerHost(tmp_path / "host", PLAN, "dash")
    made.change(pools=POOLS)
    return made


def test_another_run_may_be_quicker(host: DockerHost) -> None:
    """The unit and a person may both make a network after Docker's start: what counts is that it is there."""
    host.change(quicker={})
    said = host.run("create", "shared")
    assert (said.code, said.out) == (0, "shared: is there\n")
    host.change(networks={}, quicker={"internal": True})
    said = host.run("create", "shared")
    assert said.code == 1
    assert "it has: internal true" in said.err


DIFFERENCES: list[tuple[str, dict[str, Any], str]] = [
    ("real_lan", {"driver": "ipvlan"}, "driver macvlan"),
    ("real_lan", {"options": {"parent": "lo1"}}, "option parent=lo"),
    ("shared", {"internal": True}, "internal false"),
    ("shared", {"subnets": {}}, "subnet 172.22.0.0/24"),
    ("inner", {"ipv6": True}, "ipv6 false"),
    (
        "inner",
        {"options": {"com.docker.network.bridge.name": "br-inner", "more": "x"}},
        "it has: option more=x",
    ),
]


@pytest.mark.parametrize(("name", "change", "said"), DIFFERENCES)
def test_another_network_of_the_name_is_said_and_kept(
    dash_host: DockerHost, name: str, change: dict[str, Any], said: str
) -> None:
    """create fails and says what differs and what to do; the others are made; nothing is replaced."""
    dash_host.run("create", name)
    networks = dash_host.state["networks"]
    networks[name] |= change
    dash_host.change(networks=networks)
    created = dash_host.run("create", name, "routed")
    assert created.code == 1
    assert said in created.err
    assert f"docker network rm {name}" in created.err
    assert dash_host.state["networks"][name] == networks[name]
    assert "routed" in dash_host.state["networks"]
    status = dash_host.run("status", name)
    assert status.code == 1
    assert said in status.out


def test_a_network_by_hand_with_docker_s_defaults_is_the_same(host: DockerHost) -> None:
    """Nobody writes macvlan_mode=bridge; and without our label it is left alone by remove."""
    host.run("create", "real_lan")
    networks = host.state["networks"]
    del networks["real_lan"]["options"]["macvlan_mode"]
    networks["real_lan"]["labels"] = {}
    host.change(networks=networks)
    assert host.run("status", "real_lan").code == 0
    assert host.run("create", "real_lan").code == 0
    removed = host.run("remove", "real_lan")
    assert removed.code == 0
    assert "isn't ours" in removed.out
    assert "real_lan" in host.state["networks"]


def test_what_docker_chooses_is_no_difference(host: DockerHost) -> None:
    """A subnet and gateway of Docker's, where the intent gives none."""
    host.run("create")
    networks = host.state["networks"]
    networks["inner"]["subnets"] = {"10.201.1.0/24": {"gateway": "10.201.1.1", "range": "", "aux": {}}}
    host.change(networks=networks)
    assert host.run("status", "inner").code == 0


def test_the_daemon_s_default_options_are_no_difference(tmp_path: Path, shell: str) -> None:
    """default-network-opts gives every new bridge network further options."""
    defaults = {"com.docker.network.driver.mtu": "1400"}
    shared = replace(PLAN.networks["shared"], defaults=defaults)
    plan = replace(PLAN, networks={**PLAN.networks, "shared": shared})
    host = DockerHost(tmp_path / "host", plan, shell)
    host.change(pools=POOLS)
    host.run("create", "shared")
    networks = host.state["networks"]
    networks["shared"]["options"].update(defaults)
    host.change(networks=networks)
    assert host.run("status", "shared").code == 0


def test_an_options_value_is_no_pattern() -> None:
    """What may stand besides is compared as a regular expression: of a value as it is."""
    plan = host_with(
        """
    networks:
      both: {driver: bridge, subnet: 10.22.0.0/24, options: {com.docker.network.enable_ipv6: ".*"}}
    """
    )
    (network,) = networks(plan)
    assert r"^option com\.docker\.network\.enable_ipv6=\.\*$" in network.besides


def test_a_family_that_an_option_turns_on_is_asked_for_and_no_difference(tmp_path: Path, shell: str) -> None:
    """From 28.2 on Docker doesn't show such an option beside `--ipv6`; before, it does."""
    plan = host_with(
        """
    networks:
      both: {driver: bridge, subnet: 10.22.0.0/24, options: {com.docker.network.enable_ipv6: true}}
    """
    )
    (network,) = networks(plan)
    assert "--ipv6" in network.arguments
    assert network.automatic
    assert not [line for line in network.settings if "enable_ipv6" in line]
    made = DockerHost(tmp_path / "host", plan, shell)
    assert made.run("create").code == 0
    assert made.run("status").code == 0


def test_a_subnet_from_old_pools_isn_t_taken(host: DockerHost) -> None:
    """A network keeps its subnet over Docker's restart: so it waits until the pools are the intent's, and 3 says so."""
    host.change(pools=[])
    waiting = host.run("create")
    assert waiting.code == 3
    assert "inner: Docker hasn't the intent's address pools and docker0 yet" in waiting.err
    assert set(host.state["networks"]) == {"real_lan", "routed", "shared"}
    host.change(pools=POOLS)
    assert host.run("create").code == 0
    assert "inner" in host.state["networks"]


def test_a_subnet_beside_the_old_docker0_isn_t_taken(tmp_path: Path, shell: str) -> None:
    """Until Docker's restart docker0 holds what it will give up: a network would keep the one behind it."""
    plan = host_with(
        """
    docker: {version: "28", bip: 10.200.1.1/24}
    networks:
      backend: {driver: bridge, internal: true}
    """
    )
    made = DockerHost(tmp_path / "host", plan, shell)
    waiting = made.run("create")
    assert (waiting.code, made.state["networks"]) == (3, {})
    assert "restart it" in waiting.err
    made.change(docker0=["10.200.1.0/24", "fd00:17::/64"])
    assert made.run("create").code == 0


@pytest.mark.parametrize("code", [1, 3, 125])
def test_docker_s_refusal_is_a_failure_whatever_its_code(dash_host: DockerHost, code: int) -> None:
    """3 is for what waits for Docker's restart and nothing else; Docker's own words are shown."""
    dash_host.change(refusal=code, pools=[])
    refused = dash_host.run("create", "shared", "inner")
    assert refused.code == 1
    assert "Pool overlaps" in refused.err


def test_a_missing_link_is_said_in_plain_words(host: DockerHost) -> None:
    """Docker's own message speaks of VLAN names; and it would make a missing bridge itself."""
    networks = {"real_lan": replace(PLAN.networks["real_lan"], parent="nosuch0")}
    links = {"nosuch0": replace(PLAN.links["lo"], name="nosuch0")}
    host.become(replace(PLAN, networks=networks, links=links, services={}))
    created = host.run("create", "real_lan")
    assert created.code == 1
    assert "the host's link nosuch0 isn't there" in created.err
    assert host.state["networks"] == {}


def test_a_container_that_lost_its_link_is_named_with_what_gives_it_back(dash_host: DockerHost) -> None:
    """Its link went with the parent; one whose network can't be looked at, without root, isn't accused."""
    dash_host.run("create")
    dash_host.change(
        members={
            "real_lan": {
                "web-1": "192.168.0.241/22",
                "mail-1": "192.168.0.242/22",
                "far-1": "192.168.0.243/22",
            }
        },
        containers={"web-1": {}, "mail-1": {}, "far-1": {}},
    )
    (dash_host.links / "web-1").write_text("7: eth0    inet 192.168.0.241/22 scope global eth0\n")
    (dash_host.links / "mail-1").write_text("1: lo    inet 127.0.0.1/8 scope host lo\n")
    found = dash_host.run("containers")
    assert found.code == 1
    assert found.out.splitlines() == [
        "real_lan: mail-1 has lost its link",
        "left to you: docker restart mail-1 (interrupts: mail-1)",
    ]
    assert found.out in dash_host.run("status").out
    assert dash_host.run("status", "real_lan").code == 0, "no apply of the network's mends it"
    (dash_host.links / "mail-1").write_text("8: eth0    inet 192.168.0.242/22 scope global eth0\n")
    assert dash_host.run("containers").code == 0


def test_a_bridge_that_was_made_anew_has_lost_its_containers(dash_host: DockerHost) -> None:
    """They have their addresses and nobody to talk to."""
    lan = replace(PLAN.networks["shared"], name="lan", strategy="host_bridge", bridge="lo")
    dash_host.become(replace(PLAN, networks={"lan": lan}, services={}))
    dash_host.run("create")
    dash_host.change(members={"lan": {"web-1": "172.22.0.2/24"}}, containers={"web-1": {}})
    link = "7: eth0@if8: <UP> mtu 1500"
    (dash_host.links / "web-1").write_text(f"7: eth0    inet 172.22.0.2/24 scope global eth0\n{link}\n")
    (dash_host.links / "ports").write_text("8: veth1@if7: <UP> master lo\n")
    assert dash_host.run("containers").code == 0
    (dash_host.links / "ports").write_text("9: veth2@if4: <UP> master lo\n")
    found = dash_host.run("containers")
    assert (found.code, "left to you: docker restart web-1" in found.out) == (1, True)


def test_a_parent_that_is_gone_is_said(dash_host: DockerHost) -> None:
    """Docker lists its network all the same."""
    dash_host.run("create")
    networks = {"real_lan": replace(PLAN.networks["real_lan"], parent="nosuch0")}
    links = {"nosuch0": replace(PLAN.links["lo"], name="nosuch0")}
    dash_host.become(replace(PLAN, networks=networks, links=links, services={}))
    found = dash_host.run("containers")
    assert (found.code, "real_lan: the host's link nosuch0 isn't there" in found.out) == (1, True)


def test_remove_takes_away_what_create_made(host: DockerHost) -> None:
    """And nothing that is in use."""
    host.run("create")
    networks = host.state["networks"]
    networks["shared"]["containers"] = ["web-1"]
    host.change(networks=networks)
    removed = host.run("remove")
    assert removed.code == 1
    assert "shared: first stop or disconnect its containers (web-1)" in removed.err
    assert list(host.state["networks"]) == ["shared"]
    assert host.run("remove", "real_lan").code == 0


def test_a_container_is_connected_as_the_plan_says(host: DockerHost) -> None:
    """Address, aliases, gateway priority, interface name; twice is as once."""
    host.change(containers={"vpn": {}})
    host.run("create")
    networks = host.state["networks"]
    host.change(networks={**networks, "theirs": networks["inner"]})
    assert host.run("status").code == 1
    assert host.run("connect").code == 0
    assert host.run("connect").code == 0
    lan, theirs = host.calls("network", "connect")
    assert lan[-2:] == ["real_lan", "vpn"]
    assert theirs[-2:] == ["theirs", "vpn"]
    endpoint = PLAN.services["vpn"].endpoints[0]
    assert words_after(lan, "--ip") == list(map(str, endpoint.addresses))
    assert words_after(lan, "--alias") == list(endpoint.aliases)
    assert words_after(lan, "--gw-priority") == [str(endpoint.gw_priority)]
    assert words_after(lan, "--driver-opt") == [
        f"com.docker.network.endpoint.ifname={endpoint.interface_name}"
    ]
    assert host.run("status").code == 0


def test_a_container_with_another_address_is_said(host: DockerHost) -> None:
    """It isn't moved: that would cut it off."""
    host.change(containers={"vpn": {}})
    host.run("create")
    host.run("connect")
    containers = host.state["containers"]
    containers["vpn"]["real_lan"]["addresses"] = ["192.168.0.250"]
    host.change(containers=containers)
    connected = host.run("connect")
    assert connected.code == 1
    assert "address 192.168.0.242" in connected.out
    assert host.state["containers"] == containers


def test_a_missing_container_is_said(host: DockerHost) -> None:
    """connect can't make one."""
    host.run("create")
    assert "there is no container vpn" in host.run("connect").err
    assert host.run("connect").code == 1


def test_docker_is_waited_for_only_on_request(host: DockerHost) -> None:
    """--wait asks again until Docker answers."""
    host.change(patience=1)
    refused = host.run("status", "shared")
    assert refused.code == 1
    assert "Docker can't be reached" in refused.err
    host.change(patience=1)
    assert "shared: missing" in host.run("--wait", "status", "shared").out


def test_docker_isnt_waited_for_for_ever(tmp_path: Path) -> None:
    """After 30 tries, a second apart, it is said; the shell here has a `sleep` that doesn't."""
    host = DockerHost(tmp_path / "host", PLAN, "dash")
    host.change(patience=1000)
    assert host.run("--wait", "status").code == 1
    assert 1000 - host.state["patience"] == 31


@pytest.mark.parametrize("words", [[], ["frob"], ["create", "nosuch"], ["connect", "real_lan"], ["--wait"]])
def test_a_wrong_command_line_ends_with_2(host: DockerHost, words: list[str]) -> None:
    """And Docker isn't asked for anything."""
    assert host.run(*words).code == 2
    assert host.state["calls"] == []


TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=20)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(options=st.dictionaries(TEXT.filter(lambda key: "=" not in key and key[0] != "-"), TEXT, max_size=3))
def test_options_of_any_text_reach_docker_unchanged(
    tmp_path_factory: pytest.TempPathFactory, shell: str, options: dict[str, str]
) -> None:
    """Quotes, dollar signs, backslashes, stars and blanks; and what was made is known again."""
    plan = replace(
        PLAN, networks={"odd": replace(PLAN.networks["shared"], name="odd", options=options)}, services={}
    )
    host = DockerHost(tmp_path_factory.mktemp("host") / "host", plan, shell)
    assert host.run("create").code == 0
    assert host.state["networks"]["odd"]["options"] == options
    assert host.run("status").code == 0


def test_each_network_is_a_step_of_its_own() -> None:
    """A change of one doesn't take the others down; a restart of Docker that is due isn't a failure."""
    steps = docker_networks.emit(PLAN).steps
    command = "/usr/local/sbin/lanwright-docker-networks"
    assert [(step.phase, step.name) for step in steps] == [(Phase.NETWORKS, network.name) for network in OURS]
    assert steps[0].apply == f"{command} create real_lan"
    assert steps[0].undo == f'"$LANWRIGHT_OLD"/rootfs{command} remove real_lan'
    assert steps[3].apply == f"{command} create inner || [ $? = 3 ]"
    changed = replace(PLAN.networks["shared"], options={"odd": "other"})
    others = docker_networks.emit(replace(PLAN, networks={**PLAN.networks, "shared": changed})).steps
    assert [was.name for was, now in zip(steps, others, strict=True) if was.defines != now.defines] == [
        "shared"
    ]


def test_new_pools_leave_a_command_to_the_owner() -> None:
    """The networks that waited for Docker's restart."""
    (notice,) = docker_networks.emit(PLAN).notices
    assert notice.command == "lanwright-docker-networks create"
    assert notice.when == PLAN.daemon.config
    assert notice.undone == "", "the command has gone by then"
    without = {name: network for name, network in PLAN.networks.items() if name != "inner"}
    assert docker_networks.emit(replace(PLAN, networks=without)).notices == ()


def test_a_host_without_such_networks_has_no_script() -> None:
    """What compose makes, and what is there already, needs none."""
    nat: HostPlan = sample_hosts()["nat/dock1"]
    assert docker_networks.emit(nat).artifacts == ()
