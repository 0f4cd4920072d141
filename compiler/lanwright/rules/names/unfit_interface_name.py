"""LW103: a name that no interface can have."""

from __future__ import annotations

from lanwright.diagnostics import Severity
from lanwright.rules.rule import raised


@raised("LW103", Severity.ERROR, by="intent")
def unfit_interface_name() -> None:
    """A name can't be that of an interface.

    The kernel takes 1 to 15 bytes without `/`, `:` or white space (`dev_valid_name` in net/core/dev.c), and `ip link`
    refuses anything else. Lanwright is narrower: letters, digits, `_`, `.` and `-`, the first one a letter or a digit,
    so that a name means the same in a shell, in nft, in ifupdown and in a file's name. Names that Lanwright makes
    itself are shortened with a stable hash.

    It makes no link named `all` or `default` either ("Invalid argument"): these are the folders of
    /proc/sys/net/ipv4/conf that are for every interface.

    Choose a shorter, plainer name; an interface that has another name on the host can be renamed there
    (`ip link set ... name`, or a systemd `.link` file).
    """
