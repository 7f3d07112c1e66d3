"""The form, its steps, and the two kinds of item that hold others.

What may hold what is said by the types: a section holds items and tables, a table holds the columns of its rows, and
nothing goes deeper.
"""

from collections.abc import Iterator
from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct

from contracts.forms import items as kinds
from contracts.forms.faults import FormFault, fault
from contracts.forms.words import Words

Column = (
    kinds.ShortText
    | kinds.LongText
    | kinds.Number
    | kinds.Amount
    | kinds.Date
    | kinds.Period
    | kinds.Choice
    | kinds.YesNo
    | kinds.Address
    | kinds.Email
    | kinds.Phone
    | kinds.Person
    | kinds.HouseholdMember
    | kinds.Iban
    | kinds.Siret
    | kinds.Information
    | kinds.Computed
)


class Table(kinds.Question, frozen=True, kw_only=True, tag="table"):
    """Rows of the same questions, as many as needed. Stored as a list of objects.

    Inside, expressions see the columns of their own row as `row`; outside, the whole list by the table's id.
    """

    items: tuple[Column, ...]
    min_rows: Annotated[int, Meta(ge=0, le=50)] = 0
    max_rows: Annotated[int, Meta(ge=1, le=50)] = 10
    row_label: Words = ""


class Section(kinds.Item, frozen=True, kw_only=True, tag="section"):
    """Groups items under a heading. It adds nothing to the shape of the answers."""

    items: "tuple[Column | kinds.Piece | Table, ...]"


AnyItem = Column | kinds.Piece | Table | Section


class Step(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    id: kinds.Id
    title: Words
    help: Words = ""
    show_if: kinds.Condition | None = None
    items: tuple[AnyItem, ...] = ()


class Form(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """What is asked, in which order. `version` is the version of the form language, not of the form.

    `eligibility`: all of these must be met, or nothing can be sent.
    """

    version: Annotated[int, Meta(ge=1, le=1)] = 1
    steps: tuple[Step, ...]
    eligibility: tuple[kinds.Criterion, ...] = ()

    def step(self, step_id: str) -> Step:
        """Raises KeyError for a step the form does not have."""
        for step in self.steps:
            if step.id == step_id:
                return step
        raise KeyError(step_id)


def read_form(document: bytes | str | dict[str, Any]) -> Form:
    """The form a JSON text or an already decoded document describes. Raises FormFault (`bad_document`)."""
    try:
        if isinstance(document, bytes | str):
            return msgspec.json.decode(document, type=Form)
        return msgspec.convert(document, Form)
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as error:
        raise FormFault(fault("bad_document", reason=error)) from error


def flat(step: Step) -> Iterator[AnyItem]:
    """The step's items without their sections; the columns of tables stay inside."""
    for item in step.items:
        if isinstance(item, Section):
            yield from item.items
        else:
            yield item
