"""What nobody sends by accident: it is refused, and breaks nothing."""

from typing import Any

import pytest
from support_portal import REQUEST, Portal


@pytest.mark.parametrize("path", ["/v1/catalogue/%00", "/v1/catalogue/nulle-part", "/v1/catalogue/anomalie%27--"])
async def test_what_is_in_no_catalogue_is_not_found(path: str, portal: Portal):
    assert (await portal.call(portal.customer, "GET", path)).status_code == 404


@pytest.mark.parametrize(
    "changes",
    [
        {"entry": "\x00"},
        {"subject": "a\x00b"},
        {"answers": {"description": "a\x00b"}},
        {"answers": {"description": []}},
    ],
)
async def test_odd_bytes_and_shapes_are_refused_and_break_nothing(changes: dict[str, Any], portal: Portal):
    answer = await portal.call(portal.customer, "POST", "/v1/tickets", json={**REQUEST, **changes})

    assert answer.status_code in (404, 422)


async def test_an_odd_search_finds_nothing_and_breaks_nothing(portal: Portal):
    await portal.open()

    answer = await portal.call(portal.customer, "GET", "/v1/me/tickets", params={"q": "%\x00_\\"})

    assert (answer.status_code, answer.json()["items"]) == (200, [])
