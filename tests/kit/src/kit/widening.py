"""What new answers, and new readers of answers, would do to those who still run the release before.

Two releases run side by side during every upgrade, and after every way back (decision 46). The rule, on JSON Schemas: an answer keeps
each field and its type; a question asks for nothing that was not asked for; who decodes an answer finds what it needs in the one before.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

Schema = dict[str, Any]
METHODS = ("get", "post", "put", "patch", "delete")
JSON = "application/json"


class Side(NamedTuple):
    """A schema, and the document that its references point into."""

    schema: Schema
    document: Schema

    def of(self, schema: Schema) -> "Side":
        return Side(schema, self.document)


class Look(NamedTuple):
    """Which of the reader's fields must be found, and among which of the teller's."""

    needed: str
    told: str


EVERY_FIELD = Look("properties", "properties")
"""Nobody knows who reads this answer, and what of it: it loses nothing."""
WHAT_IT_NEEDS = Look("required", "properties")
"""Who reads is known. A service tells each field of its answers, those with a default as well."""
WHAT_IS_SENT = Look("required", "required")
"""A question leaves out what it may."""


def of_services(before: Schema, after: Schema) -> Iterator[str]:
    """One sentence for each thing that the OpenAPI document `before` promised and `after` does not."""
    for path, operations in before["paths"].items():
        for method in METHODS:
            if method not in operations:
                continue
            about, was = f"{method.upper()} {path}", operations[method]
            now = after["paths"].get(path, {}).get(method)
            if now is None:
                yield f"{about} is not there any more"
                continue
            yield from _of_answers(about, Side(was, before), Side(now, after))
            yield from _of_parameters(about, Side(was, before), Side(now, after))
            yield from _of_bodies(about, Side(was, before), Side(now, after))


def of_shared(before: Schema, after: Schema) -> Iterator[str]:
    """Structs by name that both sides decode, each in its own release: either reads what the other tells."""
    for name, schema in before.items():
        if name not in after:
            yield f"{name} is not there any more"
            continue
        was, now = Side(schema, before), Side(after[name], after)
        for one in (*unreadable(was, now, WHAT_IT_NEEDS), *unreadable(now, was, WHAT_IT_NEEDS)):
            yield f"{name}{one}"


def answer(document: Schema, method: str, path: str) -> Side | None:
    """What this operation answers when it works; None for one that is not there, or answers nothing typed."""
    operation = document["paths"].get(path, {}).get(method)
    found = _answered(operation) if operation else None
    return None if found is None else Side(found, document)


def unreadable(reader: Side, told: Side, look: Look) -> list[str]:
    """What of `told` breaks who expects `reader`: « .field: why »."""
    return list(dict.fromkeys(_unreadable(reader, told, look, "", frozenset())))


def _of_answers(about: str, was: Side, now: Side) -> Iterator[str]:
    promised, told = _answered(was.schema), _answered(now.schema)
    if promised is not None and told is None:
        yield f"{about}: its answer says nothing any more"
    elif promised is not None and told is not None:
        for one in unreadable(was.of(promised), now.of(told), EVERY_FIELD):
            yield f"{about}: its answer{one}"


def _of_parameters(about: str, was: Side, now: Side) -> Iterator[str]:
    known = {(one["in"], one["name"]): one for one in was.schema.get("parameters", ())}
    for parameter in now.schema.get("parameters", ()):
        name, sent = parameter["name"], known.get((parameter["in"], parameter["name"]), {})
        if parameter.get("required") and not sent.get("required"):
            yield f"{about}: its parameter {name} is asked for, and was not"
        if sent:
            for one in unreadable(now.of(parameter["schema"]), was.of(sent["schema"]), WHAT_IS_SENT):
                yield f"{about}: its parameter {name}{one}"


def _of_bodies(about: str, was: Side, now: Side) -> Iterator[str]:
    sent, read = _body(was.schema), _body(now.schema)
    if read is not None and sent is None and now.schema["requestBody"].get("required"):
        yield f"{about}: a body is asked for, and was not"
    elif read is not None and sent is not None:
        for one in unreadable(now.of(read), was.of(sent), WHAT_IS_SENT):
            yield f"{about}: its question{one}"


def _answered(operation: Schema) -> Schema | None:
    told = (said for status, said in sorted(operation["responses"].items()) if status.startswith("2"))
    return next((said["content"][JSON]["schema"] for said in told if JSON in said.get("content", {})), None)


def _body(operation: Schema) -> Schema | None:
    return operation.get("requestBody", {}).get("content", {}).get(JSON, {}).get("schema")


Seen = frozenset[tuple[str, str]]


def _unreadable(reader: Side, told: Side, look: Look, where: str, seen: Seen) -> Iterator[str]:
    pair = (reader.schema.get("$ref", ""), told.schema.get("$ref", ""))
    if pair in seen:
        return
    # What holds itself (a reply to a reply) is looked at once.
    seen = seen | {pair} if all(pair) else seen
    kinds = _alternatives(reader)
    for one in _alternatives(told):
        against = [list(_as(kind, one, look, where, seen)) for kind in kinds]
        # Of those that could have read it, the nearest.
        yield from min(against, key=len)


def _as(reader: Side, told: Side, look: Look, where: str, seen: Seen) -> Iterator[str]:
    """What keeps this kind of thing from being read as that one."""
    wanted, found = _kind(reader.schema), _kind(told.schema)
    if not wanted or wanted in (found, found.partition(" ")[0]) or (wanted, found) == ("number", "integer"):
        yield from _inside(reader, told, look, where, seen)
    else:
        yield f"{where}: {found or 'anything'} where {wanted} is read"


def _inside(reader: Side, told: Side, look: Look, where: str, seen: Seen) -> Iterator[str]:
    fields, said = reader.schema.get("properties", {}), told.schema.get("properties", {})
    for name in reader.schema.get(look.needed, ()):
        if name not in told.schema.get(look.told, ()):
            yield f"{where}.{name}: read, and not told"
    for name in fields:
        if name in said:
            yield from _unreadable(reader.of(fields[name]), told.of(said[name]), look, f"{where}.{name}", seen)
    for word, mark in (("items", "[]"), ("additionalProperties", "{}")):
        each, told_each = reader.schema.get(word), told.schema.get(word)
        if isinstance(each, dict) and isinstance(told_each, dict):
            yield from _unreadable(reader.of(each), told.of(told_each), look, where + mark, seen)


def _alternatives(side: Side) -> list[Side]:
    schema = side.schema
    while "$ref" in schema:
        held: Any = side.document
        for step in schema["$ref"].removeprefix("#/").split("/"):
            held = held[step]
        schema = held
    several = schema.get("oneOf") or schema.get("anyOf")
    return [one for part in several for one in _alternatives(side.of(part))] if several else [side.of(schema)]


def _kind(schema: Schema) -> str:
    """« string uuid »; a closed list is of the kind of its words: new words are new in a catalogue, and no new shape."""
    words = schema.get("enum", [schema["const"]] if "const" in schema else [])
    kind = schema.get("type") or ("string" if words and all(isinstance(word, str) for word in words) else "")
    return f"{kind} {schema['format']}" if kind == "string" and "format" in schema else str(kind)
