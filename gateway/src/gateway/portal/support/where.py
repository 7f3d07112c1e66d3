"""These pages stand at the support portal alone, and are for members."""

from gateway.api import Refused
from gateway.here import Here
from gateway.sessions import Exchange
from gateway.words import N_

OPEN = "ticketing.tickets.open"
READ_DEPARTMENT = "ticketing.tickets.read_department"
READ_ORGANISATION = "ticketing.tickets.read_organisation"
# Whose requests a list shows, as its address says it, and as the API does.
VIEWS = {"": "me", "partagees": "shared", "service": "department", "collectivite": "organisation"}
SCOPES = {"": "mine", "partagees": "shared", "service": "department", "collectivite": "organisation"}
NO_SUCH_PAGE = N_("Cette page n’existe pas.")


def must_be_support_portal(here: Here) -> None:
    """At a town's portal there are no such pages."""
    if not here.organisation.is_support_portal:
        raise Refused(404, NO_SUCH_PAGE)


def must_be_member(here: Here) -> Exchange:
    """Visitors are sent to sign in, and come back."""
    must_be_support_portal(here)
    return here.require_kind("member")


def may(here: Here, permission: str) -> bool:
    return here.person is not None and permission in here.person.permissions


def views_of(here: Here) -> list[str]:
    """The lists that this member may open."""
    held = [("service", READ_DEPARTMENT), ("collectivite", READ_ORGANISATION)]
    return ["", "partagees", *(view for view, permission in held if may(here, permission))]
