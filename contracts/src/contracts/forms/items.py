"""The kinds of item a form is made of.

A definition is a JSON document, so each kind is a struct tagged by `kind`. How its answer is stored is said in its
docstring.
"""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from contracts.forms.words import Words

Id = Annotated[str, Meta(pattern="^[a-z][a-z0-9_]{0,62}$")]
Cel = Annotated[str, Meta(min_length=1, max_length=2_000)]
Length = Annotated[int, Meta(ge=1, le=10_000)]
Cents = Annotated[int, Meta(ge=-(10**13), le=10**13)]
PersonPart = Literal["civility", "family_name", "used_name", "given_names", "birth_date", "birth_place"]


class When(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A condition together with the author's words for it: « Réservé aux habitants de Plassans »."""

    when: Cel
    because: Words = ""


Condition = Cel | When


class Criterion(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who may ask at all, in CEL over the answers, and in the author's words: « Réservé aux habitants de Plassans. »"""

    when: Cel
    because: Words


class Rule(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A validation of the author's own. `check` sees the answer as `value`; the message says what to do."""

    check: Cel
    message: Words


class Item(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True, tag_field="kind"):
    id: Id
    label: Words = ""
    help: Words = ""
    show_if: Condition | None = None


class Question(Item, frozen=True, kw_only=True):
    """An item that people answer.

    `prefill` is a path of the profile (`profile.family_name`), `write_back` proposes the answer to the profile in
    return, `sensitive` keeps the answer out of exports and logs.
    """

    required: bool | Condition = False
    prefill: str | None = None
    write_back: bool = False
    sensitive: bool = False
    rules: tuple[Rule, ...] = ()


class ShortText(Question, frozen=True, kw_only=True, tag="text"):
    """One line. Stored as a string."""

    min_length: Annotated[int, Meta(ge=0, le=500)] = 0
    max_length: Annotated[int, Meta(ge=1, le=500)] = 200


class LongText(Question, frozen=True, kw_only=True, tag="long_text"):
    """Several lines, separated by a line feed. Stored as a string."""

    min_length: Annotated[int, Meta(ge=0, le=10_000)] = 0
    max_length: Length = 2_000
    rows: Annotated[int, Meta(ge=2, le=30)] = 5


class Number(Question, frozen=True, kw_only=True, tag="number"):
    """Stored as an integer when `decimals` is 0, else as a JSON number of at most 15 significant digits."""

    decimals: Annotated[int, Meta(ge=0, le=6)] = 0
    min: float | None = None
    max: float | None = None
    unit: Words = ""


class Amount(Question, frozen=True, kw_only=True, tag="amount"):
    """Euros. Stored as integer cents, so that sums are exact; a string is read as euros (« 12,50 »)."""

    min: Cents = 0
    max: Cents = 10**13


class Date(Question, frozen=True, kw_only=True, tag="date"):
    """Stored as `2026-03-27`. `min` and `max` are such a date, or an expression: `today`, `add_days(today, -30)`."""

    min: Cel | None = None
    max: Cel | None = None


class Period(Question, frozen=True, kw_only=True, tag="period"):
    """Two dates, the second not before the first. Stored as `{"from": …, "to": …}`."""

    min: Cel | None = None
    max: Cel | None = None
    max_days: Annotated[int, Meta(ge=1, le=36_600)] | None = None


class Option(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    value: Annotated[str, Meta(min_length=1, max_length=100)]
    label: Words
    help: Words = ""
    show_if: Condition | None = None


class Choice(Question, frozen=True, kw_only=True, tag="choice"):
    """Stored as the option's value; when `multiple`, as the list of values in the order of the options."""

    options: tuple[Option, ...]
    multiple: bool = False
    display: Literal["radio", "list"] = "radio"
    max_choices: Annotated[int, Meta(ge=1)] | None = None


class YesNo(Question, frozen=True, kw_only=True, tag="yes_no"):
    """Stored as a boolean."""


class Address(Question, frozen=True, kw_only=True, tag="address"):
    """Stored as `{line1, line2?, line3?, postal_code, city, insee?, country}`; `country` is an ISO 3166 code."""

    abroad: bool = False


class Email(Question, frozen=True, kw_only=True, tag="email"):
    """Stored with its domain in lower case."""


class Phone(Question, frozen=True, kw_only=True, tag="phone"):
    """Stored in E.164 (`+33612345678`); read as a French number unless it begins with +."""

    mobile: bool = False


class Person(Question, frozen=True, kw_only=True, tag="person"):
    """Stored as an object with the parts asked; those in `optional` may be left blank."""

    parts: tuple[PersonPart, ...] = ("civility", "family_name", "given_names", "birth_date")
    optional: tuple[PersonPart, ...] = ("used_name",)


class HouseholdMember(Question, frozen=True, kw_only=True, tag="household_member"):
    """A member of the household, by id, or a person typed in.

    Stored like a person; a member keeps its `id` and a copy of the parts as the profile had them that day.
    """

    parts: tuple[PersonPart, ...] = ("family_name", "given_names", "birth_date")
    optional: tuple[PersonPart, ...] = ("used_name",)


class Iban(Question, frozen=True, kw_only=True, tag="iban"):
    """Stored without spaces."""

    sensitive: bool = True


class Siret(Question, frozen=True, kw_only=True, tag="siret"):
    """Stored as 14 digits."""


class Piece(Item, frozen=True, kw_only=True, tag="piece"):
    """Asks for a piece of that type. The pieces themselves are no answers: they belong to the dossier or ticket."""

    type: Annotated[str, Meta(pattern="^[a-z][a-z0-9_-]{0,62}$")]
    required: bool | Condition = True


class Information(Item, frozen=True, kw_only=True, tag="information"):
    """A text shown among the questions."""

    text: Words
    tone: Literal["note", "warning"] = "note"


class Computed(Item, frozen=True, kw_only=True, tag="computed"):
    """A value worked out from the other answers, never taken from what was sent. Stored as its `format` says."""

    expression: Cel
    format: Literal["text", "number", "amount", "date", "yes_no"] = "text"
    decimals: Annotated[int, Meta(ge=0, le=6)] = 0
    unit: Words = ""
    sensitive: bool = False
