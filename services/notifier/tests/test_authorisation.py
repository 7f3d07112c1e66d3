"""Every operation × everybody who must not, and the database's own walls."""

from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from postal.owners import Owners, a_submission, facts_of
from postal.push_service import Browser
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from test_newsletters import a_letter, a_theme, an_issue, leaves
from test_publications import EDIT, a_picture, published, words

from chassis.actor import Actor
from kit import matrix
from kit.actors import a_member
from kit.eventually import eventually
from kit.matrix import Entry
from notifier.commands.addresses.silencing import mark
from notifier.domain.addresses.reports import Report, Verdict
from notifier.domain.addresses.suppression import suppression_id
from notifier.domain.posting.batch import PostBatch
from notifier.domain.posting.postal_letter import Because, PostalLetter, Status
from notifier.storage.work import NotifierWork

WORDING = {"subject": "{{ reference }}", "preheader": "x", "body": "{{ title }}", "button": "x", "reason": "x"}
OWN_WORDS = "which messages exist is no secret; the words are always one's own organisation's"
MANAGE = "notifier.integrations.manage"
HOOK = {"url": "http://127.0.0.1:9/", "kinds": ["demarches.dossier.submitted.v1"]}
OWN_GUIDE = "which pages exist is no secret; the words written are always one's own organisation's"
CANARY = "canari-plassans"


async def a_suppression(notifier, owner: Actor) -> UUID:
    async def strike(_: None, uow: NotifierWork) -> UUID:
        report, message = Report(Verdict.BOUNCED, "5.1.1"), uuid4()
        await mark("trace", report, account=owner.account, message_id=message, uow=uow)
        return suppression_id("trace")

    return await notifier.run(strike, None, actor=owner)


async def a_program_key(notifier, owner: Actor) -> UUID:
    wanted = {"name": "x", "mode": "test", "scopes": ["messages.read"]}
    return UUID((await notifier.call(owner, "POST", "/v1/keys", json=wanted)).json()["id"])


async def a_device(notifier, owner: Actor) -> UUID:
    added = await notifier.call(owner, "POST", "/v1/me/devices", json=Browser("http://127.0.0.1:9/x").subscription())
    return UUID(added.json()["id"])


async def a_batch(notifier, owners: Owners, owner: Actor) -> tuple[UUID, UUID]:
    """A letter on paper, and the batch that it is in."""

    async def write(_: None, uow: NotifierWork) -> tuple[UUID, UUID]:
        batch = uow.post_batches.add(PostBatch(id=uuid4(), created_at=uow.now, created_by=None))
        known = {"notification_id": uuid4(), "account_id": uuid4(), "kind": "dossier_decided", "created_at": uow.now}
        letter = PostalLetter(id=uuid4(), because=Because.ASKED, status=Status.BATCHED, batch_id=batch.id, **known)
        return uow.postal_letters.add(letter).id, batch.id

    return await notifier.run(write, None, actor=owner)


