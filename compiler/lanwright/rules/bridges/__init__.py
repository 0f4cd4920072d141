"""LW5xx: bridges that Docker shares with the LAN, and pairs that join one to another."""
