"""lanwright-nat: the rules that a VPN's container sets for its clients, and takes away again."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

import pytest

from lanwright.targets import compose, containers
from tests.lab.tools import shellcheck
from tests.targets.hosts import file_of, host_with, put, sample_hosts

if TYPE_CHECKING:
    from pathlib import Path

    from lanwright.plan import HostPlan

TEXT = """
    networks:
      real_lan: {driver: macvlan, parent: eth0, subnet: [192.168.0.0/22, "fd00:8::/64"]}
      inner: {driver: bridge, subnet: [172.21.0.0/30, 172.22.0.0/24]}
    services:
      wg:
        networks: {real_lan: [192.168.0.243, "fd00:8::243"], inner: {}}
        clients: {range: [10.9.0.0/24, "fd00:a::/64"], return: nat}
      led: {networks: {real_lan: 192.168.0.242}, clients: 10.8.0.0/24}
"""

FAKES = {
    "ip": r"""#!/bin/sh
case "$2 $6" in
'-4 192.168.0.243/32') echo '2: eth1    inet 192.168.0.243/22 brd 192.168.3.255 scope global eth1' ;;
'-4 172.22.0.0/24') echo '3: eth0@if9    inet 172.22.0.2/24 scope global eth0' ;;
'-6 fd00:8::243/128') [ -n "${NO_IPV6:-}" ] || echo '2: eth1    inet6 fd00:8::243/64 scope global' ;;
esac
""",
    "iptables": r"""#!/bin/sh
set -u
shift 3
kept=$RULES.${0##*/}
chain=$2
case $1 in
-S) grep -q -x -e "-N $chain" "$kept" ;;
-C) shift 2; grep -q -x -e "-A $chain $*" "$kept" ;;
-D) shift 2; grep -v -x -e "-A $chain $*" "$kept" >"$kept.new"; mv "$kept.new" "$kept" ;;
-F) grep -v -e "^-A $chain " "$kept" >"$kept.new"; mv "$kept.new" "$kept" ;;
-X) grep -v -x -e "-N $chain" "$kept" >"$kept.new"; mv "$kept.new" "$kept" ;;
*) echo "fake iptables: $*" >&2; exit 99 ;;
esac
""",
    "iptables-restore": r"""#!/bin/sh
name=${0##*/}
kept=$RULES.${name%-restore}
while read -r first rest; do
    case $first in
    '*nat' | COMMIT | '') ;;
    :*) grep -v -e "^-A ${first#:} " -e "^-N ${first#:}$" "$kept" >"$kept.new"
        mv "$kept.new" "$kept"
        echo "-N ${first#:}" >>"$kept" ;;
    -A) echo "-A $rest" >>"$kept" ;;
    *) exit 2 ;;
    esac
done
""",
}
"""A container with two interfaces, one of them in a network's second subnet; what iptables keeps is a line each, as `-S` has it."""

FOREIGN = "-A POSTROUTING -d 127.0.0.11/32 -j DOCKER_POSTROUTING"
RULES = {
    "iptables": [
        "-A LANWRIGHT-NAT -s 10.9.0.0/24 -o eth0 -j MASQUERADE",
        "-A LANWRIGHT-NAT -s 10.9.0.0/24 -o eth1 -j MASQUERADE",
        "-A POSTROUTING -j LANWRIGHT-NAT",
        "-N LANWRIGHT-NAT",
    ],
    "ip6tables": [
        "-A LANWRIGHT-NAT -s fd00:a::/64 -o eth1 -j MASQUERADE",
        "-A POSTROUTING -j LANWRIGHT-NAT",
        "-N LANWRIGHT-NAT",
    ],
}


class Inside:
    """A container as the script sees it."""

    def __init__(self, folder: Path, host: HostPlan) -> None:
        self._tools, self._kept = folder / "bin", folder / "rules"
        self._tools.mkdir()
        for name, text in FAKES.items():
            for called in (name, name.replace("iptables", "ip6tables")):
                self._put(called, text)
        self._put("id", "#!/bin/sh\necho ${USER_ID:-0}\n")
        for name in RULES:
            self._file(name).write_text(f"{FOREIGN}\n")
        self._script = put(file_of(containers.emit(host), "lanwright-nat"), folder)

    def _put(self, name: str, text: str) -> None:
        tool = self._tools / name
        tool.write_text(text)
        tool.chmod(0o755)

    def _file(self, name: str) -> Path:
        return self._kept.with_name(f"rules.{name}")

    def without(self, tool: str) -> None:
        """Take a tool out of the image: with the others it is all there is."""
        (self._tools / tool).unlink()

    def run(self, *words: str, path: str | None = None, **variables: str) -> subprocess.CompletedProcess[str]:
        """Run the script."""
        given = {"PATH": path or f"{self._tools}:{os.environ['PATH']}", "RULES": str(self._kept), **variables}
        argv = ["/bin/sh", str(self._script), *words]
        return subprocess.run(argv, env=given, capture_output=True, text=True, check=False)

    def rules(self) -> dict[str, list[str]]:
        """What iptables keeps besides Docker's own."""
        kept = {name: self._file(name).read_text().splitlines() for name in RULES}
        assert all(FOREIGN in lines for lines in kept.values())
        return {name: sorted(line for line in lines if line != FOREIGN) for name, lines in kept.items()}


