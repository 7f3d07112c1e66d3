"""The parts of the answers that are objects, and what people call them."""

from contracts.forms.words import Words

CIVILITIES: dict[str, Words] = {
    "madame": {"fr": "Madame", "en": "Ms"},
    "monsieur": {"fr": "Monsieur", "en": "Mr"},
}

PERSON_PARTS: dict[str, Words] = {
    "civility": {"fr": "Civilité", "en": "Title"},
    "family_name": {"fr": "Nom de naissance", "en": "Birth name"},
    "used_name": {"fr": "Nom d’usage", "en": "Name in use"},
    "given_names": {"fr": "Prénoms", "en": "Given names"},
    "birth_date": {"fr": "Date de naissance", "en": "Date of birth"},
    "birth_place": {"fr": "Commune de naissance", "en": "Place of birth"},
}

ADDRESS_PARTS: dict[str, Words] = {
    "line1": {"fr": "Numéro et voie", "en": "Number and street"},
    "line2": {"fr": "Bâtiment, étage, appartement", "en": "Building, floor, flat"},
    "line3": {"fr": "Lieu-dit ou boîte postale", "en": "Locality or PO box"},
    "postal_code": {"fr": "Code postal", "en": "Postcode"},
    "city": {"fr": "Commune", "en": "Town"},
    "insee": {"fr": "Code INSEE de la commune", "en": "INSEE code of the town"},
    "country": {"fr": "Pays", "en": "Country"},
}
ADDRESS_NEEDED = ("line1", "postal_code", "city")

PERIOD_PARTS: dict[str, Words] = {"from": {"fr": "Du", "en": "From"}, "to": {"fr": "Au", "en": "To"}}
DATE_PARTS: dict[str, Words] = {
    "day": {"fr": "Jour", "en": "Day"},
    "month": {"fr": "Mois", "en": "Month"},
    "year": {"fr": "Année", "en": "Year"},
}
MEMBER_ID = "id"
