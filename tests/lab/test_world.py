"""What the world says that a host will hold is what its kernel holds: Docker's packet rules, addresses, routes, settings.

Of the rules the words are compared, chain by chain; in which order Docker has written those of several containers is up to who
started first, and so is which of them got which address.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any

import pytest

from lanwright.world import realise
from tests.lab.applied import applied
from tests.lab.compiled import for_docker_28, planned
from tests.sample_tree import SAMPLES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.plan import HostPlan
    from lanwright.world import Namespace
    from tests.lab.host import Host
    from tests.lab.site import Site

pytestmark = pytest.mark.lab

CHOSEN = ("home", "several_networks", "dual_stack", "host_bridge")
"""Ports published every way, internal and several networks, IPv6, a bridge of the host's own."""
MATCHES = re.compile(r" -m (tcp|udp)\b| --reject-with \S+")
"""What iptables says of itself."""
ITS_WORDS = {4: "iptables-save", 6: "ip6tables-save"}
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
