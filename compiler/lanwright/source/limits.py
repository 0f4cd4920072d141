"""Bounds on what is read, so that no input can take the memory or the time of the machine (LW005)."""

from __future__ import annotations

MAX_BYTES = 16 * 1024 * 1024
"""Of one file, in bytes of UTF-8: a site of 1,000 hosts has about 6 MiB."""

MAX_DEPTH = 40
"""Nested collections, aliases followed: the grammar needs 9, the rest is for `docker.settings`."""

MAX_NODES = 2_000_000
"""Keys and values of one file after aliases are followed: an alias bomb has billions."""