async def test_every_operation_holds(notifier, owners: Owners, tenant):
    owner = a_member(
        tenant, "notifier.messages.read", "notifier.templates.edit", "notifier.addresses.mend", MANAGE, EDIT
    )
    cause = await owners.says(a_submission(), tenant=tenant, facts=facts_of("dossier_received", owners.somebody()))
    [row] = await eventually(lambda: notifier.rows("select id from notifications where cause_id = :cause", cause=cause))
    one = {"key": "dossier_received", "locale": "fr"}
    private = await published(notifier, owner, audience="citizens", picture_words="Une colline.")
    edited = Entry({"publication_id": UUID(private["id"])})
    await notifier.call(owner, "PUT", f"/v1/editor/publications/{private['id']}/picture", content=a_picture())
    illustrated = (await notifier.call(owner, "GET", f"/v1/editor/publications/{private['id']}")).json()
    theme = UUID(await a_theme(notifier, owner))
    issue = Entry({"issue_id": UUID(await an_issue(notifier, owner, str(theme)))})
    sent = UUID(await an_issue(notifier, owner, str(theme)))
    await leaves(notifier, owner, str(sent))
    link = Entry({"token": "x"}, open_to="who holds the link of a mail is who it was sent to; a wrong one is 404")
    day = {"first_day": "2099-05-14", "last_day": "2099-05-14", "reason": "Pont"}
    closed = await notifier.call(owner, "POST", "/v1/editor/publications/hours-exceptions", json=day)
    quiet = Entry({"suppression_id": await a_suppression(notifier, owner)})
    made = await notifier.call(owner, "POST", "/v1/domain-keys", json={})
    key = Entry({"key_id": UUID(made.json()["id"])})
    added = (await notifier.call(owner, "POST", "/v1/webhooks", json=HOOK)).json()
    hook = Entry({"endpoint_id": UUID(added["id"])})
    tried = (await notifier.call(owner, "POST", f"/v1/webhooks/{added['id']}/trials")).json()
    device = Entry({"device_id": await a_device(notifier, owner)})
    told = Entry({**hook.path, "delivery_id": UUID(tried["id"])})
    program = Entry({"key_id": await a_program_key(notifier, owner)})
    post_letter, batch = await a_batch(notifier, owners, owner)
    letter = {"event_id": uuid4(), "handler": "plan_notification"}
    entries = {
        "GET /v1/notifications/{notification_id}": Entry({"notification_id": row["id"]}),
        "GET /v1/templates/{key}/{locale}": Entry(one, open_to=OWN_WORDS),
        "PUT /v1/templates/{key}/{locale}": Entry(one, json=WORDING, open_to=OWN_WORDS),
        "DELETE /v1/templates/{key}/{locale}": Entry(one, open_to=OWN_WORDS),
        "POST /v1/templates/{key}/preview": Entry(one, json={}, open_to=OWN_WORDS),
        "GET /v1/guide/pages/{slug}": Entry({"slug": "passeport"}, open_to="the guide is everybody's"),
        "PUT /v1/editor/guide/{slug}": Entry(
            {"slug": "passeport"}, json={"title": "x", "summary": "x", "body": "x"}, open_to=OWN_GUIDE
        ),
        "POST /v1/editor/guide/{slug}/hiding": Entry({"slug": "passeport"}, json={"hidden": False}, open_to=OWN_GUIDE),
        "DELETE /v1/editor/guide/{slug}": Entry({"slug": "passeport"}, open_to=OWN_GUIDE),
        "GET /v1/publications/pages/{kind}/{slug}": Entry(
            {"kind": "news", "slug": private["slug"]}, open_to="news for spaces are for every space of the town"
        ),
        "GET /v1/publications/pictures/{picture_id}": Entry(
            {"picture_id": UUID(illustrated["picture"])}, open_to="news for spaces are for every space of the town"
        ),
        "POST /v1/publications/{publication_id}/reading": Entry(
            edited.path, open_to="one marks for oneself; what one does not see is not marked"
        ),
        "GET /v1/editor/publications/{publication_id}": edited,
        "PUT /v1/editor/publications/{publication_id}": replace(edited, json=words()),
        "DELETE /v1/editor/publications/{publication_id}": edited,
        "POST /v1/editor/publications/{publication_id}/publication": edited,
        "POST /v1/editor/publications/{publication_id}/withdrawal": edited,
        "PUT /v1/editor/publications/{publication_id}/picture": replace(edited, content=a_picture()),
        "DELETE /v1/editor/publications/{publication_id}/picture": edited,
        "GET /v1/newsletter/archive/{issue_id}": Entry({"issue_id": sent}, open_to="what was sent is public"),
        "GET /v1/newsletter/links/{token}": link,
        "PUT /v1/newsletter/links/{token}": replace(link, json={"letter": True}),
        "POST /v1/newsletter/links/{token}/confirmation": link,
        "POST /v1/newsletter/links/{token}/departure": link,
        "POST /v1/reports/sms/{word}": Entry(
            {"word": "x"}, json={}, open_to="the word is the provider's; a wrong one is nothing"
        ),
        "GET /v1/editor/issues/{issue_id}": issue,
        "PUT /v1/editor/issues/{issue_id}": replace(issue, json=a_letter(str(theme))),
        "DELETE /v1/editor/issues/{issue_id}": issue,
        "POST /v1/editor/issues/{issue_id}/schedule": replace(issue, json={}),
        "DELETE /v1/editor/issues/{issue_id}/schedule": issue,
        "POST /v1/editor/issues/{issue_id}/pause": issue,
        "POST /v1/editor/issues/{issue_id}/resumption": issue,
        "POST /v1/editor/issues/{issue_id}/cancellation": issue,
        "POST /v1/editor/issues/{issue_id}/test": issue,
        "DELETE /v1/editor/themes/{theme_id}": Entry({"theme_id": theme}),
        "POST /v1/me/notices/{notice_id}/reading": Entry({"notice_id": row["id"]}),
        "DELETE /v1/me/devices/{device_id}": device,
        "POST /v1/me/devices/{device_id}/trials": device,
        "DELETE /v1/editor/publications/hours-exceptions/{exception_id}": Entry(
            {"exception_id": UUID(closed.json()["id"])}
        ),
        "GET /v1/suppressions/{suppression_id}": quiet,
        "POST /v1/suppressions/{suppression_id}/restoration": quiet,
        "POST /v1/suppressions/{suppression_id}/reaching": quiet,
        "DELETE /v1/suppressions/{suppression_id}/reaching": quiet,
        "POST /v1/suppressions/{suppression_id}/letters": quiet,
        "POST /v1/post/letters/{letter_id}/withdrawal": Entry({"letter_id": post_letter}),
        "POST /v1/post/letters/{letter_id}/return": Entry({"letter_id": post_letter}),
        "GET /v1/post/batches/{batch_id}": Entry({"batch_id": batch}),
        "GET /v1/post/batches/{batch_id}/sheets": Entry({"batch_id": batch}),
        "POST /v1/post/batches/{batch_id}/printing": Entry({"batch_id": batch}),
        "POST /v1/post/batches/{batch_id}/posting": Entry({"batch_id": batch}),
        "GET /v1/domain-keys/{key_id}": key,
        "POST /v1/domain-keys/{key_id}/activation": key,
        "POST /v1/domain-keys/{key_id}/retirement": key,
        "GET /v1/webhooks/{endpoint_id}": hook,
        "PUT /v1/webhooks/{endpoint_id}": replace(hook, json=HOOK),
        "DELETE /v1/webhooks/{endpoint_id}": hook,
        "POST /v1/webhooks/{endpoint_id}/pause": hook,
        "POST /v1/webhooks/{endpoint_id}/resumption": hook,
        "POST /v1/webhooks/{endpoint_id}/secret": hook,
        "POST /v1/webhooks/{endpoint_id}/trials": hook,
        "GET /v1/webhooks/{endpoint_id}/deliveries": hook,
        "GET /v1/webhooks/{endpoint_id}/deliveries/{delivery_id}": told,
        "POST /v1/webhooks/{endpoint_id}/deliveries/{delivery_id}/replay": told,
        "GET /v1/keys/{key_id}": program,
        "POST /v1/keys/{key_id}/rotation": replace(program, json={}),
        "DELETE /v1/keys/{key_id}": program,
        "GET /v1/messages/{message_id}": Entry(
            {"message_id": uuid4()}, open_to="who comes without a key of the town's is 401, whatever is asked"
        ),
        "POST /v1/dead-letters/{event_id}/{handler}/replay": Entry(letter),
        "POST /v1/dead-letters/{event_id}/{handler}/discard": Entry(letter),
    }

    wrong = [
        sentence
        for operation in matrix.operations(notifier.app)
        for sentence in await matrix.check(notifier, operation, entries.get(operation.name), owner)
    ]

    assert wrong == []


