"""The directory of communes and groupings."""

from typing import Any

import pytest

from contracts.demo import OPERATOR
from identity.directory import coordinates_from
from identity.domain.places import searchable
from identity.domain.slugs import proposed_slug, slug_fault
from identity.storage.places import keep_places
from kit.actors import a_visitor
from kit.service import ServiceUnderTest

pytestmark = pytest.mark.requirement("ID-02")


async def found(identity: ServiceUnderTest, typed: str) -> list[Any]:
    return (await identity.call(a_visitor(OPERATOR.id), "GET", "/v1/places", params={"q": typed})).json()


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("aix en pro", "13001"),
        ("Aix-en-Provence", "13001"),
        ("13001", "13001"),
        ("211300017", "13001"),
        ("st denis", "97411"),
        ("L'Haÿ-les-Roses", "94038"),
        ("2A004", "2A004"),
        ("08110", "08090"),
        ("cc faucigny", "200000172"),
    ],
)
async def test_a_commune_is_found_however_it_is_called(
    identity: ServiceUnderTest, directory: None, typed: str, code: str
):
    assert code in [place["code"] for place in await found(identity, typed)]


async def test_a_postal_code_finds_its_communes_and_their_grouping(identity: ServiceUnderTest, directory: None):
    kinds = {place["kind"] for place in await found(identity, "74130")}

    assert {"commune", "CC"} <= kinds


async def test_wildcards_and_single_letters_find_nothing(identity: ServiceUnderTest, directory: None):
    assert [await found(identity, typed) for typed in ("%", "_", "a", "", "%%%")] == [[]] * 5


async def test_all_of_france_is_there_and_loading_again_does_nothing(identity: ServiceUnderTest, directory: None):
    [count] = await identity.rows("select count(*) as n from places")

    assert count["n"] > 36_000
    assert await keep_places(identity.service.database) == 0


async def test_what_is_looked_up_is_looked_up_by_index(identity: ServiceUnderTest, directory: None):
    """Cheap in pages read, which no busy machine blurs."""
    plan = await identity.rows(
        "explain (analyze, buffers) select * from places where postal_codes @> array['74130']::varchar[]"
    )

    assert any("places_postal_codes" in row["QUERY PLAN"] for row in plan)


def test_names_are_compared_without_what_people_leave_out():
    assert searchable("St-Étienne-du-Grès") == searchable("saint etienne du gres")
    assert searchable("Œuilly") == "oeuilly"


@pytest.mark.parametrize(
    ("name", "kind", "slug"),
    [
        ("Commune de Saint-Denis", "Mairie", "saint-denis"),
        ("Mairie d'Aix-en-Provence", "Mairie", "aix-en-provence"),
        ("CCAS de Plassans", "CCAS", "ccas-plassans"),
        ("CC Faucigny - Glières", "Communauté de communes", "faucigny-glieres"),
    ],
)
def test_an_address_is_proposed_from_the_name(name: str, kind: str, slug: str):
    assert proposed_slug(name, kind) == slug
    assert slug_fault(slug) == []


@pytest.mark.parametrize("slug", ["", "ab", "Agents", "agents", "www", "a_b", "-a-", "é", "a" * 41])
def test_addresses_that_are_the_platforms_or_no_host_names_are_refused(slug: str):
    assert len(slug_fault(slug)) == 1


def test_the_public_directory_is_read_in_its_own_words():
    record = {
        "nom": "Mairie - Bonneville",
        "telephone": '[{"valeur": "04 50 25 22 00", "description": ""}]',
        "adresse_courriel": "mairie@bonneville.example;autre@bonneville.example",
        "site_internet": '[{"libelle": "", "valeur": "https://www.bonneville.example"}]',
        "adresse": '[{"type_adresse": "Adresse", "numero_voie": "Place de l\'Hôtel-de-Ville", "code_postal": "74130", '
        '"nom_commune": "Bonneville"}]',
        "plage_ouverture": '[{"nom_jour_debut": "Lundi", "nom_jour_fin": "Vendredi", "valeur_heure_debut_1": "08:30:00", '
        '"valeur_heure_fin_1": "12:00:00", "valeur_heure_debut_2": "13:30:00", "valeur_heure_fin_2": "17:00:00"}]',
    }

    told = coordinates_from(record)

    assert told.address == "Place de l'Hôtel-de-Ville, 74130 Bonneville"
    assert (told.phone, told.email, told.official_email) == (
        "04 50 25 22 00",
        "mairie@bonneville.example",
        "mairie@bonneville.example",
    )
    assert [(line.day, line.hours) for line in told.opening_hours] == [
        ("Lundi – Vendredi", "8 h 30 – 12 h, 13 h 30 – 17 h")
    ]


def test_a_directory_that_knows_little_leaves_the_form_empty():
    assert coordinates_from({"telephone": "", "adresse": "[]"}).phone == ""
