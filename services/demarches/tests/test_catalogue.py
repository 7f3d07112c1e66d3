"""What a town offers, and how it is found."""

import pytest
from towns import Town

from contracts.demo import PLASSANS, TULETTES
from demarches.demo import plassans, tulettes
from demarches.demo.__main__ import load
from kit.actors import a_visitor
from kit.service import ServiceUnderTest


@pytest.mark.requirement("DM-02")
@pytest.mark.parametrize("typed", ["poubelle", "poubelles", "Poubele", "déchets", "dechet", "collecte", "COLECTE"])
async def test_everyday_words_plurals_accents_and_faults_find_the_demarche(town: Town, typed: str):
    await town.offers()

    found = (await town.call(a_visitor(town.tenant), "GET", "/search", params={"q": typed})).json()

    assert [item["slug"] for item in found["items"]] == ["bac"]


@pytest.mark.requirement("DM-02")
@pytest.mark.parametrize("typed", ["xyzzy", "", "   ", "%", "'; drop table", "\x00", "a" * 500])
async def test_what_means_nothing_finds_nothing_and_breaks_nothing(town: Town, typed: str):
    await town.offers()

    answer = await town.call(a_visitor(town.tenant), "GET", "/search", params={"q": typed})

    assert (answer.status_code, answer.json()["items"]) == (200, [])


async def test_a_demarche_says_in_which_language_its_words_are(town: Town):
    await town.offers(title={"fr": "Collecte", "en": "Collection"})
    await town.offers("benne", title="Benne")
    reader = a_visitor(town.tenant, locale="en")

    items = (await town.call(reader, "GET", "/catalogue")).json()["themes"][0]["demarches"]
    pages = [(await town.call(reader, "GET", f"/demarches/{slug}")).json() for slug in ("bac", "benne")]

    assert {item["slug"]: item["told_in"] for item in items} == {"bac": "en", "benne": "fr"}
    assert [page["told_in"] for page in pages] == ["en", "fr"]


@pytest.mark.requirement("DM-01")
async def test_the_demonstration_loads_twice_and_keeps_to_its_towns(demarches: ServiceUnderTest):
    for _ in range(2):
        await load(demarches.service, PLASSANS, plassans.CATALOGUE, plassans.DEFINITIONS)
        await load(demarches.service, TULETTES, tulettes.CATALOGUE, tulettes.DEFINITIONS)

    here = await demarches.call(a_visitor(PLASSANS.id), "GET", "/v1/catalogue")
    there = await demarches.call(a_visitor(TULETTES.id), "GET", "/v1/catalogue")

    offered = [demarche for theme in here.json()["themes"] for demarche in theme["demarches"]]
    ready = {one.slug for one in plassans.READY}
    assert {d["slug"] for d in offered} == {*plassans.OFFERED, "collecte-dechets"} | ready
    assert {d["slug"] for d in offered if d["external_url"]} == {"collecte-dechets", "demande-logement-social"}
    assert [d["needs_account"] for d in offered if d["slug"] == "inscription-scolaire"] == [True]
    assert all(canary in there.text and canary not in here.text for canary in tulettes.CANARIES)
    [versions] = await demarches.rows("select max(number) as last from definitions where tenant = :t", t=PLASSANS.id)
    assert versions["last"] == 1


@pytest.mark.requirement("DM-02")
@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("poubelle", "bac-de-collecte"),
        ("naisance", "acte-de-naissance"),
        ("inscrire mon enfant à l'école maternelle", "inscription-scolaire"),
        ("nid de poule", "signaler-un-probleme"),
        ("déménagement", "changement-adresse"),
        ("terasse", "terrasse"),
        ("birt certificat", "acte-de-naissance"),
    ],
)
async def test_in_plassans_the_right_one_comes_first(demarches: ServiceUnderTest, typed: str, first: str):
    await load(demarches.service, PLASSANS, plassans.CATALOGUE, plassans.DEFINITIONS)

    found = (await demarches.call(a_visitor(PLASSANS.id), "GET", "/v1/search", params={"q": typed})).json()

    assert found["items"][0]["slug"] == first


@pytest.mark.requirement("DM-03")
async def test_a_demarche_opens_and_closes_at_its_hours(town: Town):
    from datetime import UTC, datetime, timedelta

    opens = datetime.now(UTC) + timedelta(hours=1)
    await town.offers(opens_at=opens, closes_at=opens + timedelta(hours=1))
    camille = town.citizen()

    statuses = []
    for _ in range(3):
        statuses.append((await town.call(camille, "POST", "/dossiers", json={"demarche": "bac"})).status_code)
        town.service.clock.move(timedelta(minutes=61))
        camille = town.citizen()

    assert statuses == [409, 201, 409]


async def test_an_unknown_demarche_is_not_found(town: Town):
    assert (await town.call(town.citizen(), "GET", "/demarches/inconnue")).status_code == 404
