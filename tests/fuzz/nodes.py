"""Intents as YAML's own nodes, and how they are spoilt: whatever a text can say, a node can hold.

Nodes and not data, since a fault is often in what data has no word for: a key given twice, an anchor, a value that
holds itself, a tag, a style.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import yaml
from yaml.nodes import CollectionNode, MappingNode, Node, ScalarNode, SequenceNode

from tests.fuzz.words import KEYS, TAGS, WORDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from random import Random

ROOT = Path(__file__).parents[2]
LARGEST = 20_000
"""Characters of a text that is made: small ones are tried oftener."""
_DEEPEST = 200

Place = tuple[CollectionNode, int, int]
"""A collection, the index in it, and of a map's pair 0 for the key and 1 for the value."""


def sample_texts() -> list[str]:
    """Every intent of the samples, and the one that writes every key; the small ones of the rules above all.

    LW001's bad one isn't YAML.
    """
    rules = [path for path in ROOT.glob("samples/rules/*/*.yaml") if path.parts[-2:] != ("LW001", "bad.yaml")]
    files = [*ROOT.glob("samples/*/lanwright.yaml"), *rules]
    files += [ROOT / "tests/every_key/whole.yaml"]
    return [file.read_text(encoding="utf-8") for file in sorted(files)]


def composed(text: str) -> Node | None:
    """The nodes of a text; None where it isn't YAML, or one that would take a stack to read."""
    if text.count("[") + text.count("{") + text.count("- ") > 5_000:
        return None
    try:
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        return yaml.compose(text, Loader=loader)
    except (yaml.YAMLError, ValueError, RecursionError):
        return None


@cache
def bank() -> dict[str, list[Node]]:
    """What stands in the samples, by the key that it stands at."""
    found: dict[str, list[Node]] = defaultdict(list)
    for text in sample_texts():
        root = composed(text)
        for part, index, side in places(root):
            if side and isinstance(part, MappingNode):
                found[str(part.value[index][0].value)].append(part.value[index][1])
    return dict(found)


def places(root: Node | None) -> Iterator[Place]:
    """Every key and value, each collection once, however often it is referred to."""
    seen: set[int] = set()
    waiting = [root]
    while waiting:
        part = waiting.pop()
        if not isinstance(part, CollectionNode) or id(part) in seen:
            continue
        seen.add(id(part))
        for index, item in enumerate(part.value):
            for side, node in enumerate(item if isinstance(part, MappingNode) else [item]):
                yield part, index, side if isinstance(part, MappingNode) else 1
                waiting.append(node)


def at(place: Place) -> Node:
    """What stands there."""
    part, index, side = place
    node = part.value[index][side] if isinstance(part, MappingNode) else part.value[index]
    assert isinstance(node, Node)
    return node


def put(place: Place, node: Node) -> None:
    """Let something else stand there."""
    part, index, side = place
    if isinstance(part, MappingNode):
        pair = list(part.value[index])
        pair[side] = node
        part.value[index] = tuple(pair)
    else:
        part.value[index] = node


def copied(node: Node, seen: dict[int, Node] | None = None) -> Node:
    """The same nodes anew, what is referred to twice still one."""
    seen = {} if seen is None else seen
    if id(node) in seen:
        return seen[id(node)]
    if isinstance(node, ScalarNode):
        seen[id(node)] = fresh = ScalarNode(node.tag, node.value, style=node.style)
        return fresh
    kind = MappingNode if isinstance(node, MappingNode) else SequenceNode
    flow = isinstance(node, CollectionNode) and node.flow_style
    seen[id(node)] = made = kind(node.tag, [], flow_style=flow)
    for item in node.value:
        parts = item if isinstance(item, tuple) else (item,)
        new = tuple(copied(part, seen) for part in parts)
        made.value.append(new if isinstance(item, tuple) else new[0])
    return made


def scalar(text: str) -> ScalarNode:
    """A word, plain where it can be."""
    tag = yaml.SafeLoader("").resolve(ScalarNode, text, (True, False))  # type: ignore[no-untyped-call] # PyYAML's
    return ScalarNode(tag, text)


def _word(random: Random, place: Place, _: list[Place]) -> None:
    put(place, scalar(random.choice(WORDS)))


def _likewise(random: Random, place: Place, _: list[Place]) -> None:
    part, index, _side = place
    key = str(part.value[index][0].value) if isinstance(part, MappingNode) else random.choice(sorted(bank()))
    put((part, index, 1), copied(random.choice(bank().get(key, [scalar("x")]))))


