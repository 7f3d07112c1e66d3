"""A program has a message sent, in the words of one of its organisation's templates."""

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
    """`template` is the technical name of one of the organisation's; `reference` is the program's own, to find it by."""

    template: str
    to: To
    values: dict[str, str] = {}
    reference: str = ""


class SendMessage(msgspec.Struct, frozen=True, kw_only=True):
    key_id: UUID
    message: Outgoing


async def send_message(command: SendMessage, uow: NotifierWork) -> tuple[AskedMessage, Notification]:
    wanted = command.message
    key = await uow.api_keys.get(command.key_id)
    key.must_allow(Scope.SEND)
    must_be_sayable(wanted)
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
        content=Content(to=wanted.to, values=wanted.values, wordings=wordings),
    )
    await uow.asked.keep(message)
    cause = Cause(event_id=message.id, type=ASKED, about=key.id, data={})
    planning = planned(cause, Lane.SERVICE, None, telemetry.traceparent(), uow, notification_id=message.id)
    uow.note("message.asked", message.id)
    return message, await planning


def must_be_sayable(wanted: Outgoing) -> None:
    faults: list[Fault] = []
    if not is_address(wanted.to.email):
        faults.append(Fault("/to/email", "Cette adresse n'est pas complète. Exemple : nom@exemple.fr.", "address"))
    if len(wanted.to.name) > LONGEST_NAME:
        faults.append(Fault("/to/name", f"{LONGEST_NAME} caractères au plus.", "length"))
    if wanted.to.locale not in LOCALES:
        faults.append(Fault("/to/locale", "« fr » ou « en ».", "unknown"))
    if len(wanted.reference) > LONGEST_REFERENCE:
        faults.append(Fault("/reference", f"{LONGEST_REFERENCE} caractères au plus.", "length"))
    if faults:
        raise Invalid(faults=faults)


def _must_be_known(template: OwnTemplate | None) -> OwnTemplate:
    if template is None:
        raise Invalid(faults=[Fault("/template", "Ce modèle n'existe pas dans votre collectivité.", "unknown")])
    return template
