"""The demonstration, loaded as `make up` loads it."""

import pytest

from chassis.actor import Actor
from contracts.demo import ADMINISTRATOR, AGENT, COLLEAGUE, OPERATOR, SUPPORT_AGENT
from contracts.forms import check_form
from kit.actors import a_visitor
from kit.service import ServiceUnderTest
from ticketing.demo.__main__ import acting, load
from ticketing.demo.catalogue import ENTRIES, PRODUCTS
from ticketing.demo.tickets import STORIES


@pytest.mark.requirement("TK-01")
async def test_the_sixteen_entries_of_the_catalogue_are_there_once_however_often_it_is_loaded(
    ticketing: ServiceUnderTest,
):
    await load(ticketing.service.settings)
    await load(ticketing.service.settings)

    catalogue = (await ticketing.call(a_visitor(OPERATOR.id), "GET", "/v1/catalogue")).json()
    queue = (await ticketing.call(acting(SUPPORT_AGENT), "GET", "/v1/desk/tickets")).json()
    assert [len(product["entries"]) for product in catalogue["products"]] == [1, 3, 3, 2, 4, 3]
    archives = (await ticketing.call(acting(SUPPORT_AGENT), "GET", "/v1/desk/tickets?queue=archives")).json()
    states = {line["status"] for line in (*queue["items"], *archives["items"])}
    assert states == {"new", "open", "waiting_customer", "waiting_third_party", "resolved", "closed", "cancelled"}
    assert len(queue["items"]) + len(archives["items"]) == len(STORIES) + 2


async def test_the_demonstrations_ticket_is_its_requesters_and_seen_by_the_administrator(ticketing: ServiceUnderTest):
    await load(ticketing.service.settings)

    async def listed(actor: Actor, path: str) -> list[str]:
        return [line["status"] for line in (await ticketing.call(actor, "GET", path)).json()["items"]]

    own = await listed(acting(AGENT), "/v1/me/tickets")
    administrators = await listed(acting(ADMINISTRATOR), "/v1/me/tickets")
    assert own == ["waiting_customer", "open", "resolved"]
    assert await listed(acting(COLLEAGUE), "/v1/shared/tickets") == ["resolved"]
    shared = await listed(acting(ADMINISTRATOR), "/v1/organisation/tickets")
    assert sorted(shared) == sorted([*own, *administrators])


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.slug)
def test_the_form_of_each_entry_has_no_fault(entry):
    assert check_form(entry.form) == []
    assert entry.product_id in {product.id for product in PRODUCTS}
