"""An entrance reads what an identity of another release says of an organisation: in an upgrade, and in its way back."""

from uuid import UUID

import msgspec
import pytest

from gateway.organisations import AccessibilityStatement, read

TOLD = {
    "id": "01a228a7-1bbc-73ea-99c4-db3d19a6a6df",
    "slug": "plassans",
    "name": "Plassans",
    "title": "Ville de Plassans",
}


def test_what_comes_in_another_shape_is_left_out_and_the_rest_is_read():
    # A sentence until the morning of 29 November 2026, a structure since.
    facts = read(
        {**TOLD, "accessibility": "partial", "links": "none", "opening_hours": [{"day": "lundi", "hours": "9 h"}]}
    )

    assert (facts.id, facts.title) == (UUID(TOLD["id"]), "Ville de Plassans")
    assert (facts.accessibility, facts.links) == (AccessibilityStatement(), ())
    assert [one.day for one in facts.opening_hours] == ["lundi"]


def test_what_is_new_is_of_no_concern():
    assert read({**TOLD, "of_tomorrow": {"a": 1}}).slug == "plassans"


@pytest.mark.parametrize("name", ["id", "slug", "name"])
def test_nothing_is_opened_without_knowing_whose_it_is(name: str):
    with pytest.raises(msgspec.ValidationError):
        read({**TOLD, name: {}})
