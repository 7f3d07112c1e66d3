"""Personal spaces: asked for, activated by the link that comes by mail."""

import asyncio
from datetime import datetime

import msgspec
from litestar import Router, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, FromQuery, JSONBody

from chassis import robots
from chassis.access import Needs
from chassis.actor import Actor
from chassis.commands import Commands
from chassis.http import Again, Ask, By
from chassis.refusals import Fault, Invalid
from chassis.robot_digits import codes
from chassis.settings import Settings
from identity.commands.activate_account import ActivateAccount, activate_account
from identity.commands.ask_recovery import AskRecovery, Forgotten, ask_recovery
from identity.commands.count_attempt import CountAttempt, count_attempt, must_be_within
from identity.commands.passwords import hash_chosen
from identity.commands.register_citizen import RegisterCitizen, Registration, register_citizen
from identity.commands.use_challenge import use_challenge
from identity.domain import identifiers, throttling
from identity.domain.accounts import IdentifierTaken
from identity.domain.links import Purpose
from identity.domain.persons import Address as PostalAddress
from identity.domain.persons import Identity, Reach, address_faults, identity_faults, reach_faults
from identity.http.context import Address, Doing, Hashing, client_address
from identity.http.evenly import evenly
from identity.http.links import Links
from identity.http.registration_keys import NO_KEY, recognised
from identity.http.welcome import Code, must_be_welcome
from identity.queries.links import LinkOwner, link_owner
from identity.storage.work import IdentityWork


class RegistrationRequest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`activation_key` is the one of a letter, if there is any. `identifier` empty: one is proposed. `proof`: the robot check's answer, or `code` the digits read or heard of
    `challenge`; without either, fewer registrations are taken from one address, and the link in the mail is the proof."""

    identity: Identity = Identity()
    address: PostalAddress = PostalAddress()
    reach: Reach = Reach()
    identifier: str = ""
    activation_key: str = ""
    terms_accepted: bool = False
    proof: str = ""
    challenge: str = ""
    code: str = ""


class Registered(msgspec.Struct, frozen=True, kw_only=True):
    """The same whether there is an account with that address or not."""

    email: str
    expires_at: datetime


class ActivationView(msgspec.Struct, frozen=True, kw_only=True):
    identifier: str
    given_name: str
    expires_at: datetime


class ActivationRequest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    token: str
    identifier: str
    password: str
    password_again: str


class Activated(msgspec.Struct, frozen=True, kw_only=True):
    """`added` are those whom the letter's key brought into the household, `key_refused` why it brought nobody."""

    identifier: str
    kind: str
    added: tuple[str, ...] = ()
    key_refused: str = ""


