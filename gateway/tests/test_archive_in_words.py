"""The page in the archive of one's data: what a person reads, beside what a machine takes (ID-26)."""

from types import SimpleNamespace
from typing import Any, cast

import pytest

from gateway.here import Here
from gateway.portal.rights.held import LABELS, label, told

pytestmark = pytest.mark.requirement("ID-26")


@pytest.fixture
def here() -> Here:
    """A reader of French, whose catalogue is the source."""
    return cast("Here", SimpleNamespace(locale="fr", said=str))


@pytest.mark.parametrize(
    ("name", "value", "read"),
    [
        ("created_at", "2026-11-29T18:31:45.914057Z", "le 29 novembre 2026 à 19 h 31"),
        ("birth_date", "2018-03-27", "27 mars 2018"),
        ("newsletter", False, "Non"),
        ("kind", "citizen", "Habitant"),
        ("birth_name", "", "—"),
        ("revoked_at", None, "—"),
        # What somebody wrote stays theirs.
        ("text", "citizen", "citizen"),
        ("text", "2026-99-99", "2026-99-99"),
        ("place", "Rue Canquoin", "Rue Canquoin"),
    ],
)
def test_a_value_is_told_as_one_reads_it(here: Here, name: str, value: Any, read: str):
    assert told(here, name, value).replace("\u00a0", " ") == read


def test_a_fact_has_a_name_and_a_field_of_a_form_its_own(here: Here):
    assert label(here, "given_name") == "Prénom"
    assert label(here, "quotient_familial") == "quotient familial"
    assert not any("_" in text for text in LABELS.values())
