"""LW612: rules of ours to ports that Docker publishes nowhere."""

from __future__ import annotations

import pytest

from tests.rules.found import found, messages
from tests.rules.mended import mended


def site(
    publish: str, *, compose: str = "false", docker: str = "version: '29', firewall_backend: nftables"
) -> str:
    """A container that compose doesn't run, say, behind a rule of ours."""
    return f"""
        version: 1
        lans:
          home: {{subnet: 192.168.0.0/22, gateway: 192.168.0.1}}
        hosts:
          dock1:
            interfaces:
              eth0: {{lan: home, address: 192.168.0.231/22}}
            docker: {{{docker}}}
            listens: [127.0.0.1:20000/tcp]
            networks:
              backend: {{driver: bridge, subnet: 172.22.0.0/24}}
            services:
              legacy: {{compose: {compose}, networks: {{backend: 172.22.0.10}}, publish: [{publish}]}}
        """


DNAT = "{address: 192.168.0.240, port: 80, to: 8000, via: dnat}"


def test_a_container_that_compose_doesnt_run_is_published_by_its_owner() -> None:
    """The fix names a port that is free on the host, and is clean once it is written."""
    (finding,) = found("LW612", site(DNAT))
    assert finding.origin.path[-1] == "via"
    assert finding.fix == (
        "run it with `-p 127.0.0.1:20001:8000`, and add `{address: 127.0.0.1, port: 20001, to: 8000}` to its `publish`"
    )
    assert messages("LW612", site(f"{DNAT}, {{address: 127.0.0.1, port: 20001, to: 8000}}")) == []


@pytest.mark.parametrize("docker", ["version: '28'", "version: '29'"])
def test_with_dockers_iptables_backend_docker_user_lets_it_in(docker: str) -> None:
    """An accept is generated there."""
    assert messages("LW612", site(DNAT, docker=docker)) == []


def test_what_compose_runs_is_published_on_loopback_by_itself() -> None:
    """With either backend."""
    assert messages("LW612", site(DNAT, compose="true")) == []


@pytest.mark.parametrize("compose", ["true", "false"])
def test_where_no_port_is_left_it_is_told(compose: str) -> None:
    """Rather than published at a port that there isn't."""
    text = site(DNAT, compose=compose).replace("127.0.0.1:20000/tcp", "1-65535")
    (finding,) = found("LW612", text)
    assert finding.fix.startswith("free as many ports in a row")


def test_a_port_that_is_published_anyway_is_let_through() -> None:
    """At whatever port of the host."""
    assert messages("LW612", site(f"{DNAT}, {{port: 9000, to: 8000}}")) == []
    assert messages("LW612", site(f"{DNAT}, {{port: 9000, to: 8001}}")) != []
    assert messages("LW612", site(f"{DNAT}, {{port: 9000/udp, to: 8000/udp}}")) != []


def test_what_its_owner_publishes_is_written_down() -> None:
    """A range of ports where as many are free in a row."""
    (line,) = mended("LW612", site(DNAT))
    assert line.endswith(f"publish: [{DNAT}, {{address: 127.0.0.1, port: 20001, to: 8000}}]}}")
    text = site("{address: 192.168.0.240, port: 80-84/udp, via: dnat}").replace(
        "20000/tcp", "20002-20004/udp"
    )
    (finding,) = found("LW612", text)
    assert finding.fix.startswith("run it with `-p 127.0.0.1:20005-20009:80-84/udp`")
    (line,) = mended("LW612", text)
    assert "{address: 127.0.0.1, port: 20005-20009/udp, to: 80-84/udp}" in line


def test_the_last_ports_are_ports_too() -> None:
    """As many as the service publishes, up to 65535."""
    text = site("{address: 192.168.0.240, port: 80-84, via: dnat}").replace("20000/tcp", "20000-65530/tcp")
    (finding,) = found("LW612", text)
    assert finding.fix.startswith("run it with `-p 127.0.0.1:65531-65535:80-84`")


def test_at_all_of_the_hosts_addresses_each_family_is_looked_at() -> None:
    """The one that is let through says nothing of the other; where nothing uses a port the first one is free."""
    at_all = "{port: 80, to: 8000, via: dnat}"
    (finding,) = found("LW612", site(at_all))
    assert finding.fix.startswith("run it with `-p 127.0.0.1:20001:8000`")
    text = (
        site(f"{at_all}, {{address: 127.0.0.1, port: 20001, to: 8000}}")
        .replace("address: 192.168.0.231/22", "address: [192.168.0.231/22, 'fd00:8::17/64']")
        .replace("subnet: 192.168.0.0/22", "subnet: [192.168.0.0/22, 'fd00:8::/64']")
        .replace("subnet: 172.22.0.0/24", "subnet: [172.22.0.0/24, 'fd00:22::/64']")
        .replace("backend: 172.22.0.10", "backend: [172.22.0.10, 'fd00:22::10']")
    )
    (finding,) = found("LW612", text)
    assert finding.fix == (
        "run it with `-p [::1]:20002:8000`, and add `{address: '::1', port: 20002, to: 8000}` to its `publish`"
    )


def test_where_nothing_else_of_the_host_has_a_port_the_first_is_free() -> None:
    """In gateway mode `routed` Docker binds none for its containers."""
    routed = "options: {com.docker.network.bridge.gateway_mode_ipv4: routed}"
    text = site(DNAT).replace("listens: [127.0.0.1:20000/tcp]", "listens: []")
    (finding,) = found("LW612", text.replace("subnet: 172.22.0.0/24", f"subnet: 172.22.0.0/24, {routed}"))
    assert finding.fix.startswith("run it with `-p 127.0.0.1:20000:8000`")


def test_where_too_few_are_free_in_a_row_nothing_is_written() -> None:
    """Behind the last one there is none."""
    text = site("{address: 192.168.0.240, port: 80-84, via: dnat}").replace("20000/tcp", "1024-65531/tcp")
    (finding,) = found("LW612", text)
    assert finding.fix.startswith("free as many ports in a row")
    assert finding.edits == ()


def test_each_is_told_a_port_of_its_own() -> None:
    """Both edits may be made; below 20000 ports are looked for where none is left above."""
    two = site(f"{DNAT}, {DNAT.replace('80,', '81,', 1).replace('8000', '8001')}")
    assert [item.fix.split("`")[1] for item in found("LW612", two)] == [
        "-p 127.0.0.1:20001:8000",
        "-p 127.0.0.1:20002:8001",
    ]
    full = site(DNAT).replace("127.0.0.1:20000/tcp", "20000-65535/tcp")
    assert found("LW612", full)[0].fix.startswith("run it with `-p 127.0.0.1:1024:8000`")
