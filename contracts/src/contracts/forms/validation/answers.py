"""Reads one answer: blank or not, by its kind, then by its author's own rules."""

from collections.abc import Callable
from typing import Any

from contracts.forms import items as kinds
from contracts.forms.expressions.names import named
from contracts.forms.validation.choices import read_choice, read_yes_no
from contracts.forms.validation.dates import read_date, read_period
from contracts.forms.validation.identifiers import read_email, read_iban, read_phone, read_siret
from contracts.forms.validation.numbers import read_amount, read_number
from contracts.forms.validation.people import read_address, read_household_member, read_person
from contracts.forms.validation.reading import Reading, is_blank
from contracts.forms.validation.texts import read_text

READERS: dict[type[kinds.Question], Callable[[Any, object, Reading], Any]] = {
    kinds.ShortText: read_text,
    kinds.LongText: read_text,
    kinds.Number: read_number,
    kinds.Amount: read_amount,
    kinds.Date: read_date,
    kinds.Period: read_period,
    kinds.Choice: read_choice,
    kinds.YesNo: read_yes_no,
    kinds.Address: read_address,
    kinds.Email: read_email,
    kinds.Phone: read_phone,
    kinds.Person: read_person,
    kinds.HouseholdMember: read_household_member,
    kinds.Iban: read_iban,
    kinds.Siret: read_siret,
}

MISSING: dict[type[kinds.Question], str] = {
    kinds.Choice: "missing_choice",
    kinds.Date: "missing_date",
    kinds.HouseholdMember: "member",
    kinds.YesNo: "missing_yes_no",
}


def read_answer(item: kinds.Question, raw: object, reading: Reading) -> Any:
    """The answer in its stored form; None when it is blank or was refused."""
    evaluation = reading.evaluation
    required = item.required if isinstance(item.required, bool) else evaluation.holds(item.required)
    before = len(reading.problems)
    value = None
    if not is_blank(raw):
        value = READERS[type(item)](item, raw, reading)
    # Parts of an address or a person are asked for one by one, so that each field shows what is missing in it.
    elif required and isinstance(item, kinds.Address | kinds.Person):
        return READERS[type(item)](item, {}, reading)
    if value is None:
        if required and len(reading.problems) == before:
            reading.refuse(MISSING.get(type(item), "missing"))
        return None
    return value if keeps_rules(item, value, reading) else None


def keeps_rules(item: kinds.Question, value: Any, reading: Reading) -> bool:
    """A rule that cannot be told yet, for want of another answer, is not broken."""
    if not item.rules:
        return True
    with reading.evaluation.scope(value=named(item, value)):
        for rule in item.rules:
            if reading.evaluation.verdict(rule.check) is False:
                reading.refuse("rule", words=rule.message)
                return False
    return True
