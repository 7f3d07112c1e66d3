"""`python -m kit.contracts [--check]`: write what the code promises to others into contracts/published/, or compare.

JSON Schemas of events, questions and tokens, AsyncAPI of the bus, OpenAPI of each service, who decodes its answers, the form language.
What would break those who run the release before (kit.widening) is not written, unless somebody says since when nobody reads it:

    python -m kit.contracts --narrow "2026.12: nothing reads it since 2026.10"
"""

import importlib
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from chassis.settings import Settings
from contracts import asks, journals, permissions, tokens, topology
from contracts.events import Envelope, Event, event_types
from kit import readers, widening

ROOT = Path(__file__).resolve().parents[4]
PUBLISHED = ROOT / "contracts" / "published"
SAMPLES = ROOT / "contracts" / "samples"
NARROWED = PUBLISHED / "narrowed.md"
SHARED = ("asks.json", "journals.json", "tokens.json")
RELEASE = re.compile(r"\d+\.\d+\S*: \S")


def all_events() -> dict[str, type[Event]]:
    """Every event of every service, by type."""
    found: dict[str, type[Event]] = {}
    for service in topology.STREAMS:
        found |= event_types(importlib.import_module(f"contracts.{service}"))
    return dict(sorted(found.items()))


def documents() -> Iterator[tuple[str, Any]]:
    """Each published document: its path below contracts/published and its content."""
    for name, event in all_events().items():
        yield f"events/{name}.json", msgspec.json.schema(event)
    yield "asks.json", _schemas(asks)
    yield "journals.json", _schemas(journals)
    yield "tokens.json", _schemas(tokens)
    yield "permissions.json", [permission._asdict() for permission in permissions.CATALOGUE]
    yield "asyncapi.json", asyncapi()
    yield "forms.json", importlib.import_module("contracts.forms.schema").json_schema()
    for service in topology.STREAMS:
        yield f"openapi/{service}.json", openapi(service)
    yield "readers.json", readers.document()


def asyncapi() -> dict[str, Any]:
    """Who publishes which event, and who hears it (AsyncAPI 3.0)."""
    events = all_events()
    refs, components = msgspec.json.schema_components(
        [Envelope, *events.values()], ref_template="#/components/schemas/{name}"
    )
    payloads = dict(zip(events, refs[1:], strict=True))
    channels = {
        name: {"address": name, "messages": {"event": {"payload": payloads[name], "headers": {"type": "object"}}}}
        for name in events
    }
    operations: dict[str, Any] = {
        f"{name.split('.')[0]}-publishes-{name}": {"action": "send", "channel": {"$ref": f"#/channels/{name}"}}
        for name in events
    }
    for consumer in topology.CONSUMERS:
        for name in events:
            if any(_matches(name, pattern) for pattern in consumer.filter_subjects):
                heard = {"action": "receive", "channel": {"$ref": f"#/channels/{name}"}}
                operations[f"{consumer.durable}-hears-{name}"] = heard
    return {
        "asyncapi": "3.0.0",
        "info": {"title": "Parvis", "version": "1", "description": "Events of the suite, one NATS stream per service."},
        "defaultContentType": "application/json",
        "channels": channels,
        "operations": operations,
        "components": {"schemas": components},
    }


def openapi(service: str) -> dict[str, Any]:
    create_app = importlib.import_module(f"{service}.main").create_app
    nowhere = Path("not-read")
    settings = Settings(
        service=service,
        http_port=0,
        database_url="postgresql+asyncpg://nowhere/nothing",
        signing_key_file=nowhere,
        trust_file=nowhere,
        # Read when the application is made, unlike the others; what is in it shows in no document.
        secret_file=Path(__file__),
        master_key_file=nowhere,
    )
    return _without_objects(create_app(settings).openapi_schema.to_schema())


