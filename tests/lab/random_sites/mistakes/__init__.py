"""What people get wrong: each takes a valid site, makes one mistake in it where it has a place for it, and says what."""
