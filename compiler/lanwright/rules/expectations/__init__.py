"""LW8xx: expectations; they are judged in `expect`, their pages are here."""
