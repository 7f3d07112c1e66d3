"""A guichet that was made from a template has its catalogue at once."""

from uuid import UUID

import pytest
from sqlalchemy import text

from chassis.actor import Actor
from demarches.commands.catalogue.fill_catalogue import FillCatalogue, fill_catalogue
from kit.actors import a_visitor
from kit.service import ServiceUnderTest


async def fill(demarches: ServiceUnderTest, tenant: UUID) -> int:
    command = FillCatalogue(organisation_id=tenant, slug="les-tulettes")
    return await demarches.run(fill_catalogue, command, actor=Actor.of_service("demarches", tenant))


@pytest.mark.requirement("ID-24")
async def test_a_new_guichet_offers_what_is_ready_and_asking_again_adds_nothing(
    demarches: ServiceUnderTest, tenant: UUID
):
    added = await fill(demarches, tenant)
    again = await fill(demarches, tenant)

    catalogue = (await demarches.call(a_visitor(tenant), "GET", "/v1/catalogue")).json()
    assert added >= 40
    assert again == 0
    assert len(catalogue["themes"]) >= 9
    prefix = await demarches.rows("select reference_prefix from organisation_settings where tenant = :t", t=tenant)
    assert [row["reference_prefix"] for row in prefix] == ["LES"]


@pytest.mark.requirement("ID-24")
async def test_what_agents_made_of_a_demarche_stays(demarches: ServiceUnderTest, tenant: UUID):
    await fill(demarches, tenant)
    async with demarches.service.database.transaction(Actor.of_service("demarches", tenant)) as connection:
        slug = await connection.scalar(text("select slug from demarches order by position limit 1"))
        await connection.execute(text("update demarches set position = 777 where slug = :slug"), {"slug": slug})

    await fill(demarches, tenant)

    rows = await demarches.rows("select position from demarches where tenant = :t and slug = :s", t=tenant, s=slug)
    assert [row["position"] for row in rows] == [777]
