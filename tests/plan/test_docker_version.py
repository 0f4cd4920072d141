"""Docker versions as the intent writes them."""

import pytest

from lanwright.plan.docker_version import DockerVersion


@pytest.mark.parametrize(
    ("text", "version"),
    [
        ("26", (26, 1)),
        ("27", (27, 5)),
        ("28", (28, 5)),
        ("29", (29, 7)),
        ("28.3", (28, 3)),
        ("27.0", (27, 0)),
    ],
)
def test_a_bare_major_is_its_newest_release(text: str, version: tuple[int, int]) -> None:
    """A bare N is the newest N.M; N.M is itself."""
    assert DockerVersion.parse(text) == version


@pytest.mark.parametrize("text", ["", "v28", "28.3.1", "28.", "28.05", "latest", " 28", "28\n", "٢٨"])
def test_other_forms_are_refused(text: str) -> None:
    """Nothing but N and N.M is a version."""
    with pytest.raises(ValueError, match="is no Docker version"):
        DockerVersion.parse(text)


@pytest.mark.parametrize("text", ["25", "30", "20.10"])
def test_only_the_versions_that_we_know_are_accepted(text: str) -> None:
    """Versions 26 to 29 are known."""
    with pytest.raises(ValueError, match="versions 26 to 29 are"):
        DockerVersion.parse(text)


def test_versions_are_ordered_by_number() -> None:
    """28.10 is newer than 28.9, and 29.0 newer than both."""
    texts = ["29.0", "28.10", "28.9", "27"]
    assert [str(version) for version in sorted(map(DockerVersion.parse, texts))] == [
        "27.5",
        "28.9",
        "28.10",
        "29.0",
    ]
