"""Parameters below /proc/sys/net that the kernel has once, for the whole host: a network namespace lacks them, or only reads them.

Measured with Linux 6.18: those that can be written in the first network namespace and not in another one. Older kernels
have a few more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_ONCE = {
    "core": """
        bpf_jit_enable bpf_jit_harden bpf_jit_kallsyms bpf_jit_limit busy_poll busy_read default_qdisc dev_weight
        dev_weight_rx_bias dev_weight_tx_bias devconf_inherit_init_net fb_tunnels_only_for_init_net flow_limit_cpu_bitmap
        flow_limit_table_len gro_normal_batch high_order_alloc_disable max_skb_frags mem_pcpu_rsv message_burst
        message_cost netdev_budget netdev_budget_usecs netdev_max_backlog netdev_rss_key netdev_tstamp_prequeue
        netdev_unregister_timeout_secs rmem_default rmem_max rps_sock_flow_entries skb_defer_max warnings wmem_default
        wmem_max
    """,
    "ipv4": """
        cipso_cache_bucket_size cipso_cache_enable cipso_rbm_optfmt cipso_rbm_strictvalid fib_sync_mem inet_peer_maxttl
        inet_peer_minttl inet_peer_threshold ipfrag_secret_interval tcp_allowed_congestion_control
        tcp_available_congestion_control tcp_available_ulp tcp_ehash_entries tcp_low_latency tcp_max_orphans tcp_mem
        udp_hash_entries udp_mem
    """,
    "ipv4/route": """
        error_burst error_cost gc_elasticity gc_interval gc_min_interval gc_min_interval_ms gc_thresh gc_timeout max_size
        redirect_load redirect_number redirect_silence
    """,
    "ipv6": "calipso_cache_bucket_size calipso_cache_enable ip6frag_secret_interval mld_max_msf mld_qrv",
    "mptcp": "available_path_managers available_schedulers",
    "netfilter": """
        nf_conntrack_buckets nf_conntrack_count nf_conntrack_expect_max nf_conntrack_max nf_log_all_netns
    """,
}
_PATHS = frozenset(
    [
        *(f"net/{folder}/{name}" for folder, names in _ONCE.items() for name in names.split()),
        "net/nf_conntrack_max",
    ]
)


def is_kernel_wide(steps: Sequence[str]) -> bool:
    """Whether a parameter, by the steps of its path, is the whole host's; so are the defaults of neighbour tables."""
    return "/".join(steps) in _PATHS or (steps[0], steps[2:4]) == ("net", ["neigh", "default"])
