"""All faults."""

from tests.lab.faults import docker, interfaces, power, rules

FAULTS = (
    power.APPLIED,
    docker.RESTARTED,
    docker.NETWORK_MADE,
    docker.RECREATED,
    interfaces.CABLES,
    interfaces.FLAP,
    interfaces.SHIMS,
    interfaces.IFUPDOWN,
    interfaces.NETWORKD_RESTARTED,
    interfaces.NETWORKD_RELOADED,
    interfaces.RECONFIGURED,
    rules.FLUSHED,
    rules.LOADED_AGAIN,
    power.REBOOTED,
    power.LATE_CARD,
    power.NEW_CARD,
    power.NEW_BRIDGE,
)
