"""The platform operated by command line, on the running suite."""

import json
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import nats
import pytest

from contracts.demo import OPERATOR
from kit.eventually import eventually
from kit.suite import RunningSuite
from suite.keyring import Keyring

pytestmark = pytest.mark.requirement("SR-02")


@pytest.fixture(autouse=True)
def _ours(suite: RunningSuite) -> None:
    if suite.state is None:
        pytest.skip("this suite was not started by the tests")


async def somebody_publishes_rubbish(suite: RunningSuite, body: bytes) -> None:
    assert suite.state is not None
    password = Keyring(suite.state.secrets).passwords("bus")["identity"]
    client = await nats.connect(
        f"nats://127.0.0.1:{suite.ports.nats}", user="identity", password=password, inbox_prefix=b"_INBOX_identity"
    )
    await client.publish("identity.account.registered.v1", body)
    await client.close()


async def letters(suite: RunningSuite, status: str = "open") -> list[dict[str, Any]]:
    done = suite.parvis("dead-letters", "list", "--service", "notifier", "--status", status, "--json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)["letters"]


async def rows(suite: RunningSuite, database: str, statement: str, *values: Any) -> list[Any]:
    connection = await asyncpg.connect(suite.admin_url(database))
    try:
        return await connection.fetch(statement, *values)
    finally:
        await connection.close()


async def test_a_dead_letter_is_found_read_and_discarded_under_the_operators_name(suite: RunningSuite):
    mark = uuid4().hex
    await somebody_publishes_rubbish(suite, mark.encode())

    async def buried() -> list[Any]:
        looked = "select event_id from dead_letters where position($1::bytea in envelope) > 0 and status = 'open'"
        return await rows(suite, "notifier", looked, mark.encode())

    [row] = await eventually(buried, every=0.5)
    event = str(row["event_id"])

    assert event in {letter["event_id"] for letter in await letters(suite)}
    shown = suite.parvis("dead-letters", "show", event, "--json")
    assert json.loads(shown.stdout)["raw"] == mark
    unasked = suite.parvis("dead-letters", "discard", event)
    replayed = suite.parvis("dead-letters", "replay", event)
    discarded = suite.parvis("dead-letters", "discard", event, "--yes", "--json")
    again = suite.parvis("dead-letters", "discard", event, "--yes")

    assert unasked.returncode != 0
    assert (replayed.returncode, "ne peut pas être rejoué" in replayed.stderr) == (1, True)
    assert json.loads(discarded.stdout)["status"] == "discarded"
    assert (again.returncode, "Aucun message en échec" in again.stderr) == (1, True)
    noted = "select tenant, actor, action from journal where subject = $1"
    [line] = await rows(suite, "notifier", noted, UUID(event))
    assert (line["tenant"], line["action"]) == (OPERATOR.id, "dead_letter.discarded")
    assert line["actor"].startswith("member:")


async def test_nobody_without_the_permission_operates(suite: RunningSuite):
    refused = suite.parvis("dead-letters", "list", "--as", "adele.sicardot")

    assert refused.returncode == 1
    assert "platform.dead_letters.manage" in refused.stderr


async def test_the_journals_are_whole_until_somebody_touches_one(suite: RunningSuite):
    async def witnessed() -> bool:
        told = json.loads(suite.parvis("journal", "verify", "--service", "identity", "--json").stdout)
        return told["services"][0]["anchors"] > 0

    await eventually(witnessed, within=90, every=2)
    whole = suite.parvis("journal", "verify", "--json")
    [line] = await rows(suite, "identity", "select tenant, id, actor from journal where sealed limit 1")
    touch = "update journal set actor = $3 where tenant = $1 and id = $2 returning 1"
    await rows(suite, "identity", touch, line["tenant"], line["id"], "nobody")
    touched = suite.parvis("journal", "verify", "--service", "identity", "--json")
    told = suite.parvis("journal", "verify", "--service", "identity")
    await rows(suite, "identity", touch, line["tenant"], line["id"], line["actor"])

    assert (whole.returncode, json.loads(whole.stdout)["whole"]) == (0, True)
    assert touched.returncode == 1
    [broken] = json.loads(touched.stdout)["services"][0]["broken"]
    assert (broken["tenant"], broken["reason"]) == (str(line["tenant"]), "the line was altered")
    assert "la ligne a été modifiée / the line was altered" in told.stdout


@pytest.mark.parametrize("words", [["nothing"], ["dead-letters", "list", "--service", "nothing"]])
async def test_a_wrong_word_gets_a_sentence(suite: RunningSuite, words: list[str]):
    said = suite.parvis(*words)

    assert said.returncode in (1, 2)
    assert "Traceback" not in said.stderr
