from msgspec import Struct

from ticketing.domain.policies import must_set_up
from ticketing.domain.sla.checks import must_be_a_policy
from ticketing.domain.sla.policy import SlaPolicy
from ticketing.storage import sla
from ticketing.storage.unit_of_work import TicketingWork


class KeepPolicy(Struct, frozen=True):
    policy: SlaPolicy


async def keep_policy(command: KeepPolicy, uow: TicketingWork) -> SlaPolicy:
    """New, or the next version of a known one. Requests already open keep what they were promised."""
    must_set_up(uow.actor)
    must_be_a_policy(command.policy)
    _ = await sla.calendar_of(uow.connection, command.policy.calendar_id)
    kept = await sla.keep_policy(uow, command.policy)
    uow.note("ticketing.policy.kept", kept.id)
    return kept
