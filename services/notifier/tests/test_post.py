"""Who does not receive mails, or asks for it, is written to on paper: a batch, its sheets, what the post brought back."""

from html import unescape
from urllib.parse import unquote
from uuid import uuid4

import pypdfium2
import pytest
from postal.owners import Owners, a_submission, facts_of
from test_editing_console import send

from contracts.asks import MessageFacts, Reach
from contracts.messages import BY_KEY
from kit.actors import a_citizen, a_member
from kit.eventually import eventually
from kit.service import problem
from notifier.domain.addresses.suppression import suppression_id

HOME = "/console/courrier"
ADDRESS = ("12 rue des Tanneurs", "13100 Plassans")


@pytest.fixture
def manager(tenant):
    return a_member(tenant, "notifier.addresses.mend", "notifier.messages.read")


async def row_of(notifier, cause, status):
    async def look():
        rows = await notifier.rows("select * from notifications where cause_id = :c and status = :s", c=cause, s=status)
        return rows[0] if rows else None

    return await eventually(look)


def lives_at(owners: Owners, person, *address: str, **changes):
    name = f"{person.given_name} {person.family_name}"
    owners.reaches[person.account_id] = Reach(account_id=person.account_id, name=name, address=address, **changes)


async def one_who_bounces(notifier, owners: Owners, line, tenant, *address: str, template="dossier_decided", **changes):
    """Their message, and the id under which their address is known."""
    person = owners.somebody(**changes)
    lives_at(owners, person, *(address or ADDRESS))
    line.rules[person.email].refuse = ["550 5.1.1 unknown"]
    cause = await owners.says(a_submission(), tenant=tenant, facts=facts_of(template, person))
    lost = await row_of(notifier, cause, "permanent-failure")
    return person, lost, suppression_id(lost["address_trace"])


async def letters(notifier, manager, **wanted):
    return (await notifier.call(manager, "GET", "/v1/post/letters", params=wanted)).json()["items"]


async def statuses(notifier, manager):
    return sorted(line["status"] for line in await letters(notifier, manager))


async def a_batch(notifier, manager):
    made = await notifier.call(manager, "POST", "/v1/post/batches")
    assert made.status_code == 201, made.text
    return made.json()


async def pages_of(notifier, manager, batch) -> list[str]:
    file = await notifier.call(manager, "GET", f"/v1/post/batches/{batch['id']}/sheets")
    assert file.headers["content-type"] == "application/pdf"
    assert file.headers["cache-control"] == "no-store"
    return [" ".join(page.get_textpage().get_text_bounded().split()) for page in pypdfium2.PdfDocument(file.content)]


@pytest.mark.requirement("NT-05")
async def test_what_came_back_is_printed_posted_and_its_reader_counts_as_reached(
    notifier, owners: Owners, line, tenant, manager
):
    _, lost, known = await one_who_bounces(notifier, owners, line, tenant, given_name="Pascale")

    asked = await notifier.call(manager, "POST", f"/v1/suppressions/{known}/letters")
    again = await notifier.call(manager, "POST", f"/v1/suppressions/{known}/letters")
    batch = await a_batch(notifier, manager)
    [sheet] = await pages_of(notifier, manager, batch)
    path = f"/v1/post/batches/{batch['id']}"
    done = [await notifier.call(manager, "POST", f"{path}/{act}") for act in ("printing", "posting", "posting")]

    assert (asked.json(), problem(again)["status"]) == ({"letters": 1}, 409)
    for said in ("Pascale Rougon", *ADDRESS, "Ville de Plassans", "PLA-2026-000123", "nos courriels vous reviennent"):
        assert said in sheet
    assert [answer.status_code for answer in done] == [204, 204, 409]
    [letter] = await letters(notifier, manager)
    assert (letter["status"], letter["because"], letter["notification_id"]) == (
        "posted",
        "mail-returns",
        str(lost["id"]),
    )
    [posted] = await notifier.published(tenant, type="notifier.postal_letter.posted.v1")
    assert posted["data"] == {"letter_id": letter["id"], "notification_id": letter["notification_id"]}
    reached = (await notifier.call(manager, "GET", f"/v1/suppressions/{known}")).json()
    assert reached["reached_at"] is not None
    kept = await notifier.rows("select * from postal_letters where id = :id", id=letter["id"])
    assert not any(word in str(kept) for word in ("Pascale", *ADDRESS))


