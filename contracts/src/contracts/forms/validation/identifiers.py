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
        reading.refuse("email")
        return None
    return f"{local}@{domain.lower()}"


def read_phone(item: Phone, raw: object, reading: Reading) -> str | None:
    text = text_of(raw, reading, longest=40)
    if text is None:
        return None
    code = "phone_mobile" if item.mobile else "phone"
    try:
        number = phonenumbers.parse(text, "FR")
    except phonenumbers.NumberParseException:
        reading.refuse(code)
        return None
    mobiles = (phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE)
    if not phonenumbers.is_valid_number(number) or (item.mobile and phonenumbers.number_type(number) not in mobiles):
        reading.refuse(code)
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


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
