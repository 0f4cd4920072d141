"""LW218: addresses of others inside what Docker hands out."""

from __future__ import annotations

import pytest

from tests.intents import site_of
from tests.rules.found import found, messages


def site(
    network: str = ", ip_range: 192.168.2.0/28", *, services: str = "", dock2: str = "", devices: str = ""
) -> str:
    """Two hosts on one LAN; dock1's network takes further keys."""
    return f"""
        version: 1
        lans:
          home:
            subnet: 192.168.0.0/22
            gateway: 192.168.0.1
            devices: {{{devices}}}
            shared: {{vip: 192.168.3.3}}
        hosts:
          dock1:
            interfaces: {{eth0: {{lan: home, address: 192.168.2.1/22}}}}
            networks:
              real_lan: {{driver: macvlan, parent: eth0, lan: home{network}}}
              backend: {{driver: bridge, subnet: 172.22.0.0/24}}
            services: {{{services}}}
          dock2:
            interfaces: {{eth0: {{lan: home, address: 192.168.3.2/22}}}}
            networks:
              real_lan: {{driver: macvlan, parent: eth0, lan: home}}
              backend: {{driver: bridge, subnet: 172.22.0.0/24}}
            services: {{{dock2}}}
        """


ALIAS = "mail: {networks: {backend: {}}, publish: [{address: 192.168.2.4, port: 25}]}"


@pytest.mark.parametrize(
    ("text", "fixes"),
    [
        (site(), []),
        (site(devices="nas: 192.168.2.3, tv: 192.168.2.16"), ["write `reserve: {nas: 192.168.2.3}`"]),
        (site(", ip_range: 192.168.2.0/28, reserve: {storage: 192.168.2.3}", devices="nas: 192.168.2.3"), []),
        (
            site(", ip_range: 192.168.2.0/28, reserve: {nas: 192.168.2.9}", devices="nas: 192.168.2.3"),
            ["add to `reserve`: `nas-2: 192.168.2.3`"],
        ),
        (site(", ip_range: 192.168.3.0/28"), ["write `reserve: {dock2: 192.168.3.2, vip: 192.168.3.3}`"]),
        (site(", ip_range: 192.168.0.0/29"), []),
        (
            site(", ip_range: 192.168.0.0/29, gateway: 192.168.0.9"),
            ["write `reserve: {gateway: 192.168.0.1}`"],
        ),
        (
            site(", ip_range: 192.168.2.8/29", devices="nas: 192.168.2.8"),
            ["write `reserve: {nas: 192.168.2.8}`"],
        ),
        (
            site(devices="nas: 192.168.2.3, NAS2: 192.168.2.3, tv: 192.168.2.4"),
            ["write `reserve: {nas: 192.168.2.3, tv: 192.168.2.4}`"],
        ),
        (
            site(
                dock2=f"{ALIAS}, web: {ALIAS[6:].replace('.4', '.5')}, api: {ALIAS[6:].replace('.4', '.6')}"
            ),
            ["write `reserve: {dock2: 192.168.2.4, dock2-2: 192.168.2.5, dock2-3: 192.168.2.6}`"],
        ),
        (site(services=ALIAS), []),
        (site(dock2=ALIAS), ["write `reserve: {dock2: 192.168.2.4}`"]),
        (
            site(dock2="web: {networks: {real_lan: 192.168.2.5}}"),
            ["write `reserve: {dock2-web: 192.168.2.5}`"],
        ),
        (site(services="web: {networks: {real_lan: 192.168.2.5}}"), []),
    ],
)
def test_the_entries_to_reserve_are_written_out(text: str, fixes: list[str]) -> None:
    """Devices, other hosts with aliases and services, shared addresses, a router that isn't the network's gateway.

    Not: what this Docker knows by itself, or is told by the plan: its containers, gateway, own host and aliases.
    """
    assert [item.fix for item in found("LW218", text)] == fixes


