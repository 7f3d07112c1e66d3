"""What may be written to people: the notifier's templates by key, and the values that each needs.

Who answers `ask.<service>.message_facts.v1` fills `MessageFacts.values` from here. Values are text; those of kind
`moment` are ISO 8601 (the notifier words them in the reader's language and in Paris time) or words already, those of
kind `link` are whole addresses. The notifier itself knows the organisation's name, address, phone and page, and the recipient's name.
"""

from enum import StrEnum
from typing import NamedTuple


class Lane(StrEnum):
    """Which queue a message waits in. One who waits for a link is never behind a newsletter."""

    CRITICAL = "critical"
    SERVICE = "service"
    BULK = "bulk"
    HOOK = "hook"
    """No message to a person: a call to another system."""
    PUSH = "push"
    """To a device, beside the mail."""
    TEXT = "text"
    """By SMS, beside the mail."""


class ValueKind(StrEnum):
    TEXT = "text"
    """One line; whatever would break it is neutralised."""
    LINES = "lines"
    """Several lines or paragraphs, for legal mentions."""
    LINK = "link"
    MOMENT = "moment"


class Placeholder(NamedTuple):
    """A value of a template. An optional one that is not given is empty."""

    name: str
    sample: str
    kind: ValueKind = ValueKind.TEXT
    optional: bool = False


class MessageKind(NamedTuple):
    """`button` names the placeholder that the message's one button leads to."""

    key: str
    placeholders: tuple[Placeholder, ...]
    lane: Lane = Lane.SERVICE
    button: str = "link"

    @property
    def names(self) -> frozenset[str]:
        return frozenset(placeholder.name for placeholder in self.placeholders)

    @property
    def sample(self) -> dict[str, str]:
        return {placeholder.name: placeholder.sample for placeholder in self.placeholders}


_SITE = "http://plassans.localhost:8000"
_ACTIVATION = Placeholder("link", f"{_SITE}/activation/x7Kq", ValueKind.LINK)
_RESET = Placeholder("link", f"{_SITE}/reinitialisation/x7Kq", ValueKind.LINK)
_SIGN_IN = Placeholder("sign_in", f"{_SITE}/connexion", ValueKind.LINK)
_RECOVERY = Placeholder("recovery", f"{_SITE}/connexion/oubli", ValueKind.LINK)
_IDENTIFIER = Placeholder("identifier", "camille.rougon")
_EXPIRES = Placeholder("expires_at", "2026-03-28T13:02:00Z", ValueKind.MOMENT)
_FACTOR = Placeholder("factor", "application d’authentification")
_UNTIL = Placeholder("until", "2026-12-23T09:30:00Z", ValueKind.MOMENT)
_MANDATE = Placeholder("link", "http://agents.localhost:8001/identity/administrator", ValueKind.LINK)
_WHY = Placeholder("reason", "Le contrat d’abonnement est échu depuis le 30 juin.", ValueKind.LINES)
_HELP = Placeholder("link", "http://assistance.localhost:8000/", ValueKind.LINK)
_ACCESS = (
    Placeholder("asked_for", "Commune des Tulettes"),
    Placeholder("link", "http://assistance.localhost:8000/demande-acces", ValueKind.LINK),
)
_DOSSIER = (
    Placeholder("reference", "PLA-2026-000123"),
    Placeholder("title", "Demande d’acte de naissance"),
    Placeholder("link", f"{_SITE}/mes-demandes/0190", ValueKind.LINK),
)
_DRAFT = Placeholder("link", f"{_SITE}/demandes/0190", ValueKind.LINK)
_WHEN = Placeholder("when", "2026-12-03T09:20:00+01:00", ValueKind.MOMENT)
_WHERE = Placeholder("where", "Hôtel de ville, 1 place de la Sous-Préfecture, 13100 Plassans")
_APPOINTMENT = (
    *_DOSSIER,
    _WHEN,
    _WHERE,
    Placeholder("calendar", f"{_SITE}/mes-demandes/0190/rendez-vous/0191/agenda.ics", ValueKind.LINK, optional=True),
    Placeholder("bring", "Votre ancienne carte et un justificatif de domicile.", ValueKind.LINES, optional=True),
    Placeholder("reason", "Le service est fermé ce jour-là.", optional=True),
    Placeholder("until", "2026-12-02T09:20:00+01:00", ValueKind.MOMENT, optional=True),
)
_TICKET = (
    Placeholder("reference", "T-2026-000042"),
    Placeholder("title", "Le bouton « Valider » reste gris"),
    Placeholder("link", "http://assistance.localhost:8000/mes-tickets/0190", ValueKind.LINK),
)
_GUEST = (
    Placeholder("reference", "ASS-2026-000042"),
    Placeholder("title", "Mon compte est désactivé"),
    Placeholder("link", "http://assistance.localhost:8000/assistance-sans-compte", ValueKind.LINK),
    Placeholder("answer", "Bonjour,\n\nNous vous rappelons cet après-midi.", ValueKind.LINES, optional=True),
)
_LEGAL = (
    "Votre demande a été reçue le 27 mars 2026 par le service État civil, 1 place de la Mairie, 13100 Plassans.\n\n"
    "Sans réponse de notre part le 27 mai 2026, votre demande sera considérée comme acceptée."
)

