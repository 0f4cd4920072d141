"""A trace, or a whole matrix, as JSON (`schemas/trace.schema.json`)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from lanwright.trace.packet import PING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from lanwright.diagnostics import Origin
    from lanwright.report.sources import Sources
    from lanwright.trace import Cell, Trace
    from lanwright.trace.step import Step


def trace_json(found: Trace, sources: Sources, fixes: Sequence[str] = ()) -> str:
    """One flow."""
    return _dumped({**_flow(found, sources), "fixes": list(fixes)})


def matrix_json(cells: Iterable[Cell], sources: Sources) -> str:
    """All flows of a site."""
    return _dumped({"flows": [_flow(cell.found, sources) for cell in cells]})


def _dumped(shown: object) -> str:
    return json.dumps(shown, indent=2, ensure_ascii=False) + "\n"


def _flow(found: Trace, sources: Sources) -> dict[str, Any]:
    flow, reply = found.flow, found.reply
    pinged = flow.protocol == PING
    return {
        "from": flow.source,
        "to": flow.to or str(flow.destination),
        "address": str(flow.destination),
        "protocol": flow.protocol,
        "port": None if pinged else flow.port,
        "verdict": found.verdict.value,
        "reason": found.reason,
        "missing": found.missing or None,
        "detail": found.detail or None,
        "seen_as": None if found.seen_as is None else str(found.seen_as),
        "answered_by": found.answered_by,
        "hops": _hops(found.request.steps, sources),
        "reply": None
        if reply is None
        else {"verdict": reply.verdict.value, "reason": reply.reason, "hops": _hops(reply.steps, sources)},
        "assumptions": list(found.assumptions),
    }


def _hops(steps: Iterable[Step], sources: Sources) -> list[dict[str, Any]]:
    return [
        {
            "namespace": step.namespace.name,
            "stage": step.stage,
            "text": step.text,
            "origin": _place(step.origin, sources),
        }
        for step in steps
    ]


def _place(origin: Origin, sources: Sources) -> dict[str, Any] | None:
    if not origin.path:
        return None
    return {
        "file": sources.shown(origin.span.file),
        "line": origin.span.line,
        "column": origin.span.column,
        "path": origin.dotted,
    }
