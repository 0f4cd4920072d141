"""LW724: which kernel parameters are a container's own."""

from __future__ import annotations

import pytest

from tests.rules.found import messages


@pytest.mark.parametrize(
    ("key", "is_its_own"),
    [
        ("net.ipv4.ip_forward", True),
        ("net/ipv4/conf/eth0.10/rp_filter", True),
        ("fs.mqueue.msg_max", True),
        ("kernel.shmmax", True),
        ("kernel.panic", False),
        ("vm.max_map_count", False),
        ("fs/inotify/max_user_watches", False),
    ],
)
def test_a_parameter_needs_a_namespace(key: str, *, is_its_own: bool) -> None:
    """All of net, message queues, shared memory."""
    text = f"version: 1\nhosts: {{dock1: {{services: {{web: {{sysctls: {{{key}: 1}}}}}}}}}}\n"
    assert (messages("LW724", text) == []) is is_its_own