_LEGAL_DATE = (
    Placeholder("reference", "PLA-2026-000123"),
    Placeholder("title", "Demande d’acte de naissance"),
    Placeholder("link", "http://agents.localhost:8001/demarches/dossiers/0190", ValueKind.LINK),
    Placeholder("due", "27 mai 2026"),
    Placeholder("legal", _LEGAL, ValueKind.LINES),
)

_COPY = (
    Placeholder("title", "Déclarer un vide-grenier"),
    Placeholder("note", "Rappel de la durée annuelle par lieu.", ValueKind.LINES),
    Placeholder("link", "http://agents.localhost:8001/demarches/definitions/0190/update", ValueKind.LINK),
)

KINDS = (
    MessageKind("account_activation", (_ACTIVATION, _EXPIRES), Lane.CRITICAL),
    MessageKind("registration_repeated", (_SIGN_IN,), Lane.CRITICAL, "sign_in"),
    MessageKind("password_reset", (_RESET, _EXPIRES), Lane.CRITICAL),
    MessageKind("identifier_reminder", (_IDENTIFIER, _SIGN_IN), Lane.CRITICAL, "sign_in"),
    MessageKind("password_changed", (_RECOVERY,), Lane.CRITICAL, "recovery"),
    MessageKind(
        "email_change",
        (Placeholder("link", f"{_SITE}/adresse-electronique/confirmation/x7Kq", ValueKind.LINK), _EXPIRES),
        Lane.CRITICAL,
    ),
    MessageKind(
        "email_changed",
        (Placeholder("link", f"{_SITE}/adresse-electronique/retour/x7Kq", ValueKind.LINK), _EXPIRES),
        Lane.CRITICAL,
    ),
    MessageKind("sign_in_throttled", (_RECOVERY,), Lane.CRITICAL, "recovery"),
    MessageKind(
        "sign_ins_suspected",
        (Placeholder("link", "http://agents.localhost:8001/identity/security", ValueKind.LINK),),
        Lane.CRITICAL,
    ),
    MessageKind("second_factor_added", (_FACTOR, _RECOVERY), Lane.CRITICAL, "recovery"),
    MessageKind("second_factor_removed", (_FACTOR, _RECOVERY), Lane.CRITICAL, "recovery"),
    MessageKind(
        "assistant_connected",
        (
            Placeholder("assistant", "Secrétaire"),
            Placeholder("powers", "lire et proposer"),
            Placeholder("services", "Démarches, Assistance"),
            Placeholder("until", "2026-12-23T09:30:00Z", ValueKind.MOMENT),
            Placeholder("link", "http://agents.localhost:8001/identity/assistants", ValueKind.LINK),
        ),
        Lane.CRITICAL,
    ),
    MessageKind("member_activation", (_ACTIVATION, _EXPIRES, _IDENTIFIER), Lane.CRITICAL),
    MessageKind("access_request_received", _ACCESS),
    MessageKind(
        "access_request_refused", (*_ACCESS, Placeholder("reason", "Le code INSEE est faux.", ValueKind.LINES))
    ),
    MessageKind(
        "access_request_waiting",
        (
            Placeholder("asked_for", "Commune des Tulettes"),
            Placeholder("applicant", "Marthe Mouret, Directrice"),
            Placeholder("link", "http://agents.localhost:8001/identity/access-requests/0190", ValueKind.LINK),
        ),
    ),
    MessageKind("organisation_suspended", (_WHY, _HELP)),
    MessageKind("organisation_resumed", (_SIGN_IN,), button="sign_in"),
    MessageKind("organisation_closed", (_WHY, _HELP)),
    MessageKind("export_ready", (Placeholder("link", f"{_SITE}/mes-donnees", ValueKind.LINK), _EXPIRES)),
    MessageKind("erasure_completed", (Placeholder("link", f"{_SITE}/effacement/x7Kq", ValueKind.LINK),)),
    MessageKind("account_inactive_soon", (_SIGN_IN, _UNTIL), button="sign_in"),
    MessageKind("account_deactivated", (Placeholder("link", f"{_SITE}/activation", ValueKind.LINK),)),
    MessageKind("account_invalidated", (_SIGN_IN,), button="sign_in"),
    MessageKind(
        "mandate_codes",
        (
            Placeholder("applicant", "Silvère Mouret"),
            Placeholder("reference", "KX7P 3MQD"),
            Placeholder("code", "H4TZ 9WNE C2QK B7YR"),
            Placeholder("link", f"{_SITE}/validation-administrateur", ValueKind.LINK),
            _EXPIRES,
        ),
    ),
    MessageKind("mandate_activated", (_MANDATE,)),
    MessageKind("mandate_ended", (_MANDATE,)),
    MessageKind("dossier_received", (*_DOSSIER, Placeholder("legal", _LEGAL, ValueKind.LINES, optional=True))),
    MessageKind(
        "piece_requested",
        (*_DOSSIER, Placeholder("piece", "Justificatif de domicile de moins de trois mois", optional=True)),
    ),
    MessageKind("message_from_town", _DOSSIER),
    MessageKind(
        "dossier_decided",
        (*_DOSSIER, Placeholder("legal", "Vous pouvez contester cette décision.", ValueKind.LINES, optional=True)),
    ),
    MessageKind("dossier_cancelled", _DOSSIER),
    MessageKind(
        "opinion_requested",
        (
            *_DOSSIER,
            Placeholder("question", "La terrasse laisse-t-elle passer un camion de pompiers ?", ValueKind.LINES),
            Placeholder("due", "12 décembre 2026"),
        ),
    ),
    MessageKind("deadline_reached", (*_DOSSIER, Placeholder("legal", _LEGAL, ValueKind.LINES))),
    MessageKind("deadline_approaching", _LEGAL_DATE),
    MessageKind("reasons_due", _LEGAL_DATE),
    MessageKind("draft_reminder", (Placeholder("title", "Demande d’acte de naissance"), _DRAFT, _UNTIL)),
    MessageKind("attachment_code", (*_DOSSIER, Placeholder("code", "048 213"), _EXPIRES), Lane.CRITICAL),
    MessageKind("booking_confirmed", _APPOINTMENT),
    MessageKind("booking_moved", _APPOINTMENT),
    MessageKind("booking_cancelled", _APPOINTMENT),
    MessageKind("booking_reminder", _APPOINTMENT),
    MessageKind("slot_offered", _APPOINTMENT),
    MessageKind(
        "piece_expiring",
        (
            Placeholder("piece", "Carte nationale d’identité"),
            Placeholder("valid_until", "27/03/2026"),
            Placeholder("link", f"{_SITE}/mes-pieces/0190", ValueKind.LINK),
        ),
    ),
    MessageKind(
        "place_offered",
        (
            Placeholder("title", "Inscription au centre de loisirs d’été"),
            Placeholder("link", f"{_SITE}/demarches/centre-de-loisirs", ValueKind.LINK),
            Placeholder("until", "2026-12-02T09:20:00+01:00", ValueKind.MOMENT),
        ),
    ),
    MessageKind("update_offered", _COPY),
    MessageKind("sharing_ended", _COPY),
    MessageKind("ticket_opened", _TICKET),
    MessageKind("ticket_answered", _TICKET),
    MessageKind("ticket_resolved", _TICKET),
    MessageKind("ticket_shared", _TICKET),
    MessageKind("guest_ticket_opened", _GUEST),
    MessageKind("guest_ticket_answered", _GUEST),
    MessageKind("guest_ticket_resolved", _GUEST),
    MessageKind(
        "addresses_waiting",
        (
            Placeholder("several", "3", optional=True),
            Placeholder("link", "http://agents.localhost:8001/notifier/adresses", ValueKind.LINK),
        ),
    ),
    MessageKind(
        "newsletter_confirmation",
        (Placeholder("link", f"{_SITE}/lettre-d-information/confirmation/x7Kq", ValueKind.LINK),),
        Lane.CRITICAL,
    ),
    MessageKind(
        "digest",
        (
            Placeholder("lines", "– Un agent vous a écrit\n– Votre rendez-vous approche", ValueKind.LINES),
            Placeholder("link", f"{_SITE}/mes-notifications", ValueKind.LINK),
        ),
    ),
)
BY_KEY = {kind.key: kind for kind in KINDS}
