"""LW607: what Docker's port allocator and our own rules can't serve twice."""

from __future__ import annotations

import re

import pytest

from tests.rules.found import found, messages


def site(one: str, two: str, *, docker: str = "{}", networks: str = "") -> str:
    """A host with two services on a bridge network; each is given as its keys."""
    return f"""
        version: 1
        lans:
          home: {{subnet: [192.168.0.0/22, "fd00:8::/64"], gateway: [192.168.0.1, "fd00:8::1"]}}
        hosts:
          dock1:
            docker: {docker}
            interfaces:
              eth0: {{lan: home, address: [192.168.0.231/22, "fd00:8::17/64"]}}
            networks:
              backend: {{driver: bridge, subnet: 172.22.0.0/24{networks}}}
              inside: {{driver: bridge, subnet: 172.23.0.0/24, internal: true}}
              real_lan: {{driver: macvlan, parent: eth0, lan: home}}
            services:
              one: {{{one}}}
              two: {{{two}}}
        """


def publish(*published: str, networks: str = "backend: {}") -> str:
    """A service's keys, with what it publishes."""
    return f"networks: {{{networks}}}, publish: [{', '.join(published)}]"


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("{port: 80}", "{port: 80}"),
        ("{port: 80}", "{port: 80/tcp, to: 8080}"),
        ("{port: 80}", "{port: 80, address: 192.168.0.232}"),
        ("{port: 80, address: 192.168.0.232}", "{port: 80}"),
        ("{port: 80, address: 0.0.0.0}", "{port: 80, address: 192.168.0.231}"),
        ("{port: 80}", "{port: 80, address: 0.0.0.0}"),
        ("{port: 80}", '{port: 80, address: "::"}'),
        ('{port: 80, address: "::"}', '{port: 80, address: "fd00:8::17"}'),
        ("{port: 80, address: 127.0.0.1}", "{port: 80}"),
        ("{port: 8000-8010}", "{port: 8010-8020}"),
        ("{port: 8000-8010/udp}", "{port: 8005/udp, address: 192.168.0.240}"),
        ("{port: 80, address: 192.168.0.240, via: dnat}", "{port: 80, address: 192.168.0.240, via: dnat}"),
        ("{port: 80, address: 192.168.0.240, via: dnat}", "{port: 80, address: 192.168.0.240, via: alias}"),
    ],
)
def test_one_port_at_one_address_is_told_at_the_later_place(one: str, two: str) -> None:
    """Every address counts as each address; ranges by their overlap; in each family by itself."""
    (finding,) = found("LW607", site(publish(one), publish(two)))
    assert finding.origin.path[3:] == ("two", "publish", "0", "port")
    assert finding.related[0].origin.path[3:] == ("one", "publish", "0", "port")


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("{port: 80}", "{port: 80/udp}"),
        ("{port: 80}", "{port: 81}"),
        ("{port: 8000-8009}", "{port: 8010-8020}"),
        ("{port: 80, address: 192.168.0.231}", "{port: 80, address: 192.168.0.232}"),
        ("{port: 80, address: 0.0.0.0}", '{port: 80, address: "::"}'),
        ("{port: 80, address: 0.0.0.0}", '{port: 80, address: "fd00:8::17"}'),
        ("{port: 80}", "{port: 80, address: 192.168.0.240, via: dnat}"),
        ("{port: 80, address: 192.168.0.231}", "{port: 80, address: 192.168.0.240, via: dnat}"),
        ("{port: 8000-8009, to: 80}", "{port: 8000-8009, to: 80}"),
        ("{port: 8000-8009, to: 80}", "{port: 8003}"),
    ],
)
def test_what_can_be_served_side_by_side_is_fine(one: str, two: str) -> None:
    """Another protocol, port, address or family; a rule of ours before Docker's; a port that Docker picks."""
    assert messages("LW607", site(publish(one), publish(two))) == []


@pytest.mark.parametrize(
    "networks", ["real_lan: 192.168.0.241", "inside: {}", "real_lan: 192.168.0.241, inside: {}"]
)
def test_what_docker_publishes_nowhere_takes_no_port(networks: str) -> None:
    """macvlan and internal networks publish nothing (LW610)."""
    two = publish("{port: 80}", networks=networks)
    assert messages("LW607", site(publish("{port: 80}"), two)) == []


def test_a_service_without_networks_publishes_on_composes_default_one() -> None:
    """So does one that is on a bridge among others, while the bridge gives its default route."""
    plain = publish("{port: 80}", networks="")
    text = site(plain, publish("{port: 80}", networks="inside: {}, backend: {}"))
    assert len(messages("LW607", text)) == 1
    apart = publish("{port: 80}", networks="real_lan: {}, backend: {}")
    assert messages("LW607", site(plain, apart)) == []
    led = publish("{port: 80}", networks="real_lan: {}, backend: {gw_priority: 1}")
    assert len(messages("LW607", site(plain, led, docker='{version: "29"}'))) == 1


