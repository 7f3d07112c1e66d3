from uuid import UUID

from msgspec import Struct

from chassis.refusals import Fault
from ticketing.domain.refusals import ArticleInvalid


class Attachable(Struct, frozen=True):
    """A page of the knowledge base that an answer may lead to: who asked may read it."""

    id: UUID
    slug: str
    title: str

    def added_to(self, body: str, portal: str) -> str:
        return f"{body}\n\n{self.title}\n{portal.rstrip('/')}/documentation/{self.slug}"


def must_be_known(portal: str) -> None:
    """Raises ArticleInvalid: the portal's address comes from another service, which may be away."""
    if not portal:
        said = "L’adresse de la documentation n’est pas connue pour le moment. Réessayez dans un instant."
        raise ArticleInvalid(faults=[Fault("/article", said, "unknown")])
