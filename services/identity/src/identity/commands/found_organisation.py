"""An accepted organisation begins to exist, and its first member is written to (ID-03)."""

from uuid import UUID, uuid5

import msgspec

from chassis.actor import Actor
from chassis.commands import Commands, Handler
from chassis.subscriptions import Timer
from contracts.identity import GuichetFounded
from contracts.plans import FREE
from identity.commands.register_citizen import send_activation_link
from identity.domain.access_requests import AccessRequest
from identity.domain.accounts import Account, AccountKind
from identity.domain.identifiers import proposed
from identity.domain.organisations import Guichet, Organisation, Registers, UsefulLink
from identity.domain.persons import Address, Identity, Reach
from identity.domain.subscriptions import Subscription
from identity.storage.guichet_templates import template_for
from identity.storage.tables import organisations
from identity.storage.work import IdentityWork


class FoundOrganisation(msgspec.Struct, frozen=True):
    """Run in the new organisation's own tenant, with what its request said."""

    asked: AccessRequest


async def found_organisation(command: FoundOrganisation, uow: IdentityWork) -> None:
    asked = command.asked
    if await uow.organisations.find(organisations.c.id == uow.actor.tenant) is not None:
        return
    template = template_for(asked.facts.kind)
    organisation = uow.organisations.add(
        Organisation(
            uow.actor.tenant,
            asked.slug,
            asked.facts.kind,
            template.applied_to(guichet_from(asked)),
            registers=_registers(asked),
            subscription=Subscription(plan=FREE),
            template=template.key,
        )
    )
    uow.record(organisation.found())
    uow.record(GuichetFounded(organisation_id=organisation.id, slug=organisation.slug, template=template.key))
    applicant = asked.applicant
    account = uow.accounts.add(
        Account(
            id=uuid5(asked.id, "applicant"),
            kind=AccountKind.MEMBER,
            identifier=proposed(applicant.given_name, applicant.family_name),
            identity=Identity(given_name=applicant.given_name, family_name=applicant.family_name),
            address=Address(),
            reach=Reach(email=applicant.email),
            created_at=uow.now,
            function=applicant.function,
            locale=asked.locale,
        )
    )
    await send_activation_link(account, uow)


def guichet_from(asked: AccessRequest) -> Guichet:
    """Its portal says from the first day what the directory and the applicant said."""
    said = asked.coordinates
    return Guichet(
        name=asked.facts.name,
        phone=said.phone,
        email=said.email,
        address=said.address,
        opening_hours=said.opening_hours,
        links=(UsefulLink(label=asked.facts.name, url=said.website),) if said.website else (),
    )


def founding(commands: Commands[IdentityWork]) -> Timer[UUID]:
    """Rings in the operator's tenant, where the request is; the organisation is founded in its own, by a command of its
    own. Whatever breaks between the two is done again by the next ring."""

    async def found_accepted(request_id: UUID, uow: IdentityWork) -> None:
        asked = await uow.access_requests.get(request_id)
        assert asked.organisation_id is not None
        elsewhere = Actor.of_service("identity", asked.organisation_id)
        await commands.run(found_organisation, FoundOrganisation(asked), actor=elsewhere)

    handler: Handler[UUID, IdentityWork, None] = found_accepted
    return Timer("found_organisation", _same, handler)


def _registers(asked: AccessRequest) -> Registers:
    facts = asked.facts
    return Registers(
        insee_code=facts.insee_code,
        siren=facts.siren,
        postal_code=facts.postal_code,
        customer_number=facts.customer_number,
        official_email=asked.coordinates.official_email,
        access_key=facts.access_key,
    )


def _same(request_id: UUID) -> UUID:
    return request_id
