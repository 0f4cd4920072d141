"""How a packet rule says where it comes from: in the kernel's own listing, and in the file above it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lanwright.plan import Rule

LONGEST = 128
"""Bytes that nftables keeps of a rule's comment (linux `nf_tables.h`, NFT_USERDATA_MAXLEN less its header); iptables 255."""

_CUT = "..."


def comment_of(rule: Rule) -> str:
    """The place of the intent that caused the rule, of letters that need no quotes anywhere; of a long one the end."""
    text = re.sub(r"[^A-Za-z0-9_.:/-]", "_", rule.origin.dotted)
    return text if len(text) <= LONGEST else _CUT + text[len(_CUT) - LONGEST :]


def about(rule: Rule) -> str:
    """What the rule is for, as one line of a comment."""
    return "".join(letter if letter.isprintable() else "?" for letter in rule.comment)
