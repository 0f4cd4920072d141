"""LW4xx: ipvlan networks."""
