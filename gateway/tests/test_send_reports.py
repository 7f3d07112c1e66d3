"""Where the mail provider tells what became of a mail: without cookie, origin or token of a form."""

import pytest
from doorstep.house import House

REPORT = {"signature": {"timestamp": "1", "token": "t", "signature": "s"}, "event-data": {"event": "delivered"}}


@pytest.mark.requirement("NT-06")
async def test_a_report_is_passed_on_as_it_is(house: House):
    notifier = house.services["notifier"]

    answer = await house.visit(house.town()).post("/rapports-d-envoi/mailgun", json=REPORT)

    assert answer.status_code == 204
    assert notifier.heard[-1] == {"method": "POST", "path": "/v1/reports/mailgun", "body": REPORT}


@pytest.mark.requirement("NT-06")
async def test_what_cannot_be_read_is_refused(house: House):
    answer = await house.visit(house.town()).post("/rapports-d-envoi/mailgun", content=b"{")

    assert answer.status_code == 400