def test_the_proposed_entries_mend_the_intent() -> None:
    """What the fix says can be written, and then nothing is found."""
    bad = site(devices="a.b: 192.168.2.3, my_tv: [192.168.2.4], 9pin: 192.168.2.5")
    (finding,) = found("LW218", bad)
    entries = finding.fix.removeprefix("write `").removesuffix("`")
    mended = bad.replace("ip_range: 192.168.2.0/28", f"ip_range: 192.168.2.0/28, {entries}")
    assert len(site_of(mended).hosts["dock1"].networks["real_lan"].reserve) == 3
    assert messages("LW218", mended) == []


@pytest.mark.parametrize(
    ("count", "shown", "fix"),
    [
        (3, "192.168.2.4 of `home/d4`", "write `reserve: {d2: 192.168.2.2, d3: "),
        (4, "192.168.2.4 of `home/d4` and more", "write `reserve: {d2: 192.168.2.2, d3: "),
        (8, "192.168.2.4 of `home/d4` and more", "write `reserve: {d2: 192.168.2.2, d3: "),
        (9, "192.168.2.4 of `home/d4` and more", "write `ip_range: 192.168.2.16/28`"),
        (12, "192.168.2.4 of `home/d4` and more", "write `ip_range: 192.168.2.16/28`"),
    ],
)
def test_a_range_full_of_others_is_better_moved(count: int, shown: str, fix: str) -> None:
    """Beyond eight entries another ip_range is proposed, as large; the first three are shown."""
    devices = ", ".join(f"d{number}: 192.168.2.{number}" for number in range(2, 2 + count))
    (finding,) = found("LW218", site(devices=devices))
    assert finding.message.endswith(shown)
    assert finding.fix.startswith(fix)


@pytest.mark.parametrize(
    ("router", "name"),
    [
        ("gate", "gate"),
        ("Fritz!Box 7590 (attic)", "Fritz-Box-7590-attic"),
        ("Maison Xavier X", "Maison-Xavier-X"),
        ("路由器", "taken"),
        ("r" * 51, "r" * 50),
    ],
)
def test_an_entry_is_named_by_the_holder_as_far_as_docker_takes_the_name(router: str, name: str) -> None:
    """A router may have any name."""
    text = site(", ip_range: 192.168.0.0/29, gateway: 192.168.0.9")
    (finding,) = found(
        "LW218", text.replace("gateway: 192.168.0.1", f"router: '{router}'\n            gateway: 192.168.0.1")
    )
    assert finding.fix == f"write `reserve: {{{name}: 192.168.0.1}}`"


def test_the_two_addresses_of_one_holder_have_two_names() -> None:
    """Of the IPv6 one its family is told."""
    text = """
        version: 1
        lans: {home: {subnet: [192.168.0.0/24, "fd00:8::/64"], devices: {nas: [192.168.0.9, "fd00:8::9"]}}}
        hosts:
          dock1:
            interfaces: {eth0: {lan: home, address: [192.168.0.2/24, "fd00:8::2/64"]}}
            networks:
              real_lan: {driver: macvlan, parent: eth0, lan: home, ip_range: [192.168.0.8/29, "fd00:8::8/125"]}
        """
    assert [item.fix for item in found("LW218", text)] == [
        "write `reserve: {nas: 192.168.0.9}`",
        "write `reserve: {nas-v6: fd00:8::9}`",
    ]


def test_without_an_ip_range_the_bottom_of_the_lan_is_handed_out() -> None:
    """One container without an address gets .2, two get .3 as well; nothing is handed out to none."""
    one, two = "web: {networks: {real_lan: {}}}", "web: {networks: {real_lan: {}}, replicas: 2}"
    device = "old: 192.168.0.3"
    assert messages("LW218", site("", devices=device)) == []
    assert messages("LW218", site("", services=one, devices=device)) == []
    (finding,) = found("LW218", site("", services=two, devices=device))
    assert finding.message == (
        "what Docker hands out on `real_lan` (192.168.0.2-192.168.0.3) covers 192.168.0.3 of `home/old`"
    )
    assert finding.fix.startswith("write `ip_range: 192.168.0.")
