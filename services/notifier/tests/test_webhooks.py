"""Other systems are told: signed, again until they answer, never inside our own network."""

import base64
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import msgspec
import pytest
import pytest_asyncio
from postal.listener import Listener
from postal.owners import Owners, a_submission, facts_of

from kit.actors import a_member
from kit.eventually import eventually
from kit.service import problem
from notifier.delivery.hooks.calling import Caller, signature_of
from notifier.delivery.hooks.guard import Guard
from notifier.domain.hooks.delivery import BACKOFF, HookDelivery, Status
from notifier.domain.hooks.endpoint import Because, Endpoint, Stage, Wanted
from notifier.domain.hooks.refusals import AddressNotAllowed

MANAGE = "notifier.integrations.manage"
SUBMITTED = "demarches.dossier.submitted.v1"
NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)


@pytest_asyncio.fixture(autouse=True, loop_scope="session")
async def real_time(notifier):
    yield
    notifier.clock.reset()


@pytest.fixture
def manager(tenant):
    return a_member(tenant, MANAGE)


def url_of(listener: Listener, host: str = "crochet.exemple") -> str:
    return f"http://{host}:{listener.port}/parvis"


async def an_endpoint(notifier, manager, listener: Listener, *kinds: str, **changes):
    wanted = {"url": url_of(listener), "kinds": list(kinds or [SUBMITTED]), **changes}
    answer = await notifier.call(manager, "POST", "/v1/webhooks", json=wanted)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def ended(notifier, manager, endpoint, status: str):
    """The only sending to it, once it stands so."""

    async def look():
        page = await notifier.call(manager, "GET", f"/v1/webhooks/{endpoint['id']}/deliveries")
        return [line for line in page.json()["items"] if line["status"] == status]

    [line] = await eventually(look)
    shown = await notifier.call(manager, "GET", f"/v1/webhooks/{endpoint['id']}/deliveries/{line['id']}")
    return shown.json()


async def says(owners: Owners, tenant, event=None):
    return await owners.says(event or a_submission(), tenant=tenant, facts=facts_of("dossier_received"))


@pytest.mark.requirement("NT-05")
async def test_an_event_is_told_signed_with_ids_alone(notifier, owners, manager, listener, tenant):
    endpoint = await an_endpoint(notifier, manager, listener)
    event = a_submission()

    cause = await says(owners, tenant, event)
    sent = await ended(notifier, manager, endpoint, "delivered")

    [heard] = listener.heard
    told = msgspec.json.decode(heard.body)
    assert heard.is_signed_with(endpoint["secret"])
    assert not heard.is_signed_with("whsec_" + "QUFB" * 10)
    assert heard.id == f"msg_{sent['id']}"
    assert (told["type"], sent["event_id"]) == (SUBMITTED, str(cause))
    assert told["data"] == {"dossier_id": str(event.dossier_id), "demarche_id": str(event.demarche_id)}
    assert [call["code"] for call in sent["tries"]] == [200]


def test_the_signature_is_standard_webhooks_own_example():
    secret = base64.b64decode("plJ3nmyCDGBKInavdOK15jsl")
    body = b'{"event_type":"ping","data":{"success":true}}'

    made = signature_of("msg_loFOjxBNrRLzqYUf", 1731705121, body, secret)

    assert made == "v1,rAvfW3dJ/X/qxhsaXPOyyCGmRKsaKWcsNccKXlIktD0="


@pytest.mark.requirement("NT-05")
async def test_who_did_not_ask_is_not_told(notifier, owners, manager, listener, tenant):
    other = a_member(None, MANAGE)
    elsewhere = await an_endpoint(notifier, other, listener)
    deaf = await an_endpoint(notifier, manager, listener, "notifier.publication.changed.v1")
    paused = await an_endpoint(notifier, manager, listener)
    await notifier.call(manager, "POST", f"/v1/webhooks/{paused['id']}/pause")
    told = await an_endpoint(notifier, manager, listener)

    await says(owners, tenant)
    await ended(notifier, manager, told, "delivered")

    assert len(listener.heard) == 1
    for actor, endpoint in ((other, elsewhere), (manager, deaf), (manager, paused)):
        page = await notifier.call(actor, "GET", f"/v1/webhooks/{endpoint['id']}/deliveries")
        assert page.json()["items"] == []


