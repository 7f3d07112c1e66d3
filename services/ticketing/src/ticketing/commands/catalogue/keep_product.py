from uuid import UUID

from msgspec import Struct

from ticketing.domain.catalogue import Product, must_be_a_product
from ticketing.domain.policies import must_set_up
from ticketing.storage import catalogue, knowledge
from ticketing.storage.unit_of_work import TicketingWork


class KeepProduct(Struct, frozen=True):
    product: Product


class KeepOwner(Struct, frozen=True):
    """`has`: whether the organisation has the product from now on."""

    product_id: UUID
    organisation_id: UUID
    has: bool


async def keep_product(command: KeepProduct, uow: TicketingWork) -> Product:
    """New, or changed."""
    must_set_up(uow.actor)
    must_be_a_product(command.product)
    await catalogue.keep_product(uow.connection, command.product)
    uow.note("ticketing.product.kept", command.product.id)
    return command.product


async def keep_owner(command: KeepOwner, uow: TicketingWork) -> None:
    """What owners alone may read or download follows at once. Raises ProductNotFound."""
    must_set_up(uow.actor)
    await catalogue.must_be_product(uow.connection, command.product_id)
    await knowledge.keep_owner(uow, command.product_id, command.organisation_id, has=command.has)
    uow.note("ticketing.owner.kept", command.organisation_id, purpose=str(command.product_id))
