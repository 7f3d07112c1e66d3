"""What identity answers on the bus."""

from datetime import timedelta
from typing import Any, TypeVar
from uuid import UUID, uuid4

import msgspec
import pytest

from contracts import identity as said
from contracts.asks import (
    AskColleagues,
    AskContacts,
    AskHolders,
    AskMessageFacts,
    AskOrganisation,
    AskReach,
    Contacts,
    MessageFacts,
    OrganisationFacts,
    Reaches,
)
from identity.commands.ask_recovery import AskRecovery, Forgotten, ask_recovery
from identity.domain.accounts import AccountKind
from identity.events.answers import answers
from kit.actors import a_visitor
from kit.service import ServiceUnderTest

from .people import an_account, an_organisation, link_of, register, ring_timers

A = TypeVar("A")


async def ask(identity: ServiceUnderTest, subject: str, question: msgspec.Struct, answer: type[A]) -> A:
    service = identity.service
    known = answers(service.settings, service.queries, now=identity.clock)
    return msgspec.json.decode(await known[subject](msgspec.json.encode(question)), type=answer)


async def facts_for(identity: ServiceUnderTest, tenant: UUID, event: Any) -> MessageFacts:
    question = AskMessageFacts(tenant=tenant, event_id=event["id"], event_type=event["type"], data=event["data"])
    return await ask(identity, AskMessageFacts.subject_for("identity"), question, MessageFacts)


async def test_contacts_are_found_wherever_the_account_lives(identity: ServiceUnderTest, tenant: UUID):
    account = await an_account(identity, tenant)

    question = AskContacts(tenant=uuid4(), account_ids=(account, uuid4()))
    told = await ask(identity, AskContacts.subject, question, Contacts)

    [contact] = told.contacts
    assert (contact.account_id, contact.email) == (account, "camille.rougon@example.org")


async def test_an_organisation_says_how_it_looks(identity: ServiceUnderTest, tenant: UUID):
    slug = await an_organisation(identity, tenant)

    told = await ask(identity, AskOrganisation.subject, AskOrganisation(tenant=tenant), OrganisationFacts)

    assert (told.slug, told.public_url) == (slug, f"http://{slug}.localhost:8000")


@pytest.mark.requirement("ID-17")
async def test_the_activation_mail_carries_the_link_and_its_end_in_words(identity: ServiceUnderTest, tenant: UUID):
    from datetime import UTC, datetime

    slug = await an_organisation(identity, tenant)
    identity.clock.stop_at(datetime(2026, 3, 28, 22, 30, tzinfo=UTC))
    await register(identity, tenant)
    [event] = await identity.published(tenant, type=said.AccountRegistered.type)

    facts = await facts_for(identity, tenant, event)

    assert facts.template == "account_activation"
    assert facts.values["link"] == f"http://{slug}.localhost:8000/activation/{await link_of(identity, tenant)}"
    # 24 hours later by the clock of the world; the night between the two, clocks went forward in Paris.
    assert facts.values["expires_at"] == "le 30 mars 2026 à 0\u00a0h\u00a030"
    assert facts.not_after == datetime(2026, 3, 29, 22, 30, tzinfo=UTC)
    assert [recipient.account_id for recipient in facts.recipients] == [UUID(event["data"]["account_id"])]


@pytest.mark.requirement("ID-17")
async def test_a_link_that_died_meanwhile_is_not_sent(identity: ServiceUnderTest, tenant: UUID):
    await an_organisation(identity, tenant)
    await register(identity, tenant)
    [event] = await identity.published(tenant, type=said.AccountRegistered.type)

    identity.clock.move(timedelta(hours=25))

    assert (await facts_for(identity, tenant, event)).recipients == ()


@pytest.mark.requirement("ID-18")
@pytest.mark.parametrize(
    ("forgotten", "template"),
    [(Forgotten.PASSWORD, "password_reset"), (Forgotten.IDENTIFIER, "identifier_reminder")],
)
async def test_what_was_forgotten_becomes_its_mail(
    identity: ServiceUnderTest, tenant: UUID, forgotten: Forgotten, template: str
):
    await an_organisation(identity, tenant)
    await an_account(identity, tenant)
    await identity.run(
        ask_recovery, AskRecovery(forgotten=forgotten, login="camille.rougon@example.org"), actor=a_visitor(tenant)
    )
    await ring_timers(identity)
    [event] = await identity.published(tenant)

    facts = await facts_for(identity, tenant, event)

    assert facts.template == template
    assert facts.values["identifier"] == "camille.rougon"
    assert not any("Parvis-2026" in value for value in facts.values.values())


