"""(World, Flow) → Trace: a packet's way there and its reply's way back, step by step, or where it dies and why."""

from lanwright.trace.follow import trace
from lanwright.trace.matrix import Cell, matrix
from lanwright.trace.outcome import Flow, Trace, Verdict, Way
from lanwright.trace.reasons import REASONS, Felt, Reason

__all__ = ["REASONS", "Cell", "Felt", "Flow", "Reason", "Trace", "Verdict", "Way", "matrix", "trace"]
