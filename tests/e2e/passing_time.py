"""Months without a visit, for one account: its dates are moved into the past, and nobody's clock is touched."""

import asyncpg

from contracts.demo import PLASSANS
from kit.suite import RunningSuite
from suite.keyring import Keyring
from suite.part import HOST
from suite.state import State

LAST_SEEN = """
    update accounts
    set created_at = now() - make_interval(months => $2) - make_interval(days => $3),
        activated_at = case when activated_at is null then null else now() - make_interval(months => $2) - make_interval(days => $3) end,
        last_sign_in_at = case when last_sign_in_at is null then null else now() - make_interval(months => $2) - make_interval(days => $3) end
    where email = $1
    returning id
"""
LOOK_NOW = "update timers set due_at = now() where kind = 'account_life' and subject = $1 and done_at is null"


async def leave_alone(suite: RunningSuite, email: str, *, months: int = 0, days: int = 0, but: int = 0) -> None:
    """As if nobody had used it for so long, less `but` days; whoever watches over accounts looks at it now."""
    password = Keyring((suite.state or State.chosen()).secrets).passwords("database")["identity_app"]
    address = f"postgresql://identity_app:{password}@{HOST}:{suite.ports.postgres}/identity"
    connection = await asyncpg.connect(address)
    try:
        async with connection.transaction():
            await connection.execute("select set_config('app.tenant', $1, true)", str(PLASSANS.id))
            account = await connection.fetchval(LAST_SEEN, email, months, days - but)
            assert account is not None, f"no account of {email}"
            await connection.execute(LOOK_NOW, account)
    finally:
        await connection.close()
