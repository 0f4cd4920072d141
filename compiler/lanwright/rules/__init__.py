"""(Site, SitePlan) → findings: the rule catalogue.

A rule is one module below this package with one function decorated by `rule` (judged here) or `raised` (found by an
earlier stage, documented here). Nothing is registered by hand: the catalogue is what the folder holds.
"""

from lanwright.rules.catalogue import catalogue, check, families
from lanwright.rules.rule import Finding, Rule, raised, rule

__all__ = ["Finding", "Rule", "catalogue", "check", "families", "raised", "rule"]
