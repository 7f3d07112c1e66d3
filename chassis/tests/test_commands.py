"""What is true of every change, whatever the service."""

import asyncio
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from notebook.main import NoteNotFound, SealNote, WriteNote, seal_note, write_note
from sqlalchemy import insert, text
from sqlalchemy.exc import DBAPIError

from chassis import journal
from chassis.database import NotStorable
from chassis.refusals import Stale
from chassis.tables import idempotency
from kit.actors import a_citizen, a_member, a_visitor
from kit.service import ServiceUnderTest, problem


async def test_a_command_changes_state_and_records_its_event_together(notebook: ServiceUnderTest, tenant: UUID):
    author = a_citizen(tenant)

    note = await notebook.run(write_note, WriteNote("bonjour"), actor=author)
    await notebook.run(seal_note, SealNote(note.id), actor=author)

    events = await notebook.published(tenant)
    assert [(event["type"], event["sequence"]) for event in events] == [
        ("identity.note.written.v1", 1),
        ("identity.note.sealed.v1", 2),
    ]
    lines = await notebook.rows("select * from journal where tenant = :tenant order by position", tenant=tenant)
    assert [line["action"] for line in lines] == ["identity.note.written.v1", "identity.note.sealed.v1"]
    assert {line["concerns"] for line in lines} == {author.subject}


async def test_a_refused_command_leaves_nothing(notebook: ServiceUnderTest, tenant: UUID):
    note = await notebook.run(write_note, WriteNote("à moi"), actor=a_citizen(tenant))

    with pytest.raises(NoteNotFound):
        await notebook.run(seal_note, SealNote(note.id), actor=a_citizen(tenant))

    assert len(await notebook.published(tenant)) == 1


async def test_another_tenant_finds_nothing(notebook: ServiceUnderTest, tenant: UUID):
    author = a_citizen(tenant)
    note = await notebook.run(write_note, WriteNote("ici"), actor=author)

    with pytest.raises(NoteNotFound):
        await notebook.run(seal_note, SealNote(note.id), actor=a_citizen(subject=author.subject))


async def test_a_query_outside_a_tenant_fails_loudly(notebook: ServiceUnderTest, tenant: UUID):
    await notebook.run(write_note, WriteNote("x"), actor=a_citizen(tenant))
    async with notebook.service.database.transaction(a_citizen(tenant)) as connection:
        assert await connection.scalar(text("select count(*) from notes")) == 1

    for _ in range(12):  # whichever connection the pool hands out
        with pytest.raises(DBAPIError):
            async with notebook.service.database.platform_transaction() as connection:
                await connection.scalar(text("select count(*) from notes"))


async def test_two_editors_are_told_apart_by_the_version_they_saw(notebook: ServiceUnderTest, tenant: UUID):
    author = a_citizen(tenant)
    note = await notebook.run(write_note, WriteNote("x"), actor=author)

    with pytest.raises(Stale):
        await notebook.run(seal_note, SealNote(note.id, version=7), actor=author)


async def test_forty_identical_requests_give_one_note_and_the_same_answer(notebook: ServiceUnderTest, tenant: UUID):
    author = a_citizen(tenant)
    key = {"idempotency-key": "double-clic"}

    answers = await asyncio.gather(
        *(notebook.call(author, "POST", "/v1/notes", json={"text": "une"}, headers=key) for _ in range(40))
    )

    assert {answer.status_code for answer in answers} == {201}, [a.text for a in answers if a.status_code != 201][:1]
    assert len({answer.content for answer in answers}) == 1
    assert len(await notebook.published(tenant)) == 1


async def test_a_key_used_for_another_request_is_refused(notebook: ServiceUnderTest, tenant: UUID):
    author = a_citizen(tenant)
    await notebook.call(author, "POST", "/v1/notes", json={"text": "une"}, headers={"idempotency-key": "k"})

    other = await notebook.call(author, "POST", "/v1/notes", json={"text": "deux"}, headers={"idempotency-key": "k"})

    assert other.status_code == 422
    assert problem(other)["type"] == "/problems/idempotency-key-reused"


async def test_a_twin_of_what_does_not_end_is_told_to_come_back(notebook: ServiceUnderTest, tenant: UUID):
    author = a_citizen(tenant)
    key, headers = {"subject": author.subject, "key": "k"}, {"idempotency-key": "k"}
    async with notebook.service.database.transaction(author) as connection:
        # As the first one does, which has not ended.
        await connection.execute(insert(idempotency).values(**key, fingerprint=b"first"))
        twin = await notebook.call(author, "POST", "/v1/notes", json={"text": "une"}, headers=headers)

    assert twin.status_code == 409
    assert problem(twin)["title"] == "La même demande est en cours de traitement."
    assert twin.headers["retry-after"]


async def test_what_is_not_valid_is_named_with_its_pointer(notebook: ServiceUnderTest, tenant: UUID):
    answer = await notebook.call(a_citizen(tenant), "POST", "/v1/notes", json={"texte": "une"})

    assert answer.status_code == 422
    assert problem(answer)["errors"]


@pytest.mark.parametrize(
    ("sent", "pointer", "said"),
    [
        ({"text": "une", "texte": "une"}, "/texte", "Ce champ n’existe pas ici."),
        ({}, "/text", "Il manque ce champ."),
        ({"text": 3}, "/text", "Attendu : str. Reçu : int."),
        (["une"], "", "Attendu : object. Reçu : array."),
    ],
)
async def test_what_does_not_fit_the_description_is_said_in_words(
    notebook: ServiceUnderTest, tenant: UUID, sent: Any, pointer: str, said: str
):
    answer = await notebook.call(a_citizen(tenant), "POST", "/v1/notes", json=sent)

    assert problem(answer)["errors"] == [{"pointer": pointer, "detail": said, "code": "invalid"}]


