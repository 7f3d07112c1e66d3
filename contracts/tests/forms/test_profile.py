"""Between the profile and « Mes informations », both ways."""

import pytest

from contracts.forms import prefill, validate, write_back

pytestmark = pytest.mark.requirement("DM-06")

PROFILE = {
    "civility": "madame",
    "family_name": "Dupont",
    "given_names": "Zoé",
    "birth_date": "1980-02-01",
    "email": "zoe@exemple.fr",
    "address": {"line1": "1 rue Haute", "postal_code": "13100", "city": "Plassans", "country": "FR", "label": "Maison"},
}


def test_what_the_profile_knows_is_filled_in(school):
    filled = prefill(school, PROFILE)

    assert filled["parent"] == {
        part: PROFILE[part] for part in ("civility", "family_name", "given_names", "birth_date")
    }
    assert filled["home"] == {"line1": "1 rue Haute", "postal_code": "13100", "city": "Plassans", "country": "FR"}
    assert filled["mail"] == "zoe@exemple.fr"
    assert "tel" not in filled


def test_a_visitor_starts_from_nothing(school):
    assert prefill(school, {}) == {}
    assert prefill(school, {"address": "1 rue Haute", "email": None}) == {"home": "1 rue Haute"}


def test_only_what_is_meant_to_goes_back_to_the_profile(school, enrolment, context):
    answers = validate(school, enrolment, context).answers

    assert write_back(school, answers) == {"address": answers["home"]}


@pytest.mark.requirement("DM-15")
def test_a_person_goes_back_part_by_part_and_a_blank_changes_nothing(a_form):
    form = a_form(
        {"kind": "person", "id": "me", "prefill": "profile", "write_back": True},
        {"kind": "text", "id": "city", "prefill": "profile.address.city", "write_back": True},
        {"kind": "phone", "id": "tel", "prefill": "profile.mobile", "write_back": True},
    )

    changes = write_back(form, {"me": {"family_name": "Li", "given_names": "An"}, "city": "Aix"})

    assert changes == {"family_name": "Li", "given_names": "An", "address.city": "Aix"}


def test_what_is_filled_in_is_taken_as_it_is(school, enrolment, context):
    filled = prefill(school, PROFILE)

    assert validate(school, enrolment | filled, context).answers["parent"] == filled["parent"]