class NewLinkRequest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Either the link that is not valid any more, or the address."""

    token: str = ""
    email: str = ""


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """The answer to who asks for a mail, whether an account exists or not."""

    message: str = "Si un compte correspond, un courriel vient d’être envoyé."


class Proposal(msgspec.Struct, frozen=True, kw_only=True):
    identifier: str


@get("/challenge", needs=Needs.ANYONE)
async def challenge(actor: By, settings: NamedDependency[Settings], commands: Doing) -> robots.Challenge:
    return robots.ask(settings.read_secret(), str(actor.tenant), at=commands.now())


@get("/identifier-proposal", needs=Needs.ANYONE)
async def proposal(given_name: FromQuery[str], family_name: FromQuery[str]) -> Proposal:
    """The rule alone: it does not say whether the identifier is taken."""
    return Proposal(identifier=identifiers.proposed(given_name[:200], family_name[:200]))


@post("/registration-checks", needs=Needs.ANYONE, status_code=204)
async def check(data: JSONBody[RegistrationRequest], actor: By, commands: Doing, client_address: Address) -> None:
    """What a registration would be refused for by its own contents. Changes nothing and asks nothing about others, but
    whether the key of a letter is one."""
    faults = _faults(data)
    if data.activation_key.strip():
        faults += (await recognised(data.activation_key, client_address, actor, commands)).faults
    if faults:
        raise Invalid(faults=faults)


@post("/registrations", needs=Needs.ANYONE, status_code=202)
async def register(
    data: JSONBody[RegistrationRequest],
    actor: By,
    commands: Doing,
    settings: NamedDependency[Settings],
    client_address: Address,
    registration_lane: NamedDependency[asyncio.Semaphore],
    once: Again,
) -> Registered:
    faults, key = _faults(data), NO_KEY
    if data.activation_key.strip():
        key = await recognised(data.activation_key, client_address, actor, commands)
    if faults := [*faults, *key.faults]:
        raise Invalid(faults=faults)
    wanted = RegisterCitizen(
        identity=data.identity,
        address=data.address,
        reach=data.reach,
        identifier=data.identifier,
        activation_key_id=key.id,
        locale=actor.locale,
    )
    # They queue for one another in the database: here, rather than each holding a connection that pages need.
    async with registration_lane:
        code = Code(data.challenge, data.code) if data.code else None
        solved = await must_be_welcome("registration", data.proof, client_address, actor, commands, settings, code=code)
        command = msgspec.structs.replace(wanted, solved=solved)

        def shown(registration: Registration) -> Registered:
            return Registered(email=data.reach.email.strip(), expires_at=registration.expires_at)

        with codes.as_digits(data.code):
            async with evenly():
                try:
                    return await commands.run(register_citizen, command, actor=actor, show=shown, once=once)
                except IdentifierTaken:
                    if await _may_say_taken(command, client_address, actor, commands):
                        raise
                return await commands.run(register_citizen, wanted, actor=actor, show=shown, once=once)


async def _may_say_taken(
    command: RegisterCitizen, address: str, actor: Actor, commands: Commands[IdentityWork]
) -> bool:
    """Such an answer costs the check, and is counted apart: the refusal undoes neither."""
    if command.solved is not None:
        await commands.run(use_challenge, command.solved, actor=actor)
    counted = CountAttempt(throttling.address_key("taken", address), throttling.TAKEN_ANSWERS_PER_ADDRESS)
    return await commands.run(count_attempt, counted, actor=actor)


@get("/activations/{token:str}", needs=Needs.ANYONE)
async def show_activation(
    token: FromPath[str], actor: By, links: NamedDependency[Links], client_address: Address
) -> ActivationView:
    link = await links.usable(token, Purpose.ACTIVATION, actor=actor, address=client_address)
    return ActivationView(identifier=link.identifier, given_name=link.given_name, expires_at=link.expires_at)


@post("/activations", needs=Needs.ANYONE, status_code=200)
async def activate(
    data: JSONBody[ActivationRequest],
    actor: By,
    commands: Doing,
    hasher: Hashing,
    links: NamedDependency[Links],
    client_address: Address,
) -> Activated:
    link_id = await links.must_be_usable(data.token, Purpose.ACTIVATION, actor=actor, address=client_address)
    others = _identifier_faults(data.identifier)
    password_hash = await hash_chosen(data.password, data.password_again, hasher=hasher, others=others)
    command = ActivateAccount(link_id=link_id, identifier=data.identifier, password_hash=password_hash)
    activation = await commands.run(activate_account, command, actor=actor)
    return Activated(
        identifier=activation.account.identifier,
        kind=str(activation.account.kind),
        added=activation.linked.added if activation.linked else (),
        key_refused=activation.refusal.title if activation.refusal else "",
    )


@post("/activation-links", needs=Needs.ANYONE, status_code=202)
async def new_activation_link(
    data: JSONBody[NewLinkRequest],
    actor: By,
    commands: Doing,
    queries: Ask,
    links: NamedDependency[Links],
    client_address: Address,
) -> Asked:
    login = data.email
    if data.token:
        link_id = await links.read(data.token, Purpose.ACTIVATION, actor=actor, address=client_address)
        login = await queries.ask(link_owner, LinkOwner(link_id), actor=actor)
    await may_ask_mail(client_address, actor, commands)
    await commands.run(ask_recovery, AskRecovery(forgotten=Forgotten.ACTIVATION, login=login), actor=actor)
    return Asked()


async def may_ask_mail(address: str, actor: Actor, commands: Commands[IdentityWork]) -> None:
    key = throttling.address_key("mail", address)
    await must_be_within(key, throttling.MAIL_REQUESTS_PER_ADDRESS, commands=commands, actor=actor)


def _faults(data: RegistrationRequest) -> list[Fault]:
    """Everything that is missing or wrong, in the order of the page (A40)."""
    found = [
        *identity_faults(data.identity),
        *address_faults(data.address, required=True),
        *reach_faults(data.reach),
        *(_identifier_faults(data.identifier) if data.identifier.strip() else ()),
    ]
    if not data.terms_accepted:
        message = "Cochez la case pour accepter les conditions générales d’utilisation du service."
        found.append(Fault("/terms_accepted", message, "required"))
    return found


def _identifier_faults(identifier: str) -> list[Fault]:
    message = identifiers.fault_of(identifiers.normal(identifier))
    return [Fault("/identifier", message, "identifier")] if message else []


router = Router(
    "/",
    route_handlers=[challenge, proposal, check, register, show_activation, activate, new_activation_link],
    dependencies={"client_address": Provide(client_address)},
)
