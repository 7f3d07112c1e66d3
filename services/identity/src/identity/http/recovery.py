"""« Mot de passe ou identifiant oublié ? » (ID-18). No answer here tells whether an account exists."""

from datetime import datetime

import msgspec
from litestar import Router, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, JSONBody

from chassis.access import Needs
from chassis.http import By
from identity.commands.ask_recovery import AskRecovery, Forgotten, ask_recovery
from identity.commands.passwords import hash_chosen
from identity.commands.reset_password import ResetPassword, reset_password
from identity.domain.links import Purpose
from identity.http.context import Address, Doing, Hashing, client_address
from identity.http.links import Links
from identity.http.registrations import Asked, may_ask_mail


class ReminderRequest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    email: str


class ResetRequest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`login`: an address or an identifier."""

    login: str


class NewPasswordRequest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    token: str
    password: str
    password_again: str


class ResetView(msgspec.Struct, frozen=True, kw_only=True):
    identifier: str
    expires_at: datetime


@post("/identifier-reminders", needs=Needs.ANYONE, status_code=202)
async def remind_identifier(
    data: JSONBody[ReminderRequest], actor: By, commands: Doing, client_address: Address
) -> Asked:
    await may_ask_mail(client_address, actor, commands)
    await commands.run(ask_recovery, AskRecovery(forgotten=Forgotten.IDENTIFIER, login=data.email), actor=actor)
    return Asked()


@post("/password-resets", needs=Needs.ANYONE, status_code=202)
async def ask_reset(data: JSONBody[ResetRequest], actor: By, commands: Doing, client_address: Address) -> Asked:
    await may_ask_mail(client_address, actor, commands)
    await commands.run(ask_recovery, AskRecovery(forgotten=Forgotten.PASSWORD, login=data.login), actor=actor)
    return Asked()


@get("/password-resets/{token:str}", needs=Needs.ANYONE)
async def show_reset(
    token: FromPath[str], actor: By, links: NamedDependency[Links], client_address: Address
) -> ResetView:
    link = await links.usable(token, Purpose.RESET, actor=actor, address=client_address)
    return ResetView(identifier=link.identifier, expires_at=link.expires_at)


@post("/passwords", needs=Needs.ANYONE, status_code=204)
async def choose_password(
    data: JSONBody[NewPasswordRequest],
    actor: By,
    commands: Doing,
    hasher: Hashing,
    links: NamedDependency[Links],
    client_address: Address,
) -> None:
    link_id = await links.must_be_usable(data.token, Purpose.RESET, actor=actor, address=client_address)
    password_hash = await hash_chosen(data.password, data.password_again, hasher=hasher)
    await commands.run(reset_password, ResetPassword(link_id=link_id, password_hash=password_hash), actor=actor)


router = Router(
    "/",
    route_handlers=[remind_identifier, ask_reset, show_reset, choose_password],
    dependencies={"client_address": Provide(client_address)},
)
