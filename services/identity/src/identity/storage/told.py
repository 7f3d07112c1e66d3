"""Everything that identity holds on a person, as it is told to that person. No secret is among it."""

from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from identity.storage.accounts import account_from
from identity.storage.households import facts_from
from identity.storage.tables import accounts, household_members, permission_grants, rights_history, sessions


async def told_of(account_id: UUID, connection: AsyncConnection) -> dict[str, Any]:
    """Neither the password's hash nor a session's secret leaves the table."""
    account = account_from((await connection.execute(select(accounts).where(accounts.c.id == account_id))).one())
    family = await connection.execute(select(household_members).where(household_members.c.account_id == account_id))
    seen = select(sessions.c.device, sessions.c.created_at, sessions.c.last_seen_at, sessions.c.revoked_at)
    granted = select(permission_grants.c.permission, permission_grants.c.granted_at)
    changed = select(rights_history.c.at, rights_history.c.what, rights_history.c.permission, rights_history.c.reason)
    return {
        "profile": {
            "kind": str(account.kind),
            "identifier": account.identifier,
            "identity": msgspec.to_builtins(account.identity),
            "address": msgspec.to_builtins(account.address),
            "reach": msgspec.to_builtins(account.reach),
            "function": account.function,
            "department": account.department,
            "interests": list(account.interests),
            "newsletter": account.newsletter,
            "tours": list(account.tours),
            "language": account.locale,
            "created_at": account.created_at,
            "terms_accepted_at": account.terms_accepted_at,
            "activated_at": account.activated_at,
            "last_sign_in_at": account.last_sign_in_at,
        },
        "household": [msgspec.to_builtins(facts_from(row)) for row in family],
        "sessions": await _rows(seen.where(sessions.c.account_id == account_id), connection),
        "permissions": await _rows(granted.where(permission_grants.c.account_id == account_id), connection),
        "rights_history": await _rows(changed.where(rights_history.c.account_id == account_id), connection),
    }


async def _rows(statement: Any, connection: AsyncConnection) -> list[dict[str, Any]]:
    return [dict(row._mapping) for row in await connection.execute(statement)]
