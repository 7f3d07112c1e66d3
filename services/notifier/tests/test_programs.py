"""Other software of the town's writes to people with a key: once, in the town's words, with outcomes known beforehand."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import msgspec
import pytest
import pytest_asyncio
from postal.listener import Listener
from postal.owners import Owners
from test_editing_console import send
from test_webhooks import an_endpoint

from kit.actors import a_member, a_visitor
from kit.eventually import eventually
from kit.service import problem

MANAGE, EDIT = "notifier.integrations.manage", "notifier.templates.edit"
WORDS = {
    "subject": "« {{ livre }} » est à rendre",
    "preheader": "Le {{ jour }} au plus tard.",
    "body": "Bonjour,\n\nRendez « {{ livre }} » avant le {{ jour }}.{% if salle %}\n\nSalle {{ salle }}.{% endif %}",
    "button": "Prolonger",
    "reason": "Vous êtes lecteur de la médiathèque.",
}
VALUES = {"livre": "La Fortune des Rougon", "jour": "12 décembre"}
DELIVERED = "delivered@simulation.invalid"


@pytest_asyncio.fixture(autouse=True, loop_scope="session")
async def real_time(notifier):
    yield
    notifier.clock.reset()


@pytest.fixture
def manager(tenant):
    return a_member(tenant, MANAGE, EDIT, "notifier.messages.read", "notifier.addresses.mend")


async def a_key(notifier, manager, mode="test", scopes=("messages.send", "messages.read")):
    wanted = {"name": "Médiathèque", "mode": mode, "scopes": list(scopes)}
    made = await notifier.call(manager, "POST", "/v1/keys", json=wanted)
    assert made.status_code == 201, made.text
    return made.json()


async def a_template(notifier, manager, key="rappel-livre", words=WORDS):
    typed = {"title": "Rappel d’un livre", "key": key, **{f"fr_{name}": text for name, text in words.items()}}
    saved = await send(notifier, manager, "/console/modeles/propres/nouveau", typed)
    assert saved.status_code == 303, saved.text
    return key


def asked(email=DELIVERED, **changes):
    return {"template": "rappel-livre", "to": {"email": email}, "values": VALUES, **changes}


async def by(notifier, key, method, path="", *, once=None, tenant=None, **options):
    """As the gateway passes a program's call on."""
    headers = {"x-parvis-key": key["text"] if isinstance(key, dict) else key}
    if method == "POST":
        headers["idempotency-key"] = once or str(uuid4())
    return await notifier.call(a_visitor(tenant), method, f"/v1/messages{path}", headers=headers, **options)


async def ended(notifier, key, message, status, *, tenant):
    async def look():
        shown = (await by(notifier, key, "GET", f"/{message['id']}", tenant=tenant)).json()
        return shown if shown["status"] == status else None

    return await eventually(look)


@pytest.mark.requirement("NT-06")
async def test_a_message_goes_out_in_the_towns_words_and_is_then_forgotten(
    notifier, owners: Owners, mails, tenant, manager
):
    await a_template(notifier, manager)
    key, address = await a_key(notifier, manager, "live"), f"{uuid4().hex}@plassans.example"

    sent = await by(notifier, key, "POST", tenant=tenant, json=asked(address, reference="pret-4711"))
    mail = await mails.one_to(address)
    shown = await ended(notifier, key, sent.json(), "accepted", tenant=tenant)

    assert sent.status_code == 201
    assert mail.subject == "«\u00a0La Fortune des Rougon\u00a0» est à rendre"
    assert "Rendez «\u00a0La Fortune des Rougon\u00a0» avant le 12 décembre." in mail.text
    assert "Salle" not in mail.text
    assert (shown["reference"], shown["template"], shown["mode"]) == ("pret-4711", "rappel-livre", "live")
    [kept] = await notifier.rows("select content from asked_messages where id = :id", id=UUID(shown["id"]))
    assert kept["content"] is None
    assert address not in str(await notifier.rows("select * from notifications where id = :id", id=UUID(shown["id"])))


@pytest.mark.requirement("NT-06")
async def test_repeated_with_the_same_key_it_leaves_once(notifier, owners, tenant, manager):
    await a_template(notifier, manager)
    key, once = await a_key(notifier, manager), str(uuid4())

    first = await by(notifier, key, "POST", tenant=tenant, json=asked(), once=once)
    again = await by(notifier, key, "POST", tenant=tenant, json=asked(), once=once)
    other = await by(notifier, key, "POST", tenant=tenant, json=asked(reference="autre"), once=once)
    listed = await by(notifier, key, "GET", tenant=tenant)

    assert again.json()["id"] == first.json()["id"]
    assert other.status_code == 422
    assert [line["id"] for line in listed.json()["items"]] == [first.json()["id"]]


