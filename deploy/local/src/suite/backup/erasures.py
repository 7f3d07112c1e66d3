"""After a restore, before anybody is let in: what was erased since is erased again."""

import subprocess
from typing import NamedTuple
from uuid import UUID

import asyncpg
import msgspec

from chassis.erasures import Erasure, Ledger
from suite.environment import service_environment
from suite.installation import Installation
from suite.part import base_environment, python
from suite.sentences import CannotGoOn
from suite.urls import at_database

# Told again to everybody: each forgets what it keeps of the person, once.
TOLD_AGAIN = """
with counted as (
    insert into event_sequences as known (tenant, aggregate_id, last)
    select $4, $3, 1 where not exists (select from outbox where id = $1)
    on conflict (tenant, aggregate_id) do update set last = known.last + 1
    returning last
)
insert into outbox (id, type, aggregate_id, sequence, tenant, at, actor, data)
select $1, $2, $3, last, $4, now(), $5, $6::jsonb from counted
"""


class NotErased(CannotGoOn):
    """An erasure could not be carried out again: nothing is opened."""

    def __init__(self, what: str, said: str) -> None:
        super().__init__(
            f"L’effacement de {what} n’a pas pu être rejoué : rien n’est rouvert.",
            f"The erasure of {what} could not be replayed, so nothing is opened: {said.strip()[-800:]}",
        )


class Replayed(NamedTuple):
    accounts: int
    safes: int


async def replay(installation: Installation) -> Replayed:
    """Both ledgers lie beside the keys: destroyed keys of safes, and events that told of an erased account."""
    accounts = 0
    for erasure in Ledger(installation.keyring.erasure_ledger).read():
        # Identity does not hear itself: its own rows go here, the others' by the event told again.
        _run(installation, "identity.tools.erase_again", str(erasure.tenant), str(erasure.subject))
        accounts += await _tell_again(installation, erasure)
    return Replayed(accounts, await _destroy_again(installation))


async def _tell_again(installation: Installation, erasure: Erasure) -> bool:
    connection = await asyncpg.connect(at_database(installation.admin_url, erasure.source), timeout=10)
    try:
        data = msgspec.json.encode(erasure.data).decode()
        values = (erasure.event_id, erasure.type, erasure.subject, erasure.tenant, erasure.actor, data)
        return (await connection.execute(TOLD_AGAIN, *values)).endswith("1")
    finally:
        await connection.close()


async def _destroy_again(installation: Installation) -> int:
    """A safe whose key is destroyed cannot be read, whatever came back of it; its rows go as well."""
    ledger = installation.keyring.master_key_file.with_name(f"{installation.keyring.master_key_file.name}.destroyed")
    names = [line.split("/") for line in ledger.read_text().split()] if ledger.exists() else []
    wanted = {(UUID(n[1]), UUID(n[2]), UUID(n[3])) for n in names if n[0] == "safe" and len(n) == 4}
    connection = await asyncpg.connect(at_database(installation.admin_url, "documents"), timeout=10)
    try:
        rows = await connection.fetch("select tenant, id, key_id from safes")
    finally:
        await connection.close()
    back = [(row["tenant"], row["id"]) for row in rows if (row["tenant"], row["id"], row["key_id"]) in wanted]
    for tenant, owner in back:
        _run(installation, "documents.tools.erase", "safe", str(tenant), str(owner))
    return len(back)


def _run(installation: Installation, module: str, *words: str) -> None:
    service = module.partition(".")[0]
    environment = {**base_environment(), **service_environment(installation, service)}
    done = subprocess.run(
        [python(), "-m", module, *words], check=False, env=environment, capture_output=True, text=True, timeout=120
    )
    if done.returncode:
        raise NotErased(" ".join(words), done.stderr)
