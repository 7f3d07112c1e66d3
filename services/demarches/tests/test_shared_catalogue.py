"""The operator's catalogue: offered, copied, kept up with; what both changed is chosen place by place."""

from fnmatch import fnmatch
from typing import Any
from uuid import UUID, uuid4

import msgspec
import pytest
from desks import ALL, HEADERS, Desk
from letters_written import written
from towns import Town, found_town

from contracts.events import Envelope
from contracts.messages import BY_KEY
from contracts.topology import HEARS
from demarches.domain.editor.differences import replaced
from demarches.domain.editor.sharing import update, without_own
from demarches.domain.permissions import EDIT, SHARE
from demarches.events.copies import COPIES
from demarches.events.subscriptions import SUBSCRIPTIONS
from demarches.storage import sharing
from kit.actors import a_member

HOME = "/demarches/definitions"


@pytest.fixture
async def operator(town: Town) -> Desk:
    """The operator is an organisation like others, with one more permission."""
    support = await found_town(town.service, uuid4())
    return Desk(support, support.agent(*ALL, SHARE))


async def authored(desk: Desk, title: str = "Prêt de matériel") -> UUID:
    fields = {"title": title, "theme": str(desk.town.theme_id), "department": str(desk.town.department_id)}
    made = await desk.posts(HOME, HOME, **fields)
    demarche_id = UUID(made.headers["location"].split("/")[-2])
    words = {"title": title, "summary": "La commune prête.", "what_you_get": "Un prêt."}
    await saves(desk, demarche_id, "texts", exchanges="1", **words)
    return demarche_id


async def saves(desk: Desk, demarche_id: UUID, tab: str, **fields: Any):
    page = f"{HOME}/{demarche_id}/letter"
    version = (await desk.opens(page)).text.split('name="version" value="')[1].split('"')[0]
    return await desk.sends(page, f"{HOME}/{demarche_id}/{tab}", {"version": version, **fields})


async def asks_for_the_day(desk: Desk, demarche_id: UUID) -> None:
    await saves(desk, demarche_id, "form", within="demande", kind="date")
    await saves(desk, demarche_id, "items/date_1", id="date_1", label="Jour du retrait", required="no")


async def content(desk: Desk, demarche_id: UUID) -> dict[str, Any]:
    return (await desk.opens(f"{HOME}/{demarche_id}/export")).json()["content"]


async def shares(desk: Desk, demarche_id: UUID, note: str = "Première version."):
    return await desk.posts(f"{HOME}/{demarche_id}/publication", f"{HOME}/{demarche_id}/sharing", note=note)


async def copies(desk: Desk, shared_id: UUID, title: str = "Prêt de matériel") -> UUID:
    fields = {"title": title, "theme": str(desk.town.theme_id), "department": str(desk.town.department_id)}
    page = f"{HOME}/shared/{shared_id}"
    made = await desk.posts(page, page, **fields)
    assert made.status_code == 303, made.text
    return UUID(made.headers["location"].split("/")[-2])


@pytest.mark.requirement("DM-17")
async def test_what_the_operator_offers_a_town_copies_and_publishes_as_its_own(town: Town, operator: Desk):
    shared_id = await authored(operator)
    before = await operator.town.service.published(operator.town.tenant)

    offered = await shares(operator, shared_id)
    desk = Desk(town)
    shelf = (await desk.opens(f"{HOME}/shared")).text
    copy = await copies(desk, shared_id)
    published = await saves(desk, copy, "publication", act="publish")
    after = (await desk.opens(f"{HOME}/shared")).text

    assert (offered.status_code, published.status_code) == (303, 303)
    assert "Prêt de matériel" in shelf
    assert "Pas encore copiée" in shelf
    assert "Copiée, à jour" in after
    assert (await town.call(town.citizen(), "GET", "/demarches/pret-de-materiel")).status_code == 200
    assert (await content(desk, copy))["department_id"] == str(town.department_id)
    events = (await operator.town.service.published(operator.town.tenant))[len(before) :]
    assert [(event["type"], event["data"]) for event in events] == [
        ("demarches.definition.shared.v1", {"demarche_id": str(shared_id), "number": 1})
    ]


