"""A webhook: added, changed, paused, its secret renewed, removed."""

from uuid import UUID

import msgspec

from notifier.domain.hooks.endpoint import Endpoint, Wanted, must_be_possible
from notifier.domain.hooks.refusals import TooManyEndpoints
from notifier.storage.work import NotifierWork

MOST = 20


class AddEndpoint(msgspec.Struct, frozen=True, kw_only=True):
    """`sealed` is the secret, sealed for `endpoint_id`."""

    endpoint_id: UUID
    wanted: Wanted
    sealed: str


class ChangeEndpoint(msgspec.Struct, frozen=True, kw_only=True):
    endpoint_id: UUID
    wanted: Wanted


class RenewSecret(msgspec.Struct, frozen=True, kw_only=True):
    endpoint_id: UUID
    sealed: str


class OfEndpoint(msgspec.Struct, frozen=True):
    endpoint_id: UUID


async def add_endpoint(command: AddEndpoint, uow: NotifierWork) -> Endpoint:
    if await uow.endpoints.count() >= MOST:
        raise TooManyEndpoints
    wanted = must_be_possible(command.wanted)
    endpoint = Endpoint(id=command.endpoint_id, wanted=wanted, sealed=command.sealed, created_at=uow.now)
    uow.note("webhook.added", endpoint.id)
    return uow.endpoints.add(endpoint)


async def change_endpoint(command: ChangeEndpoint, uow: NotifierWork) -> Endpoint:
    endpoint = await uow.endpoints.get(command.endpoint_id)
    endpoint.change(command.wanted)
    uow.note("webhook.changed", endpoint.id)
    return endpoint


async def renew_secret(command: RenewSecret, uow: NotifierWork) -> Endpoint:
    endpoint = await uow.endpoints.get(command.endpoint_id)
    endpoint.renew(command.sealed, at=uow.now)
    uow.note("webhook.secret_renewed", endpoint.id)
    return endpoint


async def pause_endpoint(command: OfEndpoint, uow: NotifierWork) -> Endpoint:
    endpoint = await uow.endpoints.get(command.endpoint_id)
    endpoint.pause()
    uow.note("webhook.paused", endpoint.id)
    return endpoint


async def resume_endpoint(command: OfEndpoint, uow: NotifierWork) -> Endpoint:
    endpoint = await uow.endpoints.get(command.endpoint_id)
    endpoint.resume()
    uow.note("webhook.resumed", endpoint.id)
    return endpoint


async def remove_endpoint(command: OfEndpoint, uow: NotifierWork) -> None:
    endpoint = await uow.endpoints.get(command.endpoint_id)
    await uow.endpoints.remove(endpoint)
    uow.note("webhook.removed", endpoint.id)
