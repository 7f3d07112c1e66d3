"""Wires identity."""

from litestar import Litestar

from chassis.clock import Clock, utc_now
from chassis.service import Service
from chassis.settings import Settings
from identity.commands.ask_recovery import TIMERS
from identity.commands.sign_in import Credentials
from identity.events.answers import answers
from identity.http import internal, members, organisations, profile, recovery, registrations
from identity.http.links import Links
from identity.storage.hashing import Hasher
from identity.storage.work import IdentityWork

# A password of a megabyte must get its sentence, not a bare « too large ».
LARGEST_BODY = 2_000_000


def create_app(settings: Settings, *, now: Clock = utc_now) -> Litestar:
    service = Service(settings, IdentityWork, now=now)
    hasher = Hasher()
    app = service.app(
        routes=[registrations.router, recovery.router, profile.router, members.router, organisations.router],
        pages=[internal.router],
        timers=TIMERS,
        answers=answers(settings, service.queries, now=now),
        dependencies={
            "hasher": hasher,
            "credentials": Credentials(service.commands, hasher),
            "links": Links(service.commands, service.queries, settings.read_secret()),
        },
        request_max_body_size=LARGEST_BODY,
    )
    return app
