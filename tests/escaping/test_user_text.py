"""No text of a user reaches an artifact unescaped: it arrives as one value, and nothing else is another.

Every name and every text of an intent with all keys is replaced by tokens that mean something to some format. Either the
grammar refuses them, with findings, or every artifact is what it is with a plain word, but for that word.
"""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import pytest
import yaml

from lanwright import pipeline
from lanwright.diagnostics import Refused
from tests.escaping.places import Place, places, site
from tests.escaping.readers import read
from tests.escaping.tokens import PLAIN, TOKENS

SITE = site()
PLACES = places(SITE)
BY_NAME = {str(place): place for place in PLACES}

ARRIVES = {
    "hosts.dock1.networks.sealed.options.com.docker.network.bridge.enable_icc": "rootfs/usr/local/sbin/lanwright-docker-networks",
    "name hosts.dock1.networks.sealed.options.com.docker.network.bridge.enable_icc": "rootfs/usr/local/sbin/lanwright-docker-networks",
    "hosts.dock1.networks.ours.options.odd": "compose/shop.networks.yaml",
    "name hosts.dock1.networks.ours.options.odd": "compose/shop.networks.yaml",
    "name hosts.dock1.docker.settings.default-network-opts.bridge.strange": "rootfs/usr/local/sbin/lanwright-docker-networks",
    "hosts.dock1.docker.settings.labels.0": "rootfs/etc/docker/daemon.json",
    "hosts.dock1.projects.shop.compose_file": "README.md",
}
"""Texts of a user, and a file of dock1 that each is found in."""


def made(data: Any, file: str = "lanwright.yaml") -> dict[str, Any] | None:
    """Every artifact as its format reads it, by host and path; None where findings say why not."""
    text = yaml.safe_dump(data, sort_keys=False, allow_unicode=True, width=10_000)
    try:
        known, plan = pipeline.understand({file: text})
    except Refused as refused:
        return None if told(refused) else {}
    unfinished = pipeline.judge(known, plan, lambda code: code == "LW007")
    return {
        f"{name}/{artifact.path}": read(artifact)
        for name, host in plan.hosts.items()
        for artifact in pipeline.emit(host, unfinished)
    }


def told(refused: Refused) -> bool:
    """Whether somebody can do something about it: there are findings, with their code, a message and a place."""
    return bool(refused.diagnostics) and all(
        item.code and item.message and item.origin.span.line for item in refused.diagnostics
    )


@cache
def plain(place: Place) -> dict[str, Any] | None:
    """The same with a word that means nothing to anybody."""
    return made(place.filled(SITE, PLAIN))


def with_word(value: Any, old: str, new: str) -> Any:
    """The data with one text for another, wherever it is or is part of."""
    if isinstance(value, dict):
        return {with_word(key, old, new): with_word(item, old, new) for key, item in value.items()}
    if isinstance(value, list):
        return [with_word(item, old, new) for item in value]
    return value.replace(old, new) if isinstance(value, str) else value


@pytest.mark.parametrize("place", PLACES, ids=str)
def test_a_text_is_refused_or_arrives_as_one_value(place: Place) -> None:
    """Where not even a plain word can stand, the tokens can't, either: one of them is enough there."""
    control = plain(place)
    for token in TOKENS if control else TOKENS[:1]:
        artifacts = made(place.filled(SITE, token))
        if artifacts is not None:
            assert control is not None, f"{token!r} is taken, a plain word is not"
            assert artifacts.keys() == {with_word(path, PLAIN, token) for path in control}
            for path, data in control.items():
                assert plainly(artifacts[with_word(path, PLAIN, token)], place, token) == data, (token, path)


def plainly(data: Any, place: Place, token: str) -> Any:
    """The data with the plain word in the token's place; of a compose file's path a README has the last part."""
    return with_word(data, token.rpartition("/")[2] if "compose_file" in place.path else token, PLAIN)


@pytest.mark.parametrize(("name", "file"), ARRIVES.items(), ids=ARRIVES)
def test_a_text_that_is_taken_is_in_its_file(name: str, file: str) -> None:
    """Else the test above would have compared files that nothing is in."""
    found = plain(BY_NAME[name]) or {}
    assert PLAIN in json.dumps(found[f"dock1/{file}"])


@pytest.mark.parametrize("token", [token for token in TOKENS if token.isprintable()])
def test_a_files_name_changes_nothing_but_comments_and_commands(token: str) -> None:
    """It is in each artifact's first line, and where a README says what to type."""
    artifacts, control = made(SITE, token), made(SITE, PLAIN)
    shown = f"./{token}" if token.startswith("-") else token
    assert with_word(artifacts, shown, PLAIN) == control
