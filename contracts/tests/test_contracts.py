"""What was once said on the bus can always be read, and what is published is what the code says."""

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from contracts.events import Envelope
from contracts.permissions import CATALOGUE, NAMES
from contracts.topology import ASKS, CONSUMERS, STREAMS, unheard
from kit import contracts

SAMPLES = sorted(contracts.SAMPLES.glob("*.json"))


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_a_sample_decodes_for_ever_and_loses_nothing(sample: Path):
    """A removed, renamed or retyped field, or a new required one, shows here: it needs a new version of the event."""
    envelope = msgspec.json.decode(sample.read_bytes(), type=Envelope)
    event = contracts.all_events()[envelope.type]

    read = msgspec.json.decode(envelope.data, type=event)

    said: dict[str, Any] = json.loads(sample.read_text())["data"]
    kept: dict[str, Any] = json.loads(msgspec.json.encode(read))
    assert said.items() <= kept.items()
    assert envelope.subject == read.aggregate_id


def test_every_event_has_a_sample():
    assert {path.stem for path in SAMPLES} >= set(contracts.all_events())


def test_events_are_named_after_their_stream_and_versioned():
    for name in contracts.all_events():
        stream, *_, version = name.split(".")
        assert stream in STREAMS
        assert version.startswith("v")
        assert version[1:].isdigit()


def test_events_carry_no_personal_data():
    """Ids, statuses, times and numbers alone; a free text field would keep what a citizen may ask us to forget."""
    # Each of them is one word of a closed list, or an identifier of the definition (`stage`).
    allowed_texts = {
        *("kind", "status", "stage", "stance", "outcome", "severity", "measure"),
        *("author", "reader", "reason", "permission", "scope", "factor", "plan", "template", "cause_type"),
        "feature",
        # The organisation's word in its own address: public, and nobody's name.
        "slug",
    }
    for name, event in contracts.all_events().items():
        texts = {field.name for field in msgspec.structs.fields(event) if field.type is str}
        assert texts <= allowed_texts, name


def test_everybody_on_the_bus_is_known():
    assert {consumer.durable for consumer in CONSUMERS} <= set(STREAMS)
    assert {ask.owner for ask in ASKS} <= set(STREAMS)
    assert all(ask.subject.startswith(f"ask.{ask.owner}.") for ask in ASKS)


def test_what_the_bus_would_never_bring_a_service_is_named():
    heard, never = "identity.account.erased.v1", "identity.session.revoked.v1"

    assert unheard("notifier", (heard, "identity.organisation.sign_ins_suspected.v1")) == []
    assert unheard("notifier", (never, heard, never)) == [never]


def test_a_permission_is_named_once_and_after_its_e_service():
    assert len(NAMES) == len(CATALOGUE)
    assert all(permission.name.split(".")[0] == permission.e_service for permission in CATALOGUE)


def test_what_is_published_is_what_the_code_says():
    assert contracts.differences() == []
