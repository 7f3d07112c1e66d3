"""The values that fill a message: the owner's, the organisation's, the reader's."""

from datetime import datetime

from chassis.pages.filters import Words
from contracts.asks import OrganisationFacts
from contracts.messages import MessageKind, Placeholder, ValueKind
from notifier.mails import neutral
from notifier.mails.faults import UnusableValue


def values_for(
    kind: MessageKind, given: dict[str, str], *, name: str, organisation: OrganisationFacts, locale: str
) -> dict[str, str]:
    """Everything that a template of this kind may say, neutralised, in the reader's language."""
    said = {placeholder.name: _value(placeholder, given, locale) for placeholder in kind.placeholders}
    return said | {
        "name": neutral.person_name(name),
        "organisation": neutral.one_line(organisation.name),
        "organisation_url": organisation.public_url,
        "organisation_phone": neutral.one_line(organisation.phone),
        "organisation_email": neutral.one_line(organisation.email),
        "organisation_address": neutral.one_line(organisation.address),
    }


def _value(placeholder: Placeholder, given: dict[str, str], locale: str) -> str:
    raw = given.get(placeholder.name, "")
    if not raw:
        if placeholder.optional:
            return ""
        raise UnusableValue(f"missing-value:{placeholder.name}")
    try:
        match placeholder.kind:
            case ValueKind.LINK:
                return neutral.link(raw)
            case ValueKind.MOMENT:
                return _moment(raw, locale)
            case ValueKind.LINES:
                return neutral.lines(raw)
            case ValueKind.TEXT:
                return neutral.one_line(raw)
    except ValueError as error:
        raise UnusableValue(f"unusable-value:{placeholder.name}") from error


def _moment(raw: str, locale: str) -> str:
    try:
        return Words(locale).moment(datetime.fromisoformat(raw))
    except ValueError:
        return neutral.one_line(raw)