async def test_what_the_framework_refuses_is_said_in_the_language_of_who_asks(notebook: ServiceUnderTest, tenant: UUID):
    headers = {"content-type": "application/json"}

    answers = [
        await notebook.call(
            replace(a_citizen(tenant), locale=locale),
            method,
            "/v1/notes",
            content=b"{",
            # What the gateway says of who asks: a method that no route has is refused before anybody is known.
            headers={**headers, "accept-language": locale},
        )
        for locale in ("fr", "en")
        for method in ("DELETE", "POST")
    ]

    assert [(one.status_code, problem(one)["title"], problem(one)["type"]) for one in answers] == [
        (405, "Cette adresse existe, mais ne s’appelle pas avec cette méthode.", "/problems/method-not-allowed"),
        (400, "Votre demande n’est pas lisible.", "/problems/unreadable"),
        (405, "This address exists, but is not called with that method.", "/problems/method-not-allowed"),
        (400, "Your request cannot be read.", "/problems/unreadable"),
    ]
    assert "POST" in answers[0].headers["allow"]


async def test_a_route_answers_by_what_it_needs(notebook: ServiceUnderTest, tenant: UUID):
    path = f"/v1/notes/{UUID(int=1)}/seal"
    statuses = {
        "nobody": (await notebook.call(None, "POST", path)).status_code,
        "visitor": (await notebook.call(a_visitor(tenant), "POST", path)).status_code,
        "without": (await notebook.call(a_member(tenant), "POST", path)).status_code,
        "with": (await notebook.call(a_member(tenant, "demarches.dossiers.decide"), "POST", path)).status_code,
    }

    assert statuses == {"nobody": 401, "visitor": 401, "without": 403, "with": 404}


async def test_pages_follow_each_other_without_gap_or_repetition(notebook: ServiceUnderTest, tenant: UUID):
    author = a_citizen(tenant)
    for number in range(5):
        await notebook.run(write_note, WriteNote(str(number)), actor=author)

    seen, cursor = [], ""
    while cursor is not None:
        answer = await notebook.call(
            author, "GET", "/v1/notes", params={"limit": 2, **({"cursor": cursor} if cursor else {})}
        )
        seen += [item["text"] for item in answer.json()["items"]]
        cursor = answer.json()["next"]

    assert seen == ["4", "3", "2", "1", "0"]


async def test_the_journal_chain_shows_what_was_altered(notebook: ServiceUnderTest, tenant: UUID):
    author = a_citizen(tenant)
    for number in range(3):
        await notebook.run(write_note, WriteNote(str(number)), actor=author)
    relay = notebook.service.relay_database
    while await journal.seal_batch(relay):
        pass
    assert await journal.verify(relay) == []

    await notebook.rows(
        "update journal set actor = 'someone else' where tenant = :t and position = "
        "(select min(position) from journal where tenant = :t) returning id",
        t=tenant,
    )

    assert [(broken.tenant, broken.number) for broken in await journal.verify(relay)] == [(tenant, 1)]


@pytest.mark.parametrize(
    ("asked", "account", "title"),
    [
        ("en", "fr", "You do not have permission to do this."),
        ("fr", "en", "Vous n’avez pas la permission de faire cela."),
        ("de", "en", "You do not have permission to do this."),
        ("", "fr", "Vous n’avez pas la permission de faire cela."),
    ],
)
async def test_a_refusal_speaks_the_language_chosen_or_that_of_the_account(
    notebook: ServiceUnderTest, tenant: UUID, asked: str, account: str, title: str
):
    member, headers = a_member(tenant, locale=account), {"accept-language": asked} if asked else {}

    told = await notebook.call(member, "POST", f"/v1/notes/{UUID(int=1)}/seal", headers=headers)

    assert problem(told)["title"] == title


async def test_an_invisible_character_is_refused_in_words_and_nothing_is_kept(notebook: ServiceUnderTest, tenant: UUID):
    author = a_citizen(tenant)

    refused = await notebook.call(author, "POST", "/v1/notes", json={"text": "avant\x00après"})
    written = await notebook.call(author, "POST", "/v1/notes", json={"text": "avant après"})

    assert (refused.status_code, written.status_code) == (422, 201)
    assert "caractère invisible" in problem(refused)["title"]
    assert len(await notebook.rows("select 1 from notes where tenant = :t", t=tenant)) == 1


@pytest.mark.parametrize(
    ("statement", "value"),
    [
        ("select cast(:value as bigint)", 10**30),
        ("select cast(:value as integer) + 2147483647", 1),
        ("select cast(:value as text)", "\ud800"),
        ("select cast(cast(:value as text) as jsonb) ->> 'a'", '{"a": "\\u0000"}'),
    ],
    ids=["beyond the driver", "beyond the column", "half a character", "NUL in JSON"],
)
async def test_a_value_that_no_column_holds_is_the_askers_and_not_the_databases_fault(
    notebook: ServiceUnderTest, tenant: UUID, statement: str, value: object
):
    database = notebook.service.database

    with pytest.raises(NotStorable):
        async with database.transaction(a_citizen(tenant)) as connection:
            await connection.execute(text(statement), {"value": value})

    async with database.transaction(a_citizen(tenant)) as connection:
        assert (await connection.execute(text("select 1"))).scalar() == 1
