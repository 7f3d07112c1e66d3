"""Everything in an archive, erasure with its certificate: whole when each service has answered, however often."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import msgspec
import pypdfium2
import pytest

from chassis.actor import Actor
from chassis.ids import new_id
from contracts import demarches, documents, notifier, ticketing
from contracts.asks import AskMessageFacts
from contracts.events import Envelope, Event
from contracts.identity import AccountErased, ErasureCompleted, ExportReady
from contracts.personal_data import HELD, SERVICES
from identity.domain.accounts import AccountKind
from identity.events.message_facts import MessageFactsOf, message_facts
from identity.events.personal_data import SUBSCRIPTIONS
from identity.tools.erase_again import erase
from kit.actors import a_citizen, a_member, a_visitor
from kit.service import ServiceUnderTest, problem

from .people import an_account, an_organisation, ring_timers

MODULES: dict[str, Any] = {
    "demarches": demarches,
    "documents": documents,
    "ticketing": ticketing,
    "notifier": notifier,
}
EXPORTS = "/v1/personal-data/exports"


async def somebody(identity: ServiceUnderTest, tenant: UUID) -> Actor:
    """A citizen who has just proved who they are."""
    await an_organisation(identity, tenant)
    return a_citizen(tenant, subject=await an_account(identity, tenant), authenticated_at=identity.clock())


async def hears(identity: ServiceUnderTest, tenant: UUID, event: Event, *, times: int = 1) -> None:
    """The consumer's part: the same event, as often as the bus may bring it."""
    envelope = Envelope(
        id=new_id(),
        source=event.type.split(".")[0],
        type=event.type,
        subject=event.aggregate_id,
        time=identity.clock(),
        tenant=tenant,
        sequence=1,
        actor="service",
        data=msgspec.Raw(msgspec.json.encode(event)),
    )
    [subscription] = [one for one in SUBSCRIPTIONS if one.event is type(event)]
    for _ in range(times):
        await subscription.take(envelope, identity.commands, service="identity")


async def all_gathered(
    identity: ServiceUnderTest, tenant: UUID, account: UUID, export: UUID, *, times: int = 1
) -> None:
    for name in SERVICES:
        event = MODULES[name].PersonalDataGathered(account_id=account, export_id=export)
        await hears(identity, tenant, event, times=times)


async def all_forgotten(identity: ServiceUnderTest, tenant: UUID, account: UUID, *, times: int = 1) -> None:
    told = {"demarches": ({"drafts": 2}, {"dossiers": 3, "journal": 4}), "documents": ({"safe": 1}, {"journal": 2})}
    for name in SERVICES:
        erased, kept = told.get(name, ({}, {}))
        event = MODULES[name].PersonalDataForgotten(account_id=account, erased=erased, kept=kept)
        await hears(identity, tenant, event, times=times)


@pytest.mark.requirement("ID-26")
async def test_an_export_is_whole_once_each_service_has_told_its_part(identity: ServiceUnderTest, tenant: UUID):
    me = await somebody(identity, tenant)
    assert me.subject is not None
    child = {"family_name": "Rougon", "given_names": "Maxime", "birth_date": "2018-03-27"}
    await identity.call(me, "POST", "/v1/household", json=child)
    asked = (await identity.call(me, "POST", EXPORTS)).json()
    early = await identity.call(me, "GET", f"{EXPORTS}/{asked['id']}")

    await all_gathered(identity, tenant, me.subject, UUID(asked["id"]), times=2)
    ready = await identity.call(me, "GET", f"{EXPORTS}/{asked['id']}")

    assert (early.status_code, ready.status_code, ready.json()["ready"]) == (409, 200, True)
    assert len(await identity.published(tenant, type=ExportReady.type)) == 1
    part = await identity.call_as_gateway("GET", f"/internal/personal-data/{asked['id']}?tenant={tenant}")
    told = part.json()
    assert told["profile"]["identity"]["given_name"] == "Camille"
    assert "password" not in part.text
    assert any(line["by"] == "vous" for line in told["journal"])


