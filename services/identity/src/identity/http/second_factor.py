"""One's own second step: prepared, confirmed, taken away."""

import msgspec
from litestar import Router, get, post, put
from litestar.di import NamedDependency
from litestar.params import JSONBody

from chassis.access import Needs
from chassis.http import Ask, By
from chassis.policies import must_be_signed_in, must_have_signed_in_since
from chassis.settings import Settings
from identity.commands.ask_second_factor import AskSecondFactor, ask_second_factor
from identity.commands.change_second_factor import (
    PROVEN,
    ConfirmSecondFactor,
    DropSecondFactor,
    PrepareSecondFactor,
    RenewRecoveryCodes,
    confirm_second_factor,
    drop_second_factor,
    prepare_second_factor,
    renew_recovery_codes,
)
from identity.commands.count_step_up import CountStepUp, TooManyAttempts, count_step_up
from identity.domain.members import GRANT
from identity.domain.second_factors import address_of, key_of
from identity.http.context import Doing, at_home
from identity.queries.organisations import ById, organisation_by_id
from identity.queries.profile import ProfileOf, profile_of
from identity.queries.second_factor import FactorState, factor_of
from identity.queries.second_factor_rule import RuleOfHere, SecondFactorRule, second_factor_rule


class Prepared(msgspec.Struct, frozen=True, kw_only=True):
    """`key` is typed where `address` (as a QR code) cannot be read."""

    key: str
    address: str


class CodeBody(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    code: str = ""


class RuleBody(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`days` members have to put theirs in place; null: it is not asked any more."""

    days: int | None


class RecoveryCodes(msgspec.Struct, frozen=True, kw_only=True):
    codes: list[str]


@get("/profile/second-factor", needs=Needs.SIGNED_IN)
async def show(actor: By, queries: Ask) -> FactorState:
    return await queries.ask(factor_of, ProfileOf(must_be_signed_in(actor)), actor=at_home(actor))


@post("/profile/second-factor", needs=Needs.SIGNED_IN)
async def prepare(actor: By, commands: Doing, queries: Ask, settings: NamedDependency[Settings]) -> Prepared:
    """Asks for a password given less than ten minutes ago."""
    me, home, secret = must_be_signed_in(actor), at_home(actor), settings.read_secret()
    must_have_signed_in_since(actor, PROVEN, now=commands.now())
    factor = await commands.run(prepare_second_factor, PrepareSecondFactor(me), actor=home)
    profile = await queries.ask(profile_of, ProfileOf(me), actor=home)
    organisation = await queries.ask(organisation_by_id, ById(home.tenant), actor=home)
    address = address_of(factor.id, secret, identifier=profile.identifier, organisation=organisation.name)
    return Prepared(key=key_of(factor.id, secret), address=address)


@post("/profile/second-factor/confirmation", needs=Needs.SIGNED_IN, status_code=200)
async def confirm(
    data: JSONBody[CodeBody], actor: By, commands: Doing, settings: NamedDependency[Settings]
) -> RecoveryCodes:
    me = must_be_signed_in(actor)
    command = ConfirmSecondFactor(
        account_id=me, code=data.code, secret=settings.read_secret(), session_id=actor.session
    )
    return RecoveryCodes(codes=await commands.run(confirm_second_factor, command, actor=at_home(actor)))


@post("/profile/second-factor/removal", needs=Needs.SIGNED_IN, status_code=204)
async def remove(data: JSONBody[CodeBody], actor: By, commands: Doing, settings: NamedDependency[Settings]) -> None:
    me, home = must_be_signed_in(actor), at_home(actor)
    if retry_after := await commands.run(count_step_up, CountStepUp(f"second-factor:{me}"), actor=home):
        raise TooManyAttempts(retry_after=retry_after)
    command = DropSecondFactor(account_id=me, code=data.code, secret=settings.read_secret())
    await commands.run(drop_second_factor, command, actor=home)


@post("/profile/second-factor/recovery-codes", needs=Needs.SIGNED_IN)
async def renew_codes(actor: By, commands: Doing) -> RecoveryCodes:
    """Ten new ones, told this once; those from before open nothing any more. Asks for a proof given less than ten minutes ago."""
    command = RenewRecoveryCodes(must_be_signed_in(actor))
    return RecoveryCodes(codes=await commands.run(renew_recovery_codes, command, actor=at_home(actor)))


@get("/second-factor-rule", needs=GRANT)
async def show_rule(actor: By, queries: Ask) -> SecondFactorRule:
    return await queries.ask(second_factor_rule, RuleOfHere(), actor=actor)


@put("/second-factor-rule", needs=GRANT)
async def change_rule(data: JSONBody[RuleBody], actor: By, commands: Doing, queries: Ask) -> SecondFactorRule:
    """Asks for a proof less than 15 minutes old, and for a second factor of one's own."""
    await commands.run(ask_second_factor, AskSecondFactor(data.days), actor=actor)
    return await queries.ask(second_factor_rule, RuleOfHere(), actor=actor)


router = Router("/", route_handlers=[show, prepare, confirm, remove, renew_codes, show_rule, change_rule])
