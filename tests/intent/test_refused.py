"""What doesn't fit is refused: where it stands, what was expected, what to write; all of it at once."""

from __future__ import annotations

import pytest

from lanwright.diagnostics import Diagnostic, Refused
from lanwright.intent import bind
from lanwright.source import parse
from lanwright.source.limits import MAX_PROBLEMS


def refused(text: str) -> list[Diagnostic]:
    """What `bind` says of a text; the version stands in the first line already."""
    try:
        bind(parse(f"version: 1\n{text}", "f"))
    except Refused as error:
        return list(error.diagnostics)
    return []


HOST = "hosts: {d: {%s}}"
NETWORK = "hosts: {d: {networks: {net: {driver: bridge, %s}}}}"
SERVICE = "hosts: {d: {services: {web: {%s}}}}"


@pytest.mark.parametrize(
    ("text", "code", "message", "fix"),
    [
        (HOST % "netwrk: none", "LW002", "unknown key `netwrk`", "write `network`"),
        (HOST % "docker: {default-address-pools: []}", "LW002", "unknown key", "write `default_address_pools`"),
        (NETWORK % "ip-range: 10.0.0.0/29", "LW002", "unknown key `ip-range`", "write `ip_range`"),
        (NETWORK % "driver_opts: {}", "LW002", "unknown key `driver_opts`", "write `options`"),
        (NETWORK % "aux_addresses: {}", "LW002", "unknown key `aux_addresses`", "write `reserve`"),
        (NETWORK % "enable_ipv6: true", "LW002", "unknown key `enable_ipv6`", "write `subnet`"),
        (NETWORK % "macvlan_mode: bridge", "LW002", "unknown key", "write `mode`"),
        (SERVICE % "networks: {net: {ipv4_address: 10.0.0.1}}", "LW002", "unknown key", "write `address`"),
        (SERVICE % "ports: [80]", "LW002", "unknown key `ports`", "write `publish`"),
        (SERVICE % "image: nginx", "LW002", "unknown key `image`", "leave it in the project's compose file"),
        (SERVICE % "mtu: 1400", "LW002", "unknown key `mtu`", "it belongs at lans.*.mtu or hosts.*.interfaces.*.mtu"),
        ("services: {}", "LW002", "unknown key `services`", "it belongs at hosts.*.services"),
        (HOST % "zzzz: 1", "LW002", "unknown key `zzzz`", "known here: docker, firewall, foreign, interfaces"),
        (HOST % '"[key]": 1', "LW002", "unknown key `[key]`", "known here"),
        (HOST % '"": 1', "LW002", "unknown key ``", "known here"),
        (HOST % "network: ifupdwn", "LW003", "`network`: expected `ifupdown`, `networkd` or `none`, found `ifupdwn`", "write `ifupdown`"),
        (HOST % "network: ", "LW003", "`network`: expected `ifupdown`, `networkd` or `none`, found nothing", ""),
        (HOST % "virtual: no", "LW003", "`virtual`: expected true or false, found `no`", "write `false`; in YAML 1.2 `no` is text"),
        (HOST % "virtual: 1", "LW003", "`virtual`: expected true or false, found `1`", ""),
        (HOST % "listens: 80", "LW003", "`listens`: expected a list, found `80`", "write `[80]`"),
        (HOST % "listens: [80, x]", "LW003", "`listens`: expected a listener, for example 22/tcp", ""),
        (HOST % "interfaces: [eth0]", "LW003", "`interfaces`: expected a map of names, found a list", ""),
        (HOST % "docker: 28", "LW003", "`docker`: expected a map of keys, found `28`", ""),
        (HOST % "docker: {version: 28.3}", "LW003", '`version`: expected a Docker version from "26" to "29", in quotes', ""),
        (HOST % "docker: {version: 25}", "LW003", "found `25`", ""),
        (HOST % "docker: {config: daemon.json}", "LW003", "expected an absolute path, for example /etc/docker/daemon.json", ""),
        (HOST % "docker: {default_address_pools: [{size: 24}]}", "LW003", "`default_address_pools`: `base` is missing", "add `base: 10.201.0.0/16`"),
        (HOST % 'docker: {default_address_pools: [{base: 10.0.0.0/8, size: "24"}]}', "LW003", "`size`: expected a whole number, found `24`", "write `24` without quotes"),
        (HOST % "docker: {default_address_pools: }", "LW003", "`default_address_pools`: expected a list, found nothing", ""),
        (HOST % "docker: {bip: 10.0.0.1}", "LW206", "`bip`: expected an address with its prefix length, for example", ""),
        (HOST % "sysctls: {a b: 1}", "LW003", "expected the name of a sysctl, for example net.ipv4.ip_forward", ""),
        (HOST % "interfaces: {eth0: {unit: lan.conf}}", "LW003", "expected the file name of a networkd unit, for example", ""),
        (HOST % "interfaces: {eth0: {mtu: 60}}", "LW003", "`mtu`: expected at least 68, found `60`", ""),
        (HOST % "interfaces: {eth0: {mtu: 65536}}", "LW003", "`mtu`: expected at most 65535, found `65536`", ""),
        (HOST % "interfaces: {eth0: {lan: 5}}", "LW003", "`lan`: expected one line of text, found `5`", 'put it in quotes: "5"'),
        (HOST % "interfaces: {eth0: {address: [10.0.0.1/8, 10.0.0.2/8]}}", "LW003", "expected at most one IPv4 and one IPv6 value", ""),
        (HOST % "interfaces: {eth0: {address: }}", "LW003", "`address`: expected an address with its prefix length", ""),
        (HOST % "interfaces: {abcdefghijklmnop: {}}", "LW103", "`abcdefghijklmnop` can't be the name of an interface", ""),
        (HOST % "interfaces: {a/b: {}}", "LW103", "can't be the name of an interface: letters, digits", ""),
        (HOST % 'interfaces: {"eth0\\n": {}}', "LW103", "can't be the name of an interface", ""),
        (HOST % "interfaces: {br0: {ports: [e/0]}}", "LW103", "`e/0` can't be the name of an interface", ""),
        (HOST % "interfaces: {br0: {ports: [{x: 1}]}}", "LW103", "`{'x': 1}` can't be the name of an interface", ""),
        (HOST % "projects: {Shop: {}}", "LW104", "`Shop` can't be the name of a project: lower-case", ""),
        (HOST % "networks: {host: {driver: bridge}}", "LW104", "`host` can't be the name of a network: it has a meaning of its own in Docker", ""),
        (HOST % "services: {w: {}}", "LW104", "`w` can't be the name of a service: 2 to 63 characters", ""),
        ("hosts: {lan: {}}", "LW104", "`lan` can't be the name of a host: it has a meaning of its own in expectations", ""),
        ("hosts: {../x: {}}", "LW104", "`../x` can't be the name of a host: letters, digits", ""),
        ("hosts: {" + "x" * 64 + ": {}}", "LW104", "can't be the name of a host: 1 to 63 characters", ""),
        ("lans: {home: {}}", "LW003", "`home`: `subnet` is missing", "add `subnet: 192.168.0.0/22`"),
        ("lans: {home: }", "LW003", "`home`: `subnet` is missing", "add `subnet: 192.168.0.0/22`"),
        ("lans: {home: {subnet: 192.168.0.0}}", "LW003", "`subnet`: expected an address with its prefix length, for example 192.168.0.0/22, found `192.168.0.0`", ""),
        ("lans: {home: {subnet: 10.0.0.0/8, dhcp: 10.0.0.1}}", "LW003", "`dhcp`: expected a range of addresses, for example", ""),
        ("lans: {home: {subnet: 10.0.0.0/8, devices: {x: 5}}}", "LW003", "`x`: expected an address, for example 192.168.0.20", ""),
        ("lans: {home: {subnet: 10.0.0.0/8, devices: {x: {address: 10.0.0.1, mac: 5}}}}", "LW003", "`mac`: expected a MAC address, for example", ""),
        ("lans: {home: {subnet: 10.0.0.0/8, switch: {macs_per_port: 0}}}", "LW003", "`macs_per_port`: expected at least 1", ""),
        ("avoid: {vpn: }", "LW003", "`vpn`: expected an address with its prefix length", ""),
        ("hosts: {d: {networks: {net: {driver: overlay}}}}", "LW003", "`driver`: expected `bridge`, `macvlan` or `ipvlan`, found `overlay`", ""),
        ("hosts: {d: {networks: {net: {}}}}", "LW003", "`net`: `driver` is missing", "add `driver: bridge`, for example"),
        (NETWORK % "host_access: yes", "LW003", "`host_access`: expected true, false or a map of `interface` and `address`", ""),
        (NETWORK % "uplink: ", "LW003", "`uplink`: expected a map of keys, found nothing", ""),
        (NETWORK % "uplink: {}", "LW003", "`uplink`: `veth_to` is missing", "add `veth_to: br0`"),
        (NETWORK % "options: {a: [1]}", "LW003", "`a`: expected one line of text, a whole number, true or false, found a list", ""),
        (SERVICE % "network_mode: bridge", "LW003", "`network_mode`: expected host or service:S, for example service:web", ""),
        (SERVICE % "replicas: 0", "LW003", "`replicas`: expected at least 1, found `0`", ""),
        (SERVICE % "publish: [{to: 80}]", "LW003", "`publish`: `port` is missing", "add `port: 80`"),
        (SERVICE % "publish: [70000]", "LW003", "`publish`: expected a port, for example 80/tcp, 53/udp or 5000-5010/tcp, found `70000`", ""),
        (SERVICE % "clients: ", "LW003", "`clients`: expected an address with its prefix length", ""),
        (SERVICE % "networks: {net: {aliases: [a b]}}", "LW003", "`aliases`: expected a host name, for example db.internal", ""),
        ("expect: [{from: a}]", "LW003", "`expect`: `to` is missing", "add `to: web`"),
        ("expect: [{from: a, to: b, port: all}]", "LW003", "`port`: expected a port, for example 80/tcp, 53/udp or 5000-5010/tcp, or any, found `all`", ""),
        ("expect: [{from: , to: b}]", "LW003", "`from`: expected one line of text, found nothing", ""),
        ("site: 'a/b'", "LW003", "expected a name of letters, digits, spaces", ""),
    ],
)  # fmt: skip
def test_each_misfit_is_told(text: str, code: str, message: str, fix: str) -> None:
    """What was expected, with an example; what was found; and what to write where that can be told."""
    (found,) = refused(text)
    assert found.code == code
    assert message in found.message
    assert fix in found.fix
    assert bool(found.fix) == bool(fix)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("hosts: {}", "`version` is missing"),
        ("", "`version` is missing"),
        ("version: 2", "`version`: expected 1, found `2`"),
        ('version: "1"', "`version`: expected 1, found `1`"),
        ("version: 1.0", "`version`: expected 1, found `1.0`"),
        ("version: true", "`version`: expected 1, found `true`"),
        ("version: ", "`version`: expected 1, found nothing"),
        ("version: [1]", "`version`: expected 1, found a list"),
    ],
)
def test_the_version_has_a_code_of_its_own(text: str, message: str) -> None:
    """LW006, so that a tool can tell an intent of another age from a fault."""
    with pytest.raises(Refused) as error:
        bind(parse(text, "f"))
    (found,) = error.value.diagnostics
    assert (found.code, found.message, found.fix) == ("LW006", message, "write `version: 1`")


