"""A call to the API as a person typed it, checked as far as the entrance can: what it asks for, and what fills it."""

import json
import re
from typing import Any, NamedTuple, Self
from urllib.parse import quote, urlencode

from gateway.api_examples import example_of
from gateway.here import FOR_PROGRAMS, is_key
from gateway.proxy import is_plain
from gateway.words import N_

WRITES = frozenset({"post", "put", "patch", "delete"})
BODY, KEY = "corps", "cle"
JSON = "application/json"
_HOLE = re.compile(r"\{(\w+)\}")
_PLACES = {"path": "trou", "query": "question", "header": "entete"}
# What an address or a header holds; the longest of ours is a grant.
LONGEST = 4_000
MISSING = N_("Indiquez cette valeur : l’appel ne part pas sans elle.")
NOT_THERE = N_("Cette valeur ne convient pas ici : ni barre oblique, ni caractère accentué, 4 000 signes au plus.")
NO_KEY = N_("Collez la clé entière, telle qu’elle a été montrée : elle commence par parvis_.")
NOT_SURE = N_("Cochez la case : cet appel agit pour de vrai.")
NOT_JSON = N_(
    "Ligne %(line)s, signe %(column)s : ce n’est pas du JSON. Vérifiez les guillemets, les virgules et les accolades."
)
TOO_DEEP = N_("Ce JSON est trop profond pour être lu.")


def field(place: str, name: str) -> str:
    """The form's name for a parameter: two places may have one of the same name."""
    return f"{_PLACES[place]}-{name}"


class Parameter(NamedTuple):
    place: str
    name: str
    is_required: bool
    description: str

    @property
    def field(self) -> str:
        return field(self.place, self.name)


class Wanted(NamedTuple):
    """An operation that writes, with what it asks for. `example` is a body in JSON, empty where it takes none."""

    method: str
    path: str
    summary: str
    description: str
    parameters: tuple[Parameter, ...]
    example: str
    needs_body: bool

    @property
    def takes_key(self) -> bool:
        """For programs: it is called with a key of the organisation's, and no account acts beside it."""
        return f"{self.path}/".startswith(f"{FOR_PROGRAMS}/")

    def names(self, place: str) -> frozenset[str]:
        return frozenset(one.name for one in self.parameters if one.place == place)


def wanted(document: dict[str, Any], method: str, path: str) -> Wanted | None:
    told = document["paths"].get(path, {}).get(method.lower())
    if method.lower() not in WRITES or not isinstance(told, dict):
        return None
    asked = told.get("requestBody", {})
    schema = asked.get("content", {}).get(JSON, {}).get("schema")
    example = example_of(schema, document["components"]["schemas"]) if schema else None
    return Wanted(
        method.upper(),
        path,
        told.get("summary", ""),
        told.get("description", ""),
        tuple(
            Parameter(one["in"], one["name"], bool(one.get("required")), one.get("description", ""))
            for one in told.get("parameters", ())
            if one["in"] in _PLACES
        ),
        json.dumps(example, ensure_ascii=False, indent=2) if schema else "",
        bool(schema) and bool(asked.get("required", True)),
    )


class CallUnfit(Exception):
    """What was typed makes no call. `errors`: sentences by field, in the order of the page."""

    def __init__(self, errors: dict[str, str], values: dict[str, object]) -> None:
        super().__init__(list(errors))
        self.errors, self.values = errors, values


class Call(NamedTuple):
    """`key` is that of a program, which no page shows again."""

    address: str
    headers: dict[str, str]
    body: str
    key: str = ""

    @classmethod
    def of(cls, operation: Wanted, typed: dict[str, str], *, sure: str) -> Self:
        """Raises `CallUnfit`. `sure` is the field by which the person says that they mean it."""
        values = {one: typed.get(one.field, "").strip() for one in operation.parameters}
        errors = {one.field: said for one, value in values.items() if (said := _unfit(one, value))}
        key = typed.get(KEY, "").strip() if operation.takes_key else ""
        if operation.takes_key and not is_key(key):
            errors[KEY] = NO_KEY
        body = typed.get(BODY, "").strip() if operation.example else ""
        place: dict[str, object] = {}
        if said := _unreadable(body, place) if body else MISSING if operation.needs_body else "":
            errors[BODY] = said
        if not typed.get(sure):
            errors[sure] = NOT_SURE
        if errors:
            raise CallUnfit(errors, place)
        holes = {one.name: value for one, value in values.items() if one.place == "path"}
        asked = [(one.name, value) for one, value in values.items() if one.place == "query" and value]
        address = _HOLE.sub(lambda hole: quote(holes.get(hole[1], ""), safe=""), operation.path)
        headers = {one.name: _quoted(one, value) for one, value in values.items() if one.place == "header" and value}
        return cls(
            f"{address}?{urlencode(asked)}" if asked else address,
            {**headers, "Content-Type": JSON} if body else headers,
            body,
            key,
        )


def _unfit(parameter: Parameter, value: str) -> str:
    if not value:
        return MISSING if parameter.is_required else ""
    if len(value) > LONGEST:
        return NOT_THERE
    if parameter.place == "path" and not is_plain(f"/{quote(value, safe='')}/"):
        return NOT_THERE
    return NOT_THERE if parameter.place == "header" and not (value.isascii() and value.isprintable()) else ""


def _unreadable(body: str, place: dict[str, object]) -> str:
    try:
        json.loads(body)
    except json.JSONDecodeError as error:
        place |= {"line": error.lineno, "column": error.colno}
        return NOT_JSON
    except RecursionError:
        return TOO_DEEP
    return ""


def _quoted(parameter: Parameter, value: str) -> str:
    """A version is written between quotes (RFC 9110, 8.8.3); whoever types « 3 » means that."""
    return f'"{value}"' if parameter.name == "If-Match" and value.isdigit() else value