def test_a_network_mode_leaves_ports_to_another() -> None:
    """`host` has no ports to publish, `service:S` takes those of S."""
    two = "network_mode: service:one, publish: [{port: 80}]"
    assert messages("LW607", site(publish("{port: 80}"), two)) == []


def test_a_routed_network_binds_no_port() -> None:
    """In gateway mode routed the container is reached at its own address."""
    mode = ', options: {"com.docker.network.bridge.gateway_mode_ipv4": routed}'
    v4 = "{port: 80, address: 0.0.0.0}"
    assert messages("LW607", site(publish(v4), publish(v4), networks=mode)) == []


def test_a_networks_default_address_is_where_its_ports_are() -> None:
    """host_binding_ipv4 stands for the address that isn't written."""
    option = ', options: {"com.docker.network.bridge.host_binding_ipv4": 192.168.0.231}'
    other = "{port: 80, address: 192.168.0.232}"
    same = "{port: 80, address: 192.168.0.231}"
    assert messages("LW607", site(publish("{port: 80}"), publish(other), networks=option)) == []
    assert len(messages("LW607", site(publish("{port: 80}"), publish(same), networks=option))) == 1


@pytest.mark.parametrize(("proxy", "count"), [("true", 1), ("false", 0)])
def test_ipv6_of_an_ipv4_container_is_open_by_docker_proxy_alone(proxy: str, count: int) -> None:
    """Without the userland proxy nothing carries IPv6 to a container that has only IPv4."""
    text = site(
        publish("{port: 80}"),
        publish('{port: 80, address: "fd00:8::17"}'),
        docker=f"{{userland_proxy: {proxy}}}",
    )
    assert len(messages("LW607", text)) == count


@pytest.mark.parametrize("port", ["80", "{port: 80, address: 192.168.0.240, via: dnat}"])
def test_what_is_written_twice_is_published_once(port: str) -> None:
    """Word for word: compose asks for it once, and a rule of ours says the same again; another service clashes with it."""
    one, two = publish(port, port), publish("{port: 90}")
    assert messages("LW607", site(one, two)) == []
    assert len(messages("LW607", site(one, publish(port)))) == 1


@pytest.mark.parametrize("address", ["0.0.0.0", "::"])
def test_every_address_is_another_word_for_it(address: str) -> None:
    """Compose asks for both, and the second isn't free."""
    one = publish("80", f'{{port: 80, address: "{address}"}}')
    assert len(messages("LW607", site(one, publish("{port: 90}")))) == 1


def test_a_service_may_clash_with_itself() -> None:
    """Two lines of one service bind twice as those of two services do."""
    (finding,) = found("LW607", site(publish("{port: 80}", "{port: 80, to: 81}"), publish("{port: 90}")))
    assert finding.message == "`one` publishes 80/tcp on every address, and again 80/tcp on every address"


def test_the_fix_is_a_free_port_or_an_address_for_the_wide_one() -> None:
    """What listens on the host counts as taken too."""
    one, two = publish("{port: 80}", "{port: 81}"), publish("{port: 80, address: 192.168.0.232}")
    text = site(one, two).replace("docker: {}", "listens: [82/tcp]")
    (finding,) = found("LW607", text)
    assert finding.fix == "publish another port (83 is free), or write `address: 192.168.0.231` for `one`"
    assert finding.why == (
        'the container that starts last isn\'t started: "Bind for 0.0.0.0:80 failed: port is already allocated"'
    )


def test_the_address_to_write_is_of_the_same_family() -> None:
    """An IPv4 address would be no help to an IPv6 port."""
    one, two = publish('{port: 80, address: "::"}'), publish('{port: 80, address: "fd00:8::240"}')
    (finding,) = found("LW607", site(one, two))
    assert finding.fix == "publish another port (81 is free), or write `address: fd00:8::17` for `one`"


def test_a_short_entry_is_written_out() -> None:
    """With the container's port, which stays."""
    (finding,) = found("LW607", site(publish("80"), publish("80")))
    assert [edit.text for edit in finding.edits] == ["{port: 81, to: 80}"]
    (finding,) = found("LW607", site(publish("53/udp"), publish("{port: 53/udp}")))
    assert [edit.text for edit in finding.edits] == ["54/udp", ", to: 53/udp"]


