"""Addresses, persons, household members, and the numbers that identify them."""

import pytest

pytestmark = pytest.mark.requirement("DM-05")

HOME = {"line1": "1 rue Haute", "postal_code": "13100", "city": "Plassans"}
ZOE = {"civility": "madame", "family_name": "N'Diaye-Müller", "given_names": "Zoé", "birth_date": "1980-02-29"}


def test_an_address_is_stored_with_its_country(taken):
    assert taken("address", HOME | {"line2": " ", "insee": "2A004"}) == HOME | {"insee": "2A004", "country": "FR"}


@pytest.mark.parametrize(
    ("change", "pointer", "code"),
    [
        ({"postal_code": "1310"}, "/it/postal_code", "postal_code"),
        ({"postal_code": "١٣١٠٠"}, "/it/postal_code", "postal_code"),
        ({"postal_code": 13100}, "/it/postal_code", "type"),
        ({"postal_code": ""}, "/it/postal_code", "missing_postal_code"),
        ({"city": None}, "/it/city", "missing"),
        ({"line1": "x" * 101}, "/it/line1", "too_long"),
        ({"insee": "13"}, "/it/insee", "insee"),
        ({"country": "FRA"}, "/it/country", "too_long"),
        ({"country": "BE"}, "/it/country", "country_france"),
        ({"door": "3"}, "/it/door", "unknown"),
    ],
)
def test_a_part_of_an_address_is_refused_where_it_stands(refused, change, pointer, code):
    assert refused("address", HOME | change) == (pointer, code)


def test_the_postcode_message_says_what_a_postcode_is(answering):
    problem = answering("address", HOME | {"postal_code": "abc"}).problems[0]

    assert problem.message["fr"] == "Indiquez votre code postal : 5 chiffres, par exemple 13100."


def test_an_address_abroad_has_the_postcode_of_its_country(taken):
    abroad = HOME | {"postal_code": "SW1A 1AA", "country": "gb"}

    assert taken("address", abroad, abroad=True) == abroad | {"country": "GB"}


def test_a_required_address_asks_for_each_missing_part(answering):
    problems = answering("address", None, required=True).problems

    assert [problem.pointer for problem in problems] == ["/it/line1", "/it/postal_code", "/it/city"]


def test_a_person_is_stored_with_the_parts_asked(taken):
    typed = ZOE | {"birth_date": {"day": "29", "month": "2", "year": "1980"}}

    assert taken("person", typed) == ZOE


@pytest.mark.parametrize(
    ("change", "pointer", "code"),
    [
        ({"civility": "docteur"}, "/it/civility", "civility"),
        ({"family_name": "R2D2"}, "/it/family_name", "name"),
        ({"family_name": "<b>"}, "/it/family_name", "name"),
        ({"family_name": "---"}, "/it/family_name", "name"),
        ({"given_names": "Zoé 😀"}, "/it/given_names", "name"),
        ({"given_names": "Zoé ♥"}, "/it/given_names", "name"),
        ({"given_names": ""}, "/it/given_names", "missing"),
        ({"birth_date": "2026-03-28"}, "/it/birth_date", "date_unborn"),
        ({"birth_date": None}, "/it/birth_date", "missing_date"),
        ({"nickname": "Z"}, "/it/nickname", "unknown"),
        ({"birth_place": "Aix"}, "/it/birth_place", "unknown"),
    ],
)
def test_a_part_of_a_person_is_refused_where_it_stands(refused, change, pointer, code):
    assert refused("person", ZOE | change) == (pointer, code)


def test_a_part_may_be_optional(taken):
    parts = ["family_name", "given_names"]

    assert taken("person", {"family_name": "Li"}, parts=parts, optional=["given_names"]) == {"family_name": "Li"}


@pytest.mark.requirement("ID-21")
def test_a_household_member_is_known_by_id_and_copied_from_the_profile(taken):
    stored = {"id": "m1", "family_name": "Dupont", "given_names": "Léo", "birth_date": "2019-04-03"}

    assert taken("household_member", {"id": "m1"}) == stored
    assert taken("household_member", {"id": "m1", "given_names": "Autre"}) == stored