def _without_objects(document: Any) -> Any:
    """Litestar writes a struct's default as an object, or not, by the order in which it met the schemas."""
    if isinstance(document, dict):
        kept = {name: value for name, value in document.items() if name != "default" or _is_json(value)}
        return {name: _without_objects(value) for name, value in kept.items()}
    return [_without_objects(value) for value in document] if isinstance(document, list) else document


def _is_json(value: Any) -> bool:
    return value is None or isinstance(value, str | int | float | bool | list | dict)


def differences() -> list[str]:
    """What differs between the code and contracts/published, one sentence each."""
    made = {path: _text(document) for path, document in documents()}
    present = {str(f.relative_to(PUBLISHED)): f.read_text() for f in PUBLISHED.rglob("*.json")}
    changed = [path for path, text in made.items() if present.get(path) != text]
    stale = [path for path in present if path not in made]
    return [
        *narrowings(_read(present), _read(made)),
        *(f"{path} is not what the code says: run python -m kit.contracts" for path in changed),
        *(f"{path} describes nothing" for path in stale),
    ]


def narrowings(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """What those who run `before` would not understand any more; both are published documents by their paths."""
    found: list[str] = []
    for path in before.keys() & after.keys():
        if path.startswith("openapi/"):
            service = path.removeprefix("openapi/").removesuffix(".json")
            found += (f"{service}: {one}" for one in widening.of_services(before[path], after[path]))
        elif path in SHARED:
            found += (f"{path}: {one}" for one in widening.of_shared(before[path], after[path]))
    found += _unread(before.get("readers.json", {}), after)
    found += _unread(after.get("readers.json", {}), before)
    return sorted(set(found))


def _unread(reading: dict[str, Any], documents: dict[str, Any]) -> Iterator[str]:
    for name, reader in reading.items():
        for read in (readers.Read(**one) for one in reader["reads"]):
            told = widening.answer(documents.get(f"openapi/{read.service}.json", {"paths": {}}), read.method, read.path)
            if told is not None:
                schema = widening.Side(reader["schema"], reader["schema"])
                for one in widening.unreadable(schema, told, widening.WHAT_IT_NEEDS):
                    yield f"{read}: {name} cannot read its answer{one}"


def write(*, narrowing: str = "") -> list[str]:
    """What kept it from writing, one sentence each. `narrowing` says why that is not to keep it."""
    made = {path: _text(document) for path, document in documents()}
    present = {str(f.relative_to(PUBLISHED)): f.read_text() for f in PUBLISHED.rglob("*.json")}
    found = narrowings(_read(present), _read(made))
    if found and not narrowing:
        return found
    if found:
        with NARROWED.open("a") as record:
            record.writelines(f"- {narrowing} — {one}\n" for one in found)
    for path, text in made.items():
        target = PUBLISHED / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text)
    return []


def _read(texts: dict[str, str]) -> dict[str, Any]:
    return {path: json.loads(text) for path, text in texts.items()}


def _schemas(module: Any) -> dict[str, Any]:
    structs = [
        value
        for value in vars(module).values()
        if isinstance(value, type) and issubclass(value, msgspec.Struct) and value.__module__ == module.__name__
    ]
    _, components = msgspec.json.schema_components(structs, ref_template="#/{name}")
    return dict(sorted(components.items()))


def _matches(subject: str, pattern: str) -> bool:
    return subject == pattern or (pattern.endswith(">") and subject.startswith(pattern[:-1]))


def _text(document: Any) -> str:
    return json.dumps(document, indent=1, sort_keys=True, ensure_ascii=False, default=str) + "\n"


def main() -> int:
    why = sys.argv[2] if sys.argv[1:2] == ["--narrow"] and len(sys.argv) == 3 else ""
    if "--narrow" in sys.argv and not RELEASE.match(why):
        sys.stderr.write('--narrow "<release>: <since when nobody reads it>"\n')
        return 2
    found = differences() if "--check" in sys.argv else write(narrowing=why)
    for difference in found:
        sys.stderr.write(f"{difference}\n")
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main())
