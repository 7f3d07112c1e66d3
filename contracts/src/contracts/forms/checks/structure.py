"""Ids, texts, limits: what a part of the definition says by itself."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

from contracts.forms import items as kinds
from contracts.forms.expressions import is_day
from contracts.forms.expressions.source import KEYWORDS
from contracts.forms.faults import Fault, fault
from contracts.forms.form import Form, Section, Table
from contracts.forms.plan import MAX_ITEMS, MAX_STEPS, held, item_count, places_of
from contracts.forms.profile_paths import PATHS
from contracts.forms.words import LOCALES, Words

RESERVED = KEYWORDS | frozenset(
    {"as", "break", "const", "continue", "else", "for", "function", "if", "import", "let", "loop", "namespace"}
    | {"package", "profile", "return", "row", "today", "value", "var", "void", "while"}
)


def structure_faults(form: Form) -> Iterator[Fault]:
    if not form.steps:
        yield fault("empty", "/steps")
    if len(form.steps) > MAX_STEPS:
        yield fault("too_many", "/steps", limit=f"{MAX_STEPS} steps")
    if item_count(form) > MAX_ITEMS:
        yield fault("too_many", "/steps", limit=f"{MAX_ITEMS} items")
    if len(form.eligibility) > MAX_CRITERIA:
        yield fault("too_many", "/eligibility", limit=f"{MAX_CRITERIA} criteria")
    for index, criterion in enumerate(form.eligibility):
        yield from _words(criterion.because, f"/eligibility/{index}/because", needed=True)
    keys = Counter(place.key for place in places_of(form))
    for place in places_of(form):
        if keys[place.key] > 1:
            yield fault("duplicate_id", f"{place.pointer}/id", name=place.key.removeprefix("step:"))
        if place.item is None:
            yield from _words(place.step.title, f"{place.pointer}/title", needed=True)
            yield from _words(place.step.help, f"{place.pointer}/help")
            if not place.step.items:
                yield fault("empty", f"{place.pointer}/items")
            continue
        yield from item_faults(place.item, place.pointer)
        if isinstance(place.item, Table):
            yield from _column_faults(place.item, place.pointer)


def _column_faults(table: Table, pointer: str) -> Iterator[Fault]:
    keys = Counter(column.id for column in table.items)
    for at, column in held(table, pointer):
        if keys[column.id] > 1:
            yield fault("duplicate_id", f"{at}/id", name=column.id)
        yield from item_faults(column, at)
        if isinstance(column, kinds.Question) and (column.prefill is not None or column.write_back):
            yield fault("bad_write_back", at)


def item_faults(item: kinds.Item, at: str) -> Iterator[Fault]:
    if item.id in RESERVED:
        yield fault("bad_id", f"{at}/id")
    if not item.label and not isinstance(item, kinds.Information):
        yield fault("without_label", f"{at}/label")
    yield from _words(item.label, f"{at}/label")
    yield from _words(item.help, f"{at}/help")
    yield from _because(item.show_if, f"{at}/show_if")
    if isinstance(item, Section | Table) and not item.items:
        yield fault("empty", f"{at}/items")
    if isinstance(item, kinds.Information):
        yield from _words(item.text, f"{at}/text", needed=True)
    if isinstance(item, kinds.Question):
        yield from _question_faults(item, at)


def _question_faults(item: kinds.Question, at: str) -> Iterator[Fault]:
    if item.prefill is not None and not isinstance(item, PATHS.get(item.prefill, ())):
        yield fault("bad_prefill", f"{at}/prefill", path=item.prefill)
    if item.write_back and item.prefill is None:
        yield fault("bad_write_back", f"{at}/write_back")
    for index, rule in enumerate(item.rules):
        yield from _words(rule.message, f"{at}/rules/{index}/message", needed=True)
    if not isinstance(item.required, bool):
        yield from _because(item.required, f"{at}/required")
    for low, high in _limits(item):
        if low is not None and high is not None and low > high:
            yield fault("min_above_max", at)
    if isinstance(item, kinds.Choice):
        yield from _option_faults(item, at)
    if isinstance(item, kinds.Person | kinds.HouseholdMember) and not item.parts:
        yield fault("empty", f"{at}/parts")


def _limits(item: kinds.Question) -> Iterator[tuple[float | None, float | None]]:
    match item:
        case kinds.ShortText() | kinds.LongText():
            yield item.min_length, item.max_length
        case kinds.Number() | kinds.Amount():
            yield item.min, item.max
        case Table():
            yield item.min_rows, item.max_rows
        case kinds.Date() | kinds.Period():
            yield _ordinal(item.min), _ordinal(item.max)
        case _:
            return


def _ordinal(limit: str | None) -> int | None:
    return date.fromisoformat(limit).toordinal() if limit and is_day(limit) else None


def _option_faults(choice: kinds.Choice, at: str) -> Iterator[Fault]:
    if not choice.options:
        yield fault("empty", f"{at}/options")
    values = Counter(option.value for option in choice.options)
    for index, option in enumerate(choice.options):
        if values[option.value] > 1:
            yield fault("duplicate_id", f"{at}/options/{index}/value", name=option.value)
        yield from _words(option.label, f"{at}/options/{index}/label", needed=True)
        yield from _words(option.help, f"{at}/options/{index}/help")
        yield from _because(option.show_if, f"{at}/options/{index}/show_if")


def _because(condition: kinds.Condition | None, at: str) -> Iterator[Fault]:
    if isinstance(condition, kinds.When):
        yield from _words(condition.because, f"{at}/because")


def _words(words: Words, at: str, *, needed: bool = False) -> Iterator[Fault]:
    languages = {"fr": words} if isinstance(words, str) else words
    if not words and not needed:
        return
    if not languages.get("fr", "").strip() or languages.keys() - set(LOCALES):
        yield fault("bad_words", at, locales=", ".join(LOCALES))
    elif max(map(len, languages.values())) > MAX_WORDS:
        yield fault("too_many", at, limit=f"{MAX_WORDS} characters")


MAX_WORDS = 10_000
MAX_CRITERIA = 20
