"""Limits of containers (default-ulimits), as Docker and the kernel judge them.

Source: docker/go-units `ulimit.go`; kernel/sys.c (do_prlimit). Docker goes by a limit's `Name`, not by the key that it stands
under.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lanwright.rules.host.unfit_value import Unfit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

LIMITS = frozenset(
    [
        *("core", "cpu", "data", "fsize", "locks", "memlock", "msgqueue", "nice", "nofile", "nproc", "rss"),
        *("rtprio", "rttime", "sigpending", "stack"),
    ]
)
_UNLIMITED = -1


def limits(value: Any, _: Mapping[str, Any]) -> Iterator[Unfit]:
    """Maps of three: a name that Linux has, a soft limit, and a hard one that isn't less."""
    for key, written in value.items() if isinstance(value, dict) else ():
        if not isinstance(written, dict):
            words = f"cannot unmarshal {'string' if isinstance(written, str) else 'number'}"
            yield Unfit((key,), words, f"write `{{Name: {key}, Soft: ..., Hard: ...}}`")
            continue
        limit = {str(part).lower(): said for part, said in written.items()}
        name = limit.get("name") or ""
        if name not in LIMITS:
            words = f"wrong rlimit value: RLIMIT_{str(name).upper()}"
            instead = f"write `Name: {key}`" if key in LIMITS else f"write one of {', '.join(sorted(LIMITS))}"
            yield Unfit((key,), words, instead, starts=True)
        else:
            yield from _soft_and_hard(key, name, limit.get("soft") or 0, limit.get("hard") or 0)


def _soft_and_hard(key: str, name: str, soft: Any, hard: Any) -> Iterator[Unfit]:
    if isinstance(soft, str) or isinstance(hard, str):
        words = f"cannot unmarshal string into Go struct field Config.default-ulimits.{key} of type int64"
        yield Unfit((key,), words, "write the numbers without quotes")
    elif not isinstance(soft, int) or not isinstance(hard, int):
        return
    elif hard != _UNLIMITED and soft > hard:
        words = f"ulimit soft limit must be less than or equal to hard limit: {soft} > {hard}"
        yield Unfit((key,), words, f"write `Soft: {hard}`, or a higher `Hard`", starts=True)
    elif soft == _UNLIMITED and hard != _UNLIMITED:
        yield Unfit((key,), "invalid argument", f"write `Soft: {hard}`", starts=True)
    elif name == "nofile" and hard == _UNLIMITED:
        yield Unfit(
            (key,), "operation not permitted", "write a number, for example `Hard: 1048576`", starts=True
        )
    elif name == "nofile" and soft == 0:
        yield Unfit((key,), "too many open files", f"write `Soft: {hard}`", starts=True)
