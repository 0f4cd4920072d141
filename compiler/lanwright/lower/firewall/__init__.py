"""The packet rules of a host, one purpose a module, found by scanning this folder.

A module has `rules(host) -> Iterator[Rule]`: it reads the host's plan and nothing else.
"""

from lanwright.lower.firewall.gather import rules_of

__all__ = ["rules_of"]
