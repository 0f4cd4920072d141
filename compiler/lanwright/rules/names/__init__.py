"""LW1xx: names, what they refer to, and what nothing refers to."""
