"""The identifier that is proposed."""

import string

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from identity.domain.identifiers import LONGEST_PROPOSAL, fault_of, numbered, proposed

pytestmark = pytest.mark.requirement("ID-12")
names = st.text(min_size=1, max_size=60)
latin = st.text(string.ascii_letters + "éèêëàâçîïôûüÉÀÇŒœ", min_size=2, max_size=30)


@pytest.mark.parametrize(
    ("given_name", "family_name", "expected"),
    [
        ("Frédéric", "DUPONT DURAND", "frederic-dupont-dura"),
        ("Camille", "Rougon", "camille.rougon"),
        ("Jean-Éric", "Blanc", "jean-eric-blanc"),
        ("Anne", "O'Neil", "anne.oneil"),
        ("Zoé", "de la Tour", "zoe-de-la-tour"),
        ("Cœur", "Læby", "coeur.laeby"),
        ("  Marie  Claire ", "Petit", "marie-claire-petit"),
        ("李", "明", "usager"),
        ("Maximilienne", "Robespierre", "maximilienne.robespi"),
    ],
)
def test_names_become_the_identifier_of_the_rule(given_name: str, family_name: str, expected: str):
    assert proposed(given_name, family_name) == expected


@given(names, names)
def test_a_proposal_is_always_one_that_may_be_chosen_or_longer_by_a_number(given_name: str, family_name: str):
    made = proposed(given_name, family_name)

    assert 1 <= len(made) <= LONGEST_PROPOSAL
    assert set(made) <= set(string.ascii_lowercase + string.digits + ".-")
    assert made[0] not in ".-"
    assert made[-1] not in ".-"


@given(latin, latin)
def test_simple_names_are_joined_by_one_point(given_name: str, family_name: str):
    made = proposed(given_name, family_name)

    assert "-" not in made
    assert made.count(".") <= 1


@given(latin, latin, latin)
def test_a_compound_name_has_no_point(first: str, second: str, third: str):
    assert "." not in proposed(f"{first} {second}", third)


@example("0", "000000000000000002", 3)
@given(names, names, st.integers(1, 200))
def test_numbered_ones_differ_and_stay_short(given_name: str, family_name: str, many: int):
    offered = numbered(proposed(given_name, family_name))

    made = [next(offered) for _ in range(many)]

    assert len(set(made)) == many
    assert all(len(one) <= LONGEST_PROPOSAL for one in made)


@pytest.mark.parametrize("chosen", ["ab", "a" * 41, "é.e", "-abc", "abc.", "a b c", "abc@d"])
def test_what_may_not_be_chosen_is_told(chosen: str):
    assert fault_of(chosen)


@pytest.mark.parametrize("chosen", ["abc", "camille.rougon", "c2-r_n", "123"])
def test_what_may_be_chosen(chosen: str):
    assert fault_of(chosen) is None
