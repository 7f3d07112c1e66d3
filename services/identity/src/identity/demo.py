"""`python -m identity.demo`: the organisations, people and permissions of the demonstration. Repeatable."""

import asyncio
from typing import NamedTuple

from sqlalchemy import select

from chassis.actor import Actor
from chassis.clock import utc_now
from chassis.commands import Commands
from chassis.database import Database
from chassis.patient import PatientCommands
from chassis.settings import Settings
from contracts.demo import (
    ACCOUNTS,
    ADMINISTRATOR,
    CCAS_AGENT,
    CITIZEN,
    COLLEAGUE,
    NEIGHBOUR_AGENT,
    OPERATOR,
    ORGANISATIONS,
    PASSWORD,
    PLASSANS,
    DemoAccount,
    DemoOrganisation,
    demo_id,
)
from contracts.identity import OrganisationActivated
from identity.commands.submit_access_request import SubmitAccessRequest, submit_access_request
from identity.demo_assistants import keep_assistant
from identity.demo_families import KeepKeys, keep_household, keep_keys
from identity.domain.access_requests import Applicant, Coordinates, Facts
from identity.domain.accounts import Account, AccountKind
from identity.domain.mandates import ADMINISTRATION, Mandate
from identity.domain.organisations import DataProtection, Guichet, OpeningHours, Organisation, Registers, UsefulLink
from identity.domain.persons import Address, Identity, Reach
from identity.storage.hashing import Hasher
from identity.storage.tables import access_requests, accounts, organisations
from identity.storage.work import IdentityWork

WEEK = (
    OpeningHours(day="Lundi", hours="8 h 30 – 12 h, 13 h 30 – 17 h 30"),
    OpeningHours(day="Mardi", hours="8 h 30 – 12 h, 13 h 30 – 17 h 30"),
    OpeningHours(day="Mercredi", hours="8 h 30 – 12 h, 13 h 30 – 17 h 30"),
    OpeningHours(day="Jeudi", hours="8 h 30 – 12 h"),
    OpeningHours(day="Vendredi", hours="8 h 30 – 12 h, 13 h 30 – 16 h 30"),
    OpeningHours(day="Samedi", hours="9 h – 12 h"),
)
PHONES = {"plassans": "04 42 00 51 50", "ccas-plassans": "04 42 00 51 60", "tulettes": "04 42 00 52 10"}
ADDRESSES = {
    "plassans": "Place de la Sous-Préfecture, 13100 Plassans",
    "ccas-plassans": "12 rue de la Banne, 13100 Plassans",
    "tulettes": "1 place du Marché, 13998 Les Tulettes",
}
TITLES = {
    "plassans": "Vos démarches en ligne",
    "ccas-plassans": "Action sociale et solidarité",
    "tulettes": "Guichet de la commune",
    "assistance": "Le support des collectivités",
}
# No register has it: what ProConnect says of whom an agent works for is compared with it.
SIRENS = {"plassans": "213000009"}
CIVILITIES = {"Camille": "madame", "Adèle": "madame", "Marthe": "madame", "Jeanne": "madame", "Félicité": "madame"}


def guichet_of(town: DemoOrganisation) -> Guichet:
    contact = f"contact@{town.slug}.example"
    return Guichet(
        name=town.name,
        title=TITLES[town.slug],
        colour=town.colour,
        phone=PHONES.get(town.slug, "01 84 00 00 00"),
        email=contact,
        address=ADDRESSES.get(town.slug, "9 rue des Halles, 75001 Paris"),
        opening_hours=WEEK,
        links=(
            UsefulLink(label="Service-Public.fr", url="https://www.service-public.fr/"),
            UsefulLink(label="Défenseur des droits", url="https://www.defenseurdesdroits.fr/"),
        ),
        rgpd=DataProtection(
            controller=town.name,
            officer_name="Blanche Touche",
            officer_email=f"dpo@{town.slug}.example",
            officer_phone="04 42 00 51 99",
        ),
    )


async def keep_organisation(town: DemoOrganisation, uow: IdentityWork) -> None:
    if await uow.organisations.find(organisations.c.id == town.id) is not None:
        return
    made = uow.organisations.add(
        Organisation(
            town.id,
            town.slug,
            town.kind,
            guichet_of(town),
            is_support_portal=town == OPERATOR,
            registers=Registers(siren=SIRENS.get(town.slug, "")),
        )
    )
    uow.record(OrganisationActivated(organisation_id=made.id))
    uow.record(made.activate_guichet())


class Person(NamedTuple):
    """A demo account, with the hash of its password made beforehand."""

    demo: DemoAccount
    password_hash: str


REQUEST = SubmitAccessRequest(
    facts=Facts(kind="Syndicat", name="Syndicat des eaux de la Viorne", postal_code="13100", siren="200000999"),
    coordinates=Coordinates(
        address="3 quai de la Viorne, 13100 Plassans", phone="04 42 00 53 00", email="accueil@eaux-viorne.example"
    ),
    applicant=Applicant(
        given_name="Clotilde", family_name="Ramond", function="Directrice", email="clotilde.ramond@eaux-viorne.example"
    ),
)


