"""Who deals with what, and whose turn it is."""

from collections.abc import Mapping
from uuid import UUID

from msgspec import Struct

from chassis.refusals import Fault
from ticketing.domain.catalogue import RequestKind
from ticketing.domain.refusals import PromiseInvalid


class Team(Struct, frozen=True, kw_only=True):
    """For requests of these kinds and products (empty: all of them). `shares_out`: a new request goes at once to the
    member who has the fewest open ones."""

    id: UUID
    name: str
    kinds: tuple[RequestKind, ...] = ()
    products: tuple[UUID, ...] = ()
    members: tuple[UUID, ...] = ()
    shares_out: bool = False
    position: int = 0

    def is_for(self, kind: RequestKind, product: UUID) -> bool:
        return (not self.kinds or kind in self.kinds) and (not self.products or product in self.products)

    def whose_turn(self, loads: Mapping[UUID, int]) -> UUID | None:
        """`loads`: open requests by member. Of two who have as many, the one who is named first."""
        if not self.shares_out or not self.members:
            return None
        return min(self.members, key=lambda member: loads.get(member, 0))


def must_be_a_team(team: Team) -> None:
    if not team.name.strip() or len(team.name) > 80 or not team.name.isprintable():
        raise PromiseInvalid(faults=[Fault("/name", "Donnez un nom de 80 caractères au plus.", "missing")])
