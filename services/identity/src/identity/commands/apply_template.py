"""Make the guichet from a template (ID-24): a draft, so that it is looked at before anybody sees it."""

import msgspec

from contracts.identity import GuichetFounded
from identity.domain.organisations import Organisation
from identity.storage.guichet_templates import template_named
from identity.storage.work import IdentityWork


class ApplyTemplate(msgspec.Struct, frozen=True, kw_only=True):
    template: str


async def apply_template(command: ApplyTemplate, uow: IdentityWork) -> Organisation:
    """Title, colour and links become the template's; the catalogue and the pages get what they do not have yet."""
    template = template_named(command.template)
    organisation = await uow.organisations.get(uow.actor.tenant)
    organisation.keep_draft(template.applied_to(organisation.saved))
    organisation.template = template.key
    uow.record(GuichetFounded(organisation_id=organisation.id, slug=organisation.slug, template=template.key))
    return organisation
