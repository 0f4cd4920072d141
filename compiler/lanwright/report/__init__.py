"""Findings, plans and differences as text, Markdown and JSON. Pure: text in, string out; nothing is printed here.

Each form is a module of its own, so that a command imports only the one that it shows.
"""
