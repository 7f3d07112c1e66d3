"""Whoever clicks forty times has clicked once."""

import asyncio
from uuid import UUID

import asyncpg
import httpx
import pytest
from applicants import Record, Visit

from kit.eventually import eventually
from kit.suite import RunningSuite

CLICKS = 40


@pytest.mark.requirement("DM-09")
async def test_forty_identical_submissions_at_once_give_one_dossier_and_one_mail(suite: RunningSuite):
    visit = Visit(suite, Record())
    path = await visit.fill_in()
    before = len(suite.mails(visit.email))

    visit.http.timeout = httpx.Timeout(60)
    answers = await asyncio.gather(*(visit.http.post(f"{path}/submission") for _ in range(CLICKS)))

    assert {answer.status_code for answer in answers} <= {200, 201}, [a.text for a in answers if a.status_code > 201][
        :1
    ]
    assert len({answer.json()["reference"] for answer in answers}) == 1

    await eventually(lambda: suite.mails(visit.email), every=0.2)
    if suite.state is not None:
        connection = await asyncpg.connect(suite.admin_url("demarches"))
        try:
            told = await connection.fetchval(
                "select count(*) from outbox where type = 'demarches.dossier.submitted.v1' and aggregate_id = $1",
                UUID(visit.dossier_id),
            )
        finally:
            await connection.close()
        assert told == 1
    # A second mail would have had the time to come: the notifier plans both at once, if there are two.
    await asyncio.sleep(1)
    assert len(suite.mails(visit.email)) - before == 1
