"""Places of a definition, and what stands there, in words: « Formulaire › Votre demande › Matériel › Intitulé »."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

from contracts.forms import say
from contracts.forms.words import LOCALES
from demarches.console.editor.words import FIELDS, SILENT, VALUES
from demarches.domain.dossier import Status
from demarches.queries.words import dates, status_word, translation

MOMENTS = frozenset({"opens_at", "closes_at"})
DAYS = frozenset({"on", "due_on"})
# What stands there is the name of a step or of a question.
NAMING = frozenset({"step", "person", "email"})


class Telling:
    """`documents` are those whose steps, questions and stages are called by their titles; `names` says whose an id is."""

    def __init__(self, locale: str, *documents: Mapping[str, Any], names: Mapping[str, str] | None = None) -> None:
        self._documents, self._locale, self._names = documents, locale, dict(names or {})
        self._ = translation(locale)

    def place(self, path: Sequence[str]) -> str:
        nodes: list[Any] = list(self._documents)
        said, above = list[str](), ""
        for number, name in enumerate(path):
            members = _members(nodes, name)
            if members:
                said.append(self._label(members, name))
                nodes = members
                continue
            follows = path[number + 1] if number + 1 < len(path) else "order"
            if name not in SILENT or follows == "order":
                said.append(self._field(above, name))
            nodes = [cast(Any, node)[name] for node in nodes if isinstance(node, Mapping) and name in node]
            above = name
        return " › ".join(said)

    def pointer(self, pointer: str) -> str:
        """The place of a fault, as a JSON pointer says it."""
        return self.place([part for part in pointer.split("/") if part])

    def value(self, path: Sequence[str], value: Any) -> str:
        field = path[-1] if path else ""
        if field == "order" and isinstance(value, list):
            nodes = self._nodes(path[:-1])
            return ", ".join(self._label(_members(nodes, str(name)), str(name)) for name in cast(list[Any], value))
        return self._said(field, value, whole=True)

    def _said(self, field: str, value: Any, *, whole: bool = False) -> str:
        """`whole`: what stands at the place itself is told in both languages, its parts in the reader's."""
        if value is None:
            return "–"
        if isinstance(value, bool):
            return self._("oui") if value else self._("non")
        if isinstance(value, Mapping):
            return self._mapping(field, cast(Mapping[str, Any], value), whole=whole)
        if isinstance(value, list | tuple):
            return ", ".join(self._said(field, part) for part in cast(Sequence[Any], value)) or "–"
        text = str(value)
        if field == "status" and text in set(Status):
            return status_word(Status(text), self._locale)
        if field in MOMENTS:
            return dates(self._locale).moment(text)
        if field in DAYS:
            return dates(self._locale).day(text)
        if field in NAMING:
            return self._label(self._part(text), text)
        word = VALUES.get(field, {}).get(text)
        return self._(word) if word else self._names.get(text, text)

    def _mapping(self, field: str, value: Mapping[str, Any], *, whole: bool) -> str:
        """Whatever has a name is told by its name."""
        if value and set(value) <= set(LOCALES):
            if not whole:
                return say(cast(Mapping[str, str], value), self._locale)
            return " / ".join(str(value[language]) for language in LOCALES if value.get(language))
        for name in ("label", "title", "name", "text"):
            if value.get(name):
                return self._said(name, value[name])
        colon = self._(" : ")
        return ", ".join(f"{self._field(field, key)}{colon}{self._said(key, part)}" for key, part in value.items())

    def _part(self, name: str) -> list[Mapping[str, Any]]:
        """The steps and questions of that name, wherever they stand."""
        found: list[Mapping[str, Any]] = []
        for document in self._documents:
            for step in document.get("form", {}).get("steps", []):
                found += [one for one in (step, *_flat(step)) if one.get("id") == name]
        return found

    def _nodes(self, path: Sequence[str]) -> list[Any]:
        nodes: list[Any] = list(self._documents)
        for name in path:
            found = [cast(Any, node)[name] for node in nodes if isinstance(node, Mapping) and name in node]
            nodes = _members(nodes, name) or found
        return nodes

    def _label(self, members: Sequence[Mapping[str, Any]], name: str) -> str:
        for member in members:
            for field in ("label", "title", "name", "text"):
                if said := say(member.get(field) or "", self._locale):
                    return said
        return name

    def _field(self, above: str, name: str) -> str:
        word = FIELDS.get(f"{above}.{name}") or FIELDS.get(name)
        return self._(word) if word else name


def _flat(part: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for item in part.get("items", []):
        yield item
        yield from _flat(item)


def _members(nodes: Sequence[Any], name: str) -> list[Mapping[str, Any]]:
    """Those of lists, by their name or, as pointers do, by their number."""
    found: list[Mapping[str, Any]] = []
    for node in nodes:
        if not isinstance(node, list):
            continue
        members = [cast(Mapping[str, Any], one) for one in cast(list[Any], node) if isinstance(one, Mapping)]
        known = [one for one in members if name in (one.get("id"), one.get("value"))]
        if not known and name.isdecimal() and int(name) < len(members):
            known = [members[int(name)]]
        found += known
    return found
