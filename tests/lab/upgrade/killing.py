"""A run of `install` on a real host, killed (kill -9, with all that it started) before any of its commands.

The compiled script runs as it is. In front of the tools that change something stand wrappers, by PATH, that count down
and at zero kill their whole process group. What systemd and dockerd were asked for by then goes on, as in real life.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.lab.host import Host

FOLDER = "/run/kills"
CHANGING = (
    "mv cp rm mkdir rmdir chmod chown sync sh cat "
    "ip ifup ifdown sysctl networkctl docker nft iptables iptables-restore ip6tables ip6tables-restore systemctl"
)
READING = "*'show '* | *' inspect '* | *' info '* | *version* | *'is-'* | *' list '* | *' status'* | *' -C '*"
WRAPPER = f"""#!/bin/sh
case ${{0##*/}}:$* in
cat:*/said) ;; # a step has come to its end, and the journal doesn't say so yet
cat:* | */tmp/lanwright.*/steps/*/check | */tmp/lanwright.*/steps/*/needs | *:{READING}) exec REAL "$@" ;;
sh:*/steps/*) ;;
*/tmp/lanwright.*) exec REAL "$@" ;;
esac
read -r left <{FOLDER}/left
[ "$left" != 0 ] || {{ echo "${{0##*/}} $*" >{FOLDER}/last && kill -9 0; }}
echo $((left - 1)) >{FOLDER}/left
exec REAL "$@"
"""
MAKE = f"""
set -eu
mkdir -p {FOLDER}/bin
wrapper=$(cat)
for tool in {CHANGING}; do
    real=$(command -v "$tool") || continue
    printf '%s\\n' "$wrapper" | sed "s|REAL|$real|" >{FOLDER}/bin/$tool
    chmod 755 {FOLDER}/bin/$tool
done
"""
MANY = 1_000_000


def make_killable(host: Host) -> None:
    """Put the wrappers on a host, where nothing finds them but a run that is to be killed."""
    host.run(MAKE, stdin=WRAPPER)


def places(host: Host, place: str, words: str) -> int:
    """Run `install` undisturbed, and tell at how many places it could have been killed."""
    assert not killed(host, place, words, MANY)
    return MANY - int(host.read(f"{FOLDER}/left"))


def killed(host: Host, place: str, words: str, at: int) -> bool:
    """Run `install`, killed at one of these places; false where it came to its end before."""
    host.write(f"{FOLDER}/left", f"{at}\n")
    said = host.attempt(f"cd {place} && PATH={FOLDER}/bin:$PATH setsid --wait sh install {words}")
    assert said.rc in {0, 137}, said.text
    if said.rc:
        print(f"{words} killed before {at}: {host.read(f'{FOLDER}/last').strip()}")
    return said.rc != 0
