"""LW608: what listens on the host, and what would be published there."""

from __future__ import annotations

import pytest

from tests.rules.found import found, messages


def site(listens: str, published: str, more: str = "", *, proxy: str = "true") -> str:
    """A host that listens, with a service that publishes, and further services."""
    return f"""
        version: 1
        lans:
          home: {{subnet: [192.168.0.0/22, "fd00:8::/64"], gateway: [192.168.0.1, "fd00:8::1"]}}
        hosts:
          dock1:
            docker: {{userland_proxy: {proxy}}}
            interfaces:
              eth0: {{lan: home, address: [192.168.0.231/22, "fd00:8::17/64"]}}
            listens: [{listens}]
            networks:
              backend: {{driver: bridge, subnet: 172.22.0.0/24}}
              real_lan: {{driver: macvlan, parent: eth0, lan: home}}
            services:
              web: {{networks: {{backend: {{}}}}, publish: [{published}]}}
              {more}
        """


TAKEN = [
    ("0.0.0.0:80/tcp", "{port: 80}"),
    ("80/tcp", "{port: 80, address: 192.168.0.240}"),
    ("0.0.0.0:80/tcp", "{port: 80, address: 192.168.0.240}"),
    ("192.168.0.231:80/tcp", "{port: 80}"),
    ("192.168.0.231:80/tcp", "{port: 80, address: 0.0.0.0}"),
    ("192.168.0.231:80/tcp", "{port: 80, address: 192.168.0.231}"),
    ("127.0.0.53:53/udp", "{port: 53/udp}"),
    ("8000-8100/tcp", "{port: 8080}"),
    ("8080/tcp", "{port: 8000-8100}"),
    ('"[::]:80/tcp"', '{port: 80, address: "fd00:8::17"}'),
    ('"[fd00:8::17]:80/tcp"', '{port: 80, address: "::"}'),
]


@pytest.mark.parametrize("proxy", ["true", "false"])
@pytest.mark.parametrize(("listens", "published"), TAKEN[:9])
def test_a_port_that_the_host_listens_on_cant_be_published(listens: str, published: str, proxy: str) -> None:
    """With the userland proxy and without: Docker binds the port in both cases."""
    (finding,) = found("LW608", site(listens, published, proxy=proxy))
    assert finding.origin.path[-1] == "port"
    assert finding.related[0].origin.path[-2:] == ("listens", "0")


@pytest.mark.parametrize(("listens", "published"), TAKEN[9:])
def test_ipv6_is_taken_as_ipv4_is(listens: str, published: str) -> None:
    """At the address itself, or at every address of the family."""
    assert len(messages("LW608", site(listens, published))) == 1


@pytest.mark.parametrize(
    ("listens", "published"),
    [
        ("0.0.0.0:80/tcp", "{port: 80/udp}"),
        ("0.0.0.0:81/tcp", "{port: 80}"),
        ("192.168.0.231:80/tcp", "{port: 80, address: 192.168.0.240}"),
        ("127.0.0.53:53/udp", "{port: 53/udp, address: 192.168.0.231}"),
        ('"[::]:80/tcp"', "{port: 80, address: 0.0.0.0}"),
        ("0.0.0.0:80/tcp", '{port: 80, address: "::"}'),
        ("0.0.0.0:80/tcp", "{port: 80, address: 192.168.0.240, via: dnat}"),
        ("8000/tcp", "{port: 8000-8010, to: 80}"),
    ],
)
def test_ports_beside_each_other_are_fine(listens: str, published: str) -> None:
    """Another protocol, port, address or family; a rule of ours, which binds nothing; a port that Docker picks."""
    assert messages("LW608", site(listens, published)) == []


def test_ipv6_sockets_are_in_the_way_of_docker_proxy_alone() -> None:
    """It would carry IPv6 over to the IPv4 container; without it Docker leaves IPv6 alone."""
    assert len(messages("LW608", site('"[::]:80/tcp"', "{port: 80}"))) == 1
    assert messages("LW608", site('"[::]:80/tcp"', "{port: 80}", proxy="false")) == []


@pytest.mark.parametrize(
    ("more", "whose"),
    [
        ("nginx: {network_mode: host, listens: [80/tcp]}", "`nginx`"),
        (
            "side: {network_mode: service:nginx, listens: [80/tcp]}\n              nginx: {network_mode: host}",
            "`side`",
        ),
    ],
)
def test_containers_in_the_hosts_network_take_its_ports(more: str, whose: str) -> None:
    """`network_mode: host`, and the network of a service that has it."""
    assert messages("LW608", site("", "{port: 80}", more)) == [
        f"`web` publishes 80/tcp on every address, and {whose} listens on 80/tcp"
    ]


def test_containers_with_a_network_of_their_own_take_none() -> None:
    """What they listen on is inside; a shared network of such a container too."""
    more = "app: {networks: {backend: {}}, listens: [80/tcp]}"
    more += "\n              side: {network_mode: service:app, listens: [80/tcp]}"
    assert messages("LW608", site("", "{port: 80}", more)) == []


def test_a_macvlan_container_publishes_nothing_that_could_clash() -> None:
    """Docker ignores its published ports (LW610)."""
    text = site("80/tcp", "{port: 80}").replace(
        "networks: {backend: {}}", "networks: {real_lan: 192.168.0.241}"
    )
    assert messages("LW608", text) == []


def test_each_port_is_told_once() -> None:
    """However many listeners are in its way, one for each family say."""
    told = messages("LW608", site("'0.0.0.0:80', '[::]:80', 81", "{port: 80}, {port: 81}"))
    assert told == [
        "`web` publishes 80/tcp on every address, and the host listens on 0.0.0.0:80/tcp",
        "`web` publishes 81/tcp on every address, and the host listens on 81/tcp",
    ]


def test_the_hosts_service_keeps_to_an_address_only_where_the_host_has_one() -> None:
    """Not with a lease, which nobody knows; and one that listens at the alias itself is meant so."""
    alias = "{port: 80, address: 192.168.0.240}"
    leased = site("80/tcp", alias).replace('address: [192.168.0.231/22, "fd00:8::17/64"]', "dhcp: true")
    for text in (leased, site("192.168.0.240:80/tcp", alias)):
        (finding,) = found("LW608", text)
        assert finding.fix == "publish another port (81 is free)"


@pytest.mark.parametrize(
    ("listens", "published", "fix"),
    [
        (
            "0.0.0.0:80/tcp",
            "{port: 80, address: 192.168.0.240}",
            "let it listen on 192.168.0.231:80/tcp alone, or write `via: dnat`",
        ),
        (
            "80/tcp",
            '{port: 80, address: "fd00:8::240"}',
            "let it listen on [fd00:8::17]:80/tcp alone, or write `via: dnat`",
        ),
        ("80/tcp, 81/udp, 81/tcp", "{port: 80}", "publish another port (82 is free)"),
        ("8000-8100/tcp", "{port: 8000-8100}", "publish other ports"),
    ],
)
def test_the_fix_keeps_the_alias_or_names_a_free_port(listens: str, published: str, fix: str) -> None:
    """An alias serves when the host's own service keeps to the host's own address."""
    (finding,) = found("LW608", site(listens, published))
    assert finding.fix == fix
