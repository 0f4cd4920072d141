"""`lanwright advise`: from options, from an intent, or both."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from tests.cli.run import replaced
from tests.report.schemas import complaints

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.run import Ran

    Lanwright = Callable[..., Ran]


def told(ran: Ran) -> Any:
    """What is printed as JSON, which its schema knows."""
    assert ran.status == 0
    shown = json.loads(ran.stdout)
    assert complaints(shown, "advise") == []
    return shown


def names(shown: Any) -> list[str]:
    """The conditions that are known."""
    return [item["condition"] for item in shown["known"]]


def test_options_alone_need_no_intent(lanwright: Lanwright) -> None:
    """Wi-Fi, and an address for each service."""
    ran = lanwright("advise", "--wireless", "--own-address")
    assert ran.status == 0
    assert "  1. ipvlan_l2: an address of the LAN" in ran.stdout
    assert "impossible: an access point drops frames" in ran.stdout
    assert "(LW302)" in ran.stdout
    assert ran.stderr == ""


def test_options_alone_dont_read_an_intent_that_happens_to_be_there(site: Path, lanwright: Lanwright) -> None:
    """It is read where it, its host or its LAN is named."""
    shown = told(lanwright("advise", "--format", "json"))
    assert (shown["host"], shown["lan"], shown["known"]) == (None, None, [])
    shown = told(lanwright("advise", "--host", "dock1", "--format", "json"))
    assert (shown["host"], shown["lan"]) == ("dock1", "home")
    assert told(lanwright("advise", str(site), "--host", "dock1", "--format", "json")) == shown


def test_an_intent_says_what_is_known_and_options_what_is_wanted(site: Path, lanwright: Lanwright) -> None:
    """The interface's kind, the switch, the DHCP server, Docker, what is there already."""
    file = site / "lanwright.yaml"
    text = replaced(file.read_text(), "eth0: {lan", "wlan0: {kind: wireless, lan")
    text = replaced(
        text,
        "gateway: 192.168.0.1,",
        "gateway: 192.168.0.1, dhcp: [192.168.0.100-192.168.0.199], switch: {macs_per_port: 1},",
    )
    file.write_text(replaced(text, "docker: {bip", "docker: {version: '26', userland_proxy: false, bip"))
    shown = told(lanwright("advise", "--host", "dock1", "--own-address", "--format", "json"))
    assert names(shown) == [
        "wireless", "no-more-macs", "lan-dhcp", "docker-26", "no-proxy", "beside-nat", "own-address",
    ]  # fmt: skip
    assert [item["wanted"] for item in shown["known"]] == [False] * 6 + [True]
    assert shown["strategies"][0]["strategy"] == "ipvlan_l2"
    rules = {
        reason["rule"]
        for item in shown["strategies"]
        for reason in item["reasons"]
        if reason["verdict"] == "impossible"
    }
    assert rules == {"LW302", "LW505"}


def test_the_lines_to_write_are_of_the_host_and_free(site: Path, lanwright: Lanwright) -> None:
    """For the three best, with names and addresses that nobody has."""
    shown = told(lanwright("advise", "--host", "dock1", "--own-address", "--format", "json"))
    proposed = [item["intent"] for item in shown["strategies"]]
    assert [lines is not None for lines in proposed] == [True] * 3 + [False] * 5
    host = yaml.safe_load(proposed[0])["hosts"]["dock1"]
    assert host["networks"]["real_lan"]["parent"] == "eth0"
    assert host["services"] == {"web2": {"networks": {"real_lan": "192.168.0.9"}, "listens": ["80/tcp"]}}
    assert (site / "out").exists() is False


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["lanwright.yaml"], "which host is meant? there are: dock1, dock2"),
        (["--host", "dock3"], "did you mean dock"),
        (["--host", "dock1", "--lan", "hame"], "did you mean home?"),
        (["--wireless", "--bridge"], "not both"),
        (["--docker", "12"], "Docker 12 isn't known here"),
        (["--docker", "26", "--nftables-backend"], "not both"),
    ],
)
@pytest.mark.usefixtures("site")
def test_what_cant_be_is_wrong_usage(lanwright: Lanwright, arguments: list[str], said: str) -> None:
    """With what there is, or what is meant."""
    ran = lanwright("advise", *arguments)
    assert ran.status == 2
    assert said in " ".join(ran.stderr.replace("│", " ").split())
    assert ran.stdout == ""


def test_an_intent_that_cant_be_read_is_told_as_ever(site: Path, lanwright: Lanwright) -> None:
    """Missing, or not understood."""
    ran = lanwright("advise", "nowhere.yaml")
    assert (ran.status, ran.stdout) == (2, "")
    assert "LW001" in ran.stderr
    file = site / "lanwright.yaml"
    file.write_text(replaced(file.read_text(), "lan: home", "lan: hame"))
    ran = lanwright("advise", "--host", "dock1")
    assert (ran.status, ran.stdout) == (1, "")
    assert "LW101" in ran.stderr


def test_markdown_is_the_same_report(lanwright: Lanwright) -> None:
    """With headings and lists."""
    ran = lanwright("advise", "--same-port", "--format", "markdown")
    assert ran.stdout.startswith("# advice for a host on its LAN\n")
    assert "\n## 1. alias" in ran.stdout
    assert "- impossible: a port of the host is published once at an address (LW607)" in ran.stdout


def test_the_same_question_has_the_same_answer(lanwright: Lanwright) -> None:
    """Byte by byte, in whatever order the options come."""
    one = lanwright("advise", "--slaac", "--host-access", "--virtual", "--format", "json")
    assert lanwright("advise", "--virtual", "--slaac", "--format", "json", "--host-access") == one
