"""Lanwright: one reviewed intent in, the static files that put containers on a real LAN out."""

__version__ = "0.1.0"
