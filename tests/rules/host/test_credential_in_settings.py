"""LW720: credentials among the daemon's settings."""

from __future__ import annotations

from tests.rules.found import found, messages


def site(settings: str) -> str:
    """A host whose daemon has these settings."""
    return f"""
        version: 1
        hosts:
          dock1:
            docker: {{settings: {settings}}}
        """


def test_each_value_is_told_once_at_its_place() -> None:
    """A URL with two secrets is one value."""
    told = found("LW720", site("{proxies: {http-proxy: 'http://a:bcd@p/?token=xyz'}, labels: [token=1, b]}"))
    assert [item.origin.path[4:] for item in told] == [("proxies", "http-proxy"), ("labels", "0")]
    assert told[0].message.startswith("`proxies.http-proxy` holds a credential")
    assert not any(
        "bcd" in text or "xyz" in text for item in told for text in (item.message, item.why, item.fix)
    )


def test_what_names_a_file_or_nobody_is_no_credential() -> None:
    """A certificate's path, a proxy without a password."""
    assert messages("LW720", site("{tlskey: /etc/docker/key.pem, http-proxy: 'http://proxy:3128'}")) == []
