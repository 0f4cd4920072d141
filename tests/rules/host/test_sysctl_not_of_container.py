"""LW726: which sysctls a container may have."""

from __future__ import annotations

import pytest

from tests.rules.found import found, messages
from tests.rules.mended import mended


def told(key: str, more: str = "networks: {net1: {}}", others: str = "") -> list[str]:
    """What is found for one sysctl of a service."""
    return messages("LW726", site_with(key, more, others=others))


def site_with(key: str, more: str = "networks: {net1: {}}", docker: str = "28", others: str = "") -> str:
    """A service with one sysctl."""
    return f"""
        version: 1
        hosts:
          dock1:
            docker: {{version: "{docker}"}}
            networks: {{net1: {{driver: bridge, subnet: 10.1.0.0/24}}, net2: {{driver: bridge, subnet: 10.2.0.0/24}}}}
            services: {{{others}web: {{{more}, sysctls: {{{key}: "1"}}}}}}
        """


@pytest.mark.parametrize(
    "key",
    [
        *("vm.swappiness", "kernel.pid_max", "fs.file-max", "kernel/threads-max"),
        *("net.core.rmem_max", "net/core/default_qdisc", "net.ipv4.tcp_mem", "net.ipv4.route.max_size"),
        *("net.netfilter.nf_conntrack_max", "net.nf_conntrack_max"),
        *("net.ipv4.neigh.default.gc_thresh3", "net.ipv6.neigh.default.gc_stale_time"),
    ],
)
def test_the_hosts_own_are_told(key: str) -> None:
    """In either way of writing."""
    assert told(key) == [f"`{key}` isn't a container's own"]


@pytest.mark.parametrize(
    "key",
    [
        "net.ipv4.conf.eth0",
        "net.ipv4.conf.eth0.rp_filter",
        "net/ipv6/conf/eth0/accept_ra",
        "net.ipv4.neigh.eth1.gc_stale_time",
    ],
)
def test_those_of_an_interface_are_told(key: str) -> None:
    """It isn't there yet."""
    assert told(key) == [f"`{key}` is of an interface that isn't there yet when Docker sets it"]


@pytest.mark.parametrize(
    ("value", "number"),
    [("true", "1"), ("yes", "1"), ("On", "1"), ("'false'", "0"), ("no", "0"), ("off", "0")],
)
def test_a_word_is_no_number(value: str, number: str) -> None:
    """The kernel refuses it."""
    text = site_with("net.ipv4.ip_forward").replace('"1"', value)
    (item,) = found("LW726", text)
    assert item.fix == f"write `{number}`"
    assert mended("LW726", text) == [
        f"services: {{web: {{networks: {{net1: {{}}}}, sysctls: {{net.ipv4.ip_forward: {number}}}}}}}"
    ]


def test_a_number_or_a_name_is_the_kernels_to_judge() -> None:
    """What it takes, only the host's kernel knows."""
    text = site_with("net.ipv4.tcp_congestion_control")
    assert messages("LW726", text.replace('"1"', "cubic")) == []


@pytest.mark.parametrize(
    ("key", "fix"),
    [
        ("net.ipv4.conf.eth0.rp_filter", "write `net.ipv4.conf.default.rp_filter`"),
        ("net.ipv4.neigh.eth0.gc_stale_time", "drop it"),
    ],
)
def test_a_default_is_told_where_a_container_has_one(key: str, fix: str) -> None:
    """Of the tables of neighbours the host alone has it."""
    (item,) = found("LW726", site_with(key))
    assert item.fix == fix


@pytest.mark.parametrize(
    ("version", "networks", "interfaces"),
    [
        ("28", "net1: {}, net2: {}", []),
        ("28.0", "net1: {}, net2: {}", []),
        ("27", "net1: {}, net2: {}", ["eth0"]),
        ("27.0", "net1: {}, net2: {}", ["eth0"]),
        ("26", "net1: {}, net2: {}", ["eth0", "eth1"]),
        ("26", "net1: {}", ["eth0"]),
        ("26", "", ["eth0"]),  # compose's own network
    ],
)
def test_which_interfaces_are_there_goes_by_dockers_version(
    version: str, networks: str, interfaces: list[str]
) -> None:
    """Measured with 28.5 and 26.1; 27 moves those of eth0 to the endpoint."""
    untold = [
        interface
        for interface in ("eth0", "eth1", "eth2")
        if not messages(
            "LW726",
            site_with(f"net.ipv4.conf.{interface}.rp_filter", f"networks: {{{networks}}}", version),
        )
    ]
    assert untold == interfaces


@pytest.mark.parametrize(
    ("version", "words"),
    [
        ("26", '"open /proc/sys/net/ipv4/conf/eth9/rp_filter: no such file or directory"'),
        ("27.0", '"unable to determine network endpoint for sysctl net.ipv4.conf.eth9.rp_filter"'),
        ("28.0", '"interface specific sysctl setting "net.ipv4.conf.eth9.rp_filter" must be supplied'),
    ],
)
def test_the_words_are_those_of_dockers_version(version: str, words: str) -> None:
    """26 gets as far as the container, where the kernel has no such file."""
    (item,) = found("LW726", site_with("net.ipv4.conf.eth9.rp_filter", docker=version))
    assert words in item.why


@pytest.mark.parametrize(
    ("interface", "is_told"), [("eth0", False), ("wan0", False), ("eth1", False), ("eth2", True)]
)
def test_in_anothers_network_its_interfaces_are_there(interface: str, is_told: bool) -> None:  # noqa: FBT001
    """Whatever Docker's version."""
    networks = "networks: {net1: {}, net2: {interface_name: wan0}}"
    text = f"""
        version: 1
        hosts:
          dock1:
            networks: {{net1: {{driver: bridge, subnet: 10.1.0.0/24}}, net2: {{driver: bridge, subnet: 10.2.0.0/24}}}}
            services:
              vpn: {{{networks}}}
              web: {{network_mode: "service:vpn", sysctls: {{net.ipv4.conf.{interface}.rp_filter: "0"}}}}
        """
    assert bool(messages("LW726", text)) == is_told


@pytest.mark.parametrize(
    "key",
    [
        "net.ipv4.ip_forward",
        "net.ipv4.route.min_pmtu",
        "net.ipv4.neigh.lo.gc_stale_time",
        "net.core.somaxconn",
        "net.netfilter.nf_conntrack_tcp_timeout_established",
        "net.ipv4.conf.all.rp_filter",
        "net/ipv6/conf/default/accept_ra",
        "net.ipv4.conf.lo.route_localnet",
        "kernel.shmmax",
        "kernel.sem",
        "fs.mqueue.msg_max",
    ],
)
def test_its_own_are_not_told(key: str) -> None:
    """Of network, IPC and message queues."""
    assert told(key) == []


def test_in_the_hosts_network_the_interface_is_there() -> None:
    """LW718 tells of those; so it is for a sidecar of what is in it."""
    key = "net.ipv4.conf.eth0.rp_filter"
    assert told(key, "network_mode: host") == []
    sidecar = "project: shop, network_mode: 'service:app'"
    app = "app: {project: shop, network_mode: host}, "
    assert told("net.core.rmem_max", "network_mode: host") == []
    assert told(key, sidecar, app) == []
    assert told('net.core.rmem_max: "1", vm.swappiness', "network_mode: host") == [
        "`vm.swappiness` isn't a container's own"
    ]
