"""Who acts by command line: an account of the installation, with its own permissions, under its own name in the journal."""

import asyncio
import os
import time
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import httpx

from chassis.keys import SigningKeyFile
from chassis.tokens import Signer
from contracts.tokens import AccessClaims
from suite.installation import Installation
from suite.part import HOST
from suite.sentences import CannotGoOn
from suite.topology import SERVICES
from suite.urls import at_database

FOUND = """
select a.id, a.tenant, a.identifier, array_agg(g.permission) as permissions
from accounts a join permission_grants g on g.tenant = a.tenant and g.account_id = a.id
where a.kind = 'member' and a.status = 'active' and ($1::text is null or a.identifier = $1::text)
group by a.id, a.tenant, a.identifier
"""


class NobodyMay(CannotGoOn):
    """No account, or several, may do this."""

    def __init__(self, permission: str, names: list[str]) -> None:
        known = f" ({', '.join(names)})" if names else ""
        super().__init__(
            f"Dites au nom de qui, avec --as ou PARVIS_OPERATOR : un compte actif qui a la permission {permission}{known}.",
            f"Say who acts, by --as or PARVIS_OPERATOR: an active account that holds {permission}{known}.",
        )


class ServiceSilent(CannotGoOn):
    """The service does not answer."""

    def __init__(self, service: str) -> None:
        super().__init__(f"{service} ne répond pas : make status.", f"{service} does not answer: make status.")


class ServiceRefused(CannotGoOn):
    """The service said no; its own words follow."""

    def __init__(self, service: str, answer: httpx.Response) -> None:
        told = answer.json() if "json" in answer.headers.get("content-type", "") else {}
        said = told.get("detail") or told.get("title") or str(answer.status_code)
        faults = "".join(
            f"\n  · {fault['pointer'].lstrip('/')} : {fault['detail']}" for fault in told.get("errors", ())
        )
        super().__init__(f"{service} : {told.get('title', answer.status_code)}", f"{service} answered: {said}{faults}")


@dataclass(frozen=True)
class Operator:
    """Calls services as this account. The right to read the keyring is what stands in for a password here."""

    installation: Installation
    account_id: UUID
    tenant: UUID
    identifier: str
    permissions: tuple[str, ...]

    def call(self, service: str, method: str, path: str, **options: Any) -> Any:
        """The decoded answer. Raises `ServiceSilent`, `ServiceRefused`."""
        answer = self._called(service, method, path, **options)
        return answer.json() if answer.content else None

    def read(self, service: str, path: str) -> bytes:
        """A file. Raises as `call` does."""
        return self._called(service, "GET", path).content

    def _called(self, service: str, method: str, path: str, **options: Any) -> httpx.Response:
        url = f"http://{HOST}:{self.installation.ports.service(service)}{path}"
        headers = {"authorization": f"Bearer {self._token(service)}"}
        try:
            answer = httpx.request(method, url, headers=headers, timeout=30, **options)
        except httpx.TransportError as error:
            raise ServiceSilent(service) from error
        if answer.status_code >= 400:
            raise ServiceRefused(service, answer)
        return answer

    def _token(self, service: str) -> str:
        keys = SigningKeyFile(self.installation.keyring.signing_key_file("identity"))
        return Signer("identity", keys).sign(
            AccessClaims,
            audience=service,
            lives=timedelta(seconds=60),
            tenant=self.tenant,
            sub=self.account_id,
            kind="member",
            organisation=self.tenant,
            permissions=self.permissions,
            sid=uuid4(),
            auth_time=int(time.time()),
        )


def operator(name: str | None, *, needs: str) -> Operator:
    """The account called so, or the only one that holds the permission. Raises `NobodyMay`."""
    installation = Installation.chosen()
    asked = name or os.environ.get("PARVIS_OPERATOR")
    holders = [row for row in asyncio.run(_accounts(installation, asked)) if needs in row["permissions"]]
    if len(holders) != 1:
        raise NobodyMay(needs, sorted(str(row["identifier"]) for row in holders))
    [row] = holders
    return Operator(installation, row["id"], row["tenant"], row["identifier"], tuple(sorted(row["permissions"])))


def chosen_services(service: str | None) -> tuple[str, ...]:
    if service is not None and service not in SERVICES:
        names = ", ".join(SERVICES)
        raise CannotGoOn(f"Service inconnu : {service} ; il y a {names}.", f"No service {service}; there are {names}.")
    return (service,) if service else SERVICES


async def _accounts(installation: Installation, identifier: str | None) -> list[Any]:
    try:
        connection = await asyncpg.connect(at_database(installation.admin_url, "identity"), timeout=5)
    except (OSError, asyncpg.PostgresError) as error:
        raise ServiceSilent("postgres") from error
    try:
        return await connection.fetch(FOUND, identifier)
    finally:
        await connection.close()
