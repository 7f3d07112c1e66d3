"""Who may look at how the platform does."""

from gateway.api import Refused
from gateway.here import Here
from gateway.words import N_

READ = "platform.operations.read"


def must_read(here: Here) -> None:
    if READ not in here.require_kind("member").permissions:
        raise Refused(403, N_("Vous n’avez pas la permission de faire cela."))
