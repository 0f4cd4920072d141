"""A guest: this very machine under another kernel, for lab tests that need links which its own doesn't make.

The kernel is user-mode Linux, an ordinary process. Its root is this machine's own, read-only, with a tmpfs over it: the
checkout, its Python and the lab's Debian root are where they are outside, and the lab runs there as it is.
"""
