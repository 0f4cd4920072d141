"""Each artifact as its own format reads it: nested lists and maps of plain text, comments left out.

Two artifacts that are read as the same data but for one value differ in that value alone.
"""

from __future__ import annotations

import json
import re
from functools import cache
from typing import TYPE_CHECKING, Any

import yaml
from markdown_it import MarkdownIt

from tests.escaping.shell_words import EXPANDS, shell_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from markdown_it.token import Token

    from lanwright.targets.artifact import Artifact


_SPECIFIER = re.compile(r"%(.?)")
_SUM = re.compile(r"\b([0-9a-f]{64}|[0-9a-f]{16})\b")


class Compose(yaml.SafeLoader):
    """PyYAML's own, with compose's merge tags."""


def _tagged(loader: Compose, tag: str, node: yaml.Node) -> Any:
    if isinstance(node, yaml.MappingNode):
        return [tag, loader.construct_mapping(node, deep=True)]
    assert isinstance(node, yaml.SequenceNode)
    return [tag, loader.construct_sequence(node, deep=True)]


Compose.add_multi_constructor("!", _tagged)


def read(artifact: Artifact) -> Any:
    """An artifact's data, without checksums and fingerprints."""
    return _read(artifact.path, _SUM.sub("", artifact.content))


@cache
def _read(path: str, text: str) -> Any:
    return _reader(path, text)(text)


def _reader(path: str, text: str) -> Callable[[str], Any]:
    if text.startswith("#!/bin/sh"):
        return _script
    if "/systemd/" in path:
        return _unit
    name = path.rpartition("/")[2]
    readers: dict[str, Callable[[str], Any]] = {
        "manifest.json": _manifest,
        ".json": json.loads,
        ".yaml": _compose,
        ".md": _page,
        ".nft": _nft,
    }
    return next((reader for ending, reader in readers.items() if name.endswith(ending)), _lines)


def _script(text: str) -> list[str]:
    """The patterns for `grep` as the text that they match."""
    return [
        re.sub(r"\\(.)", r"\1", word) if word.startswith("^option ") else word for word in shell_words(text)
    ]


def _manifest(text: str) -> Any:
    """`install` reads it with awk, one file a line."""
    rows = [line for line in text.split("\n") if '"sha256"' in line]
    return {**json.loads(text), "rows": len(rows)}


def _compose(text: str) -> Any:
    return _interpolated(yaml.load(text, Loader=Compose))


def _interpolated(value: Any) -> Any:
    """As compose leaves it: `$$` is a dollar sign, any other is a variable, and in a key it is itself."""
    if isinstance(value, dict):
        return {key: _interpolated(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_interpolated(item) for item in value]
    if isinstance(value, str):
        assert "$" not in value.replace("$$", ""), f"{value!r} has a variable in it"
        return value.replace("$$", "$")
    return value


def _page(text: str) -> Any:
    return list(_shown(MarkdownIt("commonmark").enable("table").parse(text)))


def _shown(tokens: list[Token]) -> Iterator[Any]:
    """Each token and what it shows; blocks of shell as the shell reads them, comments as nothing."""
    for token in tokens:
        if token.type == "inline":
            yield "".join(_words(token.children or []))
        elif token.type == "fence" and token.info == "sh":
            yield ["sh", shell_words(token.content)]
        elif token.type == "html_block":
            assert re.fullmatch(r"<!--(?:(?!--).)*-->\n", token.content), token.content
            yield token.type
        else:
            yield [token.type, token.content]


def _words(children: list[Token]) -> Iterator[str]:
    """Text, and code as text: in a message of ours backquotes make code of what stands between them."""
    for child in children:
        yield child.content if child.type in ("text", "code_inline", "text_special") else f"<{child.type}>"


def _unit(text: str) -> list[list[str]]:
    """systemd.syntax(7): sections, `Key=value`, comments; a backslash at a line's end would join two lines.

    systemd.unit(5), specifiers: `%%` is a percent sign, any other `%` stands for something.
    """
    said = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith(("#", ";"))]
    assert not any(line.endswith("\\") for line in said)
    return [list(_SPECIFIER.sub(_specified, line).partition("=")) for line in said]


def _specified(found: re.Match[str]) -> str:
    return "%" if found[1] == "%" else f"{EXPANDS}{found[0]}"


def _nft(text: str) -> list[list[str]]:
    """nft(8): a comment goes to the line's end, a string is in double quotes and has no escapes."""
    tokens = (re.findall(r'"[^"]*"|#.*|[^\s"#]+|"', line) for line in text.split("\n"))
    return [[token for token in line if not token.startswith("#")] for line in tokens]


def _lines(text: str) -> list[list[str]]:
    """interfaces(5), sysctl.d(5), modules-load.d(5): words of lines; a comment is a whole line, and none goes on."""
    assert not any(line.endswith("\\") for line in text.split("\n"))
    return [[] if line.startswith("#") else line.split() for line in text.split("\n")]
