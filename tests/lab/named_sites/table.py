"""Who is asked what in a named site, and where the kernel counts it; the site is named after the reason that is witnessed."""

from __future__ import annotations

from tests.lab.named_sites.witness import Witness

WITNESSES = {
    "martian-source": Witness(
        asks="dock1 172.31.4.10:8080/tcp",
        where="dock1",
        prepared="sysctl -qw net.ipv4.conf.all.log_martians=1",
        figure="dmesg | grep -c 'martian source 172.31.4.10 from 10.88.0.31,' || true",
        says="dock1's kernel logs a martian source, 172.31.4.10 from 10.88.0.31",
        beside="dock1 10.88.0.50:7000/tcp",
    ),
    "no-address": Witness(
        asks="dock1 10.89.0.140:80/tcp",
        where="dock1",
        prepared="""nft -f - <<'end'
table ip witness {
    counter sent { }
    chain out {
        type filter hook output priority 0
        ip saddr 0.0.0.0 ip daddr 10.89.0.140 counter name sent
    }
}
end""",
        figure="nft list counter ip witness sent | awk '/packets/ { print $2 }'",
        says="dock1 sends from 0.0.0.0",
        beside="desk 10.89.0.140:80/tcp",
    ),
    "no-router-between-lans": Witness(
        asks="web 10.84.0.50:7000/tcp",
        where="dock1",
        figure="iptables -nvxL LANWRIGHT-USER | awk '/DROP/ { sum += $1 } END { print sum + 0 }'",
        says="dock1 counts packets that the DROP in LANWRIGHT-USER takes",
        beside="web 10.83.0.50:7000/tcp",
    ),
    "not-forwarding": Witness(
        asks="desk 172.31.4.10:8080/tcp",
        where="printer",
        figure="nstat -asz IpInAddrErrors | awk 'END { print $2 }'",
        says="printer counts IpInAddrErrors: packets for somebody else, and it doesn't forward",
        beside="desk 10.82.0.60:7000/tcp",
    ),
    "port-held-by-dockerd": Witness(
        asks="desk 10.86.0.31:80/tcp",
        where="dock1",
        figure="{ ss -Hltn 'sport = :80'; nstat -asz TcpExtListenOverflows; } | awk '{ sum += $2 } END { print sum + 0 }'",
        says="in the queue of dockerd's socket is a connection that nobody accepts, or no room for one (TcpExtListenOverflows)",
        beside="dock1 172.31.4.10:8080/tcp",
    ),
    "proxy-reaches-nobody": Witness(
        asks="dock1 127.0.0.1:80/tcp",
        where="dock1",
        figure="nstat -asz TcpAttemptFails | awk 'END { print $2 }'",
        says="dock1 counts TcpAttemptFails: a connection of docker-proxy's own, refused",
        beside="dock1 127.0.0.1:82/tcp",
    ),
    "reply-renumbered": Witness(
        asks="vpn/clients 10.80.0.31:8040/udp",
        where="dock1",
        prepared="""nft -f - <<'end'
table ip witness {
    counter renumbered { }
    chain last {
        type filter hook postrouting priority 300
        ct original saddr 10.80.0.31 ct original proto-src 8040 ct reply proto-dst != 8040 counter name renumbered
    }
}
end""",
        figure="nft list counter ip witness renumbered | awk '/packets/ { print $2 }'",
        says="dock1's conntrack takes the answers of its port 8040 for a connection, and gives that another port",
        beside="vpn/clients 10.80.0.31:22/tcp",
    ),
    "routing-loop": Witness(
        asks="desk 172.31.4.10:8080/tcp",
        where="desk",
        figure="nstat -asz IcmpInTimeExcds | awk 'END { print $2 }'",
        says="desk counts IcmpInTimeExcds: it is told that its packet's time to live is over",
        beside="desk 10.81.0.32:22/tcp",
    ),
    "solicitation-dropped": Witness(
        asks="mail [fd87::31]:22/tcp",
        where="dock1",
        prepared="""nft -f - <<'end'
table ip6 witness {
    counter came { }
    counter passed { }
    chain first {
        type filter hook input priority -1
        iifname shim-real_lan icmpv6 type nd-neighbor-solicit counter name came
    }
    chain last {
        type filter hook input priority 1
        iifname shim-real_lan icmpv6 type nd-neighbor-solicit counter name passed
    }
}
end""",
        figure="nft list counters table ip6 witness"
        " | awk '/came/ { sign = 1 } /passed/ { sign = -1 } /packets/ { sum += sign * $2 } END { print sum }'",
        says="neighbour solicitations come to dock1's input hook by the shim, and don't get past priority 0",
        beside="web [fd87::31]:22/tcp",
    ),
}
