from msgspec import Struct

from ticketing.domain.policies import must_set_up
from ticketing.domain.teams import Team, must_be_a_team
from ticketing.storage import desk
from ticketing.storage.unit_of_work import TicketingWork


class KeepTeam(Struct, frozen=True):
    team: Team


async def keep_team(command: KeepTeam, uow: TicketingWork) -> Team:
    """New, or changed. Requests that come from now on go by it."""
    must_set_up(uow.actor)
    must_be_a_team(command.team)
    await desk.keep_team(uow, command.team)
    uow.note("ticketing.team.kept", command.team.id)
    return command.team
