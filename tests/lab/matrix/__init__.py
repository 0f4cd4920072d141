"""Every sample on every kind of host, with every Docker of the lab: what is run, how, and what the page tells of it."""
