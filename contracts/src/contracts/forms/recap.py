"""« Le récapitulatif »: what was answered, as people read it."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import msgspec

from contracts.forms import formats
from contracts.forms import items as kinds
from contracts.forms.assessment import Assessment, assess, takes_answer
from contracts.forms.context import Context
from contracts.forms.form import AnyItem, Column, Form, Section, Step, Table
from contracts.forms.parts import CIVILITIES, PERIOD_PARTS, PERSON_PARTS
from contracts.forms.plan import Place
from contracts.forms.words import Words, say

NOT_GIVEN: Words = {"fr": "Non renseigné", "en": "Not given"}
YES: Words = {"fr": "Oui", "en": "Yes"}
NO: Words = {"fr": "Non", "en": "No"}
ROW: Words = {"fr": "Ligne", "en": "Row"}


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """`value` may hold line feeds (an address, a long text).

    `group` is the heading it comes under: a section, or a row of a table.
    """

    label: str
    value: str
    item_id: str
    group: str = ""
    sensitive: bool = False
    given: bool = True


class RecapSection(msgspec.Struct, frozen=True, kw_only=True):
    step: str
    title: str
    lines: tuple[Line, ...]


def recap(form: Form, answers: Mapping[str, Any], context: Context, locale: str = "fr") -> list[RecapSection]:
    """One section per step shown; what is hidden is left out, what was left blank is said so."""
    assessment = assess(form, answers, context)
    sections = (_section(step, assessment, locale) for step in form.steps if f"step:{step.id}" in assessment.shown)
    return [section for section in sections if section.lines]


def _section(step: Step, assessment: Assessment, locale: str) -> RecapSection:
    lines: list[Line] = []
    for place in assessment.plan.of_step(step.id):
        if place.key in assessment.shown and place.item is not None:
            lines.extend(_lines(place, place.item, assessment, locale))
    return RecapSection(step=step.id, title=say(step.title, locale), lines=tuple(lines))


def _lines(place: Place, item: AnyItem, assessment: Assessment, locale: str) -> Iterator[Line]:
    value = assessment.values.get(place.key)
    holder = place.parent.item if place.parent else None
    group = say(holder.label, locale) if isinstance(holder, Section) else ""
    if isinstance(item, Table) and value:
        yield from _rows(item, value, locale)
    elif takes_answer(item) and not (isinstance(item, kinds.Computed) and value is None):
        yield _line(item, value, item.id, group, locale)


def _rows(table: Table, rows: list[dict[str, Any]], locale: str) -> Iterator[Line]:
    name = say(table.row_label or table.label or ROW, locale)
    for number, row in enumerate(rows):
        for column in table.items:
            if column.id in row:
                item_id = f"{table.id}[{number}].{column.id}"
                yield _line(column, row[column.id], item_id, f"{name} {number + 1}", locale, hidden=table.sensitive)


def _line(item: AnyItem | Column, value: Any, item_id: str, group: str, locale: str, *, hidden: bool = False) -> Line:
    return Line(
        label=say(item.label, locale),
        value=say(NOT_GIVEN, locale) if value is None else shown(item, value, locale),
        item_id=item_id,
        group=group,
        sensitive=hidden or getattr(item, "sensitive", False),
        given=value is not None,
    )


def shown(item: kinds.Item, value: Any, locale: str = "fr") -> str:
    """A stored answer in words."""
    match item:
        case kinds.Number():
            return _with_unit(formats.number(value, item.decimals, locale), item.unit, locale)
        case kinds.Amount():
            return formats.amount(value, locale)
        case kinds.Date():
            return formats.day(date.fromisoformat(value), locale)
        case kinds.Period():
            start, end = (formats.day(date.fromisoformat(value[part]), locale) for part in PERIOD_PARTS)
            return f"du {start} au {end}" if locale == "fr" else f"from {start} to {end}"
        case kinds.Choice():
            labels = {option.value: say(option.label, locale) for option in item.options}
            chosen: list[str] = value if item.multiple else [value]
            return "\n".join(labels.get(one, one) for one in chosen)
        case kinds.YesNo():
            return say(YES if value else NO, locale)
        case kinds.Address():
            return _address(value)
        case kinds.Phone():
            return formats.phone(value)
        case kinds.Person() | kinds.HouseholdMember():
            return _person(value, locale)
        case kinds.Iban():
            return formats.iban(value)
        case kinds.Siret():
            return formats.siret(value)
        case kinds.Computed():
            return _computed(item, value, locale)
        case _:
            return str(value)


def _computed(item: kinds.Computed, value: Any, locale: str) -> str:
    match item.format:
        case "number":
            return _with_unit(formats.number(value, item.decimals, locale), item.unit, locale)
        case "amount":
            return formats.amount(value, locale)
        case "date":
            return formats.day(date.fromisoformat(value), locale)
        case "yes_no":
            return say(YES if value else NO, locale)
        case "text":
            return str(value)


def _with_unit(text: str, unit: Words, locale: str) -> str:
    return f"{text}{formats.NO_BREAK}{say(unit, locale)}" if unit else text


def _address(value: Mapping[str, str]) -> str:
    lines = [value[part] for part in ("line1", "line2", "line3") if value.get(part)]
    lines.append(f"{value['postal_code']} {value['city']}")
    return "\n".join([*lines, value["country"]] if value["country"] != "FR" else lines)


def _person(value: Mapping[str, str], locale: str) -> str:
    words = [say(CIVILITIES[value["civility"]], locale)] if value.get("civility") in CIVILITIES else []
    words += [value[part] for part in ("given_names", "family_name") if value.get(part)]
    lines = [" ".join(words)] if words else []
    for part in ("used_name", "birth_date", "birth_place"):
        if value.get(part):
            text = formats.day(date.fromisoformat(value[part]), locale) if part == "birth_date" else value[part]
            lines.append(f"{say(PERSON_PARTS[part], locale)}{formats.NO_BREAK if locale == 'fr' else ''}: {text}")
    return "\n".join(lines)
