"""Registries in daemon.json: mirrors of Docker's own, and those that are spoken to without TLS.

Source: moby `registry/config.go` (ValidateMirror, loadInsecureRegistries).
"""

from __future__ import annotations

import re
from ipaddress import ip_network
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from lanwright.rules.host.unfit_value import Unfit, texts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from urllib.parse import SplitResult

_LABEL = r"[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?"
_HOST = re.compile(rf"(?:{_LABEL}(?:\.{_LABEL})*|\[[0-9a-fA-F:.]+\])")
_HIGHEST_PORT = 65535


def mirrors(value: Any, _: Mapping[str, Any]) -> Iterator[Unfit]:
    """A mirror is a URL of a scheme, a host, and perhaps a path."""
    for index, mirror in texts(value):
        parts = _parts(mirror)
        if parts is None:
            yield Unfit((index,), "invalid mirror", "write a URL, for example https://mirror.home")
        elif parts.scheme not in {"http", "https"}:
            yield Unfit(
                (index,),
                "invalid mirror",
                f"write it with its scheme: `https://{mirror.rpartition('://')[2]}`",
            )
        elif parts.query or parts.fragment:
            yield Unfit((index,), "invalid mirror", "write it without what follows `?` or `#`")
        elif "@" in parts.netloc:
            yield Unfit((index,), "invalid mirror", "write it without name and password")


def _parts(mirror: str) -> SplitResult | None:
    """Nothing of what is no URL, its port no number among them."""
    try:
        parts = urlsplit(mirror)
        number = parts.port
    except ValueError:
        return None
    return parts if number is None or number <= _HIGHEST_PORT else None


def insecure(value: Any, _: Mapping[str, Any]) -> Iterator[Unfit]:
    """Such a registry is a host, with a port where it needs one, or a range of addresses."""
    for index, registry in texts(value):
        plain = registry.removeprefix("http://").removeprefix("https://")
        if "://" in plain:
            words = f"insecure registry {registry} should not contain '://'"
            yield Unfit((index,), words, f"write `{plain.rpartition('://')[2]}`")
        elif not (_is_range(plain) or _is_host(plain)):
            words = f"insecure registry {registry} is not valid"
            yield Unfit((index,), words, "write a host, a host and its port, or a range of addresses")


def _is_range(text: str) -> bool:
    try:
        ip_network(text, strict=False)
    except ValueError:
        return False
    return "/" in text


def _is_host(text: str) -> bool:
    host, colon, port = (text, "", "") if text.endswith("]") else text.partition(":")
    if text.startswith("[") and not text.endswith("]"):
        host, colon, port = text.rpartition(":")
    number = port.isascii() and port.isdecimal() and int(port[:6]) <= _HIGHEST_PORT
    return _HOST.fullmatch(host) is not None and (number or not colon)
