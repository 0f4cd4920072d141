"""LW6xx: how the host and the LAN reach the containers: host access, published ports, NAT."""
