"""The names that expressions use: do they exist, do their parts, are they known by then?"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from contracts.forms import items as kinds
from contracts.forms.expressions import compiled
from contracts.forms.faults import Fault, FormFault, fault
from contracts.forms.form import Form, Table
from contracts.forms.parts import ADDRESS_PARTS, MEMBER_ID, PERIOD_PARTS, PERSON_PARTS
from contracts.forms.plan import Place, Use, criteria_uses, held, places_of, uses, uses_at
from contracts.forms.profile_paths import NAMES as PROFILE_NAMES

Tree = dict[str, "Tree"]


def _tree(parts: Iterable[str]) -> Tree:
    return {part: {} for part in parts}


PARTS: dict[type[kinds.Item], Tree] = {
    kinds.Address: _tree(ADDRESS_PARTS),
    kinds.HouseholdMember: _tree([MEMBER_ID, *PERSON_PARTS]),
    kinds.Period: _tree(PERIOD_PARTS),
    kinds.Person: _tree(PERSON_PARTS),
}
PROFILE: Tree = _tree(PROFILE_NAMES) | {"address": _tree(ADDRESS_PARTS)}


@dataclass(frozen=True, slots=True)
class _Site:
    """An expression, the place it belongs to, and the item whose answer its rule sees as `value`."""

    use: Use
    place: Place
    holder: kinds.Item | None


@dataclass(frozen=True, slots=True)
class _Names:
    places: dict[str, Place]
    steps: dict[str, int]

    def faults(self, site: _Site) -> Iterator[Fault]:
        at = site.use.pointer
        try:
            expression = compiled(site.use.source)
        except FormFault as found:
            yield Fault(code=found.fault.code, pointer=at, message=found.fault.message)
            return
        known = {"today", "profile", *site.use.within}
        # A loop's own name that is also an item's would make the order of evaluation unclear.
        for name in sorted(expression.bound & (known | self.places.keys())):
            yield fault("duplicate_id", at, name=name)
        roots = expression.names | {path[0] for path in expression.paths}
        for name in sorted(roots - expression.bound - known):
            if name not in self.places or not _is_read(self.places[name].item):
                yield fault("unknown_name", at, name=name)
            elif self.steps[self.places[name].step.id] > self.steps[site.place.step.id]:
                yield fault("forward_reference", at, name=name)
        for path in sorted(expression.paths):
            stray = None if path[0] in expression.bound else self._stray_part(path, site)
            if stray is not None:
                yield fault("bad_field", at, name=path[0], part=stray)

    def _stray_part(self, path: tuple[str, ...], site: _Site) -> str | None:
        """The first part that what the path names does not have."""
        root, *rest = path
        if root == "profile":
            return _stray(rest, PROFILE)
        if root == "row" and isinstance(site.place.item, Table):
            columns = {column.id: PARTS.get(type(column), {}) for column in site.place.item.items if _is_read(column)}
            return _stray(rest, columns) if rest else ""
        if root in ("today", "value"):
            return _stray(rest, PARTS.get(type(site.holder), {}) if root == "value" and site.holder else {})
        item = self.places[root].item if root in self.places else None
        return _stray(rest, PARTS.get(type(item), {})) if item is not None else None


def _stray(path: list[str], tree: Tree) -> str | None:
    for part in path:
        if part not in tree:
            return part
        tree = tree[part]
    return None


def _is_read(item: kinds.Item | None) -> bool:
    """Sections, pieces and texts have no value to read."""
    return isinstance(item, kinds.Question | kinds.Computed)


def reference_faults(form: Form) -> Iterator[Fault]:
    names = _Names(
        places={place.key: place for place in places_of(form)},
        steps={step.id: number for number, step in enumerate(form.steps)},
    )
    for place in places_of(form):
        for site in _sites(place):
            yield from names.faults(site)
    # Judged once all is known: whatever is asked may be looked at.
    last = next((place for place in places_of(form) if form.steps and place.step is form.steps[-1]), None)
    if last is not None:
        for use in criteria_uses(form):
            yield from names.faults(_Site(use, last, None))


def _sites(place: Place) -> Iterator[_Site]:
    if not isinstance(place.item, Table):
        yield from (_Site(use, place, place.item) for use in uses_at(place))
        return
    yield from (_Site(use, place, place.item) for use in uses(place.item, place.pointer))
    for pointer, column in held(place.item, place.pointer):
        for use in uses(column, pointer):
            yield _Site(Use(use.pointer, use.source, (*use.within, "row")), place, column)