@pytest.mark.requirement("NT-05")
async def test_address_and_words_are_asked_when_it_is_printed(notifier, owners: Owners, line, tenant, manager):
    person, _, known = await one_who_bounces(notifier, owners, line, tenant)
    await notifier.call(manager, "POST", f"/v1/suppressions/{known}/letters")
    batch = await a_batch(notifier, manager)

    lives_at(owners, person, "3 place Saint-Mittre", "13100 Plassans", locale="en")
    [sheet] = await pages_of(notifier, manager, batch)

    assert "3 place Saint-Mittre" in sheet
    assert ADDRESS[0] not in sheet
    assert "our emails to you come back" in sheet


@pytest.mark.requirement("NT-05")
async def test_what_cannot_or_need_not_be_printed_is_said(notifier, owners: Owners, line, tenant, manager):
    homeless, _, first = await one_who_bounces(notifier, owners, line, tenant)
    lives_at(owners, homeless)
    reader, lost, second = await one_who_bounces(notifier, owners, line, tenant)
    gone, erased, third = await one_who_bounces(notifier, owners, line, tenant)
    owners.facts[erased["cause_id"]] = MessageFacts(template="dossier_decided")
    for known in (first, second, third):
        await notifier.call(manager, "POST", f"/v1/suppressions/{known}/letters")
    citizen = a_citizen(tenant, subject=reader.account_id)
    await notifier.call(citizen, "POST", f"/v1/me/notices/{lost['id']}/reading")

    nothing = await notifier.call(manager, "POST", "/v1/post/batches")

    assert problem(nothing)["title"] == "Aucun courrier n’attend d’être imprimé."
    assert await statuses(notifier, manager) == ["no-address", "pointless", "read"]
    assert await letters(notifier, manager, account_id=str(gone.account_id), status="pointless")


async def two_in_a_batch(notifier, owners: Owners, line, tenant, manager):
    """One who stays, one whose message loses its point when `owners.facts[theirs]` is emptied."""
    stays, _, first = await one_who_bounces(notifier, owners, line, tenant, given_name="Marthe")
    leaves, lost, second = await one_who_bounces(notifier, owners, line, tenant, given_name="Serge")
    for known in (first, second):
        await notifier.call(manager, "POST", f"/v1/suppressions/{known}/letters")
    return stays, leaves, lost["cause_id"], await a_batch(notifier, manager)


@pytest.mark.requirement("NT-05")
async def test_what_lost_its_point_before_the_sheets_were_drawn_has_none_and_is_not_posted(
    notifier, owners: Owners, line, tenant, manager
):
    _, gone, theirs, batch = await two_in_a_batch(notifier, owners, line, tenant, manager)
    path = f"/v1/post/batches/{batch['id']}"
    owners.facts[theirs] = MessageFacts(template="dossier_decided")

    early = await notifier.call(manager, "POST", f"{path}/posting")
    [sheet] = await pages_of(notifier, manager, batch)
    for act in ("printing", "posting"):
        assert (await notifier.call(manager, "POST", f"{path}/{act}")).status_code == 204

    assert problem(early)["title"] == "Ce lot n’est pas encore imprimé."
    assert "Marthe" in sheet
    assert await statuses(notifier, manager) == ["pointless", "posted"]
    [pointless] = await letters(notifier, manager, status="pointless")
    assert pointless["account_id"] == str(gone.account_id)
    assert len(await notifier.published(tenant, type="notifier.postal_letter.posted.v1")) == 1
    shown = (await notifier.call(manager, "GET", path)).json()
    assert (shown["letters"], shown["left"], shown["sent"]) == (2, 0, 1)