@pytest.mark.requirement("ID-26")
async def test_an_export_ends_after_seven_days_and_nothing_of_it_is_left(identity: ServiceUnderTest, tenant: UUID):
    me = await somebody(identity, tenant)
    assert me.subject is not None
    asked = (await identity.call(me, "POST", EXPORTS)).json()
    await all_gathered(identity, tenant, me.subject, UUID(asked["id"]))

    identity.clock.move(timedelta(days=7, minutes=1))
    later = a_citizen(tenant, subject=me.subject, authenticated_at=identity.clock())
    over = await identity.call(later, "GET", f"{EXPORTS}/{asked['id']}")
    await ring_timers(identity)

    assert over.status_code in (404, 410)
    assert (await identity.call(later, "GET", EXPORTS)).json() == []
    assert await identity.rows("select 1 from personal_exports where tenant = :t", t=tenant) == []


@pytest.mark.requirement("ID-26")
async def test_a_stale_proof_a_stranger_and_another_town_get_nothing(identity: ServiceUnderTest, tenant: UUID):
    me = await somebody(identity, tenant)
    asked = (await identity.call(me, "POST", EXPORTS)).json()
    stale = a_citizen(tenant, subject=me.subject, authenticated_at=identity.clock() - timedelta(minutes=11))
    stranger = a_citizen(
        tenant,
        subject=await an_account(identity, tenant, identifier="pascal"),
        authenticated_at=identity.clock(),
    )
    elsewhere = a_citizen(subject=me.subject, authenticated_at=identity.clock())
    path = f"{EXPORTS}/{asked['id']}"

    answers = [
        (await identity.call(stale, "POST", EXPORTS)).status_code,
        (await identity.call(stale, "GET", path)).status_code,
        (await identity.call(stranger, "GET", path)).status_code,
        (await identity.call(elsewhere, "GET", path)).status_code,
        (await identity.call(me, "GET", f"/internal/personal-data/{asked['id']}?tenant={tenant}")).status_code,
    ]

    assert answers == [403, 403, 404, 404, 401]


@pytest.mark.requirement("ID-26")
async def test_three_exports_a_day_are_enough(identity: ServiceUnderTest, tenant: UUID):
    me = await somebody(identity, tenant)

    answers = [(await identity.call(me, "POST", EXPORTS)).status_code for _ in range(4)]

    assert answers == [202, 202, 202, 429]


@pytest.mark.requirement("ID-26")
async def test_an_erasure_is_certified_once_each_service_has_answered(identity: ServiceUnderTest, tenant: UUID):
    me = await somebody(identity, tenant)
    assert me.subject is not None
    child = {"family_name": "Rougon", "given_names": "Maxime", "birth_date": "2018-03-27"}
    await identity.call(me, "POST", "/v1/household", json=child)
    started = await identity.call(me, "POST", "/v1/personal-data/erasure", json={"confirmed": True})
    path = f"/v1/personal-data/certificates/{started.json()['token']}"
    early = await identity.call(a_visitor(tenant), "GET", path)

    await all_forgotten(identity, tenant, me.subject, times=2)
    certificate = await identity.call(a_visitor(tenant), "GET", path)
    document = await identity.call(a_visitor(tenant), "GET", f"{path}/document")

    assert (early.status_code, certificate.status_code) == (409, 200)
    erased = {line["what"]: line["number"] for line in certificate.json()["erased"]}
    kept = {line["what"]: line["number"] for line in certificate.json()["kept"]}
    assert erased == {"account": 1, "household": 1, "drafts": 2, "safe": 1}
    assert kept["dossiers"] == 3
    assert len(await identity.published(tenant, type=ErasureCompleted.type)) == 1
    text = pypdfium2.PdfDocument(document.content)[0].get_textpage().get_text_bounded()
    assert "Certificat d’effacement" in text
    assert "L212-2" in text
    assert "Camille" not in text
    for table in ("accounts", "household_members", "personal_exports"):
        assert await identity.rows(f"select 1 from {table} where tenant = :t", t=tenant) == []


