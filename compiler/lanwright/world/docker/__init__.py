"""What dockerd adds to a host's packet rules, a module for each of its ways of writing them.

`rules` finds the one that a daemon has. What isn't modelled is said by `missing`, never guessed.
"""

from lanwright.world.docker.dialect import add_rules

__all__ = ["add_rules"]
