"""Changing the address of an account: proved, confirmed from the new one, undone from the former one (A44)."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest

from chassis.actor import Actor
from contracts.asks import AskMessageFacts
from contracts.identity import EmailChanged, EmailChangeRequested
from identity.domain.links import Purpose, token_for
from identity.events.message_facts import MessageFactsOf, message_facts
from kit.actors import a_citizen, a_visitor
from kit.service import ServiceUnderTest, problem

from .people import an_account, an_organisation, exchange, sign_in

pytestmark = pytest.mark.requirement("ID-20")
NEW, FORMER = "camille@nouveau.example", "camille.rougon@example.org"


@pytest.fixture
async def camille(identity: ServiceUnderTest, tenant: UUID) -> Actor:
    await an_organisation(identity, tenant)
    account = await an_account(identity, tenant)
    return a_citizen(tenant, subject=account)


async def ask(identity: ServiceUnderTest, camille: Actor, email: str = NEW) -> httpx.Response:
    proven = replace(camille, authenticated_at=identity.clock())
    return await identity.call(proven, "POST", "/v1/profile/email-change", json={"email": email})


async def token(identity: ServiceUnderTest, tenant: UUID, purpose: Purpose, *, which: int = -1) -> str:
    """As the mail carries it."""
    kind = {Purpose.EMAIL: EmailChangeRequested.type, Purpose.EMAIL_BACK: EmailChanged.type}[purpose]
    event = (await identity.published(tenant, type=kind))[which]
    return token_for(UUID(event["data"]["link_id"]), purpose, identity.service.settings.read_secret())


async def use(identity: ServiceUnderTest, tenant: UUID, path: str, link: str) -> httpx.Response:
    return await identity.call(a_visitor(tenant), "POST", path, json={"token": link})


async def confirm(identity: ServiceUnderTest, camille: Actor, email: str = NEW) -> None:
    assert (await ask(identity, camille, email)).status_code == 202
    link = await token(identity, camille.tenant, Purpose.EMAIL)
    assert (await use(identity, camille.tenant, "/v1/email-changes", link)).status_code == 204


async def address_of(identity: ServiceUnderTest, camille: Actor) -> str:
    return (await identity.call(camille, "GET", "/v1/profile")).json()["reach"]["email"]


async def mail_of(identity: ServiceUnderTest, tenant: UUID, kind: str) -> Any:
    event = (await identity.published(tenant, type=kind))[-1]
    asked = AskMessageFacts(tenant=tenant, event_id=event["id"], event_type=kind, data=event["data"])
    question = MessageFactsOf(
        asked, identity.service.settings.read_secret(), lambda slug: f"http://{slug}", "", identity.clock()
    )
    return await identity.service.queries.ask(message_facts, question, actor=Actor.of_service("identity", tenant))


async def test_nothing_changes_before_the_new_address_has_confirmed(identity: ServiceUnderTest, camille: Actor):
    await ask(identity, camille)
    before = await address_of(identity, camille)
    mail = await mail_of(identity, camille.tenant, EmailChangeRequested.type)

    link = await token(identity, camille.tenant, Purpose.EMAIL)
    shown = await identity.call(a_visitor(camille.tenant), "GET", f"/v1/email-changes/{link}")
    answer = await use(identity, camille.tenant, "/v1/email-changes", link)
    again = await use(identity, camille.tenant, "/v1/email-changes", link)

    assert (before, shown.json()["email"], await address_of(identity, camille)) == (FORMER, NEW, NEW)
    assert (answer.status_code, again.status_code) == (204, 410)
    assert (mail.template, [each.email for each in mail.recipients]) == ("email_change", [NEW])
    assert mail.values["link"].endswith(f"/adresse-electronique/confirmation/{link}")
    assert len(await identity.published(camille.tenant, type="identity.contact.changed.v1")) == 1


async def test_an_old_proof_is_not_enough(identity: ServiceUnderTest, camille: Actor):
    late = replace(camille, authenticated_at=identity.clock() - timedelta(minutes=11))

    answer = await identity.call(late, "POST", "/v1/profile/email-change", json={"email": NEW})

    assert (answer.status_code, problem(answer)["type"]) == (403, "/problems/step-up-needed")
    assert await identity.published(camille.tenant, type=EmailChangeRequested.type) == []


@pytest.mark.parametrize("wrong", ["", "camille@", FORMER.upper(), "a@b.example\r\nBcc: c@d.example"])
async def test_an_address_that_is_none_or_the_same_is_told_beside_the_field(
    identity: ServiceUnderTest, camille: Actor, wrong: str
):
    answer = await ask(identity, camille, wrong)

    assert answer.status_code == 422
    assert problem(answer)["errors"][0]["pointer"] == "/email"


async def test_whose_address_it_is_already_is_told_to_its_owner_alone(identity: ServiceUnderTest, camille: Actor):
    await an_account(identity, camille.tenant, identifier="autre.personne", email="autre@example.org")

    free, taken = await ask(identity, camille), await ask(identity, camille, "autre@example.org")

    assert (free.status_code, free.content) == (taken.status_code, taken.content)
    assert len(await identity.published(camille.tenant, type=EmailChangeRequested.type)) == 1
    assert len(await identity.published(camille.tenant, type="identity.account.registration_repeated.v1")) == 1


async def test_the_former_address_is_told_and_takes_the_space_back(identity: ServiceUnderTest, camille: Actor):
    slug = f"ville-{camille.tenant.hex[:12]}"
    thief = (await sign_in(identity, slug, "camille.rougon")).json()["secret"]
    await confirm(identity, camille)
    mail = await mail_of(identity, camille.tenant, EmailChanged.type)

    link = await token(identity, camille.tenant, Purpose.EMAIL_BACK)
    answer = await use(identity, camille.tenant, "/v1/email-returns", link)

    assert ([each.email for each in mail.recipients], mail.template) == ([FORMER], "email_changed")
    assert (answer.status_code, await address_of(identity, camille)) == (200, FORMER)
    assert (await exchange(identity, thief, slug)).status_code == 401
    assert (await sign_in(identity, slug, "camille.rougon")).status_code == 401
    assert len(await identity.published(camille.tenant, type="identity.account.password_reset_requested.v1")) == 1


async def test_changing_twice_does_not_shut_the_first_owner_out(identity: ServiceUnderTest, camille: Actor):
    await confirm(identity, camille)
    await confirm(identity, camille, "voleur@ailleurs.example")
    first, second = [await token(identity, camille.tenant, Purpose.EMAIL_BACK, which=at) for at in (0, 1)]

    answer = await use(identity, camille.tenant, "/v1/email-returns", first)
    late = await use(identity, camille.tenant, "/v1/email-returns", second)

    assert (answer.status_code, late.status_code) == (200, 410)
    assert await address_of(identity, camille) == FORMER


async def test_links_live_a_day_and_a_week_at_their_own_guichet(identity: ServiceUnderTest, camille: Actor):
    await ask(identity, camille)
    link = await token(identity, camille.tenant, Purpose.EMAIL)
    stranger = await use(identity, UUID(int=7), "/v1/email-changes", link)
    altered = await use(identity, camille.tenant, "/v1/email-changes", f"{link}x")

    identity.clock.move(timedelta(hours=24))
    late = await use(identity, camille.tenant, "/v1/email-changes", link)

    assert (stranger.status_code, altered.status_code, late.status_code) == (404, 404, 410)
    assert await address_of(identity, camille) == FORMER


async def test_an_address_taken_meanwhile_is_not_taken_twice(identity: ServiceUnderTest, camille: Actor):
    await ask(identity, camille)
    await an_account(identity, camille.tenant, identifier="plus.rapide", email=NEW)

    answer = await use(
        identity, camille.tenant, "/v1/email-changes", await token(identity, camille.tenant, Purpose.EMAIL)
    )

    assert answer.status_code == 409
    assert await address_of(identity, camille) == FORMER


async def test_one_address_gets_three_such_mails_an_hour(identity: ServiceUnderTest, camille: Actor):
    answers = [(await ask(identity, camille)).status_code for _ in range(4)]

    assert answers == [202] * 4
    assert len(await identity.published(camille.tenant, type=EmailChangeRequested.type)) == 3
