"""Activities, surveys, pages, waiting lists of quotas, everyday words."""

from datetime import timedelta
from uuid import uuid4

import pytest
from agendas import NOW, ring
from desks import Desk
from towns import Town, a_definition

from chassis.actor import Actor
from demarches.commands.catalogue.arrange_catalogue import ArrangeCatalogue, Place, arrange_catalogue
from demarches.commands.catalogue.publish_definition import PublishDefinition, publish_definition
from demarches.domain.definition import Kind
from demarches.domain.policies import EDIT, READ
from kit.actors import a_visitor
from kit.service import problem


async def full_town(town: Town) -> tuple[Actor, str]:
    """One place, taken: by whom, with which dossier."""
    town.service.clock.stop_at(NOW)
    await town.offers(quota=1)
    first = town.citizen()
    return first, await town.submitted(first)


async def withdraws(town: Town, actor: Actor, dossier_id: str) -> None:
    answer = await town.call(actor, "POST", f"/dossiers/{dossier_id}/cancellation", json={"confirm": True})
    assert answer.status_code == 201


@pytest.mark.requirement("DM-03")
async def test_a_place_given_back_is_kept_for_who_waited_first(town: Town):
    first, dossier_id = await full_town(town)
    second, third = town.citizen(), town.citizen()
    for person in (second, third, second):
        assert (await town.call(person, "POST", "/demarches/bac/waiting")).status_code == 201
    line = (await town.call(third, "GET", "/demarches/bac/waiting")).json()

    await withdraws(town, first, dossier_id)
    jumped = await town.call(town.citizen(), "POST", "/dossiers", json={"demarche": "bac"})
    await town.submitted(second)

    assert (line["status"], line["ahead"]) == ("waiting", 1)
    assert jumped.status_code == 409
    [offered] = await town.service.published(town.tenant, type="demarches.place.offered.v1")
    assert str(second.subject) not in str(offered["data"])
    [quota] = await town.service.rows("select used from allotments where tenant = :t", t=town.tenant)
    assert quota["used"] == 1


@pytest.mark.requirement("DM-03")
async def test_new_places_go_to_those_who_wait_in_their_order(town: Town):
    _ = await full_town(town)
    waiting = [town.citizen() for _ in range(3)]
    for person in waiting:
        await town.call(person, "POST", "/demarches/bac/waiting")
    [row] = await town.service.rows("select id from demarches where tenant = :t", t=town.tenant)
    raised = PublishDefinition(row["id"], a_definition(department_id=town.department_id, quota=3))

    await town.service.run(publish_definition, raised, actor=Actor.of_service("demarches", town.tenant))

    lines = [(await town.call(person, "GET", "/demarches/bac/waiting")).json()["status"] for person in waiting]
    assert lines == ["offered", "offered", "waiting"]
    assert (await town.call(town.citizen(), "POST", "/dossiers", json={"demarche": "bac"})).status_code == 409
    await town.submitted(waiting[1])
    [quota] = await town.service.rows("select used, places from allotments where tenant = :t", t=town.tenant)
    assert (quota["used"], quota["places"]) == (3, 3)


@pytest.mark.requirement("DM-03")
async def test_a_place_not_taken_in_two_days_goes_to_the_next_and_then_to_all(town: Town):
    first, dossier_id = await full_town(town)
    second, third = town.citizen(), town.citizen()
    for person in (second, third):
        await town.call(person, "POST", "/demarches/bac/waiting")
    await withdraws(town, first, dossier_id)

    async def standings() -> list[str]:
        return [(await town.call(p, "GET", "/demarches/bac/waiting")).json()["status"] for p in (second, third)]

    assert await standings() == ["offered", "waiting"]
    await ring(town, timedelta(hours=49))
    assert await standings() == ["none", "offered"]
    await ring(town, timedelta(hours=49))
    assert await standings() == ["none", "none"]
    await town.submitted(town.citizen())


