"""LW8xx: what must get through, and what must not. They are judged in `expect`, their pages are here."""