async def keep_request(request: SubmitAccessRequest, uow: IdentityWork) -> None:
    """One waits in the operator's queue, unless it was answered before."""
    known = select(access_requests.c.id).where(access_requests.c.access_key == request.facts.access_key)
    if await uow.connection.scalar(known) is None:
        _ = await submit_access_request(request, uow)


async def keep_person(person: Person, uow: IdentityWork) -> None:
    if await uow.accounts.find(accounts.c.id == person.demo.id) is not None:
        return
    account = uow.accounts.add(_account(person.demo, uow))
    uow.record(
        account.activate(identifier=person.demo.identifier, password_hash=person.password_hash, at=uow.now),
        concerns=account.id,
    )


async def keep_permissions(person: Person, uow: IdentityWork) -> None:
    mandate_id = await uow.mandates.in_office()
    for permission in person.demo.permissions:
        if permission not in ADMINISTRATION or person.demo.organisation == OPERATOR:
            _ = await uow.grants.add(person.demo.id, permission, mandate_id=mandate_id)


class Administrator(NamedTuple):
    """Confirmed by the legal representative before the demonstration began."""

    demo: DemoAccount
    representative: str
    title: str
    secret: bytes


ADMINISTRATORS = (
    (ADMINISTRATOR, "Eugène Granoux", "Maire"),
    (CCAS_AGENT, "Eugène Granoux", "Président"),
    (NEIGHBOUR_AGENT, "Rose Fouque", "Maire"),
)


async def keep_administrator(known: Administrator, uow: IdentityWork) -> None:
    if await uow.mandates.active() is not None:
        return
    mandate_id = demo_id(f"mandate/{known.demo.organisation.slug}")
    mandate = uow.mandates.add(
        Mandate.request(mandate_id, known.demo.id, known.representative, known.title, secret=known.secret, at=uow.now)
    )
    mandate.send_letter(at=uow.now)
    uow.record(mandate.activate(at=uow.now), concerns=known.demo.id)
    await uow.mandates.remember("mandate_activated", known.demo.id)


def _account(demo: DemoAccount, uow: IdentityWork) -> Account:
    home = ADDRESSES.get(demo.organisation.slug, "9 rue des Halles, 75001 Paris").split(", ")
    postal_code, _, city = home[1].partition(" ")
    return Account(
        id=demo.id,
        kind=AccountKind(demo.kind),
        identifier=demo.identifier,
        identity=Identity(
            civility=CIVILITIES.get(demo.given_name, "monsieur"),
            given_name=demo.given_name,
            family_name=demo.family_name,
        ),
        address=Address(
            line="4 rue Canquoin" if demo.kind == "citizen" else home[0], postal_code=postal_code, city=city
        ),
        reach=Reach(email=demo.email, mobile="06 00 00 51 50"),
        created_at=uow.now,
        function=demo.function,
        terms_accepted_at=uow.now,
        interests=("elections", "civil_status") if demo.kind == "member" else (),
        # One without it, so that the members' page has a function to name that receives nothing.
        newsletter=demo.kind == "member" and demo != COLLEAGUE,
        set_up_at=uow.now,
    )


async def load(settings: Settings) -> None:
    database, hasher = Database(settings.database_url, pool_size=2), Hasher()
    commands: Commands[IdentityWork] = PatientCommands(database, IdentityWork, now=utc_now)
    for town in ORGANISATIONS:
        await commands.run(keep_organisation, town, actor=Actor.of_service("identity", town.id))
    people: list[Person] = []
    for account in ACCOUNTS:
        actor = Actor.of_service("identity", account.organisation.id)
        async with database.transaction(actor, read_only=True) as connection:
            known = await connection.scalar(select(accounts.c.password_hash).where(accounts.c.id == account.id))
        person = Person(account, known or await hasher.hash(PASSWORD))
        await commands.run(keep_person, person, actor=actor)
        people.append(person)
    for demo, representative, title in ADMINISTRATORS:
        known = Administrator(demo, representative, title, settings.read_secret())
        actor = Actor.of_service("identity", demo.organisation.id)
        await commands.run(keep_administrator, known, actor=actor)
    for person in people:
        actor = Actor.of_service("identity", person.demo.organisation.id)
        await commands.run(keep_permissions, person, actor=actor)
    # Once somebody may answer it, so that they are told.
    await commands.run(keep_request, REQUEST, actor=Actor.of_service("identity", OPERATOR.id))
    town = Actor.of_service("identity", PLASSANS.id)
    await commands.run(keep_assistant, None, actor=town)
    await commands.run(keep_household, CITIZEN.id, actor=town)
    await commands.run(keep_keys, KeepKeys(settings.read_secret()), actor=town)
    hasher.close()
    await database.close()


def main() -> None:
    asyncio.run(load(Settings()))  # pyright: ignore[reportCallIssue]
    for account in ACCOUNTS:
        who = f"{account.given_name} {account.family_name}, {account.function or 'habitante'}"
        print(f"{account.organisation.slug:<14} {account.identifier:<18} {PASSWORD}   {who}")


if __name__ == "__main__":
    main()
