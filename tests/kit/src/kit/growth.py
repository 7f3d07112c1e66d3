"""Whether something grows while the work stays the same: the slope of its measures once the start is over."""

from collections.abc import Sequence
from statistics import fmean, linear_regression
from typing import NamedTuple

# What is read for the first time, filled or compiled: not growth.
WARMING_UP = 0.4


class Growth(NamedTuple):
    """`by` is what the line through the measures gained from the end of the warming up to the last; `mean` their mean there."""

    first: float
    last: float
    mean: float
    by: float


def growth_of(measures: Sequence[tuple[float, float]]) -> Growth:
    """`measures` are (moment, value). A peak or a fall at either end weighs no more than any other measure."""
    if len(measures) < 2:
        raise ValueError("growth needs two moments")
    begun, over = measures[0][0], measures[-1][0]
    settled = [one for one in measures if one[0] >= begun + (over - begun) * WARMING_UP]
    if len(settled) < 2:
        settled = list(measures[-2:])
    moments, values = zip(*settled, strict=True)
    slope = linear_regression(moments, values).slope
    return Growth(measures[0][1], measures[-1][1], fmean(values), slope * (moments[-1] - moments[0]))


def grows(growth: Growth, *, share: float = 0.1, least: float = 0.0) -> bool:
    """More than `share` of what there is, and more than `least`, which is noise."""
    return growth.by > max(share * growth.mean, least)