@pytest.mark.requirement("NT-06")
@pytest.mark.parametrize(
    ("address", "status"),
    [
        (DELIVERED, "delivered"),
        ("bounced@simulation.invalid", "bounced"),
        ("complained@simulation.invalid", "complained"),
        ("camille.rougon@plassans.example", "delivered"),
    ],
)
async def test_outcomes_are_played_and_nothing_leaves(notifier, owners, mails, tenant, manager, address, status):
    await a_template(notifier, manager)
    key = await a_key(notifier, manager)

    sent = await by(notifier, key, "POST", tenant=tenant, json=asked(address))
    shown = await ended(notifier, key, sent.json(), status, tenant=tenant)

    assert shown["attempts"] == 1
    assert (await notifier.call(manager, "GET", "/v1/suppressions")).json()["items"] == []
    detail = await notifier.call(manager, "GET", f"/v1/notifications/{shown['id']}")
    assert [one["provider"] for one in detail.json()["tries"]] == ["simulation"]


@pytest.mark.requirement("NT-06")
async def test_what_fails_for_now_is_delivered_by_the_second_attempt(notifier, owners, tenant, manager):
    await a_template(notifier, manager)
    key = await a_key(notifier, manager)

    sent = await by(notifier, key, "POST", tenant=tenant, json=asked("temporary@simulation.invalid"))
    waiting = await ended(notifier, key, sent.json(), "temporary-failure", tenant=tenant)
    await notifier.rows(
        "update deliveries set due_at = now() where notification_id = :id returning 1", id=UUID(waiting["id"])
    )
    shown = await ended(notifier, key, sent.json(), "delivered", tenant=tenant)

    assert waiting["due_at"] is not None
    assert shown["attempts"] == 2


@pytest.mark.requirement("NT-06")
async def test_an_answer_goes_where_the_program_said(notifier, owners: Owners, mails, tenant, manager):
    await a_template(notifier, manager)
    key, address = await a_key(notifier, manager, "live"), f"{uuid4().hex}@plassans.example"

    await by(notifier, key, "POST", tenant=tenant, json=asked(address, reply_to="biblio@plassans.example"))
    mail = await mails.one_to(address)

    assert mail.header("Reply-To").endswith("<biblio@plassans.example>")


@pytest.mark.requirement("NT-06")
async def test_what_has_not_left_in_time_expires_and_repeating_it_says_so(notifier, owners, tenant, manager):
    await a_template(notifier, manager)
    key, once = await a_key(notifier, manager), str(uuid4())
    wanted = asked("temporary@simulation.invalid", not_after=(datetime.now(UTC) + timedelta(hours=2)).isoformat())

    sent = (await by(notifier, key, "POST", tenant=tenant, json=wanted, once=once)).json()
    await ended(notifier, key, sent, "temporary-failure", tenant=tenant)
    notifier.clock.move(timedelta(hours=3))
    shown = await ended(notifier, key, sent, "expired", tenant=tenant)
    again = await by(notifier, key, "POST", tenant=tenant, json=wanted, once=once)

    assert shown["attempts"] == 1
    assert (again.status_code, again.json()["id"]) == (201, sent["id"])
    [told] = await notifier.published(tenant, type="notifier.notification.withheld.v1")
    assert (told["data"]["notification_id"], told["data"]["reason"]) == (sent["id"], "expired")


@pytest.mark.requirement("NT-06")
async def test_a_webhook_says_what_became_of_a_programs_message(notifier, owners, tenant, manager, listener: Listener):
    await a_template(notifier, manager)
    key = await a_key(notifier, manager)
    kinds = [f"notifier.notification.{kind}.v1" for kind in ("accepted", "permanent_failure")]
    endpoint = await an_endpoint(notifier, manager, listener, *kinds)

    sent = [
        (await by(notifier, key, "POST", tenant=tenant, json=asked(f"{name}@simulation.invalid"))).json()["id"]
        for name in ("delivered", "bounced")
    ]
    await eventually(lambda: len(listener.heard) == 3)

    assert all(heard.is_signed_with(endpoint["secret"]) for heard in listener.heard)
    said = [msgspec.json.decode(heard.body) for heard in listener.heard]
    told = {(one["type"], one["data"]["notification_id"]) for one in said}
    assert told == {(kinds[0], sent[0]), (kinds[0], sent[1]), (kinds[1], sent[1])}
    assert "simulation.invalid" not in str(said)


