"""The one container image of the lab, made on the host itself: there is no registry.

It holds a static busybox, iptables and, as its entry point, the answering service
(answer.py) with the Python that it needs: `docker run -d lanwright-lab web 80/tcp 1194/udp`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.lab.host import Host

NAME = "lanwright-lab:latest"

MAKE = r"""
set -eu
docker image inspect "$1" >/dev/null 2>&1 && exit
python=$(readlink -f /usr/bin/python3)
image=$(mktemp -d)
mkdir "$image/bin" "$image/tmp" "$image/proc" "$image/sys" "$image/dev" "$image/etc"
busybox --install -s "$image/bin"
iptables=$(readlink -f /usr/sbin/iptables)
matches=$(find /usr/lib -regex '.*/xtables/libxt_\(tcp\|udp\|NAT\|DNAT\|SNAT\|MASQUERADE\).so')
libraries=$(ldd "$python" "$iptables" $matches | grep -o '/[^ ]*[^ :]' | sort -u)
tar -h -C / -c /usr/bin/busybox "$python" "$iptables" $matches $libraries "/usr/lib/${python##*/}" /usr/local/lib/lanwright-lab 2>/dev/null | tar -C "$image" -x
ln -s "$python" "$image/bin/python3"
for name in iptables iptables-restore ip6tables ip6tables-restore; do ln -s "$iptables" "$image/bin/$name"; done
tar -C "$image" -c . | docker import \
    --change 'ENTRYPOINT ["/bin/python3", "-I", "-S", "/usr/local/lib/lanwright-lab/answer.py"]' - "$1" >/dev/null
rm -r "$image"
"""


def load(host: Host) -> None:
    """Give a host's Docker the image, unless it has it already."""
    host.run(f"set -- {NAME}\n{MAKE}")