@pytest.mark.requirement("NT-05")
async def test_the_desk_is_told_which_sheets_to_take_out_again(notifier, owners: Owners, line, tenant, manager):
    _, gone, theirs, batch = await two_in_a_batch(notifier, owners, line, tenant, manager)
    here = f"{HOME}/lots/{batch['id']}"
    drawn = await pages_of(notifier, manager, batch)
    owners.facts[theirs] = MessageFacts(template="dossier_decided")

    printed = await send(notifier, manager, f"{here}/impression", {}, form_at=here)
    page = unescape((await notifier.call(manager, "GET", here)).text)
    await send(notifier, manager, f"{here}/depot", {}, form_at=here)

    [taken_out] = [line for line in batch["lines"] if line["account_id"] == str(gone.account_id)]
    mark = taken_out["id"].replace("-", "")[-6:].upper()
    assert any(f"courrier {mark}" in sheet and "Serge" in sheet for sheet in drawn)
    assert "retirez leurs feuilles" in unquote(printed.headers["x-parvis-flash"])
    assert f"{mark}, Serge Rougon" in page
    assert await statuses(notifier, manager) == ["pointless", "posted"]


@pytest.mark.requirement("NT-05")
async def test_a_batch_that_lost_all_its_letters_is_empty(notifier, owners: Owners, line, tenant, manager):
    _, lost, known = await one_who_bounces(notifier, owners, line, tenant)
    await notifier.call(manager, "POST", f"/v1/suppressions/{known}/letters")
    batch = await a_batch(notifier, manager)
    owners.facts[lost["cause_id"]] = MessageFacts(template="dossier_decided")

    answers = [
        await notifier.call(manager, "GET", f"/v1/post/batches/{batch['id']}/sheets"),
        await notifier.call(manager, "POST", f"/v1/post/batches/{batch['id']}/printing"),
        await notifier.call(manager, "POST", f"/v1/post/batches/{batch['id']}/posting"),
    ]

    assert [answer.status_code for answer in answers] == [409, 204, 409]
    assert problem(answers[0])["title"] == problem(answers[2])["title"] == "Ce lot ne contient plus aucun courrier."
    assert await statuses(notifier, manager) == ["pointless"]


@pytest.mark.requirement("NT-05")
async def test_printed_on_both_sides_no_sheet_holds_two_letters(notifier, owners: Owners, line, tenant, manager):
    long, lost, first = await one_who_bounces(notifier, owners, line, tenant, given_name="Marthe")
    _, _, second = await one_who_bounces(notifier, owners, line, tenant, given_name="Serge")
    values = {**BY_KEY["dossier_decided"].sample, "legal": "Cette décision peut être contestée. " * 150}
    owners.facts[lost["cause_id"]] = facts_of("dossier_decided", long, values=values)
    for known in (second, first):
        await notifier.call(manager, "POST", f"/v1/suppressions/{known}/letters")

    pages = await pages_of(notifier, manager, await a_batch(notifier, manager))

    ends = [page.rpartition("page ")[2] for page in pages]
    assert ends == ["1/1", "", "1/2", "2/2"]
    assert ["13100 Plassans" in page for page in pages] == [True, False, True, False]


@pytest.mark.requirement("NT-05")
async def test_what_is_worth_no_stamp_is_not_written(notifier, owners: Owners, line, tenant, manager):
    _, _, known = await one_who_bounces(notifier, owners, line, tenant, template="booking_reminder")

    refused = await notifier.call(manager, "POST", f"/v1/suppressions/{known}/letters")

    assert problem(refused)["status"] == 409
    assert await letters(notifier, manager) == []