@pytest.mark.requirement("GW-03")
async def test_on_english_pages_the_operators_french_words_are_said_to_be_french(town: Town, operator: Desk):
    shared_id = await authored(operator)
    await shares(operator, shared_id)
    english = {**HEADERS, "accept-language": "en"}
    agent, place = Desk(town).agent, HOME.replace("/demarches/", "/console/", 1)

    shelf = await town.service.call(agent, "GET", f"{place}/shared", headers=english)
    offer = await town.service.call(agent, "GET", f"{place}/shared/{shared_id}", headers=english)
    french = await Desk(town).opens(f"{HOME}/shared/{shared_id}")

    assert '<span lang="fr">Première version.</span>' in shelf.text
    assert '<span lang="fr">Première version.</span>' in offer.text
    assert '<p class="lead" lang="fr">La commune prête.</p>' in offer.text
    assert '<p class="lead">La commune prête.</p>' in french.text


@pytest.mark.requirement("DM-17")
async def test_a_later_version_is_taken_without_losing_what_the_town_adapted(town: Town, operator: Desk):
    shared_id = await authored(operator)
    await shares(operator, shared_id)
    desk = Desk(town)
    copy = await copies(desk, shared_id)
    await saves(desk, copy, "items/request", label="Que voulez-vous emprunter ?", id="request", required="yes")
    await saves(desk, copy, "clock", silence="acceptance", months="3", missing="restarts", articles="CRPA L231-1")
    await saves(desk, copy, "publication", act="publish")
    await saves(operator, shared_id, "items/request", label="Matériel souhaité", id="request", required="yes")
    await asks_for_the_day(operator, shared_id)
    await shares(operator, shared_id, "Une date de retrait.")

    told = (await desk.opens(f"{HOME}/{copy}/texts")).text
    page = (await desk.opens(f"{HOME}/{copy}/update")).text
    taken = await desk.posts(
        f"{HOME}/{copy}/update", f"{HOME}/{copy}/update", number="2", version="0", **{"whose-1": "ours"}
    )
    made = await content(desk, copy)

    assert "L’opérateur propose une nouvelle version de cette démarche." in told
    assert "Une date de retrait." in page
    assert "1 endroit a changé chez vous aussi." in page
    assert taken.status_code == 303
    items = made["form"]["steps"][1]["items"]
    assert [item["id"] for item in items] == ["request", "date_1"]
    assert (items[0]["label"], made["clock"]["months"]) == ("Que voulez-vous emprunter ?", 3)
    assert "Mise à jour proposée" not in (await desk.opens(HOME)).text


@pytest.mark.requirement("DM-17")
async def test_a_conflict_is_settled_their_way_where_the_town_says_so(town: Town, operator: Desk):
    shared_id = await authored(operator)
    await shares(operator, shared_id)
    agent = town.agent(*ALL)
    body = {"title": "Prêt", "theme_id": str(town.theme_id), "department_id": str(town.department_id)}
    copy = (await town.call(agent, "POST", f"/shared-definitions/{shared_id}/copies", json=body)).json()["id"]
    desk = Desk(town, agent)
    for each, who, label in ((copy, desk, "Ici"), (shared_id, operator, "Là-bas")):
        await saves(who, each, "items/request", label=label, id="request", required="yes")
    await shares(operator, shared_id, "D’autres mots.")

    update = (await town.call(agent, "GET", f"/definitions/{copy}/update")).json()
    place = update["conflicts"][0][0]
    answers = {"number": update["number"], "version": update["version"], "theirs": [place]}
    taken = await town.call(agent, "POST", f"/definitions/{copy}/update", json=answers)
    again = await town.call(agent, "POST", f"/definitions/{copy}/update", json=answers)

    assert place == ["form", "steps", "demande", "items", "request", "label"]
    assert update["conflicts"][0][1:] == ["Ici", "Là-bas"]
    assert (taken.status_code, again.status_code) == (201, 409)
    assert (await content(desk, copy))["form"]["steps"][1]["items"][0]["label"] == "Là-bas"
    assert (await town.call(agent, "GET", f"/definitions/{copy}/update")).json() is None


@pytest.mark.requirement("DM-17")
async def test_giving_up_the_work_gives_up_the_update_too_and_it_is_offered_again(town: Town, operator: Desk):
    shared_id = await authored(operator)
    await shares(operator, shared_id)
    desk = Desk(town)
    copy = await copies(desk, shared_id)
    await saves(desk, copy, "publication", act="publish")
    await asks_for_the_day(operator, shared_id)
    await shares(operator, shared_id, "Une date.")
    await desk.posts(f"{HOME}/{copy}/update", f"{HOME}/{copy}/update", number="2", version="0")

    dropped = await saves(desk, copy, "publication", act="drop", confirm="1")
    offered_again = (await desk.opens(HOME)).text
    stale = await desk.posts(f"{HOME}/{copy}/update", f"{HOME}/{copy}/update", number="1", version="0")

    assert dropped.status_code == 303
    assert "Mise à jour proposée" in offered_again
    assert stale.status_code == 412