async def test_another_tenant_gets_no_facts_about_an_account(identity: ServiceUnderTest, tenant: UUID):
    await an_organisation(identity, tenant)
    await register(identity, tenant)
    [event] = await identity.published(tenant, type=said.AccountRegistered.type)

    assert (await facts_for(identity, uuid4(), event)).recipients == ()


@pytest.mark.requirement("NT-05")
async def test_telephone_and_post_are_told_within_the_organisation_alone(identity: ServiceUnderTest, tenant: UUID):
    account = await an_account(identity, tenant)
    place = {"line": "3 rue de la Banne", "code": "13100", "city": "Plassans", "mobile": "06 12 34 56 78"}
    await identity.rows(
        "update accounts set address_line = :line, postal_code = :code, city = :city, mobile = :mobile "
        "where id = :id returning id",
        id=account,
        **place,
    )
    homeless = await an_account(identity, tenant, identifier="sans.adresse")
    asked = (account, homeless)

    told = await ask(identity, AskReach.subject, AskReach(tenant=tenant, account_ids=asked), Reaches)
    elsewhere = await ask(identity, AskReach.subject, AskReach(tenant=uuid4(), account_ids=asked), Reaches)

    known = {reach.account_id: reach for reach in told.reaches}
    assert known[account].address == ("3 rue de la Banne", "13100 Plassans")
    assert (known[account].name, known[account].mobile) == ("Camille Rougon", "06 12 34 56 78")
    assert known[homeless].address == ()
    assert elsewhere.reaches == ()


@pytest.mark.requirement("NT-06")
async def test_holders_of_a_permission_are_active_members_of_the_organisation(identity: ServiceUnderTest, tenant: UUID):
    member = await an_account(identity, tenant, kind=AccountKind.MEMBER)
    idle = await an_account(identity, tenant, identifier="pas.active", kind=AccountKind.MEMBER, active=False)
    await an_account(identity, tenant, identifier="sans.droit", kind=AccountKind.MEMBER)
    for account in (member, idle):
        await identity.rows(
            "insert into permission_grants (tenant, account_id, permission, granted_at, granted_by) "
            "values (:tenant, :account, 'notifier.addresses.mend', now(), 'by hand') returning account_id",
            tenant=tenant,
            account=account,
        )

    async def found(where: UUID, permission: str) -> list[UUID]:
        told = await ask(identity, AskHolders.subject, AskHolders(tenant=where, permission=permission), Contacts)
        return [contact.account_id for contact in told.contacts]

    assert await found(tenant, "notifier.addresses.mend") == [member]
    assert await found(tenant, "notifier.messages.read") == []
    assert await found(uuid4(), "notifier.addresses.mend") == []


@pytest.mark.requirement("TK-04")
async def test_colleagues_are_found_by_address_identifier_id_or_name_within_their_organisation(
    identity: ServiceUnderTest, tenant: UUID
):
    member = await an_account(identity, tenant, identifier="camille.r", kind=AccountKind.MEMBER)
    await an_account(identity, tenant, identifier="une.citoyenne", kind=AccountKind.CITIZEN)
    await an_account(identity, tenant, identifier="pas.active", kind=AccountKind.MEMBER, active=False)
    await an_account(identity, uuid4(), identifier="d.ailleurs", kind=AccountKind.MEMBER)

    async def found(words: str) -> list[UUID]:
        told = await ask(identity, AskColleagues.subject, AskColleagues(tenant=tenant, words=words), Contacts)
        return [contact.account_id for contact in told.contacts]

    for words in ("camille.r", "CAMILLE.R@example.org", str(member), "roug", "rougon  camille", "Camille Rougon"):
        assert await found(words) == [member], words
    for words in ("", "r", "%%", "une.citoyenne", "pas.active", "d.ailleurs", "camille.r@ailleurs.example"):
        assert await found(words) == [], words
