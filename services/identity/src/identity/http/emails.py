"""The address of an account: asked to change, confirmed from the new one, taken back from the former one (A44)."""

from datetime import datetime, timedelta

import msgspec
from litestar import Router, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, JSONBody

from chassis.access import Needs
from chassis.http import By
from chassis.policies import must_be_signed_in, must_have_signed_in_since
from identity.commands.change_email import (
    AskEmailChange,
    ConfirmEmail,
    ask_email_change,
    confirm_email,
)
from identity.commands.take_email_back import TakeEmailBack, TakenBack, take_email_back
from identity.domain.links import Purpose
from identity.http.context import Address, Doing, at_home, client_address
from identity.http.links import Links

PROVEN = timedelta(minutes=10)
Mailed = NamedDependency[Links]


class EmailChange(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    email: str


class LinkUse(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    token: str


class EmailView(msgspec.Struct, frozen=True, kw_only=True):
    """The address that the link makes the account's."""

    email: str
    expires_at: datetime


@post("/profile/email-change", needs=Needs.SIGNED_IN, status_code=202)
async def ask(data: JSONBody[EmailChange], actor: By, commands: Doing) -> None:
    """Asks for a password given less than ten minutes ago. Nothing changes before the new address has confirmed."""
    command = AskEmailChange(account_id=must_be_signed_in(actor), email=data.email)
    must_have_signed_in_since(actor, PROVEN, now=commands.now())
    await commands.run(ask_email_change, command, actor=at_home(actor))


@get("/email-changes/{token:str}", needs=Needs.ANYONE)
async def show(token: FromPath[str], actor: By, links: Mailed, client_address: Address) -> EmailView:
    link = await links.usable(token, Purpose.EMAIL, actor=actor, address=client_address)
    return EmailView(email=link.email, expires_at=link.expires_at)


@post("/email-changes", needs=Needs.ANYONE, status_code=204)
async def confirm(data: JSONBody[LinkUse], actor: By, commands: Doing, links: Mailed, client_address: Address) -> None:
    link_id = await links.must_be_usable(data.token, Purpose.EMAIL, actor=actor, address=client_address)
    await commands.run(confirm_email, ConfirmEmail(link_id), actor=actor)


@get("/email-returns/{token:str}", needs=Needs.ANYONE)
async def show_return(token: FromPath[str], actor: By, links: Mailed, client_address: Address) -> EmailView:
    link = await links.usable(token, Purpose.EMAIL_BACK, actor=actor, address=client_address)
    return EmailView(email=link.email, expires_at=link.expires_at)


@post("/email-returns", needs=Needs.ANYONE, status_code=200)
async def take_back(
    data: JSONBody[LinkUse], actor: By, commands: Doing, links: Mailed, client_address: Address
) -> TakenBack:
    link_id = await links.must_be_usable(data.token, Purpose.EMAIL_BACK, actor=actor, address=client_address)
    return await commands.run(take_email_back, TakeEmailBack(link_id), actor=actor)


router = Router(
    "/",
    route_handlers=[ask, show, confirm, show_return, take_back],
    dependencies={"client_address": Provide(client_address)},
)