@pytest.mark.requirement("DM-17")
async def test_what_could_not_be_published_or_says_nothing_new_is_not_offered(town: Town, operator: Desk):
    shared_id = await authored(operator)
    await shares(operator, shared_id)

    same = await shares(operator, shared_id)
    silent = await shares(operator, shared_id, "  ")
    rule = {"required": "when", "required-if-how": "written", "required-if": "nobody == 1"}
    assert (await saves(operator, shared_id, "items/request", label="Objet", **rule)).status_code == 303
    broken = await operator.town.call(operator.agent, "POST", f"/definitions/{shared_id}/sharing", json={"note": "x"})
    seen = (await town.call(town.agent(EDIT), "GET", "/shared-definitions")).json()

    assert (same.status_code, silent.status_code, broken.status_code) == (303, 303, 422)
    assert [line["number"] for line in seen if line["id"] == str(shared_id)] == [1]


@pytest.mark.requirement("DM-17")
async def test_only_the_operator_offers_and_only_authors_look(town: Town, operator: Desk):
    shared_id = await authored(operator)
    own = await town.offers()

    refused = await town.call(town.agent(*ALL), "POST", f"/definitions/{own}/sharing", json={"note": "x"})
    elsewhere = await town.call(
        town.agent(*ALL, SHARE), "POST", f"/definitions/{shared_id}/sharing", json={"note": "x"}
    )
    unshared = await town.call(town.agent(*ALL), "GET", f"/shared-definitions/{shared_id}")
    reader = await town.call(a_member(town.tenant), "GET", "/shared-definitions")
    page = (await Desk(town).opens(f"{HOME}/{own}/publication")).text

    assert (refused.status_code, elsewhere.status_code) == (403, 404)
    assert (unshared.status_code, reader.status_code) == (404, 403)
    assert "Proposer à toutes les collectivités" not in page


async def told(town: Town, tenant: UUID, event: dict[str, Any], subscription: Any) -> None:
    """As the bus would hand it over."""
    envelope = Envelope(
        id=event["id"], source="demarches", type=event["type"], subject=event["aggregate_id"], time=event["at"],
        tenant=tenant, sequence=1, actor="service:demarches", data=msgspec.Raw(msgspec.json.encode(event["data"])),
        traceparent="",
    )  # fmt: skip
    await subscription.take(envelope, town.service.commands, service="demarches")


async def last_event(town: Town, tenant: UUID, type: str) -> dict[str, Any]:
    return dict((await town.service.published(tenant, type=f"demarches.definition.{type}.v1"))[-1])


@pytest.mark.requirement("DM-17")
async def test_each_town_that_copied_is_told_of_a_later_version_once_and_its_authors_are_written_to(
    town: Town, operator: Desk
):
    shared_id = await authored(operator)
    await shares(operator, shared_id)
    desk, other = await Desk(town).known(), Desk(await found_town(town.service, uuid4()))
    copy = await copies(desk, shared_id)
    await asks_for_the_day(operator, shared_id)
    await shares(operator, shared_id, "Une date.")
    event = await last_event(town, operator.town.tenant, "shared")

    for _ in range(2):
        await told(town, operator.town.tenant, event, COPIES[0])
    facts = await written(town, "definition.update_offered")

    offered = await town.service.published(town.tenant, type="demarches.definition.update_offered.v1")
    assert [one["data"] for one in offered] == [{"demarche_id": str(copy), "number": 2}]
    assert await town.service.published(other.town.tenant, type="demarches.definition.update_offered.v1") == []
    assert facts.template == "update_offered"
    assert [recipient.account_id for recipient in facts.recipients] == [desk.agent.subject]
    assert facts.values["note"] == "Une date."
    assert facts.values["link"].endswith(f"/demarches/definitions/{copy}/update")
    assert set(facts.values) == BY_KEY["update_offered"].names


