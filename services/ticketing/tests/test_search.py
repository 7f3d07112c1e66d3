"""What was said is found again: in French, by who may read it, and nothing of the team's notes by customers."""

import csv
import io
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from odfdo import Document
from support_portal import ANSWER, OPEN, READ, Portal

from chassis.actor import Actor
from kit.actors import a_member
from ticketing import migrations


async def found(portal: Portal, words: str, path: str = "/v1/me/tickets", actor: Actor | None = None, **more: Any):
    answer = await portal.call(actor or portal.customer, "GET", path, params={"q": words, **more})
    assert answer.status_code == 200, answer.text
    return [line["id"] for line in answer.json()["items"]]


async def at_the_desk(portal: Portal, words: str, **more: Any) -> list[str]:
    return await found(portal, words, "/v1/desk/tickets", portal.agent, **more)


@pytest.mark.requirement("TK-03")
@pytest.mark.parametrize(
    ("words", "is_found"),
    [
        ("imprimante", True),
        ("Imprimantes", True),
        ("IMPRIM", True),
        ("etiquettes", True),
        ("l’étiquette", True),
        ("muette imprimante", True),
        ("imprimante scanner", False),
        ("scanner", False),
        ("4.2", True),
        ("le", False),
        ("%", False),
        ("'; drop table tickets; --", False),
        ("&|!:*()\\", False),
        ("ŉ « “ ʼ", False),
    ],
)
async def test_a_request_is_found_by_the_words_of_its_subject_whatever_their_form(
    words: str, is_found: bool, portal: Portal
):
    ticket = await portal.open(subject="L'imprimante d'étiquettes 4.2 est muette")

    wanted = [ticket] if is_found else []
    assert await found(portal, words) == wanted
    assert await at_the_desk(portal, words) == wanted


@pytest.mark.requirement("TK-03")
@pytest.mark.parametrize("where", ["answers", "messages of the customer", "answers of support", "interventions"])
async def test_a_request_is_found_by_what_was_said_in_it(where: str, portal: Portal):
    said = "Le bordereau Chèvrefeuille est introuvable."
    ticket = await portal.open(answers={"description": said if where == "answers" else "Rien ne va."})
    await portal.open(subject="Une autre")
    if where == "messages of the customer":
        await portal.reply(ticket, said)
    if where == "answers of support":
        await portal.answer(ticket, said)
    if where == "interventions":
        call = {"kind": "call", "minutes": 5, "summary": said}
        await portal.call(portal.agent, "POST", f"/v1/desk/tickets/{ticket}/interventions", json=call)

    assert await found(portal, "chevrefeuille") == [ticket]
    assert await at_the_desk(portal, "chevrefeuille") == [ticket]


@pytest.mark.requirement("TK-06")
async def test_an_internal_note_is_found_by_the_support_team_and_by_no_customer(portal: Portal):
    ticket = await portal.open()
    await portal.note(ticket, "Client sous contrat Mandragore.")
    readers = [portal.customer, portal.a_customer(READ), a_member(portal.tenant, OPEN, READ)]

    assert await at_the_desk(portal, "mandragore") == [ticket]
    assert await found(portal, "mandragore") == []
    for reader in readers[1:]:
        assert await found(portal, "mandragore", "/v1/organisation/tickets", reader) == []


@pytest.mark.requirement("TK-03")
async def test_a_search_stays_within_what_one_may_see(portal: Portal):
    elsewhere = portal.a_customer(OPEN, organisation=uuid4())
    theirs = await portal.open(elsewhere, subject="Pergola")

    assert await found(portal, "pergola") == []
    assert await found(portal, "pergola", "/v1/organisation/tickets", portal.a_customer(READ)) == []
    assert await at_the_desk(portal, "pergola") == [theirs]
    other = a_member(None, ANSWER)
    assert (await portal.call(other, "GET", "/v1/desk/tickets?q=pergola")).json()["items"] == []


@pytest.mark.requirement("TK-03")
async def test_closed_requests_are_searched_among_the_archives(portal: Portal):
    ticket = await portal.open(subject="Le calendrier des vacances")
    await portal.answer(ticket, then="resolved")
    await portal.call(portal.customer, "POST", f"/v1/tickets/{ticket}/confirmation")

    assert await found(portal, "vacances") == []
    assert await found(portal, "vacances", archived=True) == [ticket]
    assert await at_the_desk(portal, "vacances") == []
    assert await at_the_desk(portal, "vacances", queue="archives") == [ticket]


@pytest.mark.requirement("TK-03")
async def test_a_request_is_found_by_its_number_whole_or_by_its_last_figures(portal: Portal):
    ticket = await portal.open()
    number = (await portal.show(ticket))["reference"]

    for typed in (number, number.lower(), number[-6:]):
        assert await found(portal, typed) == [ticket]
        assert await at_the_desk(portal, typed) == [ticket]