@pytest.mark.requirement("DM-03")
async def test_one_leaves_the_list_and_nobody_waits_while_there_are_places(town: Town):
    first, dossier_id = await full_town(town)
    second = town.citizen()
    await town.call(second, "POST", "/demarches/bac/waiting")
    await withdraws(town, first, dossier_id)

    left = await town.call(second, "POST", "/demarches/bac/waiting/end")
    again = await town.call(second, "POST", "/demarches/bac/waiting/end")
    needless = await town.call(second, "POST", "/demarches/bac/waiting")
    visitor = await town.call(a_visitor(town.tenant), "POST", "/demarches/bac/waiting")

    assert [a.status_code for a in (left, again, needless, visitor)] == [204, 409, 409, 401]
    assert problem(needless)["title"] == "Il reste de la place : la liste d’attente n’est pas ouverte."


@pytest.mark.requirement("DM-20")
async def test_a_page_stands_in_the_catalogue_is_found_and_read(town: Town):
    page = Place(
        id=uuid4(),
        slug="nouveaux-habitants",
        theme_id=town.theme_id,
        title={"fr": "Vous venez d’arriver", "en": "New in town"},
        summary="Les premières démarches.",
        kind=Kind.PAGE,
        body={"fr": "Bienvenue.", "en": "Welcome."},
        keywords=("emménager",),
    )
    itself = Actor.of_service("demarches", town.tenant)
    await town.service.run(arrange_catalogue, ArrangeCatalogue(reference_prefix="PLA", places=(page,)), actor=itself)
    visitor = a_visitor(town.tenant)

    entries = (await town.call(visitor, "GET", "/catalogue")).json()["themes"][0]["demarches"]
    found = (await town.call(visitor, "GET", "/search", params={"q": "emmenager"})).json()["items"]
    read = await town.call(visitor, "GET", "/pages/nouveaux-habitants")

    assert [(entry["slug"], entry["kind"]) for entry in entries] == [("nouveaux-habitants", "page")]
    assert [entry["slug"] for entry in found] == ["nouveaux-habitants"]
    assert read.json()["body"] == "Bienvenue."
    assert (await town.call(visitor, "GET", "/pages/bac")).status_code == 404
    assert (await town.call(visitor, "GET", "/demarches/nouveaux-habitants")).status_code == 404


@pytest.mark.requirement("DM-02")
async def test_an_agent_teaches_the_search_an_everyday_word(town: Town):
    await town.offers(title="Occupation du domaine public", summary="Installer une terrasse.")
    desk = Desk(town, town.agent(READ, EDIT))
    visitor = a_visitor(town.tenant)

    async def finds(word: str) -> list[str]:
        return [e["slug"] for e in (await town.call(visitor, "GET", "/search", params={"q": word})).json()["items"]]

    before = await finds("guinguette")
    wrong = await desk.posts("/demarches/synonyms", "/demarches/synonyms", term=" ", means="x")
    await desk.posts("/demarches/synonyms", "/demarches/synonyms", term="Guinguettes", means="domaine public")
    after = await finds("guinguette")
    await desk.posts("/demarches/synonyms", "/demarches/synonyms", drop="guinguettes")

    assert (before, wrong.status_code, after) == ([], 422, ["bac"])
    assert await finds("guinguette") == []


@pytest.mark.requirement("DM-02")
@pytest.mark.parametrize(
    ("typed", "slug"),
    [
        ("poubelle", "bac-de-collecte"),
        ("poubeles", "bac-de-collecte"),
        ("cantine", "restauration-scolaire"),
        ("électeurs", "liste-electorale"),
        ("passport", "passeport-carte-identite"),
        ("demenager", "changement-adresse"),
        ("bruit voisins", "signaler-nuisance"),
        ("créche", "place-en-creche"),
        ("permi de construire", "permis-de-construire-maison"),
        ("clés perdues", "objet-perdu"),
        ("shcool", "inscription-scolaire"),
        ("birt certificat", "acte-de-naissance"),
    ],
)
async def test_everyday_words_find_the_ready_demarches(plassans: Town, typed: str, slug: str):
    answer = await plassans.call(a_visitor(plassans.tenant), "GET", "/search", params={"q": typed})

    assert slug in [entry["slug"] for entry in answer.json()["items"]][:3]


@pytest.mark.requirement("DM-02")
@pytest.mark.parametrize("typed", ["canard", "canards"])
async def test_a_word_that_only_resembles_finds_nothing(plassans: Town, typed: str):
    answer = await plassans.call(a_visitor(plassans.tenant), "GET", "/search", params={"q": typed})

    assert answer.json()["items"] == []
