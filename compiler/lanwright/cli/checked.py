"""A check of an intent on disk, up to what its report is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright import pipeline
from lanwright.cli.understood import understand
from lanwright.diagnostics import Refused, told_once
from lanwright.expect import shown
from lanwright.report.checked import Checked

if TYPE_CHECKING:
    from collections.abc import Callable

    from lanwright.cli.intent_files import IntentFiles


def checked(files: IntentFiles, asked: Callable[[str], bool], *, strict: bool) -> Checked:
    """Read, understand and judge; what can't be understood is the outcome, whatever was asked for."""
    try:
        site, plan = understand(files)
    except Refused as refused:
        return Checked(found=refused.diagnostics, expectations=None, asked=asked, strict=strict)
    told, silenced = pipeline.judged(site, plan, asked)
    return Checked(
        found=told_once(told),
        silenced=silenced,
        expectations=[shown(one) for one in site.expect],
        asked=asked,
        strict=strict,
    )
