"""What would break those who still run the release before is named, and what only widens is not."""

import copy
import json
from typing import Any

import msgspec
import pytest

from kit import contracts, readers, widening

PUBLISHED: dict[str, Any] = {
    str(path.relative_to(contracts.PUBLISHED)): json.loads(path.read_text())
    for path in contracts.PUBLISHED.rglob("*.json")
}
IDENTITY, ASKS = "openapi/identity.json", "asks.json"
SLUG = "/internal/organisations/{slug}"


@pytest.fixture
def after() -> dict[str, Any]:
    """What a change would publish: the same, until a test changes it."""
    return {path: copy.deepcopy(PUBLISHED[path]) for path in (IDENTITY, "openapi/notifier.json", ASKS, "readers.json")}


def schemas(after: dict[str, Any], service: str = IDENTITY) -> dict[str, Any]:
    return after[service]["components"]["schemas"]


def the_entrance_read(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    """The published documents, as if entrances of the release before had read this field otherwise."""
    before = copy.deepcopy(PUBLISHED)
    facts = before["readers.json"]["gateway.organisations.Facts"]["schema"]
    facts["$defs"]["Facts"]["properties"][name] = schema
    return before


def test_nothing_is_said_of_what_stays_as_it_was(after: dict[str, Any]):
    assert contracts.narrowings(PUBLISHED, after) == []


def test_what_is_new_breaks_nobody(after: dict[str, Any]):
    schemas(after)["OrganisationView"]["properties"]["of_tomorrow"] = {"type": "integer"}
    after[IDENTITY]["paths"]["/v1/of-tomorrow"] = after[IDENTITY]["paths"][SLUG]
    schemas(after)["OrganisationStatus"]["enum"].append("asleep")

    assert contracts.narrowings(PUBLISHED, after) == []


def test_a_structure_where_the_entrance_of_before_reads_a_sentence(after: dict[str, Any]):
    """29 November 2026: 1,176 requests failed over it. Identity had not told the field before: its own answers only widened."""
    before = the_entrance_read("accessibility", {"type": "string", "default": "none"})
    del before[IDENTITY]["components"]["schemas"]["OrganisationView"]["properties"]["accessibility"]

    said = "gateway.organisations.Facts cannot read its answer.accessibility: object where string is read"
    assert contracts.narrowings(before, after) == [
        f"identity: GET {SLUG}: {said}",
        f"identity: GET /internal/previews/{{token}}: {said}",
    ]


def test_a_field_that_is_not_told_any_more(after: dict[str, Any]):
    del schemas(after)["OrganisationView"]["properties"]["phone"]

    assert f"identity: GET {SLUG}: its answer.phone: read, and not told" in contracts.narrowings(PUBLISHED, after)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"type": "integer"}, "integer where string is read"),
        ({"oneOf": [{"type": "string"}, {"type": "null"}]}, "null where string is read"),
        ({"items": {"type": "string"}, "type": "array"}, "array where string is read"),
        ({}, "anything where string is read"),
    ],
)
def test_a_field_of_another_type(after: dict[str, Any], changed: dict[str, Any], said: str):
    schemas(after)["OrganisationView"]["properties"]["phone"] = changed

    assert f"identity: GET {SLUG}: its answer.phone: {said}" in contracts.narrowings(PUBLISHED, after)


def test_a_part_of_a_part_is_looked_at(after: dict[str, Any]):
    schemas(after)["Derogation"]["properties"]["reason"] = {"type": "integer"}

    said = "its answer.accessibility.derogations[].reason: integer where string is read"
    assert f"identity: GET {SLUG}: {said}" in contracts.narrowings(PUBLISHED, after)


def test_an_operation_that_is_gone(after: dict[str, Any]):
    del after[IDENTITY]["paths"]["/internal/exchange"]

    assert "identity: POST /internal/exchange is not there any more" in contracts.narrowings(PUBLISHED, after)


def test_a_question_that_asks_for_more(after: dict[str, Any]):
    operation = after[IDENTITY]["paths"]["/internal/organisations"]["get"]
    operation["parameters"][0]["required"] = True

    assert contracts.narrowings(PUBLISHED, after) == [
        "identity: GET /internal/organisations: its parameter q is asked for, and was not"
    ]


def test_a_body_that_asks_for_more(after: dict[str, Any]):
    body = after[IDENTITY]["paths"]["/internal/exchange"]["post"]["requestBody"]["content"]["application/json"]
    name = body["schema"]["$ref"].rpartition("/")[2]
    schemas(after)[name]["properties"]["device"] = {"type": "string"}
    assert not any("/internal/exchange" in one for one in contracts.narrowings(PUBLISHED, after))

    schemas(after)[name]["required"].append("device")

    said = "identity: POST /internal/exchange: its question.device: read, and not told"
    assert said in contracts.narrowings(PUBLISHED, after)


def test_an_entrance_that_needs_what_services_of_before_do_not_tell(after: dict[str, Any]):
    """In an upgrade it may be there first; in a way back it is."""
    facts = after["readers.json"]["gateway.organisations.Facts"]["schema"]["$defs"]["Facts"]
    facts["properties"]["region"] = {"type": "string"}
    assert contracts.narrowings(PUBLISHED, after) == []

    facts["required"].append("region")

    said = "gateway.organisations.Facts cannot read its answer.region: read, and not told"
    assert f"identity: GET {SLUG}: {said}" in contracts.narrowings(PUBLISHED, after)


def test_a_question_on_the_bus_is_read_by_both_releases(after: dict[str, Any]):
    contact = after[ASKS]["Contact"]
    contact["properties"]["title"] = {"type": "string"}
    assert contracts.narrowings(PUBLISHED, after) == []

    contact["required"].append("title")

    assert contracts.narrowings(PUBLISHED, after) == [
        "asks.json: Contact.title: read, and not told",
        # What holds it.
        "asks.json: Contacts.contacts[].title: read, and not told",
    ]


def test_each_reader_reads_an_operation_that_is_there():
    """Else nothing would be compared, and nobody would notice."""
    for name, (_, reads) in readers.READERS.items():
        for read in reads:
            told = widening.answer(PUBLISHED[f"openapi/{read.service}.json"], read.method, read.path)
            assert told is not None, f"{name}: {read}"
            schema = msgspec.json.schema(readers.READERS[name][0])
            assert widening.unreadable(widening.Side(schema, schema), told, widening.WHAT_IT_NEEDS) == []


def test_what_narrows_is_not_written_unsaid(monkeypatch: pytest.MonkeyPatch, tmp_path: Any):
    published = tmp_path / "published"
    (published / "openapi").mkdir(parents=True)
    kept = (published / IDENTITY, json.dumps(PUBLISHED[IDENTITY]))
    kept[0].write_text(kept[1])
    made = copy.deepcopy(PUBLISHED[IDENTITY])
    del made["paths"]["/internal/sign-out"]
    monkeypatch.setattr(contracts, "PUBLISHED", published)
    monkeypatch.setattr(contracts, "NARROWED", published / "narrowed.md")
    monkeypatch.setattr(contracts, "documents", lambda: iter([(IDENTITY, made)]))
    said = "identity: POST /internal/sign-out is not there any more"

    assert contracts.write() == [said]
    assert kept[0].read_text() == kept[1]
    assert contracts.differences()[0] == said

    assert contracts.write(narrowing="2026.12: nothing asks since 2026.10") == []
    assert contracts.differences() == []
    assert (published / "narrowed.md").read_text() == f"- 2026.12: nothing asks since 2026.10 — {said}\n"