@pytest.mark.requirement("NT-06")
async def test_a_teams_key_writes_to_colleagues_alone(notifier, owners: Owners, mails, tenant, manager):
    await a_template(notifier, manager)
    key, colleague = await a_key(notifier, manager, "team"), owners.somebody()
    owners.colleagues[tenant] = [colleague]

    refused = await by(notifier, key, "POST", tenant=tenant, json=asked("marthe@ailleurs.example"))
    sent = await by(notifier, key, "POST", tenant=tenant, json=asked(colleague.email.upper()))

    assert problem(refused)["errors"][0]["pointer"] == "/to/email"
    assert sent.status_code == 201
    assert (await mails.one_to(colleague.email)).subject == "«\u00a0La Fortune des Rougon\u00a0» est à rendre"


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"values": {"livre": "Germinal"}}, "/values/jour"),
        ({"values": {**VALUES, "prix": "3"}}, "/values/prix"),
        ({"values": {**VALUES, "link": "javascript:alert(1)"}}, "/values/link"),
        ({"to": {"email": "nulle-part"}}, "/to/email"),
        ({"reply_to": "biblio@plassans.example\r\nBcc: tous@ailleurs.example"}, "/reply_to"),
        ({"not_after": "2026-01-01T12:00:00"}, "/not_after"),
        ({"not_after": "2026-01-01T12:00:00Z"}, "/not_after"),
        ({"template": "dossier_received"}, "/template"),
    ],
)
async def test_what_could_not_be_said_is_refused_before_it_is_taken(notifier, owners, tenant, manager, change, pointer):
    await a_template(notifier, manager)
    key = await a_key(notifier, manager)

    refused = await by(notifier, key, "POST", tenant=tenant, json=asked() | change)

    assert refused.status_code == 422
    assert [error["pointer"] for error in problem(refused)["errors"]] == [pointer]
    assert (await by(notifier, key, "GET", tenant=tenant)).json()["items"] == []


async def test_without_an_idempotency_key_nothing_is_sent(notifier, owners, tenant, manager):
    key = await a_key(notifier, manager)

    refused = await notifier.call(
        a_visitor(tenant), "POST", "/v1/messages", headers={"x-parvis-key": key["text"]}, json=asked()
    )

    assert problem(refused)["errors"][0]["pointer"] == "/Idempotency-Key"


@pytest.mark.requirement("NT-06")
async def test_a_rotated_key_opens_for_a_week_beside_the_new_one(notifier, owners, tenant, manager):
    old = await a_key(notifier, manager)
    path = f"/v1/keys/{old['id']}"

    new = (await notifier.call(manager, "POST", f"{path}/rotation", json={})).json()
    during = [(await by(notifier, key, "GET", tenant=tenant)).status_code for key in (old, new)]
    stopped = (await notifier.call(manager, "POST", f"{path}/rotation", json={"keep_former": False})).json()
    after = [(await by(notifier, key, "GET", tenant=tenant)).status_code for key in (old, new, stopped)]
    await notifier.call(manager, "DELETE", path)
    revoked = await by(notifier, stopped, "GET", tenant=tenant)

    assert (during, after) == ([200, 200], [401, 401, 200])
    assert revoked.status_code == 401
    assert (await notifier.call(manager, "DELETE", path)).status_code == 409
    shown = (await notifier.call(manager, "GET", path)).json()
    assert shown["revoked_at"] is not None
    assert shown["last_used_at"] is not None


@pytest.mark.requirement("NT-06")
async def test_a_key_does_what_it_was_made_for_at_its_own_town(notifier, owners, tenant, manager):
    reads = await a_key(notifier, manager, scopes=["messages.read"])
    sends = await a_key(notifier, manager, scopes=["messages.send"])
    await a_template(notifier, manager)
    sent = (await by(notifier, sends, "POST", tenant=tenant, json=asked())).json()

    answers = {
        "reads what another sent": await by(notifier, reads, "GET", f"/{sent['id']}", tenant=tenant),
        "sends with a key to read": await by(notifier, reads, "POST", tenant=tenant, json=asked()),
        "reads with a key to send": await by(notifier, sends, "GET", tenant=tenant),
        "at another town": await by(notifier, reads, "GET", tenant=uuid4()),
        "with no key": await by(notifier, "parvis_test_rien", "GET", tenant=tenant),
    }

    assert {what: answer.status_code for what, answer in answers.items()} == {
        "reads what another sent": 404,
        "sends with a key to read": 403,
        "reads with a key to send": 403,
        "at another town": 401,
        "with no key": 401,
    }
    told = (await by(notifier, sends, "GET", "/templates", tenant=tenant)).json()
    assert {value["name"]: value["required"] for value in told[0]["values"]} == {
        "jour": True,
        "link": False,
        "livre": True,
        "salle": False,
    }


async def test_no_text_of_a_key_is_kept(notifier, owners, tenant, manager):
    key = await a_key(notifier, manager)

    kept = str(await notifier.rows("select * from api_keys where tenant = :t", t=tenant))
    listed = await notifier.call(manager, "GET", "/v1/keys")

    assert key["text"].startswith("parvis_test_")
    assert key["text"] not in kept + listed.text
    assert listed.json()[0]["hint"] == key["text"][-4:]