def _drop(_: Random, place: Place, __: list[Place]) -> None:
    del place[0].value[place[1]]


def _twice(random: Random, place: Place, _: list[Place]) -> None:
    part, index, _side = place
    times = random.choice([1, 1, 1, 2, 40])
    part.value[index:index] = [part.value[index]] * times


def _added(random: Random, place: Place, _: list[Place]) -> None:
    part = place[0]
    key = random.choice([*bank(), *KEYS])
    value = copied(random.choice(bank().get(key, [scalar(random.choice(WORDS))])))
    part.value.append((scalar(key), value) if isinstance(part, MappingNode) else value)


def _wrapped(random: Random, place: Place, _: list[Place]) -> None:
    node = at(place)
    for _level in range(random.choice([1, 1, 2, 3, 50])):
        if random.random() < 0.5:
            node = SequenceNode("tag:yaml.org,2002:seq", [node], flow_style=True)
        else:
            pairs = [(scalar(random.choice(WORDS)), node)]
            node = MappingNode("tag:yaml.org,2002:map", pairs, flow_style=True)
    put(place, node)


def _shared(random: Random, place: Place, every: list[Place]) -> None:
    """An alias of anything, also of what it stands in."""
    put(place, at(random.choice(every)))


def _swapped(random: Random, place: Place, every: list[Place]) -> None:
    other = random.choice(every)
    here, there = at(place), at(other)
    put(place, there)
    put(other, here)


def _tagged(random: Random, place: Place, _: list[Place]) -> None:
    at(place).tag = random.choice(TAGS)


def _styled(random: Random, place: Place, _: list[Place]) -> None:
    node = at(place)
    if isinstance(node, ScalarNode):
        node.style = random.choice([None, "'", '"', "|", ">"])
    elif isinstance(node, CollectionNode):
        node.flow_style = random.random() < 0.5


def _spelled(random: Random, place: Place, _: list[Place]) -> None:
    """One character more, less or another."""
    node = at(place)
    if isinstance(node, ScalarNode):
        text = str(node.value)
        where = random.randrange(len(text) + 1)
        put(place, scalar(text[:where] + random.choice(KEYS + WORDS) + text[where + random.randrange(2) :]))


def _merged(random: Random, place: Place, every: list[Place]) -> None:
    part = place[0]
    if isinstance(part, MappingNode):
        part.value.insert(0, (scalar("<<"), at(random.choice(every))))


_CHANGES: tuple[tuple[int, Callable[[Random, Place, list[Place]], None]], ...] = (
    (8, _word), (8, _likewise), (4, _drop), (2, _twice), (6, _added), (1, _wrapped), (2, _shared), (3, _swapped),
    (1, _tagged), (1, _styled), (3, _spelled), (1, _merged),
)  # fmt: skip
_WEIGHTS, _HOW = zip(*_CHANGES, strict=True)


def spoilt(random: Random, root: Node) -> Node:
    """The nodes with a few changes; what is given isn't touched."""
    whole = SequenceNode("tag:yaml.org,2002:seq", [copied(root)])
    for _ in range(random.choice([1, 1, 2, 3, 5, 8])):
        every = list(places(whole))
        if not every:
            return root
        random.choices(_HOW, _WEIGHTS)[0](random, random.choice(every), every)
    return whole.value[0] if whole.value else root


def written(random: Random, root: Node) -> str | None:
    """The nodes as text, in one of YAML's ways; None where there is none, or one that is too long."""
    dumper = type("Dumper", (yaml.SafeDumper,), {"ignore_aliases": lambda *_: False})
    try:
        text = yaml.serialize(
            root, Dumper=dumper, allow_unicode=random.random() < 0.8, width=random.choice([20, 80, 4096])
        )
    except (yaml.YAMLError, RecursionError, TypeError, ValueError, AttributeError):
        return None
    return _noise(random, str(text)) if len(text) <= LARGEST else None


def _noise(random: Random, text: str) -> str:
    """What an editor, or another system, may do to a text; in most cases nothing."""
    where = random.randrange(len(text) + 1)
    remark = f" # lanwright: ignore[{random.choice(['LW2', 'LW107', '*', ''])}] x\n"
    ways = (
        "\ufeff" + text,
        text.replace("\n", "\r\n"),
        text.replace("\n", "\r"),
        text.replace("  ", "\t", random.randrange(1, 9)),
        text[:where] + random.choice(WORDS) + text[where:],
        text[:where],
        text.replace("\n", remark, 3),
    )
    return random.choice(ways) if random.random() < 0.17 else text
