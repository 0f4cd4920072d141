"""What is known of a LAN and a host → the strategies, ranked, with the reasons for and against each.

One table drives it (`table.py`): a strategy, conditions, and what they mean for it, with the rule or the page that says
so. Questions are answered from an intent (`situation.py`), by options of the command line, or both.
"""

from lanwright.advise.conditions import Condition
from lanwright.advise.rank import Advice, Ranked, ranked
from lanwright.advise.snippet import merged, snippet
from lanwright.advise.strategies import Strategy
from lanwright.advise.table import TABLE, Entry, Verdict

__all__ = [
    "TABLE",
    "Advice",
    "Condition",
    "Entry",
    "Ranked",
    "Strategy",
    "Verdict",
    "merged",
    "ranked",
    "snippet",
]
