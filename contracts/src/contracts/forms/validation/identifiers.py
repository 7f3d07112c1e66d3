"""E-mail addresses, phone numbers, IBAN and SIRET."""

import re

import phonenumbers
from schwifty import IBAN
from schwifty.exceptions import SchwiftyException
from stdnum.exceptions import ValidationError
from stdnum.fr import siret

from contracts.forms.items import Email, Iban, Phone, Siret
from contracts.forms.validation.reading import Reading
from contracts.forms.validation.texts import text_of

_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_EMAIL = re.compile(rf"{_ATOM}(?:\.{_ATOM})*@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{{0,61}}[A-Za-z0-9])?\.)+[A-Za-z]{{2,63}}")
_GAPS = re.compile("[ \u00a0\u202f.-]")


def read_email(item: Email, raw: object, reading: Reading) -> str | None:
    text = text_of(raw, reading, longest=254)
    if text is None:
        return None
    local, _, domain = text.rpartition("@")
    if len(local) > 64 or not _EMAIL.fullmatch(text):
        # Most mail servers, ours included, carry no accents: whoever typed them is told so, and not that the address is wrong.
        reading.refuse("email" if text.isascii() else "email_accents")
        return None
    return f"{local}@{domain.lower()}"


# One numbering plan, several country codes: 0590 or 0692 call an overseas department, although the mainland's own rules would take
# some of them. What belongs to no place (0800) stays French.
OVERSEAS = ("GP", "GF", "MQ", "RE", "YT")
MOBILES = (phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE)
OF_A_PLACE = (*MOBILES, phonenumbers.PhoneNumberType.FIXED_LINE, phonenumbers.PhoneNumberType.VOIP)


def phone_of(text: str, *, mobile: bool = False) -> str | None:
    """The number as E.164, or None for what nobody can call; without a country code it is a French one."""
    try:
        overseas = [phonenumbers.parse(text, region) for region in OVERSEAS]
        mainland = phonenumbers.parse(text, "FR")
    except phonenumbers.NumberParseException:
        return None
    # Their kind is unknown where they are not valid.
    number = next((one for one in overseas if phonenumbers.number_type(one) in OF_A_PLACE), mainland)
    if not phonenumbers.is_valid_number(number) or (mobile and phonenumbers.number_type(number) not in MOBILES):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def read_phone(item: Phone, raw: object, reading: Reading) -> str | None:
    text = text_of(raw, reading, longest=40)
    if text is None:
        return None
    number = phone_of(text, mobile=item.mobile)
    if number is None:
        reading.refuse("phone_mobile" if item.mobile else "phone")
    return number


def read_iban(item: Iban, raw: object, reading: Reading) -> str | None:
    text = text_of(raw, reading, longest=60)
    if text is None:
        return None
    try:
        return IBAN(_GAPS.sub("", text).upper()).compact
    except (SchwiftyException, ValueError):
        reading.refuse("iban")
        return None


def read_siret(item: Siret, raw: object, reading: Reading) -> str | None:
    text = text_of(raw, reading, longest=40)
    if text is None:
        return None
    digits = _GAPS.sub("", text)
    try:
        if not digits.isascii():
            raise ValidationError
        return siret.validate(digits)
    except ValidationError:
        reading.refuse("siret")
        return None
