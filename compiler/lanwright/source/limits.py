"""Bounds on what is read, so that no input can take the memory or the time of the machine (LW005)."""

from __future__ import annotations

MAX_BYTES = 16 * 1024 * 1024
"""Of one file, in bytes of UTF-8: a site of 1,000 hosts with 40 services each has about 6 MiB."""

MAX_EDITED = 4 * 1024 * 1024
"""Characters of a file that edits are made for: to place them it is read a second time, with every bracket."""

MAX_DEPTH = 40
"""Nested collections, aliases followed: the grammar needs 9, the rest is for `docker.settings`."""

MAX_VALUES = 2_000_000
"""Keys and values of one intent, with aliases followed and each host's defaults counted."""

MAX_ALIASED = 500_000
"""Keys and values that the aliases of one file stand for: a bomb has billions in a few lines."""

MAX_FAULTS = 20_000
"""Faults of typing before it is given up: each costs a kilobyte, and a machine-made file may have a million."""

FLATTER = "write it flatter, without aliases, or in several files"
"""What mends an intent that is beyond the bounds on its values."""
