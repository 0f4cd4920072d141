"""What the world says that a host will hold is what its kernel holds: packet rules, addresses, routes, settings.

Of the rules the words are compared, chain by chain; in which order Docker has written those of several containers is up to who
started first, and so is which of them got which address.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from ipaddress import ip_network
from itertools import islice
from typing import TYPE_CHECKING, Any

import pytest

from lanwright.world import realise
from tests.lab.applied import applied
from tests.lab.compiled import for_docker_28, planned
from tests.sample_tree import SAMPLES
from tests.targets.iptables_saved import saved
from tests.targets.nft_json import listed
from tests.targets.packet_rule import of_the_world, one_value_each

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.plan import HostPlan
    from lanwright.world import Namespace
    from tests.lab.host import Host
    from tests.lab.site import Site
    from tests.targets.packet_rule import PacketRule

pytestmark = pytest.mark.lab

CHOSEN = ("home", "several_networks", "dual_stack", "host_bridge")
"""Ports published every way, internal and several networks, IPv6, a bridge of the host's own."""
MATCHES = re.compile(r" -m (tcp|udp)\b| --reject-with \S+")
"""What iptables says of itself."""
ITS_WORDS = {4: "iptables-save", 6: "ip6tables-save"}
FAMILIES = {4: "ip", 6: "ip6"}
"""As nft names them."""
Chains = dict[str, list[str]]


@pytest.fixture(scope="module", params=CHOSEN)
def standing(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Site, str]]:
    """A sample, applied, and its intent."""
    text = for_docker_28((SAMPLES / request.param / "lanwright.yaml").read_text(encoding="utf-8"))
    with applied(text, tmp_path_factory.mktemp("out")) as site:
        yield site, text


def in_the_kernel(host: Host, version: int, plan: HostPlan) -> Chains:
    """Docker's rules by table and chain."""
    found: Chains = defaultdict(list)
    table = ""
    for line in host.run(ITS_WORDS[version]).splitlines():
        if line.startswith("*"):
            table = line[1:]
        elif line.startswith("-A") and "LANWRIGHT" not in line:
            _, chain, words = line.split(" ", 2)
            found[f"{table} {chain}"].append(plain(MATCHES.sub("", words), plan))
    return {chain: sorted(rules) for chain, rules in found.items()}


def in_the_world(namespace: Namespace, version: int, plan: HostPlan) -> Chains:
    """The same as the world has them."""
    ruleset = namespace.rulesets[version]
    found: Chains = {}
    for name, rules in ruleset.chains.items():
        chain, _, table = name.partition(" ")
        found[f"{table.strip('()') or 'filter'} {chain}"] = [rule.text for rule in rules]
    for chains in ruleset.base.values():
        found |= {chain.name: [rule.text for rule in chain.rules] for chain in chains}
    docker = {chain: rules for chain, rules in found.items() if re.match(r"(raw|nat|filter) [A-Z]", chain)}
    its_own = {
        chain: sorted(plain(rule, plan) for rule in words if "LANWRIGHT" not in rule)
        for chain, words in docker.items()
        if "LANWRIGHT" not in chain and chain != "filter DOCKER-USER"
    }
    return {chain: words for chain, words in its_own.items() if words}


def plain(words: str, plan: HostPlan) -> str:
    """A rule without the addresses that Docker gives out as it likes."""
    given = {
        str(address)
        for service in plan.services.values()
        for end in service.endpoints
        for address in end.addresses
    }

    def name(found: re.Match[str]) -> str:
        return found[0] if found[1] in given else "A-CONTAINER" + found[0][len(found[1]) :]

    inside = "|".join(
        re.escape(str(subnet.prefix.network_address)).rstrip("0:").removesuffix(r"\.")
        for network in plan.networks.values()
        if network.driver == "bridge" and network.lan is None
        for subnet in network.subnets
    )
    return (
        re.sub(rf"\b((?:{inside})[0-9a-f.:]*[0-9a-f])(?:/32|/128)?(?=[\s\]:]|$)", name, words)
        if inside
        else words
    )


def test_docker_s_rules_are_those_of_the_world(standing: tuple[Site, str]) -> None:
    """Every chain of Docker's own, and what it adds to the base chains."""
    site, text = standing
    world = realise(planned(text))
    for name, host in site.hosts.items():
        plan = world.plan.hosts[name]
        for version in (4, 6):
            kernel = in_the_kernel(host, version, plan)
            kernel.pop("filter DOCKER-USER", None)
            assert kernel == in_the_world(world.namespace(name), version, plan), (name, version)


def test_our_rules_are_those_of_the_world(standing: tuple[Site, str]) -> None:
    """In which chain, at which hook and priority, in which order, and each word."""
    site, text = standing
    world = realise(planned(text))
    for name, host in site.hosts.items():
        for version in FAMILIES:
            ours = ours_in_the_world(world.namespace(name), version)
            kernel = ours_in_the_kernel(host, version)
            assert kernel.keys() == ours.keys(), (name, version)
            for place, rules in ours.items():
                listed = iter(kernel[place])
                assert [frozenset(islice(listed, len(rule))) for rule in rules] == rules, (name, place)
                assert not list(listed), (name, place)


