"""A body that an operation of the API would take, made from its description: what whoever tries it starts from."""

from typing import Any

# Of the formats that the services use; words of no format stay to be typed.
WORDS = {
    "uuid": "00000000-0000-0000-0000-000000000000",
    "date": "2026-01-31",
    "date-time": "2026-01-31T09:00:00Z",
    "duration": "PT1H",
    "email": "prenom.nom@exemple.fr",
    "uri": "https://exemple.fr/",
}
# A form of the form language holds sections that hold sections.
DEEPEST = 6


def example_of(schema: Any, schemas: dict[str, Any], depth: int = 0) -> Any:
    """A value of that shape: what the description gives as example or as usual, else the first that it allows."""
    schema = _resolved(schema, schemas)
    for given in ("example", "default", "const"):
        if given in schema:
            return schema[given]
    for given in ("examples", "enum"):
        if isinstance(schema.get(given), list) and schema[given]:
            return schema[given][0]
    if choices := schema.get("oneOf") or schema.get("anyOf"):
        return example_of(_told(choices, schemas), schemas, depth)
    if parts := schema.get("allOf"):
        return {name: value for part in parts for name, value in example_of(part, schemas, depth).items()}
    return _of_its_kind(schema, schemas, depth)


def _of_its_kind(schema: dict[str, Any], schemas: dict[str, Any], depth: int) -> Any:
    kind = schema.get("type")
    kind = next((one for one in kind if one != "null"), "null") if isinstance(kind, list) else kind
    if kind == "object" or "properties" in schema:
        inside = schema.get("properties", {}) if depth < DEEPEST else {}
        return {name: example_of(one, schemas, depth + 1) for name, one in inside.items()}
    if kind == "array":
        return [example_of(schema["items"], schemas, depth + 1)] if "items" in schema and depth < DEEPEST else []
    if kind in ("integer", "number"):
        return schema.get("minimum", 1)
    if kind == "boolean":
        return False
    return WORDS.get(str(schema.get("format")), "") if kind == "string" else None


def _resolved(schema: Any, schemas: dict[str, Any]) -> dict[str, Any]:
    """The schema that a reference names. A chain of references that never ends is nothing."""
    for _ in range(DEEPEST):
        if not isinstance(schema, dict):
            return {}
        if "$ref" not in schema:
            return schema
        schema = schemas.get(str(schema["$ref"]).rpartition("/")[2])
    return {}


def _told(choices: list[Any], schemas: dict[str, Any]) -> Any:
    return next((one for one in choices if _resolved(one, schemas).get("type") != "null"), choices[0])