@pytest.mark.requirement("NT-05")
async def test_who_does_not_answer_is_told_again_under_the_same_id(notifier, owners, manager, listener, tenant):
    endpoint = await an_endpoint(notifier, manager, listener)
    listener.answers = [500]

    await says(owners, tenant)
    await eventually(lambda: listener.heard)
    await ended(notifier, manager, endpoint, "pending")
    notifier.clock.move(timedelta(seconds=6))
    sent = await ended(notifier, manager, endpoint, "delivered")

    first, second = listener.heard
    assert (first.id, first.body) == (second.id, second.body)
    assert [call["code"] for call in sent["tries"]] == [500, 200]


@pytest.mark.requirement("NT-05")
async def test_what_was_told_is_told_again_when_somebody_asks(notifier, owners, manager, listener, tenant):
    endpoint = await an_endpoint(notifier, manager, listener)
    await says(owners, tenant)
    sent = await ended(notifier, manager, endpoint, "delivered")

    path = f"/v1/webhooks/{endpoint['id']}/deliveries/{sent['id']}/replay"
    asked = await notifier.call(manager, "POST", path)
    await eventually(lambda: len(listener.heard) == 2)
    again = await ended(notifier, manager, endpoint, "delivered")

    assert asked.status_code == 202
    assert listener.heard[0].id == listener.heard[1].id
    assert len(again["tries"]) == 2


@pytest.mark.requirement("NT-05")
async def test_who_has_mended_the_other_side_does_not_wait_for_the_next_try(
    notifier, owners, manager, listener, tenant
):
    endpoint = await an_endpoint(notifier, manager, listener)
    listener.answers = [500]
    await says(owners, tenant)
    await eventually(lambda: listener.heard)
    waiting = await ended(notifier, manager, endpoint, "pending")

    asked = await notifier.call(manager, "POST", f"/v1/webhooks/{endpoint['id']}/deliveries/{waiting['id']}/replay")
    sent = await ended(notifier, manager, endpoint, "delivered")

    assert asked.status_code == 202
    assert [call["code"] for call in sent["tries"]] == [500, 200]
    assert listener.heard[0].id == listener.heard[1].id


@pytest.mark.requirement("NT-05")
async def test_a_new_secret_signs_beside_the_old_one_for_a_day(notifier, manager, listener):
    endpoint = await an_endpoint(notifier, manager, listener)
    renewed = (await notifier.call(manager, "POST", f"/v1/webhooks/{endpoint['id']}/secret")).json()

    await notifier.call(manager, "POST", f"/v1/webhooks/{endpoint['id']}/trials")
    await eventually(lambda: listener.heard)
    notifier.clock.move(timedelta(hours=25))
    await notifier.call(manager, "POST", f"/v1/webhooks/{endpoint['id']}/trials")
    await eventually(lambda: len(listener.heard) == 2)

    during, after = listener.heard
    assert during.is_signed_with(endpoint["secret"])
    assert during.is_signed_with(renewed["secret"])
    assert after.is_signed_with(renewed["secret"])
    assert not after.is_signed_with(endpoint["secret"])
    shown = await notifier.call(manager, "GET", f"/v1/webhooks/{endpoint['id']}")
    assert "secret" not in shown.json()


@pytest.mark.requirement("NT-05")
async def test_who_says_gone_is_called_no_more_until_somebody_resumes(notifier, manager, listener):
    endpoint = await an_endpoint(notifier, manager, listener)
    listener.answers = [410]

    await notifier.call(manager, "POST", f"/v1/webhooks/{endpoint['id']}/trials")
    await ended(notifier, manager, endpoint, "failed")
    shown = (await notifier.call(manager, "GET", f"/v1/webhooks/{endpoint['id']}")).json()
    refused = await notifier.call(manager, "POST", f"/v1/webhooks/{endpoint['id']}/trials")
    resumed = (await notifier.call(manager, "POST", f"/v1/webhooks/{endpoint['id']}/resumption")).json()

    assert (shown["stage"], shown["because"]) == ("paused", "gone")
    assert problem(refused)["status"] == 409
    assert resumed["stage"] == "active"


