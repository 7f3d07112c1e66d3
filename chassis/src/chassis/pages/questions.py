"""What a page shows for each item of a form: plain data, from which templates write inputs."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from contracts.forms import AnyItem, Column, Form, Section, Table, Words, say
from contracts.forms import items as kinds
from contracts.forms.assessment import Assessment
from contracts.forms.parts import ADDRESS_PARTS, CIVILITIES, MEMBER_ID, PERIOD_PARTS, PERSON_PARTS
from contracts.forms.recap import shown
from contracts.forms.words import DEFAULT_LOCALE

SHOWN_ADDRESS = ("line1", "line2", "postal_code", "city")
AUTOCOMPLETE = {
    "family_name": "family-name",
    "given_names": "given-name",
    "line1": "address-line1",
    "line2": "address-line2",
    "postal_code": "postal-code",
    "city": "address-level2",
    "country": "country",
}
CHOSEN = {"fr": "Dans mon foyer", "en": "In my household"}
NARROW = {"postal_code": "s", "country": "xs"}


@dataclass(slots=True)
class Control:
    """`shape` names the macro that writes it."""

    shape: str
    name: str = ""
    label: str = ""
    hint: str = ""
    required: bool = False
    options: list[tuple[str, str, str]] = field(default_factory=list[tuple[str, str, str]])
    facts: dict[str, Any] = field(default_factory=dict[str, Any])
    inside: "list[Control]" = field(default_factory=list["Control"])
    rows: "list[list[Control]]" = field(default_factory=list["list[Control]"])

    @property
    def mark(self) -> str:
        """Changes when it is asked otherwise. Neither what was typed nor what stands inside is in it."""
        told = (self.shape, self.label, self.hint, self.required, self.options, sorted(self.facts.items()))
        return hashlib.sha256(repr(told).encode()).hexdigest()[:8]

    def lineage(self) -> "Iterator[Control]":
        """Itself, then what stands inside, however deep."""
        yield self
        for one in self.inside:
            yield from one.lineage()


class Controls:
    """Of one step, for these answers. `personal`: the browser may fill in what it knows of its user. `addresses`: they are
    proposed as one types. Not `demanding`: nothing has to be answered."""

    def __init__(
        self,
        form: Form,
        assessment: Assessment,
        locale: str,
        *,
        personal: bool = False,
        household: Sequence[tuple[str, str, str]] = (),
        addresses: bool = False,
        demanding: bool = True,
    ) -> None:
        """`household`: who may be chosen instead of typed, as options."""
        self._form, self._seen, self._locale, self._personal = form, assessment, locale, personal
        self._household, self._addresses, self._demanding = list(household), addresses, demanding

    def of_step(self, step_id: str, rows: dict[str, int]) -> list[Control]:
        """`rows`: how many each table shows, by its id."""
        return [
            c for item in self._form.step(step_id).items if item.id in self._seen.shown for c in self._of(item, rows)
        ]

    def shown_ids(self, step_id: str) -> list[str]:
        inner = {place.key for place in self._seen.plan.of_step(step_id)}
        return sorted(inner & self._seen.shown)

    def _of(self, item: AnyItem, rows: dict[str, int]) -> Iterator[Control]:
        match item:
            case Section():
                inside = [c for one in item.items if one.id in self._seen.shown for c in self._of(one, rows)]
                yield Control("group", item.id, self._say(item.label), self._hint(item), inside=inside)
            case Table():
                yield self._table(item, rows.get(item.id, 0))
            case kinds.Piece():
                return
            case _:
                yield self._column(item, item.id)

    def _table(self, item: Table, count: int) -> Control:
        count = max(count, item.min_rows, 1 if self._needed(item) else 0)
        return Control(
            "table",
            item.id,
            self._say(item.label),
            self._hint(item),
            self._needed(item),
            facts={"row_label": self._say(item.row_label or item.label), "full": count >= item.max_rows},
            rows=[
                [self._column(one, f"{item.id}[{number}].{one.id}") for one in item.items] for number in range(count)
            ],
        )

    def _column(self, item: Column, name: str) -> Control:
        made = Control("text", name, self._say(item.label), self._hint(item), self._needed(item))
        match item:
            case kinds.ShortText():
                made.facts = {"maxlength": item.max_length}
            case kinds.LongText():
                made.shape, made.facts = "textarea", {"rows": item.rows, "limit": item.max_length}
            case kinds.Number():
                made.shape, made.facts = "number", {"decimal": bool(item.decimals), "suffix": self._say(item.unit)}
            case kinds.Amount():
                made.shape, made.facts = "number", {"decimal": True, "suffix": "€"}
            case kinds.Date():
                made.shape = "date"
            case kinds.Period():
                made.shape, made.inside = "group", self._period(name, required=made.required)
            case kinds.Choice():
                made.shape, made.options = self._choice(item), self._options(item)
            case kinds.YesNo():
                made.shape = "yes_no"
            case kinds.Email():
                made.facts = {"type": "email", "autocomplete": "email" if self._personal else None}
            case kinds.Phone():
                made.facts = {"type": "tel", "width": "m", "autocomplete": "tel" if self._personal else None}
            case kinds.Siret():
                made.facts = {"width": "m", "inputmode": "numeric"}
            case kinds.Address():
                made.shape, made.inside = "group", self._address(item, name, required=made.required)
                made.facts = {"addresses": self._addresses}
            case kinds.HouseholdMember() if self._household:
                # Not asked by the browser: whoever is chosen above leaves these empty.
                typed = list(self._person(item, name, required=False))
                chosen = Control("radios", f"{name}.{MEMBER_ID}", self._say(CHOSEN), options=self._household)
                made.shape, made.inside = "group", [chosen, *typed]
            case kinds.Person() | kinds.HouseholdMember():
                made.shape, made.inside = "group", list(self._person(item, name, required=made.required))
            case kinds.Information():
                made.shape, made.facts = "note", {"text": self._say(item.text), "tone": item.tone}
            case kinds.Computed():
                value = self._seen.values.get(item.id)
                told = "" if value is None else shown(item, value, self._locale)
                made.shape, made.facts = "computed", {"value": told}
            case _:
                pass
        if made.shape == "group" and self._locale != DEFAULT_LOCALE:
            # What its parts are called is ours, in the reader's language, whatever the form itself is written in.
            made.facts = {**made.facts, "own": self._locale}
        return made

    def _address(self, item: kinds.Address, name: str, *, required: bool) -> list[Control]:
        parts = [*SHOWN_ADDRESS, "country"] if item.abroad else SHOWN_ADDRESS
        return [
            Control(
                "text",
                f"{name}.{part}",
                self._say(ADDRESS_PARTS[part]),
                required=required and part in ("line1", "postal_code", "city"),
                facts={"autocomplete": self._known(part), "width": NARROW.get(part, "l")},
            )
            for part in parts
        ]

    def _person(self, item: kinds.Person | kinds.HouseholdMember, name: str, *, required: bool) -> Iterator[Control]:
        for part in item.parts:
            label, needed = self._say(PERSON_PARTS[part]), required and part not in item.optional
            if part == "civility":
                options = [(value, self._say(words), "") for value, words in CIVILITIES.items()]
                yield Control("inline_radios", f"{name}.{part}", label, required=needed, options=options)
            elif part == "birth_date":
                yield Control("date", f"{name}.{part}", label, required=needed)
            else:
                facts = {"autocomplete": self._known(part), "width": "l"}
                yield Control("text", f"{name}.{part}", label, required=needed, facts=facts)

    def _period(self, name: str, *, required: bool) -> list[Control]:
        return [
            Control("date", f"{name}.{part}", self._say(words), required=required)
            for part, words in PERIOD_PARTS.items()
        ]

    def _options(self, item: kinds.Choice) -> list[tuple[str, str, str]]:
        kept = [o for o in item.options if o.show_if is None or self._seen.evaluation.holds(o.show_if)]
        return [(o.value, self._say(o.label), self._with_reasons(o.help, o.show_if)) for o in kept]

    @staticmethod
    def _choice(item: kinds.Choice) -> str:
        return "checkboxes" if item.multiple else "select" if item.display == "list" else "radios"

    def _needed(self, item: kinds.Item) -> bool:
        required = self._demanding and getattr(item, "required", False)
        return required if isinstance(required, bool) else self._seen.evaluation.holds(required)

    def _hint(self, item: kinds.Item) -> str:
        """With the author's reasons for asking this, and for insisting on an answer."""
        required = getattr(item, "required", False)
        return self._with_reasons(item.help, item.show_if, required if self._needed(item) else None)

    def _with_reasons(self, words: Words, *conditions: Any) -> str:
        reasons = [one.because for one in conditions if isinstance(one, kinds.When)]
        return " ".join(said for said in map(self._say, [words, *reasons]) if said)

    def _known(self, part: str) -> str | None:
        return AUTOCOMPLETE.get(part) if self._personal else None

    def _say(self, words: Any) -> str:
        return say(words, self._locale)
