"""What ready démarches share: who asks, and what the law lets one do afterwards."""

from typing import Any

from contracts.forms import Words
from demarches.domain.rules import Silence

Step = dict[str, Any]

NEXT: Words = {
    "fr": "Le service vérifie votre dossier, vous demande ce qui manque, puis vous répond par courriel.",
    "en": "The department checks your file, asks for what is missing, then answers by e-mail.",
}
HELP: Words = {
    "fr": "Remplissez les étapes dans l’ordre. Les champs marqués d’un astérisque sont obligatoires. Vous pouvez vous "
    "arrêter : votre brouillon est gardé 30 jours.",
    "en": "Fill in the steps in order. Fields marked with an asterisk are mandatory. You may stop: your draft is kept "
    "for 30 days.",
}
APPEAL: Words = {
    "fr": "Vous pouvez contester cette décision dans les deux mois, auprès du maire ou du tribunal administratif "
    "(code de justice administrative, R421-1).",
    "en": "You may contest this decision within two months, before the mayor or the administrative court.",
}
THEN: dict[Silence, Words] = {
    Silence.NONE: "",
    Silence.ACCEPTANCE: {
        "fr": "Vous pouvez alors demander une attestation d’acceptation (CRPA L232-3).",
        "en": "You may then ask for a certificate of acceptance (CRPA L232-3).",
    },
    Silence.REJECTION: {
        "fr": "Vous pouvez alors demander les motifs du rejet (CRPA L232-4), et saisir le maire ou le tribunal "
        "administratif dans les deux mois (code de justice administrative, R421-2).",
        "en": "You may then ask for the reasons, and appeal within two months.",
    },
}


def who() -> Step:
    """« Mes informations », filled in from the personal space."""
    return {
        "id": "informations",
        "title": {"fr": "Mes informations", "en": "My details"},
        "help": {"fr": "Vérifiez ce que nous savons déjà, et complétez.", "en": "Check what we know, and complete it."},
        "items": [
            {
                "kind": "person",
                "id": "applicant",
                "label": {"fr": "Vous", "en": "You"},
                "required": True,
                "prefill": "profile",
                "parts": ["civility", "family_name", "given_names"],
                "optional": ["civility"],
            },
            {
                "kind": "address",
                "id": "address",
                "label": {"fr": "Votre adresse", "en": "Your address"},
                "required": True,
                "prefill": "profile.address",
                "write_back": True,
            },
            {
                "kind": "email",
                "id": "email",
                "label": {"fr": "Adresse électronique", "en": "E-mail address"},
                "required": True,
                "prefill": "profile.email",
            },
            {
                "kind": "phone",
                "id": "phone",
                "label": {"fr": "Téléphone", "en": "Phone"},
                "prefill": "profile.phone",
                "write_back": True,
            },
        ],
    }


def request(*items: dict[str, Any]) -> Step:
    return {"id": "demande", "title": {"fr": "Ma demande", "en": "My request"}, "items": list(items)}


def pieces(*items: dict[str, Any]) -> Step:
    return {
        "id": "pieces",
        "title": {"fr": "Mes pièces", "en": "My documents"},
        "help": {
            "fr": "Une photo nette prise avec un téléphone convient. PDF, JPEG ou PNG.",
            "en": "A sharp photo taken with a phone will do. PDF, JPEG or PNG.",
        },
        "items": list(items),
    }
