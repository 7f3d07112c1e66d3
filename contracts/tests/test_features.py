"""Features: declared once, for a time, and open to the same organisations for as long as nobody changes it."""

from datetime import date
from uuid import UUID, uuid5

import pytest

from contracts.features import FEATURES, Feature, FeatureState, Mode

TOWNS = [uuid5(UUID(int=0), str(number)) for number in range(1_000)]


@pytest.mark.parametrize("feature", FEATURES, ids=lambda one: one.name)
def test_a_feature_is_gone_from_the_code_by_its_day(feature: Feature):
    """Past it: take the switch away, keep what it opened (or take that away), and migrate nothing."""
    assert date.today() <= feature.gone_by


def test_names_are_words_of_an_address_and_each_is_one_feature():
    assert len({one.name for one in FEATURES}) == len(FEATURES)
    assert all(one.name == one.name.lower() and one.name.replace("-", "").isalnum() for one in FEATURES)


def test_a_share_is_about_that_many_and_a_greater_one_leaves_nobody_out():
    def open_to(share: int, name: str = "one") -> set[UUID]:
        state = FeatureState(name=name, mode=Mode.SHARE, share=share)
        return {town for town in TOWNS if state.is_on(town)}

    assert open_to(0) == set()
    assert 150 < len(open_to(20)) < 250
    assert open_to(20) < open_to(60) < open_to(100) == set(TOWNS)
    assert open_to(20, "other") != open_to(20)


def test_named_organisations_alone():
    state = FeatureState(name="one", mode=Mode.ORGANISATIONS, organisations=(TOWNS[0],))

    assert (state.is_on(TOWNS[0]), state.is_on(TOWNS[1])) == (True, False)


def test_two_states_are_never_told_by_one_word():
    states = [
        FeatureState(name="one", mode=Mode.ON),
        FeatureState(name="one", mode=Mode.OFF),
        FeatureState(name="one", mode=Mode.SHARE, share=10),
        FeatureState(name="one", mode=Mode.ORGANISATIONS, organisations=(TOWNS[0],)),
        FeatureState(name="one", mode=Mode.ORGANISATIONS, organisations=(TOWNS[1],)),
    ]

    assert len({one.told for one in states}) == len(states)