@pytest.mark.requirement("NT-05")
async def test_a_redirect_is_not_followed(notifier, manager, listener):
    endpoint = await an_endpoint(notifier, manager, listener)
    listener.answers, listener.leads_to = [302], f"http://127.0.0.1:{listener.port}/interne"

    await notifier.call(manager, "POST", f"/v1/webhooks/{endpoint['id']}/trials")
    sent = await ended(notifier, manager, endpoint, "pending")

    async def answered():
        path = f"/v1/webhooks/{endpoint['id']}/deliveries/{sent['id']}"
        return [call for call in (await notifier.call(manager, "GET", path)).json()["tries"] if call["code"]]

    [call] = await eventually(answered)
    assert (call["code"], call["reason"]) == (302, "redirect")
    assert len(listener.heard) == 1


@pytest.mark.requirement("NT-05")
async def test_a_name_that_turns_inside_after_it_was_accepted_is_not_called(notifier, manager, listener, names):
    names.addresses["rebond.exemple"] = ["127.0.0.1", "10.0.0.7"]
    endpoint = await an_endpoint(notifier, manager, listener, url=url_of(listener, "rebond.exemple"))

    await notifier.call(manager, "POST", f"/v1/webhooks/{endpoint['id']}/trials")

    async def refused():
        page = await notifier.call(manager, "GET", f"/v1/webhooks/{endpoint['id']}/deliveries")
        return [line for line in page.json()["items"] if line["reason"]]

    [line] = await eventually(refused)
    assert line["reason"] == "address-refused"
    assert listener.heard == []


@pytest.mark.requirement("NT-05")
@pytest.mark.parametrize(
    "url",
    [
        "http://10.0.0.1/",
        "http://192.168.1.1/",
        "http://169.254.169.254/latest/meta-data",
        "http://100.64.0.1/",
        "http://[::ffff:10.0.0.1]/",
        "http://[64:ff9b::a00:1]/",
        "http://[fe80::1]/",
        "http://interne.exemple/",
        "http://user:pass@crochet.exemple/",
        "ftp://crochet.exemple/",
        "javascript:alert(1)",
        "http://crochet.exemple:99999/",
        "https://",
        "",
    ],
)
async def test_an_address_inside_is_refused_when_it_is_typed(notifier, manager, names, url: str):
    names.addresses["interne.exemple"] = ["172.16.3.4"]

    answer = await notifier.call(manager, "POST", "/v1/webhooks", json={"url": url, "kinds": [SUBMITTED]})

    assert problem(answer)["status"] == 422
    assert "Adresse non autorisée" in answer.text


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "127.1",
        "0x7f.1",
        "2130706433",
        "0177.0.0.1",
        "0.0.0.0",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "[::127.0.0.1]",
        "[64:ff9b::7f00:1]",
        "[2002:7f00:1::]",
        "[2001:0:7f00:1::]",
        "[fc00::1]",
        "[ff02::1]",
        "169.254.169.254",
        "100.64.1.1",
        "198.18.0.1",
        "224.0.0.1",
        "255.255.255.255",
        "localhost",
    ],
)
async def test_no_way_of_writing_an_inner_address_passes(host: str):
    caller, delivery = Caller(Guard()), a_delivery()

    with pytest.raises(AddressNotAllowed):
        await caller.must_be_allowed(f"https://{host}/")
    answered = await caller.call(f"https://{host}/", delivery, [b"s"], at=NOW)
    caller.close()

    assert (answered.code, answered.reason) == (None, "address-refused")


async def test_outside_only_https_is_spoken():
    with pytest.raises(AddressNotAllowed):
        await Caller(Guard()).must_be_allowed("http://93.184.216.34/")
    assert Guard().lets("93.184.216.34")
    assert Guard().lets("2a00:1450:4007:80e::200e")


def a_delivery() -> HookDelivery:
    return HookDelivery(
        id=uuid4(),
        endpoint_id=uuid4(),
        event_id=uuid4(),
        event_type=SUBMITTED,
        occurred_at=NOW,
        data={},
        created_at=NOW,
    )


