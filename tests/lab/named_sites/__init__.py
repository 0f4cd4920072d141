"""Small sites made for one question each, applied to real hosts and written down: `tests/trace/sites/named/`."""