@pytest.mark.requirement("DM-17")
async def test_what_the_operator_withdraws_nobody_copies_any_more_and_copies_stay(town: Town, operator: Desk):
    shared_id = await authored(operator)
    await shares(operator, shared_id)
    desk, stranger = await Desk(town).known(), Desk(await found_town(town.service, uuid4()))
    copy = await copies(desk, shared_id)
    await saves(desk, copy, "publication", act="publish")
    page = f"{HOME}/{shared_id}/publication"
    before = (await operator.opens(page)).text

    silent = await operator.posts(page, f"{HOME}/{shared_id}/sharing/end", reason=" ")
    ended = await operator.posts(page, f"{HOME}/{shared_id}/sharing/end", reason="Le décret a été abrogé.")
    event = await last_event(town, operator.town.tenant, "unshared")
    await told(town, operator.town.tenant, event, COPIES[1])
    facts = await written(town, "definition.source_withdrawn")
    mine, theirs = [(await one.opens(f"{HOME}/shared")).text for one in (desk, stranger)]
    kept = (await desk.opens(f"{HOME}/{copy}/texts")).text

    assert "1 collectivité l’a copiée" in before
    assert (silent.status_code, ended.status_code, event["data"]["number"]) == (303, 303, 2)
    assert "Copiée ; retirée du catalogue" in mine
    assert str(shared_id) not in theirs
    assert "a retiré cette démarche du catalogue partagé" in kept
    assert "Le décret a été abrogé." in kept
    assert "Retirée du catalogue partagé" in (await operator.opens(page)).text
    assert (facts.template, facts.values["note"]) == ("sharing_ended", "Le décret a été abrogé.")
    assert (await town.call(town.citizen(), "GET", "/demarches/pret-de-materiel")).status_code == 200
    for gone in (f"/shared-definitions/{shared_id}", f"/definitions/{copy}/update"):
        answer = await town.call(desk.agent, "GET", gone)
        assert answer.status_code == 404 or answer.json() is None


@pytest.mark.requirement("DM-17")
async def test_what_was_withdrawn_is_offered_again_the_same_and_only_its_owner_ends_it(town: Town, operator: Desk):
    shared_id = await authored(operator)
    await shares(operator, shared_id)
    end = f"/shared-definitions/{shared_id}/end"

    elsewhere = await town.call(town.agent(*ALL, SHARE), "POST", end, json={"reason": "x"})
    ended = await operator.town.call(operator.agent, "POST", end, json={"reason": "Trop tôt."})
    again = await operator.town.call(operator.agent, "POST", end, json={"reason": "Trop tôt."})
    refused = await town.call(
        town.agent(*ALL), "POST", f"/shared-definitions/{shared_id}/copies",
        json={"title": "x", "theme_id": str(town.theme_id), "department_id": str(town.department_id)},
    )  # fmt: skip
    await shares(operator, shared_id, "Le moment est venu.")
    copy = await copies(Desk(town), shared_id)

    assert [one.status_code for one in (elsewhere, ended, again, refused)] == [404, 201, 404, 404]
    assert (await town.call(town.agent(*ALL), "GET", f"/definitions/{copy}/update")).json() is None


@pytest.mark.requirement("ID-11")
async def test_whoever_offers_knows_who_copied_and_nobody_else_does(town: Town, operator: Desk):
    shared_id = await authored(operator)
    await shares(operator, shared_id)
    other = Desk(await found_town(town.service, uuid4()))
    for desk in (Desk(town), other):
        await copies(desk, shared_id)

    async def known_to(desk: Desk) -> set[UUID]:
        async with town.service.service.database.transaction(desk.agent, read_only=True) as connection:
            return set(await sharing.copiers(connection, shared_id))

    assert await known_to(operator) == {town.tenant, other.town.tenant}
    assert await known_to(other) == {other.town.tenant}
    assert (await operator.opens(f"{HOME}/shared")).text.count("Pas encore copiée") >= 1


def test_every_event_that_is_acted_on_is_delivered():
    heard = HEARS["demarches"]

    unheard = [
        one.event.type
        for one in SUBSCRIPTIONS
        if not any(fnmatch(one.event.type, subject.replace(">", "*")) for subject in heard)
    ]

    assert unheard == []


def test_a_place_is_set_added_and_taken_away_wherever_it_is():
    document = {"steps": [{"id": "a", "items": [{"id": "x", "label": "X"}]}], "quota": 3}

    assert replaced(document, ("steps", "a", "items", "x", "label"), "Y")["steps"][0]["items"][0]["label"] == "Y"
    assert replaced(document, ("steps", "a", "items", "x"), None)["steps"][0]["items"] == []
    assert replaced(document, ("steps", "b"), {"id": "b"})["steps"][1] == {"id": "b"}
    assert "quota" not in replaced(document, ("quota",), None)
    assert document["quota"] == 3


def test_what_belongs_to_an_organisation_does_not_travel_and_is_never_overwritten():
    base, theirs = {"title": "A"}, {"title": "B"}
    ours = {"title": "A", "department_id": "d", "appointment": {"calendars": ["c"]}}

    assert without_own(ours) == {"title": "A"}
    assert update(base, ours, theirs).content == {**ours, "title": "B"}
