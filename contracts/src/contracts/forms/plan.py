"""The order in which a form's parts are decided, worked out once per form.

A step, a section or an item waits for what its expressions read; whatever stands inside waits for what holds it.
"""

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass, field

from msgspec.structs import replace

from contracts.forms.expressions import compiled, is_day, source_of
from contracts.forms.faults import FormFault, fault
from contracts.forms.form import AnyItem, Column, Form, Section, Step, Table
from contracts.forms.items import Choice, Computed, Condition, Date, Item, Period, Piece, Question, When

MAX_STEPS = 30
MAX_ITEMS = 300


@dataclass(frozen=True, slots=True)
class Use:
    """An expression where it stands. `within` are the names it sees beside the items."""

    pointer: str
    source: str
    within: tuple[str, ...] = ()


@dataclass(slots=True)
class Place:
    """A step (no item), a section or an item. `key` is the item's id, or `step:` and the step's."""

    key: str
    pointer: str
    step: Step
    parent: "Place | None" = None
    item: AnyItem | None = None
    reads: frozenset[str] = frozenset()

    @property
    def show_if(self) -> Condition | None:
        return self.step.show_if if self.item is None else self.item.show_if

    def lineage(self) -> "Iterator[Place]":
        """Itself, then what holds it, up to the step."""
        yield self
        if self.parent is not None:
            yield from self.parent.lineage()


@dataclass(slots=True)
class Plan:
    """`places` in the document's order, `order` so that all come after what they read; `columns` likewise, by table."""

    form: Form
    places: dict[str, Place] = field(default_factory=dict[str, Place])
    order: list[Place] = field(default_factory=list[Place])
    columns: dict[str, list[Column]] = field(default_factory=dict[str, list[Column]])

    def of_step(self, step_id: str) -> Iterator[Place]:
        return (place for place in self.places.values() if place.item is not None and place.step.id == step_id)


def uses(item: Item, pointer: str) -> Iterator[Use]:
    """The expressions of an item, without those of what it holds."""
    yield from _condition(item.show_if, f"{pointer}/show_if")
    if isinstance(item, Question | Piece) and not isinstance(item.required, bool):
        yield from _condition(item.required, f"{pointer}/required")
    if isinstance(item, Question):
        for index, rule in enumerate(item.rules):
            yield Use(f"{pointer}/rules/{index}/check", rule.check, ("value",))
    if isinstance(item, Date | Period):
        for name, limit in (("min", item.min), ("max", item.max)):
            if limit is not None and not is_day(limit):
                yield Use(f"{pointer}/{name}", limit)
    if isinstance(item, Choice):
        for index, option in enumerate(item.options):
            yield from _condition(option.show_if, f"{pointer}/options/{index}/show_if")
    if isinstance(item, Computed):
        yield Use(f"{pointer}/expression", item.expression)


def _condition(condition: Condition | None, pointer: str) -> Iterator[Use]:
    if condition is not None:
        yield Use(f"{pointer}/when" if isinstance(condition, When) else pointer, source_of(condition))


def criteria_uses(form: Form) -> Iterator[Use]:
    for index, criterion in enumerate(form.eligibility):
        yield Use(f"/eligibility/{index}/when", criterion.when)


def held(item: Item, pointer: str) -> Iterator[tuple[str, AnyItem]]:
    if isinstance(item, Section | Table):
        for index, inner in enumerate(item.items):
            yield f"{pointer}/items/{index}", inner


def places_of(form: Form) -> Iterator[Place]:
    """Every step, section and item, the holder before what it holds. Columns of tables belong to their table."""
    for number, step in enumerate(form.steps):
        root = Place(f"step:{step.id}", f"/steps/{number}", step)
        yield root
        for index, item in enumerate(step.items):
            top = Place(item.id, f"{root.pointer}/items/{index}", step, root, item)
            yield top
            if isinstance(item, Section):
                for pointer, inner in held(item, top.pointer):
                    yield Place(inner.id, pointer, step, top, inner)


def item_count(form: Form) -> int:
    """Sections, tables and their columns count too."""
    tops = [item for step in form.steps for item in step.items]
    inner = [item for top in tops for _, item in held(top, "")]
    return len(tops) + len(inner) + sum(len(item.items) for item in inner if isinstance(item, Table))


def uses_at(place: Place) -> Iterator[Use]:
    """All the expressions that decide a place: for a table, those of its columns too."""
    if place.item is None:
        yield from _condition(place.step.show_if, f"{place.pointer}/show_if")
        return
    yield from uses(place.item, place.pointer)
    if isinstance(place.item, Table):
        for pointer, column in held(place.item, place.pointer):
            for use in uses(column, pointer):
                yield Use(use.pointer, use.source, (*use.within, "row"))


def plan_of(form: Form) -> Plan:
    """Raises FormFault when there is no such order or an expression cannot be compiled. Keeps the last 256 plans."""
    known = _plans.get(id(form))
    if known is not None:
        _plans.move_to_end(id(form))
        return known
    plan = _planned(form)
    # Keyed by identity: the plan holds its form, so the id stays this form's for as long as the entry lives.
    _plans[id(form)] = plan
    while len(_plans) > 256:
        _plans.popitem(last=False)
    return plan


_plans: "OrderedDict[int, Plan]" = OrderedDict()


def _planned(form: Form) -> Plan:
    plan = Plan(form)
    for place in places_of(form):
        if place.key in plan.places:
            raise FormFault(fault("duplicate_id", place.pointer, name=place.key))
        plan.places[place.key] = place
    if len(form.steps) > MAX_STEPS or item_count(form) > MAX_ITEMS:
        raise FormFault(fault("too_many", limit=f"{MAX_STEPS} steps and {MAX_ITEMS} items"))
    for place in plan.places.values():
        found = {name for use in uses_at(place) for name in compiled(use.source).names}
        place.reads = frozenset(found & plan.places.keys())
    holders = {place.key: [place.parent.key] if place.parent else [] for place in plan.places.values()}
    waits = {place.key: [*holders[place.key], *sorted(place.reads)] for place in plan.places.values()}
    pointers = {place.key: place.pointer for place in plan.places.values()}
    plan.order = [plan.places[key] for key in in_order(waits, pointers)]
    for place in plan.places.values():
        if isinstance(place.item, Table):
            plan.columns[place.item.id] = _columns_in_order(place.item, place.pointer)
    return plan


def _columns_in_order(table: Table, pointer: str) -> list[Column]:
    columns = {column.id: column for column in table.items}
    pointers = dict.fromkeys(columns, pointer)
    waits: dict[str, list[str]] = {}
    for column in table.items:
        paths = {path for use in uses(column, "") for path in compiled(use.source).paths}
        waits[column.id] = sorted({path[1] for path in paths if path[0] == "row" and len(path) > 1} & columns.keys())
    return [columns[key] for key in in_order(waits, pointers)]


def in_order(waits: dict[str, list[str]], pointers: dict[str, str]) -> list[str]:
    """As little out of the given order as can be. Raises FormFault (`bad_cycle`), naming who waits for whom."""
    done: dict[str, None] = {}
    path: list[str] = []

    def visit(key: str) -> None:
        if key in done:
            return
        if key in path:
            circle = path[path.index(key) :]
            found = fault("bad_cycle", pointers[key], names=" → ".join([*circle, key]))
            raise FormFault(replace(found, also=tuple(pointers[name] for name in circle[1:])))
        path.append(key)
        for other in waits[key]:
            visit(other)
        path.pop()
        done[key] = None

    for key in waits:
        visit(key)
    return list(done)
