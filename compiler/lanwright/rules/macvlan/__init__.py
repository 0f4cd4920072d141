"""LW3xx: macvlan networks and the parents that they stand on."""
