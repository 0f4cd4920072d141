"""What doesn't fit is refused: where it stands, what was expected, what to write; all of it at once."""

from __future__ import annotations

import pytest

from lanwright.diagnostics import MAX_PROBLEMS, Diagnostic, Refused
from lanwright.intent import bind
from lanwright.source import parse
from lanwright.source.limits import MAX_FAULTS


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
        (HOST % "docker: {default-address-pools: []}", "LW002", "unknown key `default-address-pools`", "write `default_address_pools`"),
        (NETWORK % "ip-range: 10.0.0.0/29", "LW002", "unknown key `ip-range`", "write `ip_range`"),
        (NETWORK % "driver_opts: {}", "LW002", "unknown key `driver_opts`", "write `options`"),
        (NETWORK % "aux_addresses: {}", "LW002", "unknown key `aux_addresses`", "write `reserve`"),
        (NETWORK % "enable_ipv6: true", "LW002", "unknown key `enable_ipv6`", "write `subnet`"),
        (NETWORK % "macvlan_mode: bridge", "LW002", "unknown key `macvlan_mode`", "write `mode`"),
        (SERVICE % "networks: {net: {ipv4_address: 10.0.0.1}}", "LW002", "unknown key `ipv4_address`", "write `address`"),
        (SERVICE % "ports: [80]", "LW002", "unknown key `ports`", "write `publish`"),
        (SERVICE % "image: nginx", "LW002", "unknown key `image`", "leave it in the project's compose file; a service here has only its network side"),
        (SERVICE % "mtu: 1400", "LW002", "unknown key `mtu`", "it belongs at lans.*.mtu or hosts.*.interfaces.*.mtu"),
        ("services: {}", "LW002", "unknown key `services`", "it belongs at hosts.*.services"),
        (HOST % "zzzz: 1", "LW002", "unknown key `zzzz`", "known here: docker, firewall, foreign, interfaces, listens, nameservers, network, networks, projects, services, sysctls, virtual"),
        (HOST % '"[key]": 1', "LW002", "unknown key `[key]`", "known here: docker, firewall, foreign, interfaces, listens, nameservers, network, networks, projects, services, sysctls, virtual"),
        (HOST % '"": 1', "LW002", "unknown key ``", "known here: docker, firewall, foreign, interfaces, listens, nameservers, network, networks, projects, services, sysctls, virtual"),
        (HOST % "network: ifupdwn", "LW003", "`network`: expected `ifupdown`, `networkd` or `none`, found `ifupdwn`", "write `ifupdown`"),
        (HOST % "network: ", "LW003", "`network`: expected `ifupdown`, `networkd` or `none`, found nothing", "write `ifupdown`, `networkd` or `none`"),
        (HOST % "virtual: no", "LW003", "`virtual`: expected true or false, found `no`", "write `false`; in YAML 1.2 `no` is text"),
        (HOST % "virtual: 1", "LW003", "`virtual`: expected true or false, found `1`", "write true or false"),
        (HOST % "listens: 80", "LW003", "`listens`: expected a list, found `80`", "write `[80]`"),
        (HOST % "listens: [80, x]", "LW003", "`listens`: expected a listener, found `x`", "write, for example, 22/tcp, 0.0.0.0:22/tcp or [::1]:53/udp"),
        (HOST % "interfaces: [eth0]", "LW003", "`interfaces`: expected a map of names, found a list", "write a map of names"),
        (HOST % "docker: 28", "LW003", "`docker`: expected a map of keys, found `28`", "write a map of keys"),
        (HOST % "docker: {version: 28.3}", "LW003", '`version`: expected a Docker version from "26" to "29", found `28.3`', 'put it in quotes: "28.3"'),
        (HOST % "docker: {version: 25}", "LW003", '`version`: expected a Docker version from "26" to "29", found `25`', 'write it in quotes, for example "28" or "28.3"'),
        (HOST % "docker: {config: daemon.json}", "LW003", "`config`: expected an absolute path of a .json file that isn't one of Lanwright's own, found `daemon.json`", "write, for example, /etc/docker/daemon.json"),
        (HOST % "docker: {default_address_pools: [{size: 24}]}", "LW003", "`default_address_pools`: `base` is missing", "add `base: 10.201.0.0/16`, for example"),
        (HOST % 'docker: {default_address_pools: [{base: 10.0.0.0/8, size: "24"}]}', "LW003", '`size`: expected a whole number, found `"24"`', "write `24` without quotes"),
        (HOST % "docker: {default_address_pools: }", "LW003", "`default_address_pools`: expected a list, found nothing", "write a list"),
        (HOST % "docker: {bip: 10.0.0.1}", "LW206", "`bip`: expected the bridge's address with its prefix length, found `10.0.0.1`", "write, for example, 10.200.0.1/24"),
        (HOST % "sysctls: {a b: 1}", "LW003", "`a b`: expected the name of a sysctl, found `a b`", "write, for example, net.ipv4.ip_forward"),
        (HOST % "interfaces: {eth0: {unit: lan.conf}}", "LW003", "`unit`: expected the file name of a networkd unit, found `lan.conf`", "write, for example, 20-lan.network"),
        (HOST % "interfaces: {eth0: {mtu: 60}}", "LW003", "`mtu`: expected at least 68, found `60`", "write at least 68"),
        (HOST % "interfaces: {eth0: {mtu: 65536}}", "LW003", "`mtu`: expected at most 65535, found `65536`", "write at most 65535"),
        (HOST % "interfaces: {eth0: {lan: 5}}", "LW003", "`lan`: expected one line of text, found `5`", 'put it in quotes: "5"'),
        (HOST % "interfaces: {eth0: {address: [10.0.0.1/8, 10.0.0.2/8]}}", "LW003", "`address`: expected at most one IPv4 and one IPv6 value, found a list", "keep one of each family"),
        (HOST % "interfaces: {eth0: {address: }}", "LW003", "`address`: expected an address with its prefix length, found nothing", "write, for example, 192.168.0.0/22"),
        (HOST % "interfaces: {abcdefghijklmnop: {}}", "LW103", "`abcdefghijklmnop` can't be the name of an interface", "use letters, digits, `_`, `.` and `-`, the first one a letter or a digit, at most 15 characters"),
        (HOST % "interfaces: {a/b: {}}", "LW103", "`a/b` can't be the name of an interface", "use letters, digits, `_`, `.` and `-`, the first one a letter or a digit, at most 15 characters"),
        (HOST % 'interfaces: {"eth0\\n": {}}', "LW001", "the key holds U+000A, which can't be seen", "leave it out"),
        (HOST % 'interfaces: {br0: {ports: ["eth0\\n"]}}', "LW103", "`eth0 ` can't be the name of an interface", "use letters, digits, `_`, `.` and `-`, the first one a letter or a digit, at most 15 characters"),
        (HOST % "interfaces: {br0: {ports: [e/0]}}", "LW103", "`e/0` can't be the name of an interface", "use letters, digits, `_`, `.` and `-`, the first one a letter or a digit, at most 15 characters"),
        (HOST % "interfaces: {br0: {ports: [{x: 1}]}}", "LW103", "a map can't be the name of an interface", "use letters, digits, `_`, `.` and `-`, the first one a letter or a digit, at most 15 characters"),
        (HOST % "projects: {Shop: {}}", "LW104", "`Shop` can't be the name of a project", "use lower-case letters, digits, `_` and `-`, the first a letter or digit"),
        (HOST % "networks: {container: {driver: bridge}}", "LW104", "`container` can't be the name of a network: no container gets on it, since Docker takes that for the network of another one", "choose another name"),
        (HOST % "networks: {host: {driver: bridge}}", "LW104", "`host` can't be the name of a network: Docker has a network of that name already", "choose another name"),
        (HOST % "services: {.w: {}}", "LW104", "`.w` can't be the name of a service", "use letters, digits, `_`, `.` and `-`, the first one a letter or a digit"),
        ("hosts: {lan: {}}", "LW104", "`lan` can't be the name of a host: it means something of its own in expectations", "choose another name"),
        ("hosts: {../x: {}}", "LW104", "`../x` can't be the name of a host", "use letters, digits, `_`, `.` and `-`, the first one a letter or a digit"),
        ("hosts: {xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx: {}}", "LW104", "`xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx...` can't be the name of a host", "use at most 63 characters"),
        ("lans: {home: {}}", "LW003", "`home`: `subnet` is missing", "add `subnet: 192.168.0.0/22`, for example"),
        ("lans: {home: }", "LW003", "`home`: `subnet` is missing", "add `subnet: 192.168.0.0/22`, for example"),
        ("lans: {home: {subnet: 192.168.0.0}}", "LW003", "`subnet`: expected an address with its prefix length, found `192.168.0.0`", "write, for example, 192.168.0.0/22"),
        ("lans: {home: {subnet: 10.0.0.0/8, dhcp: 10.0.0.1}}", "LW003", "`dhcp`: expected a range of addresses, found `10.0.0.1`", "write, for example, 192.168.1.0-192.168.1.255"),
        ("lans: {home: {subnet: 10.0.0.0/8, devices: {x: 5}}}", "LW003", "`x`: expected an address, found `5`", "write, for example, 192.168.0.20 or fd00::20"),
        ("lans: {home: {subnet: 10.0.0.0/8, devices: {x: {address: 10.0.0.1, mac: 5}}}}", "LW003", "`mac`: expected a MAC address, found `5`", "write, for example, 52:54:00:12:34:56"),
        ("lans: {home: {subnet: 10.0.0.0/8, switch: {macs_per_port: 0}}}", "LW003", "`macs_per_port`: expected at least 1, found `0`", "write at least 1"),
        ("avoid: {vpn: }", "LW003", "`vpn`: expected an address with its prefix length, found nothing", "write, for example, 192.168.0.0/22"),
        (HOST % "networks: {net: {driver: overlay}}", "LW003", "`driver`: expected `bridge`, `macvlan` or `ipvlan`, found `overlay`", "write `bridge`, `macvlan` or `ipvlan`"),
        (HOST % "networks: {net: {}}", "LW003", "`net`: `driver` is missing", "add `driver: bridge`, for example"),
        (NETWORK % "host_access: yes", "LW003", "`host_access`: expected true, false or a map, found `yes`", "write `true` for the best way"),
        (NETWORK % "uplink: ", "LW003", "`uplink`: expected a map of keys, found nothing", "write a map of keys"),
        (NETWORK % "uplink: {}", "LW003", "`uplink`: `veth_to` is missing", "add `veth_to: br0`, for example"),
        (NETWORK % "options: {a: [1]}", "LW003", "`a`: expected one line of text, a whole number, true or false, found a list", "write it on one line, in quotes"),
        (SERVICE % "network_mode: bridge", "LW003", "`network_mode`: expected host or service:S, found `bridge`", "write, for example, service:web"),
        (SERVICE % "replicas: 0", "LW003", "`replicas`: expected at least 1, found `0`", "write at least 1"),
        (SERVICE % "publish: [{to: 80}]", "LW003", "`publish`: `port` is missing", "add `port: 80`, for example"),
        (SERVICE % "publish: [70000]", "LW003", "`publish`: expected a port, found `70000`", "write, for example, 80/tcp, 53/udp or 5000-5010/tcp"),
        (SERVICE % "clients: ", "LW003", "`clients`: expected an address with its prefix length, found nothing", "write, for example, 192.168.0.0/22"),
        (SERVICE % "networks: {net: {aliases: [a b]}}", "LW003", "`aliases`: expected a host name, found `a b`", "write, for example, db.internal"),
        ("expect: [{from: a}]", "LW003", "`expect`: `to` is missing", "add `to: web`, for example"),
        ("expect: [{from: a, to: b, port: all}]", "LW003", "`port`: expected a port, several ports, or any, found `all`", "write, for example, 80/tcp, 53/udp or 5000-5010/tcp"),
        ("expect: [{from: , to: b}]", "LW003", "`from`: expected one line of text, found nothing", "write, for example, home"),
        ("site: 'a/b'", "LW003", "`site`: expected a name of letters, digits, spaces, `_`, `.` and `-`, at most 63 characters, found `a/b`", "write, for example, home"),
    ],
)  # fmt: skip
def test_each_misfit_is_told(text: str, code: str, message: str, fix: str) -> None:
    """What was expected, with an example; what was found; and what to write where that can be told."""
    (found,) = refused(text)
    assert (found.code, found.message, found.fix) == (code, message, fix)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("hosts: {}", "`version` is missing"),
        ("", "`version` is missing"),
        ("version: 2", "`version`: expected 1, found `2`"),
        ('version: "1"', '`version`: expected 1, found `"1"`'),
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
    """Nobody reads more."""
    assert len(refused("hosts: {d: {listens: [" + "x, " * 2000 + "]}}")) == MAX_PROBLEMS


@pytest.mark.parametrize(
    "text",
    [
        "hosts: {d: {listens: [" + "x, " * (MAX_FAULTS + 1) + "]}}",
        "hosts: {" + ", ".join(f"h{n}: {{virtual: 5, mtu: 1}}" for n in range(MAX_FAULTS // 2)) + "}",
        "".join(f"k{n}: 1\n" for n in range(MAX_FAULTS)),
    ],
)
def test_typing_is_given_up_where_almost_nothing_fits(text: str) -> None:
    """Each fault costs memory, and a machine-made file can hold a million: one finding says so."""
    (found,) = refused(text)
    assert (found.code, found.message) == ("LW005", "about 20,000 values don't fit the grammar")
