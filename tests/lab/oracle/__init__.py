"""The oracle is the real tool: a table of bad and harmless intents, each carried out by dockerd, compose, ifup or networkd.

`cases/` holds the table, a file for each tool; `case.py` reads it. `told.py` says what the compiler says of a case, `bench.py` has
the real tools carry it out, `agreement.py` holds the one against the other: what a tool refuses is an error here, what it
accepts and what breaks later is a finding, what works passes without one. `python -m tests.lab.oracle` runs all of it and writes
docs/oracle.md.
"""
