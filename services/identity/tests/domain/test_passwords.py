"""What a password must be."""

import unicodedata
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from identity.domain.passwords import LONGEST, faults_of, normal
from identity.storage.common_passwords import common_passwords

pytestmark = pytest.mark.requirement("ID-13")


def codes(password: str) -> list[str]:
    return [fault.code for fault in faults_of(password, common_passwords())]


@pytest.mark.parametrize(
    ("password", "unmet"),
    [
        ("Abcdef1", ["too_short"]),
        ("abcdefg1", ["no_upper_case"]),
        ("ABCDEFG1", ["no_lower_case"]),
        ("Abcdefgh", ["no_digit"]),
        ("", ["too_short", "no_digit", "no_lower_case", "no_upper_case"]),
        ("Abcdefg1", []),
        ("Parvis-2026", []),
        ("Élan 2026", []),
    ],
)
def test_each_unmet_condition_is_named(password: str, unmet: list[str]):
    assert codes(password) == unmet


@pytest.mark.parametrize("password", ["Password1", "Azerty123", "Motdepasse1", "Bonjour1"])
def test_common_passwords_are_refused_by_exact_match(password: str):
    assert codes(password) == ["common"]
    assert codes(f"{password}é") == []


def test_the_list_has_three_thousand_that_would_meet_the_rule():
    listed = common_passwords() - {""}

    assert len(listed) == 3_000
    assert not any(faults_of(password, ()) for password in listed)


def test_256_characters_are_taken_and_257_refused():
    assert codes("Aa1" + "x" * (LONGEST - 3)) == []
    assert codes("Aa1" + "x" * (LONGEST - 2)) == ["too_long"]


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_256_letters_are_256_however_their_accents_are_typed(form: Literal["NFC", "NFD"]):
    taken, refused = (unicodedata.normalize(form, "Aa1" + "ệ" * more) for more in (LONGEST - 3, LONGEST - 2))

    assert codes(taken) == []
    assert codes(refused) == ["too_long"]


@given(st.text(min_size=0, max_size=60))
def test_composition_of_accents_makes_no_difference(password: str):
    assert normal(unicodedata.normalize("NFD", password)) == normal(password)