@pytest.mark.parametrize(("text", "found"), [("- a", "a list"), ("text", "`text`"), ("5", "`5`")])
def test_an_intent_is_a_map(text: str, found: str) -> None:
    """A list or a bare value at the top is told in its first line."""
    with pytest.raises(Refused) as error:
        bind(parse(text, "f"))
    (only,) = error.value.diagnostics
    assert (only.code, only.message) == ("LW003", f"`the intent`: expected a map of keys, found {found}")


TEXT = """\
version: 2
lans:
  home: {subnt: 10.0.0.0/8}
hosts:
  d/1:
    listens: [1, 2, x, 4, y]
    networks:
      net: {driver: bridge, mtu: ten}
"""


def test_everything_is_told_at_once_in_the_order_of_the_text() -> None:
    """One run is enough to mend an intent."""
    with pytest.raises(Refused) as error:
        bind(parse(TEXT, "f"))
    assert [(d.code, d.origin.span.line, d.origin.span.column) for d in error.value.diagnostics] == [
        ("LW006", 1, 1),
        ("LW003", 3, 3),
        ("LW002", 3, 10),
        ("LW104", 5, 3),
        ("LW003", 6, 21),
        ("LW003", 6, 27),
        ("LW003", 8, 29),
    ]


def test_a_finding_underlines_the_value_and_an_unknown_key_the_key() -> None:
    """The value of an unknown key is nobody's business."""
    with pytest.raises(Refused) as error:
        bind(parse(TEXT, "f"))
    spans = {
        d.origin.dotted: (d.origin.span.column, d.origin.span.end_column) for d in error.value.diagnostics
    }
    assert spans["lans.home.subnt"] == (10, 15)
    assert spans["hosts.d/1.listens.2"] == (21, 22)
    assert spans["hosts.d/1.networks.net.mtu"] == (29, 37)
    assert spans["hosts.d/1"] == (3, 6)


def test_no_more_than_a_thousand_are_told() -> None:
    """A machine-made intent may have a million, each shown with its line."""
    assert len(refused("hosts: {d: {listens: [" + "x, " * 2000 + "]}}")) == MAX_PROBLEMS
