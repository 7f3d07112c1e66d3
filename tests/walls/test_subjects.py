"""The bus lets each hear what it listens to: a subject that is not allowed is silence, and nobody notices."""

import re
from pathlib import Path

from chassis import features
from gateway import entrance, fellows
from suite.topology import FEATURES, GATEWAY_COUNTS, GATEWAY_HEARS


def test_every_process_may_hear_that_a_feature_changed():
    assert features.CHANGES == FEATURES
    assert FEATURES in GATEWAY_HEARS


def test_the_gateway_may_hear_each_subject_by_which_it_forgets():
    listened = set(re.findall(r'bus\.listen\("([^"]+)"', Path(entrance.__file__).read_text("utf-8")))

    assert len(listened) > 3
    groups = (
        entrance.END_SESSIONS,
        entrance.FORGET_ORGANISATIONS,
        entrance.FORGET_PUBLIC,
        entrance.MOVE_QUEUES,
        {fellows.HEARD},
    )
    assert listened.union(*groups) == set(GATEWAY_HEARS)
    assert fellows.HEARD == GATEWAY_COUNTS
