"""Wires identity."""

import asyncio

from litestar import Litestar

from chassis.clock import Clock, utc_now
from chassis.console import ConsolePages
from chassis.robot_digits import routes as robot_digits
from chassis.service import Service
from chassis.settings import Settings
from contracts.asks import AskProfileChanges, ProfileChanges
from identity.commands.sign_in import Credentials
from identity.console import routes as console
from identity.directory import PublicDirectory
from identity.events.answers import answers
from identity.events.subscriptions import subscriptions
from identity.events.timers import timers
from identity.federation.client import OpenIdClient
from identity.federation.providers import read_providers
from identity.http import (
    access_requests,
    activation_keys,
    assistants,
    emails,
    erasures,
    features,
    federation,
    guichet,
    household,
    internal,
    mandates,
    members,
    organisations,
    passkey_sign_in,
    passkeys,
    personal_data,
    pictures,
    profile,
    recovery,
    registrations,
    second_factor,
)
from identity.http import subscriptions as subscribing
from identity.http.links import Links
from identity.http.turns import Turns
from identity.storage.hashing import Hasher
from identity.storage.places import keeping
from identity.storage.work import IdentityWork

# A password of a megabyte must get its sentence, not a bare « too large ».
LARGEST_BODY = 2_000_000
REGISTRATIONS_AT_ONCE = 2


def create_app(settings: Settings, *, now: Clock = utc_now) -> Litestar:
    service = Service(settings, IdentityWork, now=now)
    hasher = Hasher()

    async def ask_demarches(question: AskProfileChanges) -> ProfileChanges:
        assert service.worker is not None
        bus = await service.worker.connected()
        return await bus.ask(AskProfileChanges.subject, question, ProfileChanges)

    pages = ConsolePages("identity", settings.read_secret(), "identity.console.templates")
    return service.app(
        routes=[
            registrations.router,
            recovery.router,
            robot_digits.router(),
            profile.router,
            emails.router,
            members.router,
            organisations.router,
            guichet.router,
            household.router,
            personal_data.router,
            erasures.router,
            activation_keys.router,
            subscribing.router,
            access_requests.router,
            mandates.router,
            pictures.router,
            second_factor.router,
            assistants.router,
            passkeys.router,
            federation.router,
            features.router,
        ],
        pages=[
            internal.router,
            assistants.internal,
            passkey_sign_in.router,
            federation.internal_router,
            guichet.internal,
            features.internal,
            console.router(pages),
        ],
        subscriptions=subscriptions(ask_demarches),
        timers=timers(service.commands),
        tasks=[keeping(service.database)],
        answers=answers(settings, service.queries, now=now),
        dependencies={
            "hasher": hasher,
            "pages": pages,
            "clients": clients_of(settings, now=now),
            "directory": PublicDirectory(settings.directory_url),
            "registration_lane": asyncio.Semaphore(REGISTRATIONS_AT_ONCE),
            "credentials": Credentials(service.commands, hasher, secret=settings.read_secret()),
            "turns": Turns(),
            "links": Links(service.commands, service.queries, settings.read_secret()),
        },
        request_max_body_size=LARGEST_BODY,
    )


def clients_of(settings: Settings, *, now: Clock) -> dict[str, OpenIdClient]:
    providers = read_providers(settings.federation_file)
    return {name: OpenIdClient(provider, now=now) for name, provider in providers.items()}
