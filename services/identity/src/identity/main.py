"""Wires identity."""

from litestar import Litestar

from chassis.clock import Clock, utc_now
from chassis.service import Service
from chassis.settings import Settings
from identity.commands.sign_in import Credentials
from identity.http import internal
from identity.storage.hashing import Hasher
from identity.storage.work import IdentityWork

# A password of a megabyte must get its sentence, not a bare « too large ».
LARGEST_BODY = 2_000_000


def create_app(settings: Settings, *, now: Clock = utc_now) -> Litestar:
    service = Service(settings, IdentityWork, now=now)
    hasher = Hasher()
    return service.app(
        routes=[],
        pages=[internal.router],
        dependencies={"hasher": hasher, "credentials": Credentials(service.commands, hasher)},
        request_max_body_size=LARGEST_BODY,
    )
