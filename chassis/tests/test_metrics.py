"""What is told to whoever watches."""

from prometheus_client import CollectorRegistry, generate_latest

from chassis.metrics import Measured


def test_what_nobody_measured_is_not_told_as_being_down():
    registry = CollectorRegistry()
    up = Measured("thing_up", "1 when it answers", registry=registry)

    before = generate_latest(registry)
    up.set(0)

    assert b"thing_up" not in before
    assert b"thing_up 0.0" in generate_latest(registry)
