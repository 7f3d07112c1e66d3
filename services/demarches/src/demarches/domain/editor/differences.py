"""What differs between two definitions, place by place; and three of them made one."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple, cast

_ABSENT: Any = object()


class Difference(NamedTuple):
    """`path` is where it stands, in the words of the definition: « form / steps / demande / items / shop / label »."""

    path: tuple[str, ...]
    before: Any
    after: Any

    @property
    def kind(self) -> str:
        return "added" if self.before is None else "removed" if self.after is None else "changed"


class Merged(NamedTuple):
    """`conflicts` are the places that both changed, each in its own way: ours stands, theirs is shown beside it."""

    content: dict[str, Any]
    conflicts: list[Difference]


def differences(before: Any, after: Any, path: tuple[str, ...] = ()) -> Iterator[Difference]:
    """Steps, items, stages and options are followed by their name, wherever they were moved to."""
    if before == after:
        return
    old, new = _parts(before), _parts(after)
    if old is None or new is None:
        yield Difference(path, before, after)
        return
    for name in [*old, *(name for name in new if name not in old)]:
        yield from differences(old.get(name), new.get(name), (*path, name))
    kept = [name for name in old if name in new]
    if isinstance(before, list) and kept != [name for name in new if name in old]:
        yield Difference((*path, "order"), list(old), list(new))


def merge(base: Any, ours: dict[str, Any], theirs: dict[str, Any]) -> Merged:
    conflicts: list[Difference] = []
    merged = _merged(base, ours, theirs, (), conflicts)
    return Merged(cast(dict[str, Any], merged), conflicts)


def _merged(base: Any, ours: Any, theirs: Any, path: tuple[str, ...], conflicts: list[Difference]) -> Any:
    if theirs in (base, ours):
        return ours
    if ours == base:
        return theirs
    parts = [_parts(one) if one is not _ABSENT else {} for one in (base, ours, theirs)]
    if any(part is None for part in parts) or type(ours) is not type(theirs):
        conflicts.append(Difference(path, _shown(ours), _shown(theirs)))
        return ours
    was, mine, its = cast(tuple[dict[str, Any], dict[str, Any], dict[str, Any]], tuple(parts))
    kept: dict[str, Any] = {}
    for name in [*mine, *(name for name in its if name not in mine)]:
        one = [part.get(name, _ABSENT) for part in (was, mine, its)]
        value = _merged(one[0], one[1], one[2], (*path, name), conflicts)
        if value is not _ABSENT:
            kept[name] = value
    return list(kept.values()) if isinstance(ours, list) else kept


def replaced(document: Any, path: tuple[str, ...], value: Any) -> Any:
    """The same with that place set; None takes it away. A part that is not there yet comes last."""
    name, *deeper = path
    parts = dict(_parts(document) or {})
    if deeper:
        parts[name] = replaced(parts[name], tuple(deeper), value)
    elif value is None:
        parts.pop(name, None)
    else:
        parts[name] = value
    return list(parts.values()) if isinstance(document, list) else parts


def _shown(value: Any) -> Any:
    return None if value is _ABSENT else value


def _parts(value: Any) -> dict[str, Any] | None:
    """The parts of a mapping, or of a list whose members have names; None for what has no parts to compare."""
    if isinstance(value, dict):
        return cast(dict[str, Any], value)
    if isinstance(value, list) and value:
        named = [_name(member) for member in cast(list[Any], value)]
        if all(named) and len(set(named)) == len(named):
            return dict(zip(cast(list[str], named), cast(list[Any], value), strict=True))
    return None


def _name(member: Any) -> str | None:
    if not isinstance(member, Mapping):
        return None
    known = cast(Mapping[str, Any], member)
    name = known.get("id") or known.get("value")
    return str(name) if name is not None else None
