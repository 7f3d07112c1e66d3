"""What is written when an organisation's access is suspended, given back or closed: to who administers its accounts."""

from collections.abc import Callable

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.actor import Actor
from contracts import identity as said
from contracts.asks import AskMessageFacts, MessageFacts
from identity.events.alarms import in_charge
from identity.storage.tables import organisations

TEMPLATES = {
    said.OrganisationSuspended.type: "organisation_suspended",
    said.OrganisationResumed.type: "organisation_resumed",
    said.OrganisationClosed.type: "organisation_closed",
}
WITHOUT_ACCOUNT = "/assistance-sans-compte"


async def message_facts(
    asked: AskMessageFacts, public_url: Callable[[str], str], actor: Actor, connection: AsyncConnection
) -> MessageFacts:
    """Nobody can sign in meanwhile: the button leads to the operator's form that asks for no account."""
    template = TEMPLATES[asked.event_type]
    o = organisations.c
    row = (await connection.execute(select(o.slug, o.status_reason).where(o.id == actor.tenant))).one_or_none()
    operator = await connection.scalar(select(o.slug).where(o.is_support_portal).order_by(o.id).limit(1))
    if row is None or operator is None:
        return MessageFacts(template=template)
    recipients = await in_charge(actor, connection)
    if template == "organisation_resumed":
        values = {"sign_in": f"{public_url(row.slug)}/connexion"}
    elif row.status_reason:
        values = {"reason": row.status_reason, "link": f"{public_url(operator)}{WITHOUT_ACCOUNT}"}
    else:
        # Given back before this mail could leave: it would not be true any more.
        recipients, values = (), {}
    return MessageFacts(template=template, recipients=recipients, values=values)
