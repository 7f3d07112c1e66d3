"""What people read when an answer cannot be taken: what to do, in plain words.

A few facts may be filled in by name; `label` is always there.
"""

from collections.abc import Mapping

from contracts.forms.formats import number
from contracts.forms.words import LOCALES, Words, say

DATE_EXAMPLE_FR = "au format jour/mois/année, par exemple 27 3 2026"
DATE_EXAMPLE_EN = "as day/month/year, for example 27 3 2026"

MESSAGES: dict[str, tuple[str, str]] = {
    # code: (French, English)
    "missing": ("Complétez « {label} ».", "Fill in “{label}”."),
    "missing_choice": ("Choisissez une réponse à « {label} ».", "Choose an answer to “{label}”."),
    "missing_date": (
        f"Indiquez une date pour « {{label}} », {DATE_EXAMPLE_FR}.",
        f"Enter a date for “{{label}}”, {DATE_EXAMPLE_EN}.",
    ),
    "missing_yes_no": ("Répondez par oui ou par non à « {label} ».", "Answer yes or no to “{label}”."),
    "missing_postal_code": (
        "Indiquez votre code postal : 5 chiffres, par exemple 13100.",
        "Enter your postcode: 5 digits, for example 13100.",
    ),
    "missing_rows": (
        "Ajoutez des lignes à « {label} » : il en faut au moins {count}.",
        "Add rows to “{label}”: at least {count}.",
    ),
    "unknown": (
        "Cette réponse n’est pas demandée. Rechargez la page, puis recommencez.",
        "This answer is not asked for. Reload the page, then try again.",
    ),
    "type": (
        "La réponse à « {label} » n’a pas la forme attendue. Saisissez-la de nouveau.",
        "The answer to “{label}” does not have the expected form. Enter it again.",
    ),
    "characters": (
        "Retirez de « {label} » les caractères invisibles ou de contrôle : ressaisissez le texte au lieu de le coller.",
        "Remove the invisible or control characters from “{label}”: type the text instead of pasting it.",
    ),
    "one_line": ("Écrivez « {label} » sur une seule ligne.", "Write “{label}” on a single line."),
    "too_long": (
        "Raccourcissez « {label} » : {limit} caractères au plus, vous en avez saisi {length}.",
        "Shorten “{label}”: {limit} characters at most, you entered {length}.",
    ),
    "too_short": (
        "Complétez « {label} » : {limit} caractères au moins.",
        "Complete “{label}”: at least {limit} characters.",
    ),
    "number": (
        "Indiquez un nombre pour « {label} », par exemple {example}.",
        "Enter a number for “{label}”, for example {example}.",
    ),
    "integer": (
        "Indiquez un nombre entier pour « {label} », par exemple 12.",
        "Enter a whole number for “{label}”, for example 12.",
    ),
    "decimals": (
        "Indiquez « {label} » avec moins de chiffres après la virgule : {limit} au plus.",
        "Enter “{label}” with fewer decimals: {limit} at most.",
    ),
    "number_too_low": (
        "Indiquez pour « {label} » un nombre d’au moins {limit}.",
        "Enter a number of at least {limit} for “{label}”.",
    ),
    "number_too_high": (
        "Indiquez pour « {label} » un nombre d’au plus {limit}.",
        "Enter a number of at most {limit} for “{label}”.",
    ),
    "amount": (
        "Indiquez un montant en euros pour « {label} », par exemple 12,50.",
        "Enter an amount in euros for “{label}”, for example 12.50.",
    ),
    "amount_too_low": (
        "Indiquez pour « {label} » un montant d’au moins {limit}.",
        "Enter an amount of at least {limit} for “{label}”.",
    ),
    "amount_too_high": (
        "Indiquez pour « {label} » un montant d’au plus {limit}.",
        "Enter an amount of at most {limit} for “{label}”.",
    ),
    "date": (f"Indiquez une date {DATE_EXAMPLE_FR}.", f"Enter a date {DATE_EXAMPLE_EN}."),
    "date_incomplete": (
        "Complétez la date : indiquez le jour, le mois et l’année, par exemple 27 3 2026.",
        "Complete the date: enter the day, the month and the year, for example 27 3 2026.",
    ),
    "date_unreal": (
        "Cette date n’existe pas dans le calendrier. Vérifiez le jour, le mois et l’année.",
        "This date does not exist. Check the day, the month and the year.",
    ),
    "date_year": (
        "Vérifiez l’année : indiquez-la avec 4 chiffres, entre 1800 et 2200.",
        "Check the year: enter it with 4 digits, between 1800 and 2200.",
    ),
    "date_too_early": (
        "Indiquez pour « {label} » une date à partir du {limit}.",
        "Enter a date on or after {limit} for “{label}”.",
    ),
    "date_too_late": (
        "Indiquez pour « {label} » une date jusqu’au {limit} au plus tard.",
        "Enter a date on or before {limit} for “{label}”.",
    ),
    "date_unborn": (
        "Vérifiez la date de naissance : elle est dans l’avenir.",
        "Check the date of birth: it is in the future.",
    ),
    "period_incomplete": (
        "Indiquez les deux dates de « {label} » : le début et la fin.",
        "Enter both dates of “{label}”: the start and the end.",
    ),
    "period_reversed": (
        "Indiquez pour « {label} » une date de fin qui ne précède pas la date de début.",
        "Enter an end date for “{label}” that is not before the start date.",
    ),
    "period_too_long": (
        "Raccourcissez « {label} » : {limit} jours au plus.",
        "Shorten “{label}”: {limit} days at most.",
    ),
    "choice": (
        "Choisissez une des réponses proposées à « {label} ».",
        "Choose one of the answers offered for “{label}”.",
    ),
    "too_many_choices": (
        "Retirez des choix à « {label} » : {limit} au plus.",
        "Remove choices from “{label}”: {limit} at most.",
    ),
    "yes_no": ("Répondez par oui ou par non à « {label} ».", "Answer yes or no to “{label}”."),
    "postal_code": (
        "Indiquez votre code postal : 5 chiffres, par exemple 13100.",
        "Enter your postcode: 5 digits, for example 13100.",
    ),
    "insee": (
        "Indiquez le code INSEE de la commune : 5 caractères, par exemple 13001 ou 2A004.",
        "Enter the INSEE code of the town: 5 characters, for example 13001 or 2A004.",
    ),
    "country": (
        "Indiquez le pays par son code de 2 lettres, par exemple FR.",
        "Enter the country as its 2-letter code, for example FR.",
    ),
    "country_france": ("Indiquez une adresse en France.", "Enter an address in France."),
    "email": (
        "Indiquez une adresse électronique, par exemple nom@exemple.fr.",
        "Enter an e-mail address, for example name@example.com.",
    ),
    "email_accents": (
        "Écrivez l’adresse électronique sans accent ni autre caractère particulier, par exemple nom@exemple.fr.",
        "Write the e-mail address without accents or other special characters, for example name@example.com.",
    ),
    "phone": (
        "Indiquez un numéro de téléphone, par exemple 06 12 34 56 78 ou +33 6 12 34 56 78.",
        "Enter a phone number, for example 06 12 34 56 78 or +33 6 12 34 56 78.",
    ),
    "phone_mobile": (
        "Indiquez un numéro de téléphone portable, par exemple 06 12 34 56 78.",
        "Enter a mobile phone number, for example 06 12 34 56 78.",
    ),
    "civility": ("Choisissez « Madame » ou « Monsieur ».", "Choose “Ms” or “Mr”."),
    "name": (
        "Écrivez « {label} » avec des lettres, des espaces, des apostrophes ou des traits d’union.",
        "Write “{label}” with letters, spaces, apostrophes or hyphens.",
    ),
    "member": (
        "Choisissez un membre de votre foyer dans la liste, ou indiquez son identité.",
        "Choose a member of your household in the list, or enter who it is.",
    ),
    "iban": (
        "Vérifiez l’IBAN : il est sur votre relevé d’identité bancaire, par exemple FR76 3000 6000 0112 3456 7890 189.",
        "Check the IBAN: it is on your bank details, for example FR76 3000 6000 0112 3456 7890 189.",
    ),
    "siret": (
        "Vérifiez le numéro SIRET : 14 chiffres, par exemple 732 829 320 00074.",
        "Check the SIRET number: 14 digits, for example 732 829 320 00074.",
    ),
    "too_many_rows": (
        "Retirez des lignes de « {label} » : {limit} au plus.",
        "Remove rows from “{label}”: {limit} at most.",
    ),
    "rule": ("{words}", "{words}"),
    "not_eligible": ("{words}", "{words}"),
}


def message(code: str, label: Words, facts: Mapping[str, Words | int]) -> dict[str, str]:
    """The message in every language; a fact may itself be in several."""
    said: dict[str, str] = {}
    for locale, template in zip(LOCALES, MESSAGES[code], strict=True):
        known = {
            name: number(fact, 0, locale) if isinstance(fact, int) else say(fact, locale)
            for name, fact in facts.items()
        }
        said[locale] = template.format(label=say(label, locale), **known)
    return said
