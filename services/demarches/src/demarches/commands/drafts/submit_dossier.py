from uuid import UUID

from msgspec import Struct

from demarches.commands.agreements.profile_update import agree_on_sending
from demarches.commands.appointments.confirming import confirm_appointment
from demarches.commands.catalogue.places import take_place
from demarches.domain.answers import (
    applicant_email,
    applicant_name,
    must_have_pieces,
    pieces_wanted,
    today_at,
    validated,
)
from demarches.domain.definition import must_be_open_between
from demarches.domain.dossier import Dossier
from demarches.domain.policies import must_be_applicant, must_have_account_if_needed
from demarches.storage.references import next_reference
from demarches.storage.sending import terms_of
from demarches.storage.unit_of_work import DemarchesWork


class SubmitDossier(Struct, frozen=True):
    dossier_id: UUID


async def submit_dossier(command: SubmitDossier, uow: DemarchesWork) -> Dossier:
    """The draft's id is its own key: whoever sends it again, whatever they clicked, gets the first answer.

    The dossier's row is locked first, then the quota's, then the counter of references, then the slot's.
    """
    dossier = await uow.dossiers.get(command.dossier_id)
    must_be_applicant(uow.actor, dossier)
    if not dossier.is_draft:
        return dossier
    definition = await uow.definition_of(dossier)
    must_have_account_if_needed(uow.actor, definition)
    terms = await terms_of(uow.connection, dossier)
    must_be_open_between(terms.opens_at, terms.closes_at, uow.now)
    answers = validated(definition, dossier.answers, at=uow.now, locale=uow.actor.locale)
    wanted = pieces_wanted(definition, answers, uow.now)
    must_have_pieces(wanted, terms.joined, terms.refused, uow.actor.locale)
    if terms.counted:
        await take_place(uow, dossier)
        dossier.holds_place = True
    submitted = dossier.submit(
        answers,
        reference=await next_reference(uow.connection, today_at(uow.now).year),
        name=applicant_name(definition, answers),
        email=applicant_email(definition, answers),
        at=uow.now,
    )
    dossier.department_id = definition.department_id
    uow.record(submitted, concerns=dossier.account)
    await agree_on_sending(dossier, definition, uow)
    await confirm_appointment(dossier, definition, uow)
    return dossier
