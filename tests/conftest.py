"""What holds for every test: examples are drawn without a clock, so that a busy machine fails nothing."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings

# What helpers assert is shown like what tests assert.
pytest.register_assert_rewrite("tests.lab")
pytest_plugins = ["tests.lab.guest.leftovers"]

settings.register_profile("lanwright", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("lanwright")