def test_a_stranger_to_the_household_is_typed_in_or_refused(taken, refused):
    typed = {"id": "", "family_name": "Martin", "given_names": "Eve", "birth_date": "3/4/2020"}

    stored = {"family_name": "Martin", "given_names": "Eve", "birth_date": "2020-04-03"}
    assert taken("household_member", typed) == stored
    assert refused("household_member", {"id": "m2"}) == ("/it/id", "member")
    assert refused("household_member", {"id": ["m1"]}) == ("/it/id", "member")
    assert refused("household_member", None, required=True) == ("/it", "member")


@pytest.mark.parametrize(
    ("kind", "typed", "stored"),
    [
        ("email", " Zoe.M+x@Exemple.FR ", "Zoe.M+x@exemple.fr"),
        ("phone", "06 12 34 56 78", "+33612345678"),
        ("phone", "+33(0)6 12 34 56 78", "+33612345678"),
        ("phone", "+33 06.12.34.56.78", "+33612345678"),
        ("phone", "0033 6 12 34 56 78", "+33612345678"),
        ("phone", "0692 12 34 56", "+262692123456"),
        ("phone", "0596 30 12 34", "+596596301234"),
        ("phone", "05 56 30 12 34", "+33556301234"),
        ("phone", "0 800 123 456", "+33800123456"),
        ("phone", "+32 2 512 34 56", "+3225123456"),
        ("iban", "fr76 3000 6000 0112 3456 7890 189", "FR7630006000011234567890189"),
        ("iban", "FR76-3000-6000-0112-3456-7890-189", "FR7630006000011234567890189"),
        ("iban", "fr76\u202f3000\u00a06000 0112 3456 7890 189", "FR7630006000011234567890189"),
        ("siret", "732 829 320 00074", "73282932000074"),
        # La Poste's establishments do not keep the rule of everybody else: the sum of their digits is a multiple of 5.
        ("siret", "356 000 000 00048", "35600000000048"),
        ("siret", "356 000 000 49837", "35600000049837"),
    ],
)
def test_an_identifier_is_stored_in_its_one_form(taken, kind, typed, stored):
    assert taken(kind, typed) == stored


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        ("email", "zoe@"),
        ("email", "zoe@exemple"),
        ("email", "zoe@exemple..fr"),
        ("email", "a b@exemple.fr"),
        ("email", f"{'a' * 65}@exemple.fr"),
        ("phone", "12"),
        ("phone", "appelez-moi"),
        ("phone", "+999 123"),
        ("iban", "FR76 3000 6000 0112 3456 7890 188"),
        ("iban", "é"),
        ("siret", "73282932000075"),
        ("siret", "35600000000002"),
        ("siret", "٧٣٢٨٢٩٣٢٠٠٠٠٧٤"),
    ],
)
def test_a_wrong_identifier_is_refused_with_an_example(refused, kind, typed):
    assert refused(kind, typed) == ("/it", kind)


@pytest.mark.parametrize("typed", ["zoé@exemple.fr", "zoe@éxemple.fr", "zoe@exemple.fr\u200b"])
def test_an_address_with_accents_is_refused_by_saying_so(answering, typed):
    problem = answering("email", typed).problems[0]

    assert problem.code == "email_accents"
    assert problem.message["fr"].startswith("Écrivez l’adresse électronique sans accent")


@pytest.mark.parametrize("kind", ["email", "phone", "iban", "siret"])
@pytest.mark.parametrize(
    ("typed", "code"), [(12, "type"), ("x" * 10_000, "too_long"), ("a\0", "characters"), (["a"], "type")]
)
def test_an_identifier_of_another_kind_is_refused(refused, kind, typed, code):
    assert refused(kind, typed) == ("/it", code)


def test_a_mobile_number_may_be_asked(taken, refused):
    assert taken("phone", "0612345678", mobile=True) == "+33612345678"
    assert refused("phone", "04 42 12 34 56", mobile=True) == ("/it", "phone_mobile")