@pytest.mark.requirement("TK-06")
@pytest.mark.parametrize("few", [0, 1, 1000], ids=["followed", "one too many", "gathered"])
async def test_a_word_of_many_requests_finds_each_once_and_in_the_order_of_the_queue(
    few: int, portal: Portal, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("ticketing.storage.search.FEW", few)
    calm = await portal.open(subject="Imprimante muette", urgency="low", impact="person")
    portal.service.clock.move(timedelta(minutes=1))
    grave = await portal.open(subject="Imprimante en feu", urgency="high", impact="organisation")
    portal.service.clock.move(timedelta(minutes=1))
    said = await portal.open(urgency="low", impact="person")
    await portal.reply(said, "C’est une imprimante.")
    await portal.open(subject="Autre chose")
    solved = await portal.open(subject="L'imprimante d'hier")
    await portal.answer(solved, then="resolved")

    first = (await portal.call(portal.agent, "GET", "/v1/desk/tickets?q=imprimante&limit=2")).json()
    more = await at_the_desk(portal, "imprimante", limit=2, cursor=first["next"])

    assert [line["id"] for line in first["items"]] + more == [grave, calm, said]
    assert await at_the_desk(portal, "imprimante", queue="archives") == [solved]
    assert await at_the_desk(portal, "imprimante feu") == [grave]
    assert await at_the_desk(portal, "%") == []


@pytest.mark.requirement("TK-06")
async def test_a_request_reopened_is_found_among_the_open_ones_again(portal: Portal):
    ticket = await portal.open(subject="Le calendrier des vacances")
    await portal.answer(ticket, then="resolved")

    await portal.reply(ticket, "Non, toujours pas.")

    assert await at_the_desk(portal, "vacances") == [ticket]
    assert await at_the_desk(portal, "vacances", queue="archives") == []


@pytest.mark.requirement("TK-06")
async def test_the_words_kept_of_a_request_are_those_that_its_migration_would_gather_anew(portal: Portal):
    ticket = await portal.open(subject="L'imprimante est muette")
    await portal.reply(ticket, "Le bordereau aussi.")
    call = {"kind": "call", "minutes": 5, "summary": "Pilote changé."}
    await portal.call(portal.agent, "POST", f"/v1/desk/tickets/{ticket}/interventions", json=call)
    await portal.answer(ticket, "Voilà.", then="resolved")
    gathering = Path(migrations.__file__).parent / "versions" / "0013_ticket_words.sql"
    anew = gathering.read_text().partition("insert into ticket_words (tenant, ticket_id, words)\n")[2].partition(";")[0]

    rows = await portal.service.rows(
        f"with anew (tenant, id, words) as ({anew}) select kept.words = anew.words as same "
        "from anew join ticket_words kept on kept.ticket_id = anew.id where anew.tenant = :tenant",
        tenant=portal.tenant,
    )

    assert [row["same"] for row in rows] == [True]


async def exported(portal: Portal, kind: str, actor: Actor | None = None, **asked: Any):
    return await portal.call(actor or portal.customer, "GET", f"/v1/exports/tickets/{kind}", params=asked)


@pytest.mark.requirement("TK-03")
async def test_the_list_leaves_as_csv_without_anything_that_a_spreadsheet_would_run(portal: Portal):
    await portal.open(subject='=HYPERLINK("http://mal.example")')
    await portal.open(portal.a_customer(OPEN), subject="D'un collègue")

    answer = await exported(portal, "csv")

    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert answer.headers["content-type"].startswith("text/csv")
    assert "attachment" in answer.headers["content-disposition"]
    assert rows[0][:3] == ["Numéro", "Objet", "Produit"]
    assert [row[1] for row in rows[1:]] == ['\'=HYPERLINK("http://mal.example")']


@pytest.mark.requirement("TK-03")
async def test_the_list_leaves_as_ods_with_what_was_searched(portal: Portal, tmp_path: Path):
    await portal.open(subject="Imprimante muette")
    await portal.open(subject="Autre chose")

    answer = await exported(portal, "ods", q="imprimante")

    kept = tmp_path / "demandes.ods"
    kept.write_bytes(answer.content)
    table = Document(kept).body.get_table(0)
    assert [row[1] for row in table.get_values()] == ["Objet", "Imprimante muette"]


@pytest.mark.requirement("TK-03")
async def test_a_list_of_many_pages_leaves_whole_and_with_one_heading(portal: Portal, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("ticketing.http.exports.PAGE", 2)
    for number in range(5):
        await portal.open(subject=f"Demande {number}")

    lines = (await exported(portal, "csv")).content.decode("utf-8-sig").splitlines()

    assert [line.split(";")[1] for line in lines] == ["Objet", *(f"Demande {number}" for number in (4, 3, 2, 1, 0))]


@pytest.mark.requirement("TK-04")
async def test_one_exports_the_lists_that_one_may_read(portal: Portal):
    await portal.open(subject="Demande du service")
    reader = portal.a_customer(READ)

    whole = await exported(portal, "csv", reader, of="organisation")
    refused = [await exported(portal, "csv", of=scope) for scope in ("organisation", "department")]
    unknown = await exported(portal, "pdf")

    assert "Demande du service" in whole.text
    assert [one.status_code for one in refused] == [403, 403]
    assert unknown.status_code == 404


@pytest.mark.requirement("TK-06")
async def test_a_queue_leaves_with_its_filters_and_the_journal_says_who_took_it(portal: Portal):
    await portal.open(subject="Imprimante muette")
    await portal.open(subject="Autre chose")

    page = await portal.call(portal.agent, "GET", "/console/export/csv?file=open&q=imprimante")

    assert "Imprimante muette" in page.text
    assert "Autre chose" not in page.text
    journal = await portal.service.rows(
        "select action, actor from journal where tenant = :t order by position", t=portal.tenant
    )
    assert journal[-1]["action"] == "ticketing.queue.exported"
    assert (await portal.call(portal.customer, "GET", "/console/export/csv")).status_code == 403
