"""What is answered to the notifier about an event."""

import msgspec
from towns import Town

from contracts.asks import AskMessageFacts, AskOrganisation, OrganisationFacts
from demarches.events.message_facts import facts_for


async def written(town: Town, type: str):
    """The facts for the last event of that type."""
    event = (await town.service.published(town.tenant, type=f"demarches.{type}.v1"))[-1]
    asked = AskMessageFacts(
        tenant=town.tenant, event_id=event["id"], event_type=event["type"], data=msgspec.to_builtins(event["data"])
    )

    async def identity(question: AskOrganisation) -> OrganisationFacts:
        return OrganisationFacts(
            organisation_id=question.tenant,
            slug="plassans",
            name="Ville de Plassans",
            public_url="http://plassans.localhost:8000",
            colour="#1d5c63",
        )

    return await facts_for(asked, town.service.service.queries, identity, town.service.clock)
