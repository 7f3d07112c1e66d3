"""A leak is told from a start, from noise and from a peak."""

from random import Random

import pytest

from kit.growth import grows, growth_of

MIB = 1.0
NOISE = Random(7)


def measured(*values: float) -> list[tuple[float, float]]:
    return [(10.0 * number, value) for number, value in enumerate(values)]


def test_a_leak_shows_through_noise():
    leaking = measured(*(100 + 0.5 * n + NOISE.uniform(-3, 3) for n in range(120)))

    assert grows(growth_of(leaking), least=8 * MIB)
    assert growth_of(leaking).by == pytest.approx(0.5 * 71, rel=0.2)


def test_a_start_that_levels_off_is_no_leak():
    assert not grows(growth_of(measured(*(150 - 60 * 0.9**n for n in range(120)))), least=8 * MIB)


def test_one_peak_is_no_leak():
    values = [100.0] * 120
    values[90] = 180.0

    assert not grows(growth_of(measured(*values)), least=8 * MIB)


def test_what_stays_small_may_move():
    assert not grows(growth_of(measured(0, 0, 1, 2, 1, 3)), least=5)


def test_what_is_given_back_does_not_grow():
    assert not grows(growth_of(measured(*(100 - n for n in range(50)))))


def test_one_moment_tells_nothing():
    with pytest.raises(ValueError, match="two moments"):
        _ = growth_of(measured(1))