def test_after_nine_tries_in_three_days_it_is_given_up():
    delivery, at = a_delivery(), NOW
    for wait in BACKOFF:
        delivery.begin(at=at)
        delivery.end(503, "", at=at)
        assert delivery.due_at == at + wait
        at += wait

    delivery.begin(at=at)
    delivery.end(None, "too-slow", at=at)

    assert (delivery.status, delivery.due_at) == (Status.FAILED, None)
    assert timedelta(days=3) < at - NOW < timedelta(days=4)


def test_whoever_died_while_calling_leaves_a_trace_and_the_call_is_made_again():
    delivery = a_delivery()
    delivery.begin(at=NOW)

    delivery.begin(at=NOW + timedelta(seconds=20))
    delivery.end(200, "", at=NOW + timedelta(seconds=21))

    assert [call.reason for call in delivery.calls] == ["interrupted", ""]
    assert delivery.status is Status.DELIVERED


def test_five_days_of_silence_pause_it():
    endpoint = Endpoint(
        id=uuid4(), wanted=Wanted(url="https://x.example", kinds=(SUBMITTED,)), sealed="", created_at=NOW
    )

    endpoint.missed(gone=False, at=NOW)
    endpoint.missed(gone=False, at=NOW + timedelta(days=4))
    before = endpoint.stage
    endpoint.missed(gone=False, at=NOW + timedelta(days=5))

    assert (before, endpoint.stage, endpoint.because) == (Stage.ACTIVE, Stage.PAUSED, Because.FAILING)


@pytest.mark.requirement("NT-05")
async def test_while_no_mail_server_answers_webhooks_leave(notifier, owners, manager, listener, line, mails, tenant):
    endpoint = await an_endpoint(notifier, manager, listener)
    person = owners.somebody()
    await line.down()
    await owners.says(a_submission(), tenant=tenant, facts=facts_of("dossier_received", person))
    try:
        await ended(notifier, manager, endpoint, "delivered")
    finally:
        await line.up()

    assert await mails.one_to(person.email)


@pytest.mark.requirement("NT-05")
async def test_the_page_adds_tries_shows_and_removes(notifier, manager, listener):
    form = await notifier.call(manager, "GET", "/console/webhooks/nouveau")
    token = {"csrf_token": form.text.split('name="csrf_token" value="')[1].split('"')[0]}
    wrong = await notifier.call(
        manager, "POST", "/console/webhooks/nouveau", data={**token, "url": "https://10.0.0.1/", "kinds": SUBMITTED}
    )
    nothing = await notifier.call(manager, "POST", "/console/webhooks/nouveau", data={**token, "url": url_of(listener)})
    fields = {**token, "url": url_of(listener), "kinds": SUBMITTED, "description": "Facturation"}
    told = await notifier.call(manager, "POST", "/console/webhooks/nouveau", data=fields)
    [endpoint] = (await notifier.call(manager, "GET", "/v1/webhooks")).json()
    path = f"/console/webhooks/{endpoint['id']}"

    tried = await notifier.call(manager, "POST", f"{path}/essai", data=token)
    sent = await ended(notifier, manager, endpoint, "delivered")
    shown = await notifier.call(manager, "GET", path)
    detail = await notifier.call(manager, "GET", f"{path}/envois/{sent['id']}")
    again = await notifier.call(manager, "POST", f"{path}/envois/{sent['id']}/renvoi", data=token)
    fresh = await notifier.call(manager, "POST", f"{path}/secret", data=token)
    asked = await notifier.call(manager, "GET", f"{path}/suppression")
    gone = await notifier.call(manager, "POST", f"{path}/suppression", data=token)
    empty = await notifier.call(manager, "GET", "/console/webhooks")

    assert (wrong.status_code, nothing.status_code) == (422, 422)
    assert "Adresse non autorisée" in wrong.text
    assert "Choisissez au moins un événement" in nothing.text
    assert "whsec_" in told.text
    assert "whsec_" in fresh.text
    assert "whsec_" not in shown.text
    assert (tried.status_code, again.status_code, gone.status_code) == (303, 303, 303)
    assert "Facturation" in shown.text
    assert f"msg_{sent['id']}" in detail.text
    assert "est effacé" in asked.text
    assert "Aucun webhook" in empty.text
