"""A lab that can't run says why; continuous integration takes that for a failure."""

from __future__ import annotations

import pytest

from tests.lab import precondition
from tests.lab.chroot import UnavailableError, mirror


def unavailable(_: object) -> None:
    raise UnavailableError("debootstrap isn't installed")


def test_a_missing_root_skips_with_its_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a Debian root the test is skipped, and the reason is told."""
    monkeypatch.delenv("LANWRIGHT_LAB", raising=False)
    monkeypatch.setattr(precondition, "_missing", lambda: None)
    monkeypatch.setattr(precondition, "debian", unavailable)
    with pytest.raises(pytest.skip.Exception, match="debootstrap isn't installed"):
        precondition.debian_or_skip()


def test_a_required_lab_fails_instead(monkeypatch: pytest.MonkeyPatch) -> None:
    """With LANWRIGHT_LAB=require the same reason is a failure."""
    monkeypatch.setenv("LANWRIGHT_LAB", "require")
    monkeypatch.setattr(precondition, "_missing", lambda: "the lab needs root")
    with pytest.raises(pytest.fail.Exception, match="LANWRIGHT_LAB=require, but the lab needs root"):
        precondition.debian_or_skip()


def test_the_mirror_is_a_debian_archive() -> None:
    """The mirror is the one of the machine's apt, or Debian's public one, without a trailing slash."""
    assert mirror().startswith(("http://", "https://"))
    assert mirror().endswith("/debian")
