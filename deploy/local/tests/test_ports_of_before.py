"""Who comes after a power cut finds ports that are just being left."""

import pytest

from suite.cli.up import _check
from suite.part import Part
from suite.sentences import PortTaken


class Leaving(Part):
    """Its port is taken the first times that somebody looks."""

    name = "leaving"

    def __init__(self, times: int) -> None:
        self.times = times

    def check(self) -> None:
        self.times -= 1
        if self.times >= 0:
            raise PortTaken(1, self.name)


def test_a_port_that_is_just_being_left_is_waited_for():
    part = Leaving(2)

    _check([part], patience=60)

    assert part.times < 0


def test_a_port_of_somebody_else_is_refused_at_once():
    with pytest.raises(PortTaken):
        _check([Leaving(1)], patience=0)
