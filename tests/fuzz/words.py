"""Words that mean something to Lanwright, to YAML, or to what reads the files that come out."""

from __future__ import annotations

TOKENS = (
    "'", '"', "`", "$(id)", "${HOME}", "$HOME", "$$", "%", "%n", "%%", "{{ 7*7 }}", "{% raw %}", ";", "#", " # x", "\\",
    "\\n", " ", "  ", "=", "a=b", "|", "&", "&&", "<", ">", "<b>", "](x)", "*", "?", "[", "]", "{", "}", "!", "~", "^",
    "-", "--", "-rf", "@", ",", ":", ": ", "\t", "\n", "\r", "\r\n", "\x00", "\x1b[31m", "\x7f", "\x85", "\u00a0",
    "\u2028", "\u202e", "\u2066", "\u200b", "\ufeff", "\ud800", "\udc80", "\uffff", "é", "🐳", "ﬀ", "٣", "²", "Ⅷ",
    "../", "../../etc/passwd", "/etc/shadow", "/", ".", "..", "...", "a/../b", "CON", "nul", "a.", ".hidden", "~root",
)  # fmt: skip
"""What ends, opens or means something somewhere."""

VALUES = (*"""
    0 -1 1 true false null ~ yes no on off 28 29.1 26 29.4 1e3 0x1F 0o17 1_000 .inf .nan 22:80 0.0.0.0 0.0.0.0/0 ::/0 ::
    255.255.255.255 255.255.255.255/32 127.0.0.1 224.0.0.0/4 fe80::1 fe80::/10 ff02::1 ::1 ::1/128 ::ffff:1.2.3.4 ::ffff:0:0/96
    192.168.0.0/22 192.168.0.1 192.168.0.0 192.168.3.255 192.168.0.231/22 192.168.0.0/31 192.168.0.0/32 192.168.0.248/29
    172.17.0.0/16 172.17.0.1 10.0.0.0/8 10.200.0.1/24 fd00:8::/64 fd00:8::1 fd00:8::1/64 fd00:8::/127 fd00:8::/128 ::/64
    fd00:8::/8 0.0.0.0/1 0.0.0.0-255.255.255.255 ::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff 10.0.0.0-10.255.255.255
    192.168.0.0-192.168.3.255 192.168.1.9-192.168.1.1 80 80/udp 1-65535 1-65535/udp [::]:80 0.0.0.0:80/udp 80/sctp 65536
    eth0 eth0.10 eth0.10.20 br0 lo docker0 macvlan ipvlan bridge l2 l3 l3s private passthru vepa wireless vlan tunnel bond
    host service:web alias dnat docker any internet lan/home host/dock1 web dock1/web web/clients none networkd ifupdown
    nftables iptables nat route 02:42:c0:a8:00:01 ff:ff:ff:ff:ff:ff 00:00:00:00:00:00 802.3ad 99999999999999999999
    999999999999999999 -999999999999999999 4094 4095 1500 65535 68 2147483648 4294967296 18446744073709551616
""".split(), "", "1" * 400, "a" * 64, "a" * 5_000)  # fmt: skip  # noqa: SIM905 - a list of a hundred words
"""What is one of the grammar's values, or nearly."""

WORDS = (*VALUES, *TOKENS, *(f"a{token}b" for token in TOKENS))

KEYS = (
    "version",
    "site",
    "lans",
    "avoid",
    "defaults",
    "hosts",
    "expect",
    "<<",
    "",
    "x",
    "return",
    "from",
    "to",
    "~",
    "0",
)

TAGS = (
    "!", "!x", "tag:yaml.org,2002:str", "tag:yaml.org,2002:int", "tag:yaml.org,2002:null", "tag:yaml.org,2002:set",
    "tag:yaml.org,2002:map", "tag:yaml.org,2002:seq", "tag:yaml.org,2002:binary", "tag:yaml.org,2002:timestamp",
    "tag:yaml.org,2002:python/object/apply:os.system", "tag:yaml.org,2002:python/name:os.system", "!override", "!reset",
)  # fmt: skip
