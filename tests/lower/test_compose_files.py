"""Compose files as other people write them: anchors, merge keys, tags, variables, every form of ports and networks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lanwright.intent import bind
from lanwright.lower import lower
from lanwright.source import Beside, foreign, parse

if TYPE_CHECKING:
    from lanwright.plan.compose_file import ComposeFile, ComposeService

INTENT = "version: 1\nhosts: {dock1: {projects: {shop: {compose_file: ./a/../shop.yml}}}}\n"
PATH = "./a/../shop.yml"


def read(text: str, fault: str = "") -> ComposeFile:
    """The file as the plan has it."""
    site = bind(parse(INTENT, "lanwright.yaml"))
    return lower(site, {PATH: foreign(PATH, Beside(text, fault))}).hosts["dock1"].compose_files["shop"]


def service(text: str) -> ComposeService:
    """The service `web` of a file that begins so."""
    return read(f"services:\n  web:\n{text}").services["web"]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ('"8080:80"', ["None 8080/tcp 80/tcp"]),
        ('"127.0.0.1:8080:80/udp"', ["127.0.0.1 8080/udp 80/udp"]),
        ('"[::1]:8080:80"', ["::1 8080/tcp 80/tcp"]),
        ('"::1:8080:80"', ["::1 8080/tcp 80/tcp"]),
        ('"127.0.0.1::80"', ["127.0.0.1 None 80/tcp"]),
        ("80", ["None None 80/tcp"]),
        ('"3000-3005:4000-4005"', ["None 3000-3005/tcp 4000-4005/tcp"]),
        ("22:80", ["None 22/tcp 80/tcp"]),
        ("{target: 80, published: 8080}", ["None 8080/tcp 80/tcp"]),
        (
            '{target: 53, published: "53", host_ip: 10.0.0.1, protocol: udp, mode: host}',
            ["10.0.0.1 53/udp 53/udp"],
        ),
        ("{target: 80}", ["None None 80/tcp"]),
        ('"${PORT}:80"', []),
        ('"${PORT:-8080}:80"', []),
        ("{target: $PORT}", []),
        ('"x:80"', []),
        ('"70000:80"', []),
        ('"80/sctp"', []),
        ("true", []),
        ("[80]", []),
        ("~", []),
    ],
)
def test_ports_are_read_in_every_form(written: str, said: list[str]) -> None:
    """What can't be told is passed over."""
    ports = service(f"    ports:\n      - {written}\n").ports
    assert [f"{port.address} {port.port} {port.to}" for port in ports] == said


def test_networks_are_a_list_or_a_map() -> None:
    """Each with its place in the file."""
    listed = service("    networks: [front, back]\n").networks
    assert {
        name: (place.span.file, place.span.line, place.span.column) for name, place in listed.items()
    } == {
        "front": ("shop.yml", 3, 16),
        "back": ("shop.yml", 3, 23),
    }
    assert list(service("    networks:\n      front: {aliases: [w]}\n      back:\n").networks) == [
        "front",
        "back",
    ]
    assert service("    image: x\n").networks == {}


def test_anchors_merge_keys_and_tags_are_understood() -> None:
    """A service's own keys go over what is merged; of several the first goes over the rest."""
    found = read("""
x-base: &base
  network_mode: host
  ports: ["1:1"]
x-more: &more {ports: ["2:2"], scale: 2}
services:
  web:
    <<: [*more, *base]
    ports: !override ["3:3"]
  job:
    <<: *base
    network_mode: !reset null
  all: *base
""").services
    assert found["web"].network_mode is not None
    assert found["web"].network_mode[0] == "host"
    assert found["web"].scale is not None
    assert [port.said for port in found["web"].ports] == ["3:3"]
    assert (found["job"].network_mode, [port.said for port in found["job"].ports]) == (None, ["1:1"])
    assert found["all"].network_mode is not None


def test_places_are_in_the_compose_file_and_belong_to_the_intents_host() -> None:
    """So that a finding touches the host that names the file, and no other."""
    mode = service("    network_mode: ${MODE:-host}\n").network_mode
    assert mode is not None
    assert mode[0] == "${MODE:-host}"
    assert mode[1].path == ("hosts", "dock1", "projects", "shop", "compose_file")
    assert (mode[1].span.file, mode[1].span.line) == ("shop.yml", 3)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("services: [", "not YAML"),
        ("a: *nobody", "names no anchor"),
        ("- list", "has no `services`"),
        ("", "has no `services`"),
        ("networks: {}", "has no `services`"),
        ("services: web", "has no `services`"),
        ("a: &a [x]\n" + "".join(f"b{n}: &b{n} [*b{n - 1}, *b{n - 1}]\n" for n in range(1, 40)), "anchor"),
        ("[" * 100, "nested deeper"),
        ("a: 1\n--- \nb: 2", "a second YAML document"),
    ],
)
def test_what_cant_be_read_says_why(text: str, fault: str) -> None:
    """Within the bounds of an intent."""
    assert fault in read(text).fault


def test_a_bomb_of_aliases_is_refused() -> None:
    """It is counted like an intent's."""
    text = "b0: &b0 [x, x]\n" + "".join(f"b{n}: &b{n} [*b{n - 1}, *b{n - 1}]\n" for n in range(1, 40))
    assert "aliases stand for more than" in read(text).fault


def test_services_of_other_files_arent_told() -> None:
    """`include` brings in what nobody looks for."""
    assert not read("include: [other.yml]\nservices: {web: {}}").whole
    assert not read("include: [other.yml]").whole
    assert read("include: [other.yml]").fault == ""
    assert read("services: {web: {}}").whole


def test_odd_values_are_passed_over() -> None:
    """compose will say what it thinks of them."""
    found = read("services: {web: , job: [1], db: {networks: x, ports: {a: 1}, network_mode: }}").services
    assert [(item.networks, item.ports, item.network_mode) for item in found.values()] == [({}, (), None)] * 3


def test_a_file_that_cant_be_had_is_a_fault() -> None:
    """The command line says why."""
    assert read("", "no such file or directory").fault == "no such file or directory"
