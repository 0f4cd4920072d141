"""What holds for every test: examples are drawn without a clock, so that a busy machine fails nothing."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

settings.register_profile("lanwright", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("lanwright")
