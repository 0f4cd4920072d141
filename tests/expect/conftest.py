"""What is said of an expectation is kept word by word, as it is of the rules."""

from tests.rules.conftest import _said_as_before

__all__ = ["_said_as_before"]
