"""VPN containers: what they are told, the routes that lead to their clients, and what is left to a person."""

from lanwright.lower.vpn.routes import client_routes
from lanwright.lower.vpn.serving import with_clients
from lanwright.lower.vpn.tasks import client_tasks

__all__ = ["client_routes", "client_tasks", "with_clients"]
