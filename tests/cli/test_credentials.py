"""A credential of the intent is written to daemon.json, and shown nowhere."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.cli.run import replaced

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.run import Ran

    Lanwright = Callable[..., Ran]

TOKEN, PASSWORD, QUOTED, FOLDED = "Sup3r,Token", "hunter2@home", 'say "so" \\', "foldedQ over-Q linesQ"
SECRETS = (TOKEN, PASSWORD, QUOTED, FOLDED, *FOLDED.split(), json.dumps(QUOTED)[1:-1])
SETTINGS = f"""docker:
      bip: 172.20.0.1/24
      default_address_pools: [{{base: 172.21.0.0/16, size: 24}}]
      settings:
        log-driver: splunk
        log-opts: {{splunk-token: '{TOKEN}', tag: 7, other-password: '{QUOTED}'}}
        proxies: {{http-proxy: 'http://me:{PASSWORD}@proxy.example.org', https-proxy: 5}}
        api-key: foldedQ
          over-Q
          linesQ
"""
FORMS = ["text", "json", "sarif", "github", "junit"]


@pytest.fixture
def confidential(site: Path) -> Path:
    """A site whose daemon has credentials, beside mistakes on the same lines."""
    file = site / "lanwright.yaml"
    docker = "docker: {bip: 172.20.0.1/24, default_address_pools: [{base: 172.21.0.0/16, size: 24}]}"
    text = file.read_text()
    file.write_text(replaced(text, docker, SETTINGS))
    return site


def assert_untold(*told: str) -> None:
    """None of the secrets, whole or in part, as they are or as JSON has them."""
    for text in told:
        assert [secret for secret in SECRETS if secret in text] == []


@pytest.mark.parametrize("form", FORMS)
def test_no_report_shows_it(confidential: Path, lanwright: Lanwright, form: str) -> None:
    """Neither the findings about it nor those about something else on its line."""
    del confidential
    ran = lanwright("check", "--verbose", "--format", form)
    assert ran.status == 1
    assert "LW720" in ran.stdout
    assert "LW702" in ran.stdout
    assert_untold(ran.stdout, ran.stderr)


def test_the_line_is_shown_with_its_carets_in_place(confidential: Path, lanwright: Lanwright) -> None:
    """Masked, and the underlined key still below itself."""
    del confidential
    lines = lanwright("check").stdout.splitlines()
    number = next(index for index, line in enumerate(lines) if "`log-opts.tag` isn't text" in line)
    shown, carets = lines[number + 3], lines[number + 4]
    assert "{splunk-token: '***', tag: 7, other-password: '***'}" in shown
    assert shown[carets.index("^") : carets.rindex("^") + 1] == "tag: 7"


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("version: 1", "version: ["),
        ("settings:", "setting:"),
        ("tag: 7", "tag: 7, tag: 8"),
        ("api-key", "log-driver"),
    ],
)
def test_what_cant_be_understood_shows_it_no_more(
    confidential: Path, lanwright: Lanwright, old: str, new: str, form: str
) -> None:
    """Broken YAML, a key in the wrong place, one that is given twice."""
    file = confidential / "lanwright.yaml"
    file.write_text(replaced(file.read_text(), old, new))
    ran = lanwright("check", "--format", form)
    assert ran.status in (1, 2)
    secrets = [secret for secret in (TOKEN, PASSWORD) if secret in ran.stdout + ran.stderr]
    assert secrets == []


def test_an_error_on_the_credential_s_own_line_shows_none_of_it(site: Path, lanwright: Lanwright) -> None:
    """A colon behind the token, where YAML has none."""
    text = f"version: 1\nhosts:\n  a:\n    docker:\n      settings:\n        splunk-token: {TOKEN}: x\n"
    (site / "lanwright.yaml").write_text(text)
    ran = lanwright("check")
    assert ran.status == 2
    assert "splunk-token" in ran.stdout
    assert TOKEN not in ran.stdout + ran.stderr


def mended(site: Path) -> None:
    """Without the mistakes, so that it can be built."""
    file = site / "lanwright.yaml"
    text = file.read_text()
    for old, new in (
        ("tag: 7", "tag: seven, splunk-url: 'https://logs.home:8088'"),
        (", https-proxy: 5", ""),
        ("api-key: foldedQ\n", "labels: [x=y]\n"),
    ):
        text = replaced(text, old, new)
    file.write_text(text.replace("          over-Q\n          linesQ\n", ""))


def test_build_writes_it_for_root_alone_and_shows_it_nowhere(
    confidential: Path, lanwright: Lanwright
) -> None:
    """Neither when it is new nor when it changes or goes; that it changed can be seen."""
    mended(confidential)
    ran = lanwright("build", "--diff", "--verbose")
    assert ran.status == 0
    daemon = confidential / "out/dock1/rootfs/etc/docker/daemon.json"
    assert json.loads(daemon.read_text())["log-opts"]["splunk-token"] == TOKEN
    assert daemon.stat().st_mode & 0o777 == 0o600
    manifest = json.loads((confidential / "out/dock1/manifest.json").read_text())
    assert manifest["files"]["rootfs/etc/docker/daemon.json"]["mode"] == "0600"
    assert '"splunk-token": "***"' in ran.stdout
    assert_untold(ran.stdout, ran.stderr)
    file = confidential / "lanwright.yaml"
    file.write_text(replaced(file.read_text(), TOKEN, "another-one"))
    ran = lanwright("build", "--diff")
    assert '-    "splunk-token": "***"' in ran.stdout
    assert '+    "splunk-token": "***"' in ran.stdout
    assert_untold(ran.stdout, ran.stderr)
    assert "another-one" not in ran.stdout + ran.stderr
    daemon.write_text(daemon.read_text().replace("{", "{ half-way", 1))
    ran = lanwright("build", "--check", "--diff")
    assert_untold(ran.stdout, ran.stderr)
    assert "another-one" not in ran.stdout + ran.stderr


@pytest.mark.parametrize("form", ["text", "json", "markdown"])
def test_a_plan_shows_it_nowhere(confidential: Path, lanwright: Lanwright, form: str) -> None:
    """JSON has the settings, with `***`."""
    mended(confidential)
    ran = lanwright("plan", "--format", form)
    assert ran.status == 0
    assert_untold(ran.stdout, ran.stderr)


def test_other_files_beside_daemon_json_dont_hold_it(confidential: Path, lanwright: Lanwright) -> None:
    """Nothing else of the tree repeats it."""
    mended(confidential)
    lanwright("build")
    for file in (confidential / "out").rglob("*"):
        if file.is_file() and file.name != "daemon.json":
            assert_untold(file.read_text())


def test_without_a_credential_everyone_may_read_daemon_json(site: Path, lanwright: Lanwright) -> None:
    """As Docker's own packages have it."""
    lanwright("build")
    assert (site / "out/dock1/rootfs/etc/docker/daemon.json").stat().st_mode & 0o777 == 0o644