def test_of_several_the_first_has_the_port() -> None:
    """Whether it is at the same address, or at every one."""
    one, two = (
        publish("{port: 80, address: 192.168.0.232}"),
        publish("{port: 80}", "{port: 80, address: 192.168.0.232}"),
    )
    assert [message.rpartition(", ")[2] for message in messages("LW607", site(one, two))] == [
        "and `one` 192.168.0.232:80/tcp"
    ] * 2


def test_a_host_whose_address_nobody_knows_can_t_be_told_to_use_it() -> None:
    """With a lease."""
    text = site(publish("{port: 80}"), publish("{port: 80, address: 192.168.0.232}"))
    (finding,) = found("LW607", text.replace('address: [192.168.0.231/22, "fd00:8::17/64"]', "dhcp: true"))
    assert finding.fix.endswith(", or give each an address of its own")


def test_of_many_each_later_one_is_told_once() -> None:
    """IPv4 and IPv6 of one line are one finding; n services on one port give n - 1."""
    services = ", ".join(f"{{port: 80, to: {to}}}" for to in range(1000, 1200))
    assert len(messages("LW607", site(publish(services), publish("{port: 81}")))) == 199


def test_a_port_isnt_taken_on_another_host() -> None:
    """Each host has its own ports."""
    text = site(publish("{port: 80}"), publish("{port: 81}"))
    second = text.partition("dock1:\n")[2].replace("192.168.0.231", "192.168.0.233").replace("::17", "::18")
    assert messages("LW607", f"{text.rstrip()}\n          dock2:\n{second}") == []


def test_two_replicas_are_one_too_many_for_a_port() -> None:
    """A rule of ours leads to one of them; the service beside it is looked at, too."""
    rule_of_ours = publish("{port: 80, address: 192.168.0.240, via: dnat}") + ", replicas: 2"
    (finding,) = found("LW607", site(publish("{port: 90}"), rule_of_ours))
    assert finding.why == "a DNAT rule leads to one container"
    assert len(messages("LW607", site(publish("{port: 90}") + ", replicas: 2", rule_of_ours))) == 2


@pytest.mark.parametrize(
    ("published", "count"),
    [
        ("{port: 8080, to: 80}", 1),
        ("{port: 8080-8081, to: 80}", 1),
        ("{port: 8080-8082, to: 80}", 0),
        ("{port: 8080-8082}", 1),
    ],
)
def test_each_replica_needs_a_port_of_its_own(published: str, count: int) -> None:
    """A range with room for all of them serves: Docker picks a free port for each."""
    text = site(publish(published) + ", replicas: 3", publish("{port: 90}"))
    assert len(messages("LW607", text)) == count


def test_the_fix_for_replicas_is_the_range() -> None:
    """From the port on, as many as there are replicas."""
    (finding,) = found(
        "LW607", site(publish("{port: 8080, to: 80}") + ", replicas: 3", publish("{port: 90}"))
    )
    assert finding.message == "each of the 3 replicas of `one` publishes 8080/tcp on every address"
    assert finding.fix == "write `port: 8080-8082/tcp` with `to: 80`, of which each takes one"


def test_no_two_are_told_the_same_port() -> None:
    """LW607 and LW608, whichever comes first; of each protocol by itself, and what both tell of is told the same."""
    tcp = ", ".join(f"{{port: 80, to: {to}}}" for to in (80, 81, 82))
    text = site(publish(tcp, "{port: 81}", "{port: 53/udp}"), publish("{port: 80}", "{port: 53/udp}"))
    text = text.replace("interfaces:", "listens: [80/tcp, 53/tcp]\n            interfaces:")
    again, taken = (_told_ports(code, text) for code in ("LW607", "LW608"))
    assert again == [("one", "1", 82), ("one", "2", 83), ("two", "0", 84), ("two", "1", 54)]
    assert taken == [("one", "0", 85), ("one", "1", 82), ("one", "2", 83), ("two", "0", 84)]


def _told_ports(code: str, text: str) -> list[tuple[str, str, int]]:
    """The service, the number of its port, and the port that is free."""
    words = re.compile(r"\((\d+) is free\)")
    return [
        (item.origin.path[3], item.origin.path[5], int(match[1]))
        for item in found(code, text)
        if (match := words.search(item.fix))
    ]


def test_where_all_ports_are_taken_none_is_told() -> None:
    """LW607: the last free one goes to who comes first."""
    text = site(publish("{port: 1-65533}", "{port: 65534}"), publish("{port: 65534}", "{port: 65534, to: 1}"))
    assert [item.fix.split(",")[0] for item in found("LW607", text)] == [
        "publish another port (65535 is free)",
        "publish other ports",
    ]
