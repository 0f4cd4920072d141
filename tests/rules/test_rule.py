"""What a rule is, and what the catalogue makes of it: who is asked with what, and what becomes of what it finds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import lanwright.rules
from lanwright.change import Put
from lanwright.diagnostics import Severity
from lanwright.lower import lower
from lanwright.rules import check, families
from lanwright.rules.rule import Finding, Rule, raised, rule
from tests.intents import site_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from lanwright.diagnostics import Diagnostic
    from lanwright.intent import Site
    from lanwright.plan import HostPlan, LanPlan, SitePlan

TEXT = """
    version: 1
    lans:
      home: {subnet: 192.168.0.0/24}
      attic: {subnet: 192.168.1.0/24}
    hosts:
      dock1: {}
      dock2: {}
"""