@pytest.fixture
def host() -> HostPlan:
    """A host with a VPN on two networks, and one that is led to."""
    return host_with(TEXT)


@pytest.fixture
def inside(tmp_path: Path, host: HostPlan) -> Inside:
    """Its container; a real one, with busybox's shell and `ip`, is in the lab."""
    return Inside(tmp_path, host)


def test_only_clients_that_are_hidden_need_a_script(host: HostPlan) -> None:
    """Each container has a folder of its own, which install puts on the host and compose mounts."""
    script, page = containers.emit(host).artifacts
    assert (script.path, script.mode) == ("containers/wg/lanwright-nat", 0o755)
    assert script.destination == "/usr/local/lib/lanwright/containers/wg/lanwright-nat"
    assert (page.path, page.destination) == ("containers/wg/README.md", None)
    fragment = compose.fragment(host, "dock1")["services"]
    assert "volumes" not in fragment["led"]
    (mounted,) = fragment["wg"]["volumes"]
    assert mounted == {
        "type": "bind",
        "source": "/usr/local/lib/lanwright/containers/wg",
        "target": "/usr/local/lib/lanwright",
        "read_only": True,
        "bind": {"create_host_path": False},
    }
    assert f"{mounted['target']}/lanwright-nat apply" in page.content


def test_a_host_without_vpn_gets_nothing() -> None:
    """As most."""
    assert containers.emit(sample_hosts()["nat/dock1"]).artifacts == ()


def test_the_rules_are_set_once_however_often(inside: Inside) -> None:
    """With whatever words OpenVPN adds; and status says so."""
    assert inside.run("status").returncode == 1
    for words in (("apply",), ("apply", "tun0", "1500", "0", "10.9.0.1", "255.255.255.0", "init")):
        assert inside.run(*words).returncode == 0
        assert inside.rules() == RULES
    assert inside.run("status").returncode == 0


def test_the_rules_go_again(inside: Inside) -> None:
    """Also where there are none."""
    assert inside.run("remove").returncode == 0
    inside.run("apply")
    assert inside.run("remove").returncode == 0
    assert inside.rules() == {"iptables": [], "ip6tables": []}


def test_it_becomes_the_command(inside: Inside) -> None:
    """With all its words."""
    said = inside.run("run", "printf", "%s|", "a b", "$c")
    assert (said.returncode, said.stdout) == (0, "a b|$c|")
    assert inside.rules() == RULES


@pytest.mark.parametrize(
    ("words", "variables", "said"),
    [
        (("apply",), {"USER_ID": "1000"}, "must be run as root"),
        (("apply",), {"NO_IPV6": "1"}, "no interface here has an address of fd00:8::243/128"),
        (("run", "true"), {"NO_IPV6": "1"}, "no interface here has an address of fd00:8::243/128"),
    ],
)
def test_what_it_cannot_do_it_says(
    inside: Inside, words: tuple[str, ...], variables: dict[str, str], said: str
) -> None:
    """And ends with 1: a container doesn't start as if all were well."""
    done = inside.run(*words, **variables)
    assert (done.returncode, said in done.stderr) == (1, True)


@pytest.mark.parametrize("words", [(), ("run",), ("flush",)])
def test_other_words(inside: Inside, words: tuple[str, ...]) -> None:
    """It says which there are."""
    done = inside.run(*words)
    assert (done.returncode, "lanwright-nat apply|remove|status" in done.stderr) == (2, True)


def test_an_image_without_iptables(tmp_path: Path, host: HostPlan) -> None:
    """It says which tool is missing."""
    inside = Inside(tmp_path, host)
    inside.without("ip6tables")
    done = inside.run("apply", path=str(tmp_path / "bin"))
    assert done.returncode == 1
    assert "no ip6tables in this container's image" in done.stderr or "/sbin/ip6tables" in done.stderr


@pytest.mark.parametrize("kind", ["both families", "one family"])
def test_shellcheck_has_nothing_to_say(kind: str, host: HostPlan, tmp_path: Path) -> None:
    """About the script as it is generated."""
    made = host if kind == "both families" else sample_hosts()["vpn/dock1"]
    found = shellcheck(put(file_of(containers.emit(made), "lanwright-nat"), tmp_path))
    assert found.rc == 0, found.text
