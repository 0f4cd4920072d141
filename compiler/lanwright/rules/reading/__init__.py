"""LW0xx: what can't be read, isn't in the grammar, or isn't carried out yet."""
