"""The OpenAPI document says which problems an operation may answer, by what its route is."""

from typing import Any

import pytest

from kit.service import ServiceUnderTest

pytestmark = pytest.mark.requirement("GW-01")


@pytest.fixture
def document(notebook: ServiceUnderTest) -> dict[str, Any]:
    return notebook.app.openapi_schema.to_schema()


def statuses(document: dict[str, Any], method: str, path: str) -> set[str]:
    return set(document["paths"][path][method]["responses"])


def test_a_change_to_a_named_thing_may_be_refused_in_every_way_that_it_can_be(document: dict[str, Any]):
    told = statuses(document, "post", "/v1/notes/{note_id}/seal")

    assert {"401", "403", "404", "409", "422", "429", "503"} <= told
    assert "400" not in told


def test_a_list_is_not_missing_and_conflicts_with_nothing(document: dict[str, Any]):
    told = statuses(document, "get", "/v1/dead-letters")

    assert {"401", "403", "422", "429"} <= told
    assert told.isdisjoint({"404", "409", "412", "413"})


def test_a_route_that_reads_if_match_says_that_the_thing_may_have_changed(document: dict[str, Any]):
    sealing = document["paths"]["/v1/notes/{note_id}/seal"]["post"]

    assert "If-Match" in [told["name"] for told in sealing["parameters"]]
    assert "412" in sealing["responses"]


def test_every_reference_leads_somewhere(document: dict[str, Any]):
    for response in document["components"]["responses"].values():
        [content] = response["content"].values()
        assert content["schema"]["$ref"] == "#/components/schemas/Problem"
        assert response["description"].endswith((".", "?"))
    names = {
        told["$ref"].rpartition("/")[2]
        for item in document["paths"].values()
        for operation in item.values()
        for told in operation["responses"].values()
        if "$ref" in told
    }
    assert names <= set(document["components"]["responses"])


@pytest.mark.parametrize("path", ["/v1/nowhere", "/v1/nowhere/else"])
async def test_an_address_beside_the_description_that_nobody_serves_is_a_problem_too(
    notebook: ServiceUnderTest, path: str
):
    answer = await notebook.call(None, "GET", path)

    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")
