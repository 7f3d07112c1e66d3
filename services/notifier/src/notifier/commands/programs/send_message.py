"""A program has a message sent, in the words of one of its organisation's templates."""

from datetime import datetime
from uuid import UUID

import msgspec

from chassis import telemetry
from chassis.ids import new_id
from chassis.refusals import Fault, Invalid
from contracts.messages import Lane
from notifier.commands.plan_notification import planned
from notifier.domain.languages import LOCALES
from notifier.domain.notification import Cause, Notification
from notifier.domain.programs.api_key import Scope
from notifier.domain.programs.message import ASKED, LONGEST_NAME, LONGEST_REFERENCE, AskedMessage, Content, To
from notifier.domain.programs.own_template import OwnTemplate
from notifier.mails.mail import is_address
from notifier.mails.own import kind_of, must_fill
from notifier.storage.work import NotifierWork


class Outgoing(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`template` is the technical name of one of the organisation's; `reference` is the program's own, to find it by.
    `reply_to` is where an answer goes rather than to the organisation. After `not_after` (with its offset from UTC) it has
    lost its sense: what has not left by then expires."""

    template: str
    to: To
    values: dict[str, str] = {}
    reference: str = ""
    reply_to: str = ""
    not_after: datetime | None = None


class SendMessage(msgspec.Struct, frozen=True, kw_only=True):
    key_id: UUID
    message: Outgoing


async def send_message(command: SendMessage, uow: NotifierWork) -> tuple[AskedMessage, Notification]:
    wanted = command.message
    key = await uow.api_keys.get(command.key_id)
    key.must_allow(Scope.SEND)
    must_be_sayable(wanted)
    _must_be_in_time(wanted.not_after, uow.now)
    template = _must_be_known(await uow.own_templates.named(wanted.template))
    wordings = template.wanted.wordings
    must_fill(kind_of(template.wanted.key, wordings), wanted.values)
    message = AskedMessage(
        id=new_id(),
        key_id=key.id,
        mode=key.wanted.mode,
        template=template.wanted.key,
        reference=wanted.reference,
        created_at=uow.now,
        content=Content(
            to=wanted.to,
            values=wanted.values,
            wordings=wordings,
            reply_to=wanted.reply_to,
            not_after=wanted.not_after,
        ),
    )
    await uow.asked.keep(message)
    cause = Cause(event_id=message.id, type=ASKED, about=key.id, data={})
    planning = planned(cause, Lane.SERVICE, None, telemetry.traceparent(), uow, notification_id=message.id)
    uow.note("message.asked", message.id)
    return message, await planning


def must_be_sayable(wanted: Outgoing) -> None:
    faults: list[Fault] = []
    if not is_address(wanted.to.email):
        faults.append(Fault("/to/email", "Cette adresse n’est pas complète. Exemple : nom@exemple.fr.", "address"))
    if len(wanted.to.name) > LONGEST_NAME:
        faults.append(Fault("/to/name", f"{LONGEST_NAME} caractères au plus.", "length"))
    if wanted.to.locale not in LOCALES:
        faults.append(Fault("/to/locale", "« fr » ou « en ».", "unknown"))
    if len(wanted.reference) > LONGEST_REFERENCE:
        faults.append(Fault("/reference", f"{LONGEST_REFERENCE} caractères au plus.", "length"))
    if wanted.reply_to and not is_address(wanted.reply_to):
        faults.append(Fault("/reply_to", "Cette adresse n’est pas complète. Exemple : nom@exemple.fr.", "address"))
    if wanted.not_after is not None and wanted.not_after.tzinfo is None:
        sentence = "Donnez l’heure avec son décalage. Exemple : 2026-12-24T18:00:00+01:00."
        faults.append(Fault("/not_after", sentence, "offset"))
    if faults:
        raise Invalid(faults=faults)


def _must_be_in_time(not_after: datetime | None, now: datetime) -> None:
    """Of a new message alone: one that is repeated after a cut is told what became of it."""
    if not_after is not None and not_after <= now:
        raise Invalid(faults=[Fault("/not_after", "Ce moment est déjà passé.", "past")])


def _must_be_known(template: OwnTemplate | None) -> OwnTemplate:
    if template is None:
        raise Invalid(faults=[Fault("/template", "Ce modèle n’existe pas dans votre collectivité.", "unknown")])
    return template