@pytest.mark.requirement("NT-05")
async def test_who_asks_for_letters_gets_them_where_the_town_offers_them(
    notifier, owners: Owners, mails, tenant, manager
):
    person = owners.somebody()
    lives_at(owners, person, *ADDRESS)
    citizen = a_citizen(tenant, subject=person.account_id)
    wanted = {"on_paper": ["dossier_decided"]}
    before = (await notifier.call(citizen, "PUT", "/v1/me/preferences", json=wanted)).json()
    await owners.says(a_submission(), tenant=tenant, facts=facts_of("dossier_decided", person))
    await mails.one_to(person.email)
    none = await letters(notifier, manager)

    await notifier.call(manager, "PUT", "/v1/post/offer", json={"offered": True})
    after = (await notifier.call(citizen, "GET", "/v1/me/preferences")).json()
    for template in ("dossier_decided", "dossier_received"):
        cause = await owners.says(a_submission(), tenant=tenant, facts=facts_of(template, person))
        await row_of(notifier, cause, "accepted")
    [letter] = await letters(notifier, manager)
    [sheet] = await pages_of(notifier, manager, await a_batch(notifier, manager))

    assert (before["on_paper"], none) == ([], [])
    assert "dossier_decided" in after["on_paper"]
    assert (letter["kind"], letter["because"]) == ("dossier_decided", "asked")
    assert "Vous avez demandé à recevoir ces messages par la poste" in sheet


async def test_a_kind_that_does_not_come_by_post_is_refused(notifier, tenant):
    citizen = a_citizen(tenant, subject=uuid4())

    refused = await notifier.call(citizen, "PUT", "/v1/me/preferences", json={"on_paper": ["password_reset"]})

    assert problem(refused)["errors"][0]["pointer"] == "/on_paper/password_reset"


@pytest.mark.requirement("NT-05")
async def test_the_desk_writes_prints_sets_aside_posts_and_hears_what_came_back(
    notifier, owners: Owners, line, tenant, manager
):
    people = [await one_who_bounces(notifier, owners, line, tenant, given_name=name) for name in ("Marthe", "Serge")]
    addresses = await notifier.call(manager, "GET", "/console/adresses")
    empty = await notifier.call(manager, "GET", HOME)
    for _, _, known in people:
        path = f"/console/adresses/{known}/courrier"
        assert (await send(notifier, manager, path, {}, form_at="/console/adresses")).status_code == 303
    listed = await notifier.call(manager, "GET", HOME)

    made = await send(notifier, manager, f"{HOME}/lots", {}, form_at=HOME)
    batch = made.headers["location"].replace("/notifier/", "/console/")
    shown = await notifier.call(manager, "GET", batch)
    mine = {line["account_id"]: line["id"] for line in await letters(notifier, manager)}
    marthe, serge = (mine[str(person.account_id)] for person, _, _ in people)
    lot = batch.rpartition("/")[2]
    await send(notifier, manager, f"{HOME}/lettres/{marthe}/retrait?lot={lot}", {}, form_at=batch)
    early = await send(notifier, manager, f"{HOME}/lettres/{serge}/retour?lot={lot}", {}, form_at=batch)
    file = await notifier.call(manager, "GET", f"{batch}/courriers.pdf")
    for act in ("impression", "depot"):
        await send(notifier, manager, f"{batch}/{act}", {}, form_at=batch)
    posted = await notifier.call(manager, "GET", batch)
    await send(notifier, manager, f"{HOME}/lettres/{serge}/retour?lot={lot}", {}, form_at=batch)
    message = await notifier.call(manager, "GET", f"/console/messages/{people[1][1]['id']}")

    assert "Écrire par la poste" in unescape(addresses.text)
    assert "Rien à imprimer" in unescape(empty.text)
    assert "Marthe Rougon" in listed.text
    assert "12 rue des Tanneurs, 13100 Plassans" in shown.text
    assert early.status_code == 303
    assert len(pypdfium2.PdfDocument(file.content)) == 1
    assert "Posté" in unescape(posted.text)
    assert "Rapporté par la poste" in unescape(message.text)
    assert await statuses(notifier, manager) == ["returned", "withdrawn"]


@pytest.mark.requirement("NT-05")
async def test_a_silent_owner_costs_no_letter(notifier, owners: Owners, line, tenant, manager):
    _, lost, known = await one_who_bounces(notifier, owners, line, tenant)
    await notifier.call(manager, "POST", f"/v1/suppressions/{known}/letters")
    del owners.facts[lost["cause_id"]]

    made = await send(notifier, manager, f"{HOME}/lots", {}, form_at=HOME)

    assert made.headers["location"] == "/notifier/courrier"
    assert await statuses(notifier, manager) == ["waiting"]