@pytest.mark.requirement("ID-26")
async def test_a_service_that_does_not_answer_is_asked_again_and_the_operator_sees_it(
    identity: ServiceUnderTest, tenant: UUID
):
    me, operator = await somebody(identity, tenant), a_member(None, "platform.organisations.manage")
    assert me.subject is not None
    await identity.call(me, "POST", "/v1/personal-data/erasure", json={"confirmed": True})

    async def late() -> list[list[str]]:
        found = (await identity.call(operator, "GET", "/v1/erasures")).json()
        return [line["missing"] for line in found if line["organisation"].endswith(tenant.hex[:12])]

    at_first = await late()
    identity.clock.move(timedelta(days=1, minutes=1))
    await ring_timers(identity)
    after_a_day = await late()
    page = await identity.call(operator, "GET", "/console/erasures")
    await all_forgotten(identity, tenant, me.subject, times=1)
    identity.clock.move(timedelta(days=1, minutes=1))
    await ring_timers(identity)

    assert (at_first, after_a_day, await late()) == ([], [["demarches", "documents", "notifier", "ticketing"]], [])
    assert len(await identity.published(tenant, type=AccountErased.type)) == 2
    assert "En retard" in page.text
    assert "Camille" not in page.text


@pytest.mark.requirement("ID-26")
async def test_erasure_is_meant_proved_and_for_citizens(identity: ServiceUnderTest, tenant: UUID):
    me = await somebody(identity, tenant)
    path = "/v1/personal-data/erasure"
    stale = a_citizen(tenant, subject=me.subject, authenticated_at=identity.clock() - timedelta(minutes=11))
    agent = a_member(tenant, subject=await an_account(identity, tenant, identifier="adele", kind=AccountKind.MEMBER))

    unmeant = await identity.call(me, "POST", path, json={"confirmed": False})
    answers = [(await identity.call(who, "POST", path, json={"confirmed": True})).status_code for who in (stale, agent)]

    assert [error["pointer"] for error in problem(unmeant)["errors"]] == ["/confirmed"]
    assert answers == [403, 401]
    assert (await identity.call(me, "GET", "/v1/profile")).status_code == 200


@pytest.mark.requirement("ID-26")
async def test_the_last_mail_has_the_address_and_then_the_address_is_forgotten(
    identity: ServiceUnderTest, tenant: UUID
):
    me = await somebody(identity, tenant)
    assert me.subject is not None
    await identity.call(me, "POST", "/v1/personal-data/erasure", json={"confirmed": True})
    await all_forgotten(identity, tenant, me.subject)
    [event] = await identity.published(tenant, type=ErasureCompleted.type)

    async def facts() -> Any:
        asked = AskMessageFacts(
            tenant=tenant, event_id=event["id"], event_type=ErasureCompleted.type, data=dict(event["data"])
        )
        settings = identity.service.settings
        question = MessageFactsOf(
            asked,
            secret=settings.read_secret(),
            public_url=settings.organisation_url,
            internal_url=settings.internal_url,
            now=identity.clock(),
        )
        return await identity.ask(message_facts, question, actor=Actor.of_service("identity", tenant))

    first = await facts()
    identity.clock.move(timedelta(days=30, minutes=1))
    await ring_timers(identity)

    assert first.recipients[0].email == "camille.rougon@example.org"
    assert "/effacement/" in first.values["link"]
    assert (await facts()).recipients == ()


async def test_a_forged_certificate_link_opens_nothing(identity: ServiceUnderTest, tenant: UUID):
    await an_organisation(identity, tenant)
    path = "/v1/personal-data/certificates"

    answers = [
        (await identity.call(a_visitor(tenant), "GET", f"{path}/{token}")).status_code
        for token in ("x", f"{new_id().hex}.AAAA")
    ]

    assert answers == [404, 404]


def test_each_kind_of_thing_that_is_kept_says_why():
    assert {what for what, held in HELD.items() if held.law} == {"dossiers", "tickets", "journal"}


async def test_an_account_that_a_backup_brought_back_goes_again(identity: ServiceUnderTest, tenant: UUID):
    """What `parvis restore` does of each erasure that the ledger holds."""
    person = await somebody(identity, tenant)
    account = person.subject
    assert account is not None

    first, second = [await erase(identity.service.settings, tenant, account) for _ in range(2)]

    left = await identity.rows(f"select id from accounts where id = '{account}'")
    assert (first, second, left) == (True, False, [])
