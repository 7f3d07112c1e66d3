"""Answers of a form come back to the profile, as démarches says their author agreed."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from chassis.actor import Actor
from contracts.asks import AskProfileChanges, ProfileChanges
from identity.commands.keep_profile_changes import KeepProfileChanges, ProfileKeeper
from identity.queries.profile import ProfileOf, ProfileView, profile_of
from kit.service import ServiceUnderTest

from .people import an_account, an_organisation


async def kept(identity: ServiceUnderTest, tenant: UUID, account_id: UUID | None, **changes: Any) -> None:
    async def demarches(question: AskProfileChanges) -> ProfileChanges:
        assert question.tenant == tenant
        return ProfileChanges(account_id=account_id, changes=changes)

    actor = Actor.of_service("identity", tenant)
    await identity.run(ProfileKeeper(demarches), KeepProfileChanges(uuid4()), actor=actor)


async def profile(identity: ServiceUnderTest, tenant: UUID, account_id: UUID) -> ProfileView:
    return await identity.ask(profile_of, ProfileOf(account_id), actor=Actor.of_service("identity", tenant))


@pytest.mark.requirement("DM-15")
async def test_an_accepted_change_is_in_the_profile_and_is_said(identity: ServiceUnderTest, tenant: UUID):
    await an_organisation(identity, tenant)
    camille = await an_account(identity, tenant)
    address = {"line1": "3 rue Haute", "line2": "Bât. B", "postal_code": "13100", "city": "Plassans"}

    await kept(identity, tenant, camille, address=address, phone="+33442000009", used_name="Mouret")

    now = await profile(identity, tenant, camille)
    assert (now.address.line, now.address.complement, now.address.city) == ("3 rue Haute", "Bât. B", "Plassans")
    assert now.reach.phone == "+33442000009"
    assert (now.identity.family_name, now.identity.birth_name) == ("Mouret", "Rougon")
    [event] = await identity.published(tenant, type="identity.contact.changed.v1")
    assert "rue Haute" not in str(event["data"])


@pytest.mark.requirement("DM-06")
async def test_what_the_profile_cannot_hold_leaves_that_part_as_it_was(identity: ServiceUnderTest, tenant: UUID):
    await an_organisation(identity, tenant)
    camille = await an_account(identity, tenant)
    await kept(identity, tenant, camille, address={"line1": "1 Main St", "postal_code": "SW1A", "city": "London"})
    await kept(identity, tenant, camille, email="thief@example.org", mobile="0600000000")

    now = await profile(identity, tenant, camille)
    assert now.address.line == ""
    assert (now.reach.email, now.reach.mobile) == ("camille.rougon@example.org", "0600000000")


@pytest.mark.requirement("DM-06")
async def test_nothing_to_change_and_an_account_of_another_town_change_nothing(
    identity: ServiceUnderTest, tenant: UUID
):
    elsewhere = uuid4()
    await an_organisation(identity, tenant)
    await an_organisation(identity, elsewhere)
    stranger = await an_account(identity, elsewhere, identifier="autre")

    await kept(identity, tenant, stranger, phone="+33442000009")
    await kept(identity, tenant, None)

    assert (await profile(identity, elsewhere, stranger)).reach.phone == ""
    assert await identity.published(tenant, type="identity.contact.changed.v1") == []