def ours_in_the_kernel(host: Host, version: int) -> dict[str, list[PacketRule]]:
    """By hook and priority in our table of nftables, by chain where iptables has them."""
    listing = f"nft -j list table {FAMILIES[version]} lanwright 2>/dev/null"
    found: dict[str, list[PacketRule]] = defaultdict(list)
    for rule in listed(host.run(f"{listing} || echo '{{\"nftables\": []}}'")):
        found[rule.place].append(rule)
    for rule in saved(host.run(ITS_WORDS[version]), version):
        found[rule.place].append(rule)
    return found


def ours_in_the_world(namespace: Namespace, version: int) -> dict[str, list[frozenset[PacketRule]]]:
    """The same as the world has them, rule by rule; iptables has several for one, each with one link and one prefix."""
    ruleset = namespace.rulesets[version]
    tables = {
        f"{chain.kind} {chain.hook} {chain.priority}": chain.rules
        for at_hook in ruleset.base.values()
        for chain in at_hook
        if chain.name.startswith("lanwright ")
    }
    chains = {
        f"{table.strip('()')} {chain}": rules
        for name, rules in ruleset.chains.items()
        for chain, _, table in [name.partition(" ")]
        if chain.startswith("LANWRIGHT-")
    }
    chains["filter LANWRIGHT-USER"] = ruleset.chains.get("DOCKER-USER", [])
    whole = {
        place: [frozenset([of_the_world(rule, place, version)]) for rule in rules]
        for place, rules in tables.items()
    }
    parted = {
        place: [frozenset(one_value_each(of_the_world(rule, place, version))) for rule in rules]
        for place, rules in chains.items()
        if rules
    }
    return whole | parted


def test_base_chains_stand_where_the_world_has_them(standing: tuple[Site, str]) -> None:
    """Those that have rules, Docker's and ours: what meets a packet first is a matter of priorities."""
    site, text = standing
    world = realise(planned(text))
    for name, host in site.hosts.items():
        items: list[dict[str, Any]] = json.loads(host.run("nft -j list ruleset"))["nftables"]
        rules = [item["rule"] for item in items if "rule" in item]
        filled = {(rule["family"], rule["table"], rule["chain"]) for rule in rules}
        for version, family in FAMILIES.items():
            kernel = {
                (f"{chain['table']} {chain['name']}", chain["hook"], chain["prio"])
                for item in items
                if (chain := item.get("chain", {})).get("family") == family
                and "hook" in chain
                and (family, chain["table"], chain["name"]) in filled
            }
            expected = {
                (chain.name, chain.hook.value, chain.priority)
                for at_hook in world.namespace(name).rulesets[version].base.values()
                for chain in at_hook
                if chain.rules
            }
            assert kernel == expected, (name, family)


def test_the_host_s_routes_are_those_of_the_world(standing: tuple[Site, str]) -> None:
    """The whole main table: where to, by which device and next hop, from which preferred source."""
    site, text = standing
    world = realise(planned(text))
    for name, host in site.hosts.items():
        for version in FAMILIES:
            expected = {
                (str(route.destination), route.device.name, str(route.via), str(route.source))
                for route in world.namespace(name).routes[version]
            }
            assert routes(host, version) == expected, (name, version)


def routes(host: Host, version: int) -> set[tuple[str, str, str, str]]:
    """The main table without what is link-local, and without IPv6's own addresses, which are no ways."""
    listed: list[dict[str, Any]] = json.loads(host.run(f"ip -j -{version} route show"))
    found = set()
    for item in listed:
        to = ip_network({"default": "0.0.0.0/0" if version == 4 else "::/0"}.get(item["dst"], item["dst"]))
        itself = item.get("protocol") == "kernel" and to.num_addresses == 1
        if not (to.is_link_local or itself):
            found.add((str(to), item["dev"], str(item.get("gateway")), str(item.get("prefsrc"))))
    return found


def test_the_host_s_addresses_are_those_of_the_world(standing: tuple[Site, str]) -> None:
    """On every device but the veths of containers and what is link-local."""
    site, text = standing
    world = realise(planned(text))
    for name, host in site.hosts.items():
        devices = {
            device.name: {str(held.address) for held in device.held}
            for device in world.namespace(name).devices.values()
            if device.held and device.name != "lo"
        }
        assert addresses(host) == devices


def addresses(host: Host) -> dict[str, set[str]]:
    """Global addresses by device."""
    listed: list[dict[str, Any]] = json.loads(host.run("ip -j addr show"))
    found = {
        item["ifname"]: {one["local"] for one in item["addr_info"] if one["scope"] == "global"}
        for item in listed
    }
    return {name: held for name, held in found.items() if held and name != "lo"}


def test_the_host_s_settings_are_those_of_the_world(standing: tuple[Site, str]) -> None:
    """Whatever the world says of a host's sysctls, but of devices that aren't there."""
    site, text = standing
    world = realise(planned(text))
    for name, host in site.hosts.items():
        for path, value in world.namespace(name).sysctls.items():
            assert host.run(f"cat /proc/sys/{path}").strip() == value, path
