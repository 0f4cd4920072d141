"""LW7xx: the daemon's own settings and the host's other files."""
