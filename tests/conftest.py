"""What all tests share."""

from hypothesis import HealthCheck, settings

# Two cores, many tests: property tests stay modest, and slow examples are no failure.
settings.register_profile(
    "partnernet",
    deadline=None,
    max_examples=40,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
settings.load_profile("partnernet")