async def test_one_tenants_words_never_reach_another(notifier, owners: Owners, mails, tenant):
    editor, stranger = a_member(tenant, "notifier.templates.edit"), a_member(None, "notifier.templates.edit")
    words = WORDING | {"body": f"{CANARY} {{{{ title }}}}", "preheader": CANARY}
    saved = await notifier.call(editor, "PUT", "/v1/templates/ticket_opened/fr", json=words)
    assert saved.status_code == 200
    person = owners.somebody()

    seen = await notifier.call(stranger, "GET", "/v1/templates/ticket_opened/fr")
    await owners.says(a_submission(), tenant=stranger.tenant, facts=facts_of("ticket_opened", person))

    mail = await mails.one_to(person.email)
    assert CANARY not in seen.text + mail.text + mail.html


async def test_the_shared_queue_tells_nothing_about_anybody(notifier):
    columns = await notifier.rows(
        "select column_name as name, data_type as type from information_schema.columns where table_name = 'deliveries'"
    )

    assert {column["name"] for column in columns} == {
        "notification_id",
        "tenant",
        "lane",
        "due_at",
        "lease_until",
        "holder",
        "postponed",
        "waits_for",
    }


@pytest.mark.parametrize(
    "table",
    [
        "notifications",
        "template_overrides",
        "publications",
        "pictures",
        "hours_exceptions",
        "notices",
        "preferences",
        "subscribers",
        "issue_recipients",
        "suppressions",
        "domain_keys",
        "hook_endpoints",
        "hook_deliveries",
        "push_devices",
        "pushes",
        "api_keys",
        "own_templates",
        "asked_messages",
        "texts",
        "text_stops",
        "postal_letters",
        "post_batches",
        "post_offices",
    ],
)
async def test_outside_a_tenant_the_tables_are_closed(notifier, table):
    with pytest.raises(DBAPIError, match=r"app\.tenant|type uuid"):
        async with notifier.service.database.platform_transaction() as connection:
            await connection.execute(text(f"select * from {table}"))
