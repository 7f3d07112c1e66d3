"""The forms of the demonstration: what each kind of request asks."""

from typing import Any

from contracts.forms import Form, read_form
from contracts.forms.words import Words
from ticketing.domain.catalogue import RequestKind

Item = dict[str, Any]


def two(fr: str, en: str) -> dict[str, str]:
    return {"fr": fr, "en": en}


def form_for(kind: RequestKind, *more: Item) -> Form:
    """One step: the questions of the kind, then those of the product."""
    items = [*_QUESTIONS[kind], *more]
    return read_form(
        {"version": 1, "steps": [{"id": "request", "title": two("Votre demande", "Your request"), "items": items}]}
    )


def _long(name: str, label: dict[str, str], help_text: Words, *, required: bool = True, rows: int = 5) -> Item:
    return {
        "kind": "long_text",
        "id": name,
        "label": label,
        "help": help_text,
        "required": required,
        "rows": rows,
        "max_length": 5_000,
    }


def choice(name: str, label: dict[str, str], options: dict[str, dict[str, str]], *, required: bool = False) -> Item:
    shown = [{"value": value, "label": words} for value, words in options.items()]
    return {"kind": "choice", "id": name, "label": label, "required": required, "options": shown}


def line(name: str, label: dict[str, str], *, required: bool = False, help_text: dict[str, str] | None = None) -> Item:
    return {"kind": "text", "id": name, "label": label, "required": required, "help": help_text or ""}


SESSION: Item = {
    "kind": "yes_no",
    "id": "remote_session",
    "label": two("Souhaitez-vous une session de télémaintenance ?", "Would you like a remote maintenance session?"),
    "help": two(
        "Un technicien voit votre écran avec vous, après votre accord.",
        "With your consent, a technician sees your screen.",
    ),
    "required": True,
}
PHONE: Item = {
    "kind": "phone",
    "id": "phone",
    "label": two("Téléphone où vous joindre", "Telephone number where we can reach you"),
    "required": {
        "when": "remote_session == true",
        "because": two("Il nous faut un numéro pour la session.", "We need a number for the session."),
    },
}
ENVIRONMENT = choice(
    "environment",
    two("Sur quel poste travaillez-vous ?", "What do you work on?"),
    {
        "windows": two("Ordinateur sous Windows", "Windows computer"),
        "mac": two("Ordinateur Apple", "Apple computer"),
        "linux": two("Ordinateur sous Linux", "Linux computer"),
        "mobile": two("Téléphone ou tablette", "Telephone or tablet"),
    },
    required=True,
)
_QUESTIONS: dict[RequestKind, list[Item]] = {
    RequestKind.ASSISTANCE: [
        _long(
            "description",
            two("Que cherchez-vous à faire ?", "What are you trying to do?"),
            two("Dites ce que vous avez essayé, écran par écran.", "Tell us what you tried, screen by screen."),
        ),
        SESSION,
        PHONE,
    ],
    RequestKind.SOFTWARE_ANOMALY: [
        _long(
            "description",
            two("Que se passe-t-il ?", "What happens?"),
            two("Recopiez le message affiché, s’il y en a un.", "Copy the message shown, if there is one."),
        ),
        _long(
            "expected",
            two("Qu’attendiez-vous ?", "What did you expect?"),
            "",
            required=False,
            rows=3,
        ),
        ENVIRONMENT,
        SESSION,
        PHONE,
    ],
    RequestKind.HARDWARE_ANOMALY: [
        line(
            "serial_number",
            two("Numéro de série", "Serial number"),
            help_text=two("Il est au dos de l’appareil.", "It is on the back of the device."),
        ),
        _long(
            "description",
            two("Que se passe-t-il ?", "What happens?"),
            two("Dites depuis quand, et ce que montrent les voyants.", "Since when, and what do the lights show?"),
        ),
        PHONE | {"required": True},
    ],
    RequestKind.EVOLUTION: [
        _long(
            "description",
            two("De quoi avez-vous besoin ?", "What do you need?"),
            two("Décrivez la situation plutôt que la solution.", "Describe the situation rather than the solution."),
        ),
        _long(
            "benefit",
            two(
                "Qu’est-ce que cela changerait pour vous ou pour les usagers ?",
                "What would it change for you or the public?",
            ),
            "",
            required=False,
            rows=3,
        ),
    ],
    RequestKind.ACCOUNT: [
        {
            "kind": "person",
            "id": "person",
            "label": two("Pour qui ?", "For whom?"),
            "required": True,
            "parts": ["civility", "family_name", "given_names"],
        },
        {"kind": "email", "id": "email", "label": two("Courriel professionnel", "Work e-mail"), "required": True},
        line("job_title", two("Fonction", "Function"), required=True),
        _long(
            "description",
            two("De quels services cette personne a-t-elle besoin ?", "Which services does this person need?"),
            two(
                "Votre administrateur peut aussi créer le compte lui-même.",
                "Your administrator can also create the account.",
            ),
            rows=3,
        ),
    ],
}
