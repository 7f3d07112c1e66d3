"""Questions that several demonstration forms ask the same way."""

from typing import Any

Item = dict[str, Any]


def words(fr: str, en: str) -> dict[str, str]:
    return {"fr": fr, "en": en}


def my_details(*, address: bool = True, optional: bool = False, mobile: bool = False) -> dict[str, Any]:
    """« Mes informations », filled in from the personal space."""
    needed = not optional
    items: list[Item] = [
        {
            "kind": "person",
            "id": "applicant",
            "label": words("Vous", "You"),
            "required": needed,
            "prefill": "profile",
            "parts": ["civility", "family_name", "given_names"],
            "optional": ["civility"],
        },
        {
            "kind": "email",
            "id": "email",
            "label": words("Adresse électronique", "E-mail address"),
            "help": words(
                "Nous y envoyons l’accusé de réception et la réponse.", "We send the receipt and the answer there."
            ),
            "required": needed,
            "prefill": "profile.email",
        },
        {
            "kind": "phone",
            "id": "phone",
            "label": words("Téléphone", "Phone"),
            "mobile": mobile,
            "prefill": "profile.mobile" if mobile else "profile.phone",
        },
    ]
    if address:
        items.insert(
            1,
            {
                "kind": "address",
                "id": "address",
                "label": words("Votre adresse", "Your address"),
                "required": needed,
                "prefill": "profile.address",
            },
        )
    return {
        "id": "informations",
        "title": words("Mes informations", "My details"),
        "help": words(
            "Vérifiez ce que nous savons déjà, et complétez.", "Check what we already know, and complete it."
        ),
        "items": items,
    }


def my_request(*items: Item, help: dict[str, str] | str = "") -> dict[str, Any]:
    return {"id": "demande", "title": words("Ma demande", "My request"), "help": help, "items": list(items)}


def my_pieces(*items: Item) -> dict[str, Any]:
    return {
        "id": "pieces",
        "title": words("Mes pièces", "My documents"),
        "help": words(
            "Une photo nette prise avec un téléphone convient. PDF, JPEG ou PNG.",
            "A sharp photo taken with a phone will do. PDF, JPEG or PNG.",
        ),
        "items": list(items),
    }


def piece(type: str, fr: str, en: str, *, help: dict[str, str] | str = "", required: bool | str = True) -> Item:
    name = type.replace("-", "_")
    return {"kind": "piece", "id": name, "type": type, "label": words(fr, en), "help": help, "required": required}


def options(*known: tuple[str, str, str]) -> list[dict[str, Any]]:
    return [{"value": value, "label": words(fr, en)} for value, fr, en in known]
