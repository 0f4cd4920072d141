"""Where edits are made: at the value's own line, be it in the defaults, in another file or behind an alias."""

from __future__ import annotations

from textwrap import dedent

from lanwright import pipeline
from lanwright.diagnostics import told_once
from lanwright.source import applied

DEFAULTS = """
    version: 1
    lans:
      home: {subnet: 192.168.0.0/24, gateway: 192.168.0.1, devices: {nas: 192.168.0.17}}
    defaults:
      host:
        docker: {bip: 10.200.0.0/24}   # for all
        networks:
          inner: {driver: bridge, subnet: 172.22.0.5/24}
    hosts:
      dock1:
        interfaces: {eth0: {lan: home, address: 192.168.0.10/24}}
        networks:
          real_lan: {driver: macvlan, parent: eth0, lan: home, ip_range: 192.168.0.16/28}
        services:
          web: {networks: {real_lan: {}, inner: {}}}
      dock2:
        interfaces: {eth0: {lan: home, address: 192.168.0.11/24}}
        services:
          mail: {networks: {inner: {}}}
"""


def offered(text: str, code: str) -> list[str]:
    """The text after each different finding of a code is mended."""
    whole = dedent(text)
    found = told_once(pipeline.judge(*pipeline.understand({"lanwright.yaml": whole})))
    return [applied(whole, item.edits) for item in found if item.code == code and item.edits]


def test_a_value_of_the_defaults_is_mended_there_once() -> None:
    """Both hosts have it; it is one finding and one edit, at the default's line."""
    whole = dedent(DEFAULTS)
    assert offered(DEFAULTS, "LW206") == [whole.replace("10.200.0.0/24", "10.200.0.1/24")]
    assert offered(DEFAULTS, "LW207") == [whole.replace("172.22.0.5/24", "172.22.0.0/24")]


def test_a_key_is_added_at_the_host_that_it_is_about() -> None:
    """The default of all hosts stays as it is: a host is merged over it."""
    text = DEFAULTS.replace("{bip: 10.200.0.0/24}", "{bip: 10.200.0.1/24}")
    (after,) = offered(text, "LW218")
    assert after == dedent(text).replace("/28}", "/28, reserve: {nas: 192.168.0.17}}")


def test_an_alias_gives_way_to_the_value_and_its_anchor_stays() -> None:
    """The address behind the anchor is another service's: only the one that clashes gets another."""
    text = """
        version: 1
        lans: {home: {subnet: 192.168.0.0/24, gateway: 192.168.0.1}}
        hosts:
          dock1:
            interfaces: {eth0: {lan: home, address: 192.168.0.10/24}}
            networks: {real_lan: {driver: macvlan, parent: eth0, lan: home}}
            services:
              web: {networks: {real_lan: &same 192.168.0.40}}
              mail: {networks: {real_lan: *same}}
    """
    (after,) = offered(text, "LW215")
    assert after == dedent(text).replace("*same", "192.168.0.39")
