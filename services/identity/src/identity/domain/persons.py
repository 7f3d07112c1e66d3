"""What people say of themselves: names, address, contact means. Kept as typed, once it is plausible."""

import re
import unicodedata
from typing import TypeVar

import msgspec

from chassis.refusals import Fault
from contracts.forms.validation.identifiers import phone_of

CIVILITIES = ("", "madame", "monsieur")
_POSTAL_CODE = re.compile(r"[0-9]{5}")
_EMAIL = re.compile(r"[^@\s<>\"(),:;\\]{1,64}@(?:[\w-]{1,63}\.)+[\w-]{2,63}")
_PHONE = re.compile(r"(?:\+[0-9]{2,3}|0)[0-9]{6,12}")
_LINES = 120
_DIRECTIONS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


class Identity(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    civility: str = ""
    given_name: str = ""
    family_name: str = ""
    birth_name: str = ""


class Address(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`postal_code` is text: « 08110 » keeps its zero."""

    line: str = ""
    complement: str = ""
    postal_code: str = ""
    city: str = ""


class Reach(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How the person is reached."""

    email: str = ""
    phone: str = ""
    mobile: str = ""


def cleaned(text: str) -> str:
    """Without blanks around it, accents composed."""
    return unicodedata.normalize("NFC", text).strip()


def identity_faults(identity: Identity, *, of_oneself: bool = True) -> list[Fault]:
    """`of_oneself`: whoever reads it is the one whose name it is."""
    given = "Indiquez votre prénom." if of_oneself else "Indiquez le prénom."
    family = "Indiquez votre nom de famille." if of_oneself else "Indiquez le nom de famille."
    first = _name("/identity/given_name", identity.given_name, given)
    last = _name("/identity/family_name", identity.family_name, family)
    # In the order of the page: one's own begins with the first name, a colleague's with the family's.
    found = [*first, *last] if of_oneself else [*last, *first]
    found += _name("/identity/birth_name", identity.birth_name)
    if identity.civility not in CIVILITIES:
        found.append(Fault("/identity/civility", "Choisissez Madame, Monsieur, ou rien.", "unknown"))
    return found


def address_faults(address: Address, *, required: bool) -> list[Fault]:
    found = [
        *_line("/address/line", address.line, "Indiquez le numéro et la voie." if required else None),
        *_line("/address/complement", address.complement),
        *_line("/address/city", address.city, "Indiquez la commune." if required else None),
    ]
    if (required or address.postal_code) and _POSTAL_CODE.fullmatch(address.postal_code) is None:
        message = "Indiquez un code postal de 5 chiffres, par exemple 08110."
        found.append(Fault("/address/postal_code", message, "postal_code"))
    return found


def reach_faults(reach: Reach) -> list[Fault]:
    return [*email_fault("/reach/email", reach.email), *own_phone_faults(reach.phone, reach.mobile)]


def email_fault(pointer: str, email: str) -> list[Fault]:
    if len(email) <= 254 and _EMAIL.fullmatch(email):
        return []
    return [Fault(pointer, "Indiquez une adresse électronique complète, par exemple nom@exemple.fr.", "email")]


def own_phone_faults(phone: str, mobile: str) -> list[Fault]:
    """As strict as the forms that these numbers will be put into: what is accepted here must not be refused there."""
    sentence = "Indiquez un numéro de téléphone, par exemple 04 72 00 00 00."
    portable = "Indiquez un numéro de portable, par exemple 06 12 34 56 78."
    faults: list[Fault] = []
    if phone and (len(phone) > 40 or phone_of(phone) is None):
        faults.append(Fault("/reach/phone", sentence, "phone"))
    if mobile and (len(mobile) > 40 or phone_of(mobile, mobile=True) is None):
        faults.append(Fault("/reach/mobile", portable, "phone"))
    return faults


def phone_faults(phone: str, mobile: str) -> list[Fault]:
    message = "Indiquez un numéro de téléphone, par exemple 04 72 00 00 00."
    numbers = (("/reach/phone", phone), ("/reach/mobile", mobile))
    return [
        Fault(pointer, message, "phone")
        for pointer, number in numbers
        if number and (len(number) > 40 or _PHONE.fullmatch(digits(number)) is None)
    ]


def digits(phone: str) -> str:
    """A phone number without what people put between its digits."""
    return re.sub(r"[\s.\-()/]", "", phone)


def tidy(identity: Identity, address: Address, reach: Reach) -> tuple[Identity, Address, Reach]:
    """All three as they are kept."""
    return (
        _each_cleaned(identity),
        _each_cleaned(address),
        Reach(email=cleaned(reach.email), phone=cleaned(reach.phone), mobile=cleaned(reach.mobile)),
    )


def has_control_characters(text: str) -> bool:
    """Line breaks and NUL would reach mail headers; direction marks would make a name lie about itself."""
    return any(unicodedata.category(letter) in ("Cc", "Cs", "Zl", "Zp") or letter in _DIRECTIONS for letter in text)


def has_pictures(text: str) -> bool:
    """As strict as the forms that this name will be put into: what is accepted here must not be refused there."""
    return any(unicodedata.category(sign) == "So" for sign in text)


def _name(pointer: str, text: str, required: str | None = None) -> list[Fault]:
    if has_pictures(text):
        return [Fault(pointer, "Écrivez un nom avec des lettres, sans image ni symbole.", "name")]
    return _line(pointer, text, required)


def _line(pointer: str, text: str, required: str | None = None) -> list[Fault]:
    if has_control_characters(text):
        return [Fault(pointer, "Retirez les retours à la ligne et les caractères invisibles.", "control")]
    if len(text) > _LINES:
        return [Fault(pointer, f"Écrivez {_LINES} caractères au plus.", "too_long")]
    if required and not text.strip():
        return [Fault(pointer, required, "required")]
    return []


S = TypeVar("S", Identity, Address)


def _each_cleaned(said: S) -> S:
    return msgspec.structs.replace(said, **{name: cleaned(getattr(said, name)) for name in said.__struct_fields__})
