"""The follow-up of a request: every tab has its page, whatever other addresses go on below it."""

from uuid import uuid4

import pytest
from doorstep.house import House

from gateway.portal.demarches.following import TABS


@pytest.mark.requirement("DM-11")
@pytest.mark.parametrize("tab", ["", *TABS])
async def test_a_tab_opened_from_a_mail_asks_who_one_is(house: House, tab: str):
    town = house.town()

    answer = await house.visit(town).get(f"/mes-demandes/{uuid4()}/{tab}".rstrip("/"))

    assert (answer.status_code, answer.headers.get("location", "").split("?")[0]) == (303, "/connexion")


@pytest.mark.requirement("DM-11")
async def test_a_tab_that_does_not_exist_says_so(house: House):
    answer = await house.visit(house.town()).get(f"/mes-demandes/{uuid4()}/quelconque")

    assert answer.status_code == 404
